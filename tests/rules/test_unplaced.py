"""What finds no column is kept, worked with, and written once the column is back."""

from __future__ import annotations

import pytest

from sheetflow.model import NewRow
from tests.builders import at
from tests.world import World, dispatched

PHONE = "138-0000-0001"


def reported_without(column: str) -> tuple[World, str, int]:
    """Let a report arrive while a column's header says something else; give where the column stands."""
    world = World()
    index = world.columns["tickets"].pop(column)
    number = world.report()
    world.cycle()
    return world, number, index


def test_a_report_that_arrives_while_a_header_is_renamed_gets_the_cell_once_it_is_named_back() -> (
    None
):
    world, _, index = reported_without("phone")
    world.columns["tickets"]["phone"] = index
    made = world.cycle(at("14:35"))
    [write] = [write for write in made.writes.cells if write.column == "phone"]
    assert (write.old, write.new, write.guarded) == ("", PHONE, True)
    assert not world.cycle()
    assert not [event for event in world.events if event.kind == "edited"]


def test_until_then_the_row_says_so_and_nobody_is_asked_for_what_is_known() -> None:
    world, number, index = reported_without("phone")
    assert "「联系方式」" in world.shown(number, "problem")
    assert world.shown(number, "status") == "待派工"
    assert not world.cycle()
    world.columns["tickets"]["phone"] = index
    world.cycle(at("14:35"))
    assert world.shown(number, "problem") == ""


def test_what_is_kept_counts_for_the_desk_meanwhile() -> None:
    world, number, _ = reported_without("address")
    assert world.shown(number, "region") == "城东"


def test_what_somebody_types_into_the_cell_counts_more_than_what_was_kept() -> None:
    world, number, index = reported_without("phone")
    world.columns["tickets"]["phone"] = index
    world.type(number, "phone", "138-0000-0009")
    world.cycle(at("14:35"))
    assert world.cell(number, "phone") == "138-0000-0009"
    world.act(number, at("14:36"), phone="")
    assert world.cell(number, "phone") == ""


@pytest.mark.parametrize(
    "column",
    ["grade", "request_type", "region", "status", "reported_at", "cycle", "next_action"],
)
def test_a_first_value_without_a_column_is_given_once_there_is_one(column: str) -> None:
    world, number, index = reported_without(column)
    world.columns["tickets"][column] = index
    world.cycle(at("14:35"))
    assert world.cell(number, column) != ""
    assert not world.cycle()


def test_a_row_appended_again_without_a_column_owes_its_cell_too() -> None:
    world = World()
    number = world.report()
    world.cycle()
    world.rows["tickets"].clear()
    index = world.columns["tickets"].pop("phone")
    world.memory = None
    world.cycle(at("14:31"))
    world.columns["tickets"]["phone"] = index
    world.cycle(at("14:35"))
    assert world.cell(number, "phone") == PHONE
    assert not world.cycle()


def test_a_row_of_an_unfinished_run_owes_what_finds_no_column() -> None:
    world = World()
    number = world.report()
    world.cycle()
    world.placed.add(number)
    [cells] = world.rows["tickets"]
    places = world.columns["tickets"]
    values = {name: cells[i] for name, i in places.items() if cells[i] != ""}
    world.rows["tickets"].clear()
    index = places.pop("phone")
    world.pending = (NewRow("tickets", number, values),)
    world.cycle(at("14:31"))
    world.pending = ()
    world.cycle()
    assert "「联系方式」" in world.shown(number, "problem")
    places["phone"] = index
    world.cycle(at("14:35"))
    assert world.cell(number, "phone") == PHONE


@pytest.mark.parametrize("column", ["contact_no", "ticket_no", "result"])
def test_a_row_of_another_tab_waits_until_it_has_all_its_columns(column: str) -> None:
    world, number = dispatched()
    index = world.columns["contacts"].pop(column)
    world.act(number, at("14:35"), contact_result="没接1")
    assert world.rows["contacts"] == []
    assert world.cell(number, "next_call_at") != ""
    world.columns["contacts"][column] = index
    world.cycle(at("14:36"))
    [row] = world.rows["contacts"]
    assert row[index] != ""
    assert not world.cycle()
