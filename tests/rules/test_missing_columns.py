"""A header that somebody renamed stops its own column only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import POLICY, at
from tests.world import DONE, World, waiting

COLUMNS = [c.key for c in POLICY.schema.tab("tickets").columns if c.key != "ticket_no"]

#: The course of a repair.
COURSE = {
    "14:31": {"technician": "陈立"},
    "14:35": {"contact_result": "接通", "appointment_at": "15:00"},
    "15:01": {"work_started_at": "15:00"},
    "16:00": DONE,
}


def repaired(*without: str) -> tuple[World, str]:
    """Play the course on a sheet in which columns have other headers, and give the world."""
    world = World()
    places = [world.columns["tickets"].pop(column) for column in without]
    number = world.report()
    world.cycle()
    for place in places:
        world.rows["tickets"][0][place] = "别人的"
    for minute, cells in COURSE.items():
        known = {name: cell for name, cell in cells.items() if name not in without}
        world.act(number, at(minute), **known)
    assert all(world.rows["tickets"][0][place] == "别人的" for place in places)
    return world, number


@settings(max_examples=30)
@given(st.sets(st.sampled_from(COLUMNS), max_size=20))
def test_whatever_columns_are_missing_the_others_go_on(without: set[str]) -> None:
    needed = {"technician", "contact_result", "appointment_at", "work_started_at", *DONE}
    world, number = repaired(*sorted(without))
    if not without & needed:
        assert world.record(number).status == "completed"


def test_without_its_status_column_a_ticket_is_worked_on_all_the_same() -> None:
    world, number = repaired("status")
    assert world.shown(number, "next_action").startswith("客服:")


def test_without_the_number_column_nothing_is_written_until_it_is_back() -> None:
    world, number = waiting()
    index = world.columns["tickets"].pop("ticket_no")
    second = world.report(phone="138-0000-0002")
    for minute in (31, 32, 33):
        made = world.cycle(at(f"14:{minute}"))
        assert made.writes.rows == made.writes.cells == ()
    world.columns["tickets"]["ticket_no"] = index
    world.cycle(at("14:40"))
    assert [row[index] for row in world.rows["tickets"]] == [number, second]
    assert world.shown(second, "status") == "待派工"


@pytest.mark.parametrize("column", ["result", "test_result"])
def test_work_is_not_complete_while_nobody_can_say_so(column: str) -> None:
    world, number = repaired(column)
    assert world.record(number).status == "on_site"


def test_a_header_put_right_brings_its_column_back() -> None:
    world, number = waiting()
    index = world.columns["tickets"].pop("grade")
    world.act(number, at("14:31"), technician="陈立")
    world.columns["tickets"]["grade"] = index
    world.act(number, at("14:35"), grade="特急")
    assert world.shown(number, "response_by") == "2026-03-10 16:30"
