"""The parts of a cancelled job come back, and a supervisor says so (P1 4.3.1; duty 32)."""

from __future__ import annotations

import pytest

from sheetflow.model import Scalar
from tests.builders import at
from tests.rules.stockroom import move, moves, part, stocked
from tests.world import HANDED_IN, World, dispatched

ISSUED = ("领用", "PWR-001", 2, "", "")
CANCELLED = {"close_reason": "取消", "status": "已结单"}
REFUSED = "状态没改成「已结单」:领出的PWR-001×2还没退回。请主管打开 "


def issued() -> tuple[World, str, list[Scalar]]:
    """Give a desk on which 陈立 took two modules along for a ticket."""
    world, number = stocked(PWR_001=3)
    row = move(world, "领用", "PWR-001", 2, person="陈立", ticket_no=number)
    world.settle()
    return world, number, row


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(CANCELLED, id="cancelled"),
        pytest.param({"close_reason": "作废", "status": "已结单"}, id="void"),
        pytest.param({"result": "客户放弃", "remarks": "嫌贵"}, id="given up"),
    ],
)
def test_with_parts_out_only_a_supervisor_closes_it(cells: dict[str, Scalar]) -> None:
    world, number, _ = issued()
    world.act(number, at("15:00"), **cells)
    assert world.shown(number, "status") == "已派工"
    assert world.shown(number, "next_action").startswith(REFUSED)
    assert f"/desk/tickets/{number} 点「收回配件并结单」" in world.shown(number, "next_action")

    world.say(number, "asked", by="07 林静", to="closed")
    world.settle()
    assert world.shown(number, "status") == "已派工"

    world.say(number, "asked", by="06 吴强", to="closed")
    world.settle()
    assert world.shown(number, "status") == "已结单"
    assert world.shown(number, "problem") == ""
    assert moves(world, number) == [ISSUED, ("退回", "PWR-001", 2, "工01车", "仓库")]
    assert part(world, "PWR-001") == {"on_hand": 3, "reserved": 0, "pending_count": 0}


def test_only_what_was_not_fitted_comes_back() -> None:
    world, number, _ = issued()
    world.act(number, at("15:00"), parts_used="PWR-001")
    world.act(number, at("15:10"), **CANCELLED)
    world.say(number, "asked", by="06 吴强", to="closed")
    world.settle()
    assert moves(world, number)[-1] == ("退回", "PWR-001", 1, "工01车", "仓库")
    assert part(world, "PWR-001")["on_hand"] == 2


def test_a_ticket_whose_parts_the_warehouse_has_booked_back_is_closed_by_anybody() -> None:
    world, number, _ = issued()
    world.act(number, at("15:00"), **CANCELLED)
    move(world, "退回", "PWR-001", 2, person="陈立", ticket_no=number)
    world.settle()
    world.act(number, at("15:20"), **CANCELLED)
    assert world.shown(number, "status") == "已结单"
    assert len(moves(world, number)) == 2


def test_a_filed_ticket_leaves_what_rides_in_the_van_there() -> None:
    world, number, _ = issued()
    done = {
        "work_ended_at": "15:50",
        "result": "已修复",
        "test_result": "正常",
        "signature": "已签·张",
        "cause": "老化",
        "measures": "更换",
        "consent": "同意方案",
    }
    world.act(number, at("16:00"), **done)
    handed_in = {**HANDED_IN, "docs_in": "回执√;领料√", "old_part": "客户留"}
    world.act(number, at("16:10"), **handed_in, status="已结单")
    assert world.shown(number, "status") == "已结单"
    assert moves(world, number) == [ISSUED]


def test_returns_that_people_take_out_again_stay_out() -> None:
    world, number, _ = issued()
    world.act(number, at("15:00"), **CANCELLED)
    world.say(number, "asked", by="06 吴强", to="closed")
    world.settle()
    del world.rows["part_moves"][-1]
    world.settle()
    assert not world.cycle(cold=True)
    assert moves(world, number) == [ISSUED]


def test_the_reason_typed_afterwards_closes_the_ticket_by_itself() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), status="已结单")
    assert "还差「结单原因」" in world.shown(number, "next_action")
    world.act(number, at("14:41"), close_reason="取消")
    shown = [world.shown(number, column) for column in ("status", "problem", "next_action")]
    assert shown == ["已结单", "", ""]


def test_a_reason_alone_closes_nothing() -> None:
    world, number = dispatched()
    world.act(number, at("14:41"), close_reason="取消")
    assert world.shown(number, "status") == "已派工"
