"""The report's figures, each counted by hand on a few tickets, and the tab and command that show them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sheetflow.cli import main
from sheetflow.clocks import Clock
from sheetflow.figures import DEFINITIONS, Figure, Period, cases_of, evening, figures
from sheetflow.model import Text
from sheetflow.record import Appointment, Attempt, Fee, Pause, TicketRecord, Visit
from tests.builders import NOW, POLICY, SHANGHAI, at
from tests.end_to_end.desk import open_desk, set_up
from tests.world import completed, dispatched

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31), SHANGHAI)


def record(no: int, **values: Any) -> TicketRecord:
    """Give a normal ticket reported at 14:00, unless told otherwise."""
    made = TicketRecord(
        f"WX20260310{no:03d}",
        stamps={"reported_at": at("14:00")},
        grades=((at("14:00"), "normal"),),
    )
    return replace(made, **values)


def stamped(no: int, **stamps: datetime) -> TicketRecord:
    return record(no, stamps={"reported_at": at("14:00"), **stamps})


def counted(
    *records: TicketRecord, now: datetime = NOW, period: Period = MARCH
) -> dict[str, Figure]:
    return {one.key: one for one in figures(cases_of(records, POLICY), period, POLICY, now)}


def of(figure: Figure) -> tuple[str, int, int | None]:
    return figure.value, figure.count, figure.of


def test_reports_completions_and_filings_count_on_their_own_days() -> None:
    found = counted(
        stamped(1),
        stamped(2, completed_at=at("16:00")),
        stamped(3, completed_at=at("16:00", day=30), closed_at=at("17:00", day=30)),
        now=at("18:00", day=40),
    )

    assert [found[key].count for key in ("reported", "completed", "closed")] == [3, 1, 0]


def test_a_deadline_counts_when_it_is_met_or_past_and_on_the_day_it_falls() -> None:
    met = stamped(1, contacted_at=at("15:00"))
    late = stamped(2, contacted_at=at("14:01", day=1))
    waiting, next_month = record(3), record(4, stamps={"reported_at": at("14:00", day=25)})

    soon = counted(met, late, waiting, next_month, now=at("13:00", day=1))["on_time/response"]
    assert of(soon) == ("50.0%", 1, 2)
    later = counted(met, late, waiting, next_month, now=at("15:00", day=40))["on_time/response"]
    assert of(later) == ("33.3%", 1, 3)


def broken(no: int, clock: str, deadline: datetime, **values: Any) -> TicketRecord:
    made = record(no, **values)
    once = "/".join((made.ticket_no, Clock(clock, deadline).key("breach+0")))
    return replace(made, told=frozenset({once}))


def test_a_promise_whose_breach_was_announced_stays_late_though_another_time_is_agreed() -> None:
    agreed = {
        "appointment": Appointment(at("19:00"), agreed=True, by_customer=False),
        "stamps": {"reported_at": at("13:55"), "queued_at": at("14:00")},
    }
    arrived = {**agreed, "stamps": {**agreed["stamps"], "arrived_at": at("18:55")}}
    found = counted(broken(1, "promise", at("17:00"), **agreed), now=at("18:00"))
    assert of(found["on_time/promise"]) == ("0.0%", 0, 1)
    found = counted(broken(1, "promise", at("17:00"), **arrived), now=at("20:00"))
    assert of(found["on_time/promise"]) == ("0.0%", 0, 1)


def test_a_lower_grade_doesnt_withdraw_an_announced_breach() -> None:
    grades = ((at("14:00"), "critical"), (at("16:40"), "normal"))
    late = stamped(1, contacted_at=at("16:45"))
    lowered = broken(1, "response", at("16:00"), stamps=late.stamps, grades=grades)
    assert of(counted(lowered)["on_time/response"]) == ("0.0%", 0, 1)


def test_what_was_only_written_down_late_was_in_time() -> None:
    written = stamped(1, contacted_at=at("15:50")).stamps
    found = counted(broken(1, "response", at("16:00"), stamps=written))
    assert of(found["on_time/response"]) == ("100.0%", 1, 1)


def test_on_time_is_told_by_grade() -> None:
    urgent = record(2, grade="urgent", grades=((at("14:00"), "urgent"),))
    found = counted(stamped(1, contacted_at=at("15:00")), urgent, now=at("15:00", day=2))

    assert of(found["on_time/response/normal"]) == ("100.0%", 1, 1)
    assert of(found["on_time/response/urgent"]) == ("0.0%", 0, 1)
    assert of(found["on_time/response/critical"]) == ("–", 0, 0)


def test_a_paused_clock_is_undecided() -> None:
    paused = record(1, pauses=(Pause(at("14:10"), None),), status="customer_wait")

    assert of(counted(paused, now=at("15:00", day=9))["on_time/onsite"]) == ("–", 0, 0)


def test_calls_are_answered_or_not() -> None:
    calls = (Attempt(at("14:10"), False), Attempt(at("14:20"), False), Attempt(at("14:30"), True))
    found = counted(record(1, attempts=calls), now=at("15:00"))

    assert of(found["calls_answered"]) == ("33.3%", 1, 3)


def test_calls_before_another_dispatch_are_calls() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="没接1")
    world.act(number, at("14:45"), technician="吴强", contact_result="")
    world.act(number, at("14:50"), contact_result="接通", appointment_at="16:00")
    found = counted(world.record(number), now=at("15:00"))

    assert of(found["calls_answered"]) == ("50.0%", 1, 2)


def test_the_first_call_about_each_ticket_is_answered_or_not() -> None:
    silent = record(1, attempts=(Attempt(at("14:10"), False), Attempt(at("14:20"), True)))
    again = record(2, former=(Attempt(at("14:10"), True),), attempts=(Attempt(at("14:30"), False),))
    before = record(3, former=(Attempt(at("14:10", day=-30), True),))
    found = counted(silent, again, before, record(4), now=at("15:00"))

    assert of(found["first_calls_answered"]) == ("50.0%", 1, 2)


def test_a_way_on_which_nobody_was_there_is_one_of_all_that_ended() -> None:
    ways = (
        Visit("01", ended_at=at("15:00"), outcome="wasted"),
        Visit("01", ended_at=at("16:00"), outcome="done"),
        Visit("01", ended_at=at("15:00", day=30), outcome="wasted"),
        Visit("01", departed_at=at("16:30")),
    )
    assert of(counted(record(1, visits=ways), now=at("17:00"))["wasted"]) == ("50.0%", 1, 2)


def test_what_was_closed_before_its_deadline_is_late_with_nothing() -> None:
    void = stamped(1, closed_at=at("14:10"))
    late = stamped(2, closed_at=at("15:00", day=9))
    closed = (replace(one, status="closed") for one in (void, late))
    found = counted(*closed, now=at("15:00", day=9))

    assert of(found["on_time/response"]) == ("0.0%", 0, 1)


def test_what_was_brought_in_or_solved_by_phone_is_late_for_no_visit() -> None:
    brought = replace(stamped(1, workshop_in_at=at("15:00")), status="workshop")
    by_phone = replace(stamped(2, completed_at=at("15:00")), status="completed")
    too_late = replace(stamped(3, workshop_in_at=at("15:00", day=8)), status="workshop")
    found = counted(brought, by_phone, too_late, now=at("15:00", day=9))

    assert of(found["on_time/onsite"]) == ("0.0%", 0, 1)
    assert of(found["on_time/response"]) == ("66.7%", 2, 3)


def test_the_first_visit_fixed_it_when_there_was_one_and_no_second_repair() -> None:
    seen = {"result": "已修复"}
    done = {"arrived_at": at("15:00"), "completed_at": at("16:00")}
    first = replace(stamped(1, **done), seen=seen)
    again = replace(stamped(2, **done), seen={**seen, "close_reason": "转返修"})
    second = replace(stamped(3, **done), seen=seen, cycle=2)
    twice = replace(stamped(4, **done), seen=seen, entries={"visits/1": {}, "visits/2": {}})
    by_phone = replace(stamped(5, completed_at=at("15:00")), seen={"result": "电话解决"})
    filed = replace(stamped(6, **done), seen={**seen, "close_reason": "归档"})
    back = replace(stamped(7), previous=filed.ticket_no)

    found = counted(first, again, second, twice, by_phone, filed, back, now=at("17:00"))
    assert of(found["first_visit_fix"]) == ("20.0%", 1, 5)


def test_satisfaction_is_asked_of_answers_only() -> None:
    done = {"completed_at": at("16:00"), "revisited_at": at("17:00")}
    answers = ("满意", "满意", "不满意", "没接通")
    asked = [
        replace(stamped(n, **done), seen={"revisit_result": one}) for n, one in enumerate(answers)
    ]
    found = counted(*asked, stamped(9, completed_at=at("16:00")), now=at("18:00"))

    assert of(found["revisited"]) == ("80.0%", 4, 5)
    assert of(found["satisfied"]) == ("66.7%", 2, 3)


def test_parts_and_payments_count_on_the_days_of_their_rows() -> None:
    serial, later = 46091.625, 46131.0
    rows = {
        "part_moves/P1": {"kind": "装机", "part_no": "IGN-220", "quantity": 2, "at": serial},
        "part_moves/P2": {"kind": "退回", "part_no": "IGN-220", "quantity": 1, "at": serial},
        "part_moves/P3": {"kind": "装机", "part_no": "TC-08", "quantity": 1, "at": later},
        "payments/F1": {"amount": 100.5, "at": serial},
        "payments/F2": {"amount": -20, "at": serial},
        "payments/F3": {"amount": 7, "at": later},
        "payments/F4": None,
    }
    found = counted(record(1, entries=rows), now=at("18:00"))

    assert of(found["parts"]) == ("2", 2, None)
    assert "parts/TC-08" not in found
    assert of(found["paid"]) == ("80.50", 2, None)


def test_what_is_owed_is_owed_for_work_that_has_ended() -> None:
    """Of 100.00 due, 40.00 was paid; the same of a repair that goes on is no debt, nor is what was paid whole."""

    def owing(no: int, due: int, paid: int, **values: Any) -> TicketRecord:
        fee = Fee(Decimal(due), Decimal(due), True, Text("", ""))
        return record(no, fee=fee, entries={f"payments/F{no}": {"amount": paid}}, **values)

    done: dict[str, Any] = {"status": "completed", "stamps": {"completed_at": at("16:00")}}
    found = counted(owing(1, 100, 40, **done), owing(2, 100, 40), owing(3, 5, 5, **done))
    assert of(found["owed"]) == of(found["owed/month"]) == ("60.00", 1, None)
    assert of(found["owed/older"]) == ("0.00", 0, None)
    later = counted(owing(1, 100, 40, **done), now=at("09:00", day=91))
    assert (later["owed/month"].value, later["owed/older"].value) == ("0.00", "60.00")


def test_load_is_what_each_technician_ended_of_all_they_have() -> None:
    ended = replace(stamped(1, completed_at=at("16:00")), status="completed", technician="01")
    working = replace(stamped(2), status="on_site", technician="01")

    found = counted(ended, working, now=at("18:00"))["load/01"]
    assert (of(found), found.label.zh) == (("1", 1, 2), "完成/经手·陈立")


def test_imported_tickets_stand_in_no_figure() -> None:
    assert counted(record(1, imported=True), now=at("18:00"))["reported"].count == 0


def test_a_day_counts_whole_in_the_desks_zone() -> None:
    midnight = datetime(2026, 3, 31, 16, 0, tzinfo=SHANGHAI).replace(hour=23, minute=59)
    last, first = stamped(1), stamped(2)
    last = replace(last, stamps={"reported_at": midnight})
    first = replace(first, stamps={"reported_at": midnight + timedelta(minutes=1)})

    assert counted(last, first, now=at("18:00", day=60))["reported"].count == 1


def test_the_figures_are_those_of_a_ticket_that_went_its_way() -> None:
    world, number = completed()
    found = counted(world.record(number), now=at("16:30"))

    assert of(found["on_time/response"]) == ("100.0%", 1, 1)
    assert of(found["first_visit_fix"]) == ("100.0%", 1, 1)
    assert of(found["calls_answered"]) == ("100.0%", 1, 1)


def test_every_figure_is_explained_in_the_docs_and_no_other() -> None:
    page = (Path(__file__).parents[1] / "docs" / "figures.md").read_text("utf-8")
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")]

    assert rows[1:] == list(DEFINITIONS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("report")
    set_up(made)
    return made


def test_the_tab_shows_the_month_and_is_written_where_it_changed_only(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.report()
        desk.rest()
        assert desk.house.runner.report() is True
        assert desk.house.runner.report() is False
        rows = {row["figure"]: row for row in desk.rows("report")}
        assert rows["报修"]["value"] == "1"
        desk.rest()


def test_the_command_prints_any_days_and_says_what_it_cannot_read(folder: Path) -> None:
    env = {"SHEETFLOW_DATA_DIR": str(folder), "SHEETFLOW_LOCALE": "zh-CN"}

    done = CliRunner().invoke(
        main, ["report", "--from", "2026-03-01", "--to", "2026-03-31", "--json"], obj=env
    )
    lines = {line["key"]: line for line in json.loads(done.stdout)}
    assert lines["reported"]["count"] == "1"
    wrong = CliRunner().invoke(main, ["report", "--from", "March"], obj=env)
    assert (wrong.exit_code, wrong.stderr) == (
        1,
        "--from: 'March' is not a day. Write it such as 2026-03-01.\n",
    )


def test_the_owners_evening_counts_today_as_the_report_does_over_all_clocks() -> None:
    serial = POLICY.encode_row(POLICY.schema.tab("payments"), {"at": at("15:00")})["at"]
    paid = {"payments/F1": {"at": serial, "amount": 90}}
    records = (
        stamped(1, contacted_at=at("15:00"), completed_at=at("16:00")),
        record(2, grade="critical", grades=((at("14:00"), "critical"),)),
        stamped(3, contacted_at=at("15:00", day=-9), reported_at=at("14:00", day=-9)),
        record(4, entries=paid),
    )
    found = {one.key: one for one in evening(cases_of(records, POLICY), POLICY, at("19:30"))}
    today = Period(date(2026, 3, 10), date(2026, 3, 10), SHANGHAI)
    report = counted(*records, now=at("19:30"), period=today)

    assert list(found) == ["on_time", "completed", "paid", "owed"]
    rates = [
        one for key, one in report.items() if key.startswith("on_time/") and key.count("/") == 1
    ]
    assert (found["on_time"].count, found["on_time"].of) == (
        sum(one.count for one in rates), sum(one.of or 0 for one in rates),
    )  # fmt: skip
    assert found["on_time"].of
    assert [found[key] for key in ("completed", "paid", "owed")] == [
        report[key] for key in ("completed", "paid", "owed")
    ]
    assert found["completed"].count == 1
