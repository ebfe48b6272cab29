"""A supervisor opens a closed ticket: finished work is completed again, unfinished work goes on."""

from __future__ import annotations

import pytest

from tests.builders import at, policy_of
from tests.world import World, dispatched, filed, on_site, waiting

CANCELLED = {"status": "已结单", "close_reason": "取消"}


def reopens(world: World, number: str, clock: str) -> None:
    world.now = at(clock)
    world.say(number, "asked", to="completed", reason="客户又要修", by="06 吴强")
    world.act(number, at(clock))


def shown(world: World, number: str, *columns: str) -> list[str]:
    return [world.shown(number, column) for column in columns]


def test_a_cancelled_visit_waits_for_a_technician_again_and_nothing_is_revisited() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), **CANCELLED)
    reopens(world, number, "14:45")
    cells = ("status", "technician", "close_reason", "resolution", "problem", "revisit_by")
    assert shown(world, number, *cells) == ["待派工", "", "", "", "", ""]
    assert world.shown(number, "next_action").startswith("建议派陈立")
    assert shown(world, number, "queued_at", "closed_at") == ["2026-03-10 14:45", ""]


def test_whoever_had_it_can_be_sent_again_and_is_told_anew() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), **CANCELLED)
    reopens(world, number, "14:45")
    world.act(number, at("14:46"), technician="陈立")
    assert shown(world, number, "status", "technician") == ["已派工", "陈立·工01"]
    assert len(world.told(number, "dispatch")) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"status": "送修返厂"}, "送修返厂", id="in-the-workshop"),
        pytest.param({"status": "电话指导"}, "电话指导", id="guided-by-phone"),
        pytest.param({"status": "主管处理"}, "主管处理", id="with-the-supervisor"),
        pytest.param({"status": "待客户", "wait_reason": "暂停"}, "待派工", id="waiting"),
    ],
)
def test_what_was_given_up_goes_on_where_nobody_has_to_be_sent(
    before: dict[str, str], after: str
) -> None:
    world, number = waiting()
    world.act(number, at("14:35"), **before)
    since = shown(world, number, "workshop_in_at", "guidance_at", "escalated_at")
    world.act(number, at("14:40"), **CANCELLED)
    reopens(world, number, "14:45")
    assert world.shown(number, "status") == after
    assert shown(world, number, "workshop_in_at", "guidance_at", "escalated_at") == since


def test_a_report_that_was_void_is_read_again() -> None:
    world, number = waiting(policy_of(), fault="")
    assert world.shown(number, "status") == "待受理"
    world.act(number, at("14:40"), status="已结单", close_reason="作废")
    reopens(world, number, "14:45")
    assert shown(world, number, "status", "close_reason") == ["待受理", ""]


def test_work_that_the_customer_gave_up_on_site_is_not_completed() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), result="客户放弃", remarks="太贵")
    assert world.shown(number, "status") == "已结单"
    reopens(world, number, "15:30")
    assert shown(world, number, "status", "revisit_by") == ["待派工", ""]


def test_cancelled_again_it_wants_its_reason_again() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), **CANCELLED)
    reopens(world, number, "14:45")
    world.act(number, at("14:50"), status="已结单")
    assert "结单原因" in world.shown(number, "problem")
    world.act(number, at("14:51"), close_reason="取消")
    assert shown(world, number, "status", "close_reason") == ["已结单", "取消"]


def test_a_filed_repair_is_completed_again_and_filed_as_such() -> None:
    world, number = filed()
    reopens(world, number, "16:20")
    assert shown(world, number, "status", "close_reason") == ["已完成", ""]
    world.act(number, at("16:30"), status="已结单")
    assert shown(world, number, "status", "close_reason") == ["已结单", "归档"]
