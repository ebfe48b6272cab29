"""Nobody is at work in two places: the second repair is put back, with its sentence."""

from __future__ import annotations

from tests.builders import at
from tests.world import DONE, World, day


def two() -> tuple[World, str, str]:
    """Give a desk on which 陈立 is at work on the first of two tickets since 15:00."""
    world, (first, second) = day(("城东", "15:00"), ("城东", "17:00"))
    world.act(first, at("15:05"), work_started_at="15:00")
    return world, first, second


def test_a_start_while_at_work_elsewhere_is_put_back() -> None:
    world, first, second = two()
    world.act(second, at("15:30"), work_started_at="15:30")
    assert world.shown(second, "status") == "已预约"
    assert world.shown(second, "next_action") == (
        f"状态没改成「维修中」:陈立还在{first}维修中。先结束那一单,再选一次"
    )
    assert [row[1] for row in world.rows["visits"]] == [first]


def test_once_the_other_is_done_it_begins() -> None:
    world, first, second = two()
    world.act(second, at("15:30"), work_started_at="15:30")
    world.act(first, at("16:00"), **{**DONE, "work_ended_at": "15:25"})
    world.act(second, at("16:01"), status="维修中")
    assert world.shown(second, "status") == "维修中"
    assert "维修中" not in world.shown(second, "next_action")


def test_an_end_typed_in_the_same_breath_makes_way() -> None:
    world, first, second = two()
    for column, cell in {**DONE, "work_ended_at": "15:25"}.items():
        world.type(first, column, cell)
    world.act(second, at("16:00"), work_started_at="15:40")
    assert [world.shown(one, "status") for one in (first, second)] == ["已完成", "维修中"]


def test_of_two_begun_at_once_the_earlier_is_where_they_are() -> None:
    world, (first, second) = day(("城东", "15:00"), ("城东", "17:00"))
    world.type(first, "work_started_at", "15:30")
    world.act(second, at("15:40"), work_started_at="15:10")
    assert [world.shown(one, "status") for one in (first, second)] == ["已预约", "维修中"]


def test_another_technician_is_not_in_the_way() -> None:
    world, _, second = two()
    world.act(second, at("15:30"), technician="吴强")
    world.act(second, at("15:31"), work_started_at="15:31")
    assert world.shown(second, "status") == "维修中"
