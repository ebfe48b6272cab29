"""What is taken along, and how a place is left: ticked before leaving, asked for where it isn't."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import DONE, World, dispatched, on_site


def leaving(check: str, **cells: str) -> tuple[World, str]:
    """Give a desk on which 陈立 left at 16:05, with this check."""
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30", **cells)
    world.act(number, at("16:05"), departed_at="16:05", departure_check=check)
    return world, number


@pytest.mark.parametrize("check", ["全齐", "√", "全", "工服;工牌;工具箱;回执单;收费卡"])
def test_with_all_of_it_nothing_is_asked(check: str) -> None:
    world, number = leaving(check)
    assert world.shown(number, "flags") == ""
    assert "出发检查" not in world.shown(number, "next_action")


@pytest.mark.parametrize(
    ("check", "lacking"),
    [("工服;工具;回执", "工牌、收费卡"), ("", "工服、工牌、工具箱、回执单、收费卡")],
    ids=["begun", "not-at-all"],
)
def test_gone_without_it_is_flagged_and_says_what_is_lacking(check: str, lacking: str) -> None:
    world, number = leaving(check)
    assert world.shown(number, "flags") == "检查未齐"
    assert world.shown(number, "next_action") == f"陈立:出发检查还差{lacking},带齐填「出发检查」"
    world.act(number, at("16:06"), departure_check="全齐")
    assert world.shown(number, "flags") == ""


def test_parts_to_be_brought_want_their_slip() -> None:
    world, number = leaving("工服;工牌;工具箱;回执单;收费卡", planned_parts="IGN-220 x1")
    assert "还差领料单" in world.shown(number, "next_action")


def test_nothing_is_flagged_before_leaving_nor_once_there() -> None:
    world, number = leaving("工服")
    world.act(number, at("16:30"), work_started_at="16:30")
    assert world.shown(number, "flags") == ""


@pytest.mark.parametrize(
    ("check", "flag"), [("全齐", ""), ("已清洁", "检查未齐"), ("已讲解;已清洁;工具已点", "")]
)
def test_a_place_left_without_everything_done_is_flagged(check: str, flag: str) -> None:
    world, number = on_site()
    world.act(number, at("15:55"), **DONE, leaving_check=check, docs_in="回执")
    assert world.shown(number, "flags") == flag


def test_what_nobody_can_read_is_asked_about() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), departure_check="大概都带了")
    assert "出发检查" in world.shown(number, "problem")
