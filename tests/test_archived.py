"""Archived tickets: their rows are elsewhere, and the desk knows them as before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sheetflow.figures import Period, cases_of, figures
from sheetflow.model import Event
from sheetflow.record import fold
from tests.acts import add
from tests.builders import POLICY, at
from tests.world import World, filed

NEXT_DAY = timedelta(days=1)


def archive(world: World, number: str) -> dict[str, list[list[object]]]:
    """Take a ticket's rows off the desk as the command does, and give them."""
    taken: dict[str, list[list[object]]] = {}
    for tab in ("tickets", "contacts", "visits", "payments"):
        owner = world.columns[tab]["ticket_no"]
        taken[tab] = [row for row in world.rows[tab] if row[owner] == number]
        world.rows[tab] = [row for row in world.rows[tab] if row[owner] != number]
    event = Event(number, "archived", world.now, {"to": ""})
    world.records[number] = fold(world.records[number], event)
    world.memory = None  # as a runner does when another recorded something
    return taken


@pytest.fixture
def desk() -> tuple[World, str]:
    """Give a desk whose one ticket was filed and archived."""
    world, number = filed()
    archive(world, number)
    return world, number


def test_nothing_is_planned_for_it_and_its_row_is_not_missed(desk: tuple[World, str]) -> None:
    world, number = desk
    before = len(world.notices)
    assert not world.cycle(world.now + NEXT_DAY).writes.rows
    assert world.memory is not None
    assert number not in world.memory.tickets
    for cold in (False, True):
        made = world.cycle(world.now + 40 * NEXT_DAY, cold=cold)
        assert not [event for event in made.events if event.ticket_no == number]
        assert not made.writes.rows
    assert len(world.notices) == before
    assert world.rows["tickets"] == []


def test_a_fault_that_comes_back_finds_the_archived_ticket_and_what_mended_it(
    desk: tuple[World, str],
) -> None:
    world, number = desk
    world.now += NEXT_DAY
    again = world.report()
    world.settle()
    record = world.record(again)
    assert (record.previous, record.cycle) == (number, 2)
    assert record.likely is not None
    assert "针阀老化" in record.likely.zh


def test_a_row_that_was_copied_back_by_hand_is_left_alone_and_says_what_to_do() -> None:
    world, number = filed()
    rows = archive(world, number)
    world.cycle(world.now + NEXT_DAY)
    events = len(world.events)
    world.rows["tickets"].append(list(rows["tickets"][0]))
    world.settle()
    assert f"archive --restore {number}" in str(world.cell(number, "next_action"))
    assert f"archive --restore {number}" in str(world.cell(number, "problem"))
    world.type(number, "status", "待派工")
    world.settle()
    assert len(world.events) == events
    assert world.record(number).archived


def test_a_row_typed_for_it_later_is_told_and_not_counted(desk: tuple[World, str]) -> None:
    world, number = desk
    row = add(world, "payments", ticket_no=number, amount=20)
    for _ in range(3):
        world.cycle()
    assert f"archive --restore {number}" in str(row[world.columns["payments"]["problem"]])
    assert not [key for key in world.record(number).entries if key.startswith("payments/F")]


def test_the_months_figures_are_what_they_were() -> None:
    world, number = filed()
    period = Period.month_of(world.now, POLICY.zone)

    def month() -> object:
        return figures(cases_of(world.records.values(), POLICY), period, POLICY, at("18:00"))

    before = month()
    archive(world, number)
    assert month() == before


def test_brought_back_it_stands_as_it_was() -> None:
    world, number = filed()
    rows = archive(world, number)
    world.cycle()
    world.records[number] = fold(world.records[number], Event(number, "unarchived", world.now))
    for tab, taken in rows.items():
        world.rows[tab] += taken
    world.memory = None
    assert not world.cycle()
    assert world.record(number).archived is None
