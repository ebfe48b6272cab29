"""At the customer's: arrival, courtesy, diagnosis, and times typed an hour later."""

from __future__ import annotations

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.profiles import only
from tests.scenarios.repair import DONE, at_work


def test_arriving_is_the_one_time_that_a_technician_types_at_the_door(desk: ServiceDesk) -> None:
    """P1 4.5.2, P2 S4: badge shown, customer and product confirmed; the arrival stops the clock."""
    ticket = desk.customer_reports()
    desk.types(ticket, technician="陈立")
    desk.at("14:35").technician_calls(ticket, appointment="15:00")
    desk.at("15:03").types(ticket, arrived_at="15:00")
    assert ticket["status"] == "维修中"
    assert ticket["onsite_met_at"] == "2026-03-10 15:00"
    assert ticket.colour("work_ended_at") == "yellow"
    assert "报姓名、亮工牌,核对客户和机器,晚到先道歉" in technicians_page(desk)


def technicians_page(desk: ServiceDesk) -> str:
    """Give what 说明 says to technicians."""
    [text] = [row["text"] for row in desk.desk.rows("help") if row["topic"] == "技术人员"]
    return str(text)


def test_the_technicians_page_asks_for_courtesy_before_and_after_the_work(
    desk: ServiceDesk,
) -> None:
    """P1 4.5.1, 4.5.3, P2 KP: polite, the customer's belongings left alone; 4.6.3: use and safety taught."""
    page = technicians_page(desk)
    assert "客户的东西不乱动" in page
    assert "讲清使用和安全,收拾干净、点工具" in page


@only("stove")
def test_who_comes_after_the_promised_three_hours_comes_late(desk: ServiceDesk) -> None:
    """P1 4.1.3, 4.5.2: within 3 h, else an apology; the breach stays in red until somebody is there."""
    ticket = desk.customer_reports()
    desk.types(ticket, technician="陈立").technician_calls(ticket)
    desk.at("17:31")
    assert ticket["promise_by"] == "2026-03-10 17:30"
    assert ticket.colour("next_due") == "red"
    assert "clock_breach" in ticket.told("林静")
    desk.at("17:50").types(ticket, arrived_at="17:45")
    assert ticket["promise_met_at"] == "2026-03-10 17:45"
    assert ticket.colour("next_due") == "plain"


@only("generic")
def test_who_comes_after_the_hours_of_the_grade_comes_late(desk: ServiceDesk) -> None:
    """P2 S2: a critical fault wants somebody there within 24 h; 3 h are promised to nobody, the agreed time is."""
    ticket = desk.customer_reports()
    desk.types(ticket, grade="特急", grade_reason="停业", technician="陈立")
    desk.technician_calls(ticket, appointment="3/11 14:00")
    promised = ("2026-03-11 14:00", "2026-03-11 14:30")
    assert (ticket["promise_by"], ticket["onsite_by"]) == promised
    desk.at("14:31", day=1)
    assert ticket.colour("next_due") == "red"
    assert "clock_breach" in ticket.told("林静")
    desk.at("14:50", day=1).types(ticket, arrived_at="14:45")
    assert ticket["onsite_met_at"] == "2026-03-11 14:45"


def test_times_typed_in_the_evening_count_when_they_were(desk: ServiceDesk) -> None:
    """P1 4.9.1, P2 S4, S5: start and end are those of the work; the day of the revisit runs from its actual end."""
    ticket = desk.customer_reports()
    desk.types(ticket, technician="陈立")
    desk.at("14:38").technician_calls(ticket, appointment="15:00")
    desk.at("18:40").types(ticket, work_started_at="15:05", work_ended_at="16:20", **DONE)
    assert ticket["status"] == "已完成"
    stamps = ("onsite_met_at", "completed_at", "revisit_by")
    assert [ticket[name] for name in stamps] == [
        "2026-03-10 15:05", "2026-03-10 16:20", "2026-03-11 16:20",
    ]  # fmt: skip
    [visit] = ticket.rows("visits")
    assert (visit["outcome"], visit["technician"]) == ("完成", "陈立·工01")


def test_an_end_before_its_beginning_is_asked_about(desk: ServiceDesk) -> None:
    """P2 S4: 维修开始时间 and 维修结束时间 stand in the record; a slip of the pen must not get there unseen."""
    ticket = at_work(desk)
    desk.at("16:00").types(ticket, work_ended_at="14:50", **DONE)
    assert ticket["status"] == "维修中"
    assert "「维修结束时间」早于「维修开始时间」" in ticket["next_action"]
    desk.types(ticket, work_ended_at="15:50")
    assert (ticket["status"], ticket["completed_at"]) == ("已完成", "2026-03-10 15:50")


def test_diagnosis_cause_and_measures_are_asked_for_on_site(desk: ServiceDesk) -> None:
    """P1 4.5.4, P2 S4: the fault as found, its cause and the measures are written down."""
    ticket = at_work(desk)
    empty = ("verified_fault", "cause", "measures")
    assert {ticket.colour(name) for name in empty} == {"yellow"}
    desk.types(ticket, verified_fault="点火针积碳", cause="油污", measures="清洁点火针")
    assert {ticket.colour(name) for name in empty} == {"plain"}
    assert "点火针积碳" in desk.sees(f"/desk/papers/all/{ticket.no}")


def test_an_end_typed_half_an_hour_early_completes_the_work_when_it_comes(
    desk: ServiceDesk,
) -> None:
    """P1 4.6.1, P2 S4: status follows facts; nobody types again what stands there already."""
    ticket = at_work(desk)
    desk.at("15:20").types(ticket, **{**DONE, "work_ended_at": "15:50"})
    assert (ticket["status"], ticket["work_ended_at"]) == ("维修中", "2026-03-10 15:50")
    assert "15:50 还没到" in ticket["next_action"]
    desk.at("15:51")
    assert (ticket["status"], ticket["completed_at"]) == ("已完成", "2026-03-10 15:50")
    assert ticket["problem"] == ""
