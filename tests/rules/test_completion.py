"""Completed work says how it was resolved; an acceptance without a signature wants its reason."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import DONE, dispatched, on_site


@pytest.mark.parametrize(
    ("result", "resolution"),
    [
        ("已修复", "上门修复"),
        ("换机", "换机"),
        ("退款", "退货退款"),
        ("无法修复", "无法修复"),
        ("客户放弃", "客户放弃"),
    ],
)
def test_the_resolution_follows_from_the_result(result: str, resolution: str) -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **{**DONE, "result": result})
    assert world.shown(number, "resolution") == resolution


def test_fixed_after_the_workshop_is_sent_in() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), status="送修返厂")
    world.act(number, at("16:00"), **DONE)
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "resolution") == "送修完成"


def test_open_work_is_not_resolved_yet() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), result="已修复")
    assert world.shown(number, "resolution") == ""


@pytest.mark.parametrize("signature", ["拒签", "无人签"])
def test_an_unsigned_acceptance_wants_its_reason(signature: str) -> None:
    world, number = on_site()
    world.act(number, at("16:00"), **{**DONE, "signature": signature})
    assert world.shown(number, "status") == "维修中"
    assert world.shown(number, "next_action") == "差1项才能完成:验收说明"
    world.act(number, at("16:10"), acceptance_reason="老板不在")
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "completed_at") == "2026-03-10 15:50"


@pytest.mark.parametrize(
    ("column", "cell"), [("contact_result", "电话里已解决"), ("result", "电话解决")]
)
def test_solved_by_phone_says_so_whoever_said_it(column: str, cell: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), **{column: cell})
    assert [world.shown(number, c) for c in ("status", "resolution")] == ["已完成", "电话解决"]
