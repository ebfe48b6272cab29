"""A row that people write into 联系记录 is a call of the ticket that it names: one event, once."""

from __future__ import annotations

from datetime import datetime

import pytest

from sheetflow.model import Scalar
from sheetflow.serials import to_serial
from tests.builders import SHANGHAI, at
from tests.world import World, completed, dispatched, filed, waiting


def call(world: World, number: str, result: str, **cells: Scalar) -> list[Scalar]:
    """Let somebody write a call into 联系记录, and leave it until it is taken in."""
    row = written(world, number, result, **cells)
    world.settle()
    return row


def written(world: World, number: str, result: str, **cells: Scalar) -> list[Scalar]:
    """Let somebody write a call into 联系记录."""
    row: list[Scalar] = [""] * world.widths["contacts"]
    for column, cell in {"ticket_no": number, "result": result, **cells}.items():
        row[world.columns["contacts"][column]] = cell
    world.rows["contacts"].append(row)
    return row


def clock(time: str) -> float:
    return to_serial(at(time), SHANGHAI)


def test_an_unanswered_call_counts_when_it_was_made_and_stands_in_the_ticket() -> None:
    world, number = dispatched()
    world.now = at("14:45")
    call(world, number, "没接1", at=clock("14:36"))
    assert [one.at for one in world.record(number).attempts] == [at("14:36")]
    assert world.shown(number, "contact_result") == "没接1"
    assert world.shown(number, "contact_met_at") == "2026-03-10 14:36"
    assert world.shown(number, "next_call_at") == "2026-03-10 14:46"
    assert len(world.rows["contacts"]) == 1
    assert not world.cycle(cold=True)


def test_it_counts_once_whatever_is_changed_in_the_row_later() -> None:
    world, number = dispatched()
    row = call(world, number, "没接1", at=clock("14:36"))
    row[world.columns["contacts"]["result"]] = "接通"
    row[world.columns["contacts"]["note"]] = "打错了一格"
    world.settle()
    assert len(world.record(number).attempts) == 1


def test_the_same_result_again_is_another_call() -> None:
    world, number = dispatched()
    world.now = at("14:40")
    call(world, number, "没接通")
    world.now = at("14:50")
    call(world, number, "没接通")
    assert world.shown(number, "next_action") == "陈立:第2次没接,15:00再打(还剩1次)"


def test_of_several_calls_written_at_once_all_count_and_the_last_one_stands() -> None:
    world, number = dispatched()
    world.now = at("15:05")
    for serial, time in enumerate(("14:40", "14:50", "15:00"), start=1):
        row: list[Scalar] = [""] * world.widths["contacts"]
        for column, cell in {
            "ticket_no": number,
            "result": f"没接{serial}",
            "at": clock(time),
        }.items():
            row[world.columns["contacts"][column]] = cell
        world.rows["contacts"].append(row)
    world.settle()
    assert [one.at for one in world.record(number).attempts] == [
        at("14:40"),
        at("14:50"),
        at("15:00"),
    ]
    assert world.shown(number, "status") == "联系不上"
    assert world.shown(number, "promise_by") == "暂停"


def test_an_answered_call_with_the_agreed_time_is_an_appointment() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), appointment_at="16:30")
    call(world, number, "接通", kind="首次")
    assert world.shown(number, "status") == "已预约"


def test_solved_by_phone_completes() -> None:
    world, number = dispatched()
    call(world, number, "电话里已解决")
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "resolution") == "电话解决"


def test_the_call_back_after_guidance() -> None:
    world, number = waiting()
    world.act(number, at("14:31"), status="电话指导")
    call(world, number, "未解决")
    assert world.shown(number, "guidance_result") == "未解决"
    assert world.shown(number, "status") == "待派工"


def test_the_revisit() -> None:
    world, number = completed()
    call(world, number, "满意", kind="回访")
    assert world.shown(number, "revisit_result") == "满意"
    assert world.shown(number, "revisit_met_at") != ""


@pytest.mark.parametrize("kind", ["回访", ""])
def test_a_result_that_no_revisit_has_is_asked_about_and_counts_once_it_is_put_right(
    kind: str,
) -> None:
    world, number = completed()
    row = call(world, number, "接通", kind=kind)
    assert world.shown(number, "revisit_result") == ""
    asked = "「接通」不是回访结果,请改成满意、未解决、不满意、没接通、拒访"
    assert world.shown(number, "problem").endswith(asked)
    assert world.shown(number, "next_action").endswith(asked)

    row[world.columns["contacts"]["result"]] = "满意"
    world.settle()
    assert world.shown(number, "revisit_result") == "满意"
    assert world.shown(number, "revisit_met_at") != ""
    assert world.shown(number, "problem") == ""


def test_two_calls_after_the_repair_written_down_at_once_are_two() -> None:
    world, number = completed()
    world.cycle(at("18:00"))
    written(world, number, "没接通", kind="回访", at=clock("16:30"))
    call(world, number, "没接2", kind="回访", at=clock("17:30"))
    calls = [(one.at, one.result) for one in world.record(number).revisits]
    assert calls == [(at("16:30"), "no_answer"), (at("17:30"), "no_answer")]


def test_not_solved_after_the_filing_is_a_second_repair() -> None:
    world, number = filed()
    call(world, number, "未解决", kind="回访")
    assert world.record(number).successor == f"{number}-2"
    assert len(world.rows["tickets"]) == 2


def test_a_call_for_the_money_counts_for_no_clock() -> None:
    world, number = dispatched()
    call(world, number, "接通", kind="催款")
    assert world.record(number).attempts == ()
    assert world.shown(number, "contact_result") == ""


def test_each_kind_of_call_recorded_in_the_ticket_has_its_row() -> None:
    world, number = waiting()
    world.act(number, at("14:31"), status="电话指导")
    world.act(number, at("15:00"), guidance_result="未解决")
    kind = world.columns["contacts"]["kind"]
    assert [row[kind] for row in world.rows["contacts"]] == ["指导回访"]


def test_a_call_to_come_is_asked_about_and_counts_once_it_comes_or_is_put_right() -> None:
    """After midnight 23:50 alone means this evening's, as in 工单."""
    world, number = dispatched()
    world.now = at("14:45")
    row, asks = call(world, number, "没接1", at="23:50"), world.columns["contacts"]["problem"]
    assert row[world.columns["contacts"]["at"]] == clock("23:50")
    assert row[asks] == "23:50 还没到,到时才算数;不是那时就填实际时间,昨天的连日期写"
    assert world.record(number).attempts == ()
    row[world.columns["contacts"]["at"]] = "14:36"
    world.settle()
    assert [one.at for one in world.record(number).attempts] == [at("14:36")]
    assert row[asks] == ""
    later = call(world, number, "没接2", at=clock("15:30"))
    world.cycle(at("15:31"))
    world.settle()
    assert [one.at for one in world.record(number).attempts] == [at("14:36"), at("15:30")]
    assert later[asks] == ""


@pytest.mark.parametrize("result", ["接通", "没接1"])
@pytest.mark.parametrize(
    ("made", "shows"), [(at("09:00"), "09:00"), (at("09:00", day=-1), "3/9 09:00")]
)
def test_a_call_before_the_report_is_asked_about_and_counts_once_either_is_put_right(
    made: datetime, shows: str, result: str
) -> None:
    """It would meet the contact clock before there was anybody to call."""
    asks, moment = (dispatched()[0].columns["contacts"][name] for name in ("problem", "at"))
    for later in (True, False):
        world, number = dispatched()
        world.now = at("14:45")
        row = call(world, number, result, at=to_serial(made, SHANGHAI))
        why = "早于报修时间,没有算数;请填实际时间,报修更早就改「报修时间」"
        assert row[asks] == f"{shows} {why}"
        assert world.record(number).attempts == ()
        assert world.shown(number, "contact_met_at") == ""
        if later:
            row[moment] = "14:40"
        else:
            world.act(number, at("14:46"), reported_at="2026-03-09 08:50")
        world.settle()
        assert [one.at for one in world.record(number).attempts] == [at("14:40") if later else made]
        assert row[asks] == ""
        assert not world.cycle(cold=True)


def test_a_call_for_the_money_before_the_report_is_nobodys_to_ask_about() -> None:
    world, number = dispatched()
    row = call(world, number, "接通", kind="催款", at=clock("09:00"))
    assert row[world.columns["contacts"]["problem"]] == ""


def test_calls_written_down_later_take_the_place_of_those_that_were_inferred() -> None:
    """SHEET.md, "没接3 typed first": the clocks pause once three calls are known to be ten minutes apart."""
    world, number = dispatched()
    world.now = at("15:10")
    world.act(number, contact_result="没接3")
    assert world.shown(number, "promise_by") != "暂停"
    second = call(world, number, "没接通", at=clock("14:50"))
    first = call(world, number, "没接1", at=clock("14:40"))
    made = [one.at for one in world.record(number).attempts]
    assert made == [at("14:40"), at("14:50"), at("15:10")]
    assert [world.shown(number, c) for c in ("contact_result", "status")] == ["没接3", "联系不上"]
    assert [world.shown(number, c) for c in ("promise_by", "contact_met_at")] == [
        "暂停",
        "2026-03-10 14:40",
    ]
    assert [row[world.columns["contacts"]["attempt"]] for row in (first, second)] == [1, 2]


def test_a_call_that_failed_before_somebody_answered_is_no_failure_since() -> None:
    world, number = dispatched()
    world.act(number, at("14:50"), contact_result="接通", appointment_at="16:30")
    call(world, number, "没接1", at=clock("14:40"))
    assert [world.shown(number, c) for c in ("contact_result", "next_call_at")] == ["接通", ""]
    assert len(world.record(number).attempts) == 2


def test_a_call_typed_without_its_time_was_made_when_it_was_seen_and_has_its_ordinal() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="没接1")
    world.now = at("14:52")
    row = call(world, number, "没接通")
    places = world.columns["contacts"]
    assert [row[places[name]] for name in ("at", "attempt")] == [
        to_serial(world.record(number).attempts[-1].at, SHANGHAI),
        2,
    ]
