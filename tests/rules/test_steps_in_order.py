"""Departure, arrival, start and end follow one another, and the row says where they don't."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import DONE, completed, dispatched, on_site


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"departed_at": "14:50", "arrived_at": "14:45"},
            "「到达时间」14:45早于「出发时间」14:50,请改对其中一个",
        ),
        (
            {"arrived_at": "15:30", "work_started_at": "15:00"},
            "「维修开始时间」15:00早于「到达时间」15:30,请改对其中一个",
        ),
        (
            {"departed_at": "15:20", "work_started_at": "15:00"},
            "「维修开始时间」15:00早于「出发时间」15:20,请改对其中一个",
        ),
        (
            {"arrived_at": "15:30", "work_ended_at": "15:20"},
            "「维修结束时间」15:20早于「到达时间」15:30,请改对其中一个",
        ),
        (
            {"work_started_at": "15:00", "work_ended_at": "14:55"},
            "「维修结束时间」早于「维修开始时间」,请改对其中一个",
        ),
    ],
)
def test_a_step_before_the_one_before_it_is_told_with_both_cells_as_long_as_it_stands(
    typed: dict[str, str], said: str
) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("15:40"), **typed)
    assert said in world.shown(number, "problem")
    assert world.shown(number, "status") == "维修中"
    world.act(number, at("15:45"), **{list(typed)[1]: "15:35"})
    assert world.shown(number, "problem") == ""


def test_times_in_order_and_those_that_are_the_same_are_no_matter() -> None:
    world, number = dispatched()
    same = dict.fromkeys(("departed_at", "arrived_at", "work_started_at", "work_ended_at"), "15:00")
    world.act(number, at("15:40"), **same)
    assert world.shown(number, "problem") == ""


def test_a_completed_row_tells_an_end_before_the_start_once() -> None:
    world, number = completed()
    world.act(number, at("16:10"), work_ended_at="14:50")
    assert world.shown(number, "problem").count("早于") == 1


def test_a_second_visit_is_not_measured_by_the_first_ones_times() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), **{**DONE, "work_ended_at": "15:20", "result": "待配件"})
    world.act(number, at("16:00"), appointment_at="16:30")
    world.act(number, at("16:31"), arrived_at="16:30")
    assert world.shown(number, "problem") == ""


def test_a_time_before_the_visit_before_ended_is_asked_about_and_stands_in_no_visit() -> None:
    world, number = on_site()
    world.act(number, at("15:30"), **{**DONE, "work_ended_at": "15:20", "result": "待配件"})
    world.act(number, at("16:00"), appointment_at="16:30")
    world.act(number, at("16:31"), arrived_at="16:30")
    world.act(number, at("16:35"), arrived_at="15:10")
    assert "「到达时间」15:10早于上次上门的结束15:20" in world.shown(number, "problem")
    second = world.row(f"{number}/V2", "visits")
    assert second[world.columns["visits"]["arrived_at"]] == ""
    world.act(number, at("16:36"), arrived_at="16:30")
    assert world.shown(number, "problem") == ""
