"""Guided by phone, called back within three hours, and visited when it didn't help."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import DONE, World, on_site, waiting


def guided() -> tuple[World, str]:
    world, number = waiting()
    world.act(number, at("14:40"), status="电话指导")
    return world, number


def test_the_call_back_is_due_within_three_hours_of_desk_time() -> None:
    world, number = guided()
    assert world.shown(number, "followup_by") == "2026-03-10 17:40"
    assert world.shown(number, "next_action") == "接线员:17:40前回访指导结果,填「指导结果」"


def test_no_answer_after_the_deadline_is_called_again_soon() -> None:
    world, number = guided()
    world.act(number, at("17:50"), guidance_result="没接通")
    assert world.shown(number, "next_action") == (
        "接线员:没接通,17:40已过,尽快再打;清空「指导结果」再选"
    )


def test_no_call_back_is_announced_once() -> None:
    world, number = guided()
    for minute in ("17:40", "17:41", "17:42"):
        world.act(number, at(minute))
    clocks = [notice.clock for notice in world.told(number, "clock_breach")]
    assert clocks == ["guidance_followup"]
    assert world.shown(number, "flags") == "指导回访超时"


@pytest.mark.parametrize(
    ("result", "status"), [("已解决", "已完成"), ("未解决", "待派工"), ("没接通", "电话指导")]
)
def test_the_outcome_leads_on(result: str, status: str) -> None:
    world, number = guided()
    world.act(number, at("15:30"), guidance_result=result)
    assert world.shown(number, "status") == status


def test_an_unanswered_call_back_is_made_again() -> None:
    world, number = guided()
    world.act(number, at("15:30"), guidance_result="没接通")
    assert world.shown(number, "next_action") == "接线员:没接通,17:40前再打;清空「指导结果」再选"


def test_another_route_leads_on_as_long_as_nobody_was_sent() -> None:
    """P2 S2: the hotline chooses 电话 or 上门, however far triage has gone by itself."""
    world, number = waiting()
    world.act(number, at("14:35"), route="电话")
    assert world.shown(number, "status") == "电话指导"
    world.act(number, at("14:50"), route="上门")
    assert world.shown(number, "status") == "待派工"


def test_solved_by_guidance_wants_no_papers() -> None:
    world, number = guided()
    world.act(number, at("15:30"), guidance_result="已解决")
    assert world.shown(number, "resolution") == "电话解决"
    assert world.shown(number, "followup_met_at") == "2026-03-10 15:30"
    assert world.shown(number, "flags") == ""


def test_nobody_is_promised_a_visit_while_guidance_goes_on() -> None:
    world, number = guided()
    for minute in ("17:11", "17:31"):
        world.act(number, at(minute))
    assert "承诺" not in world.shown(number, "flags")
    assert world.told(number, "promise_at_risk") == []
    assert "promise" not in [notice.clock for notice in world.told(number, "clock_breach")]


def test_an_outcome_typed_when_nobody_is_guided_leads_nowhere() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), guidance_result="未解决")
    assert world.record(number).stamp("guidance_result") is None
    assert world.shown(number, "followup_met_at") == ""


@pytest.mark.parametrize("emptied", [False, True], ids=["typed-over", "emptied-first"])
def test_solved_that_turns_out_not_to_be_goes_to_dispatch_as_a_second_repair(emptied: bool) -> None:
    """P1 4.1.2, WORKFLOW.md "Inputs": each change to a non-empty value is an event."""
    world, number = waiting()
    world.act(number, at("14:35"), route="电话")
    world.act(number, at("15:00"), guidance_result="已解决")
    if emptied:
        world.act(number, at("15:01"), guidance_result="")
        assert (world.shown(number, "resolution"), world.shown(number, "flags")) == ("电话解决", "")
        assert world.shown(number, "next_action") == "内勤:可以归档(状态选「已结单」)"
    world.act(number, at("15:02"), guidance_result="未解决")
    again = f"{number}-2"
    assert (world.shown(number, "status"), world.shown(number, "resolution")) == (
        "已结单",
        "电话解决",
    )
    assert (world.shown(number, "close_reason"), world.shown(number, "flags")) == ("转返修", "")
    assert (world.shown(again, "status"), world.shown(again, "previous_ticket")) == (
        "待派工",
        number,
    )
    result = world.columns["contacts"]["result"]
    assert [row[result] for row in world.rows["contacts"]] == ["已解决", "未解决"]


def test_guidance_put_right_after_a_repair_is_history() -> None:
    world, number = on_site()
    world.act(number, at("15:40"), **DONE)
    world.act(number, at("16:00"), guidance_result="未解决")
    assert (world.shown(number, "status"), world.shown(number, "resolution")) == (
        "已完成",
        "上门修复",
    )


def test_a_call_that_solved_it_and_was_none_is_asked_about_in_the_row() -> None:
    world, number = guided()
    world.act(number, at("15:30"), guidance_result="已解决")
    world.act(number, at("15:31"), guidance_result="没接通")
    asks = "这单已按「指导结果」已解决完成:没解决就在「指导结果」选未解决,开二次维修;解决了就改回已解决"
    assert (world.shown(number, "problem"), world.shown(number, "next_action")) == (asks, asks)
    world.act(number, at("15:32"), guidance_result="已解决")
    assert world.shown(number, "problem") == ""


def test_solved_after_all_nobody_is_sent_any_more() -> None:
    world, number = guided()
    world.act(number, at("15:30"), guidance_result="未解决")
    world.act(number, at("15:40"), guidance_result="已解决")
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "resolution") == "电话解决"
    assert world.shown(number, "problem") == ""
    world.act(number, at("15:50"), guidance_result="未解决")
    assert [row[world.columns["tickets"]["status"]] for row in world.rows["tickets"]] == [
        "已结单",
        "待派工",
    ]
