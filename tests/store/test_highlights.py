"""Colours follow the time by themselves: the sheet's own formulas, worked out by the local workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from sheetflow.localsheets import LocalSheets
from sheetflow.model import NewRow, Scalar, Writes
from sheetflow.serials import to_serial
from tests.store.desk import FULL, NOON, SHANGHAI, Desk, new_desk

RED, AMBER, YELLOW, GREY = "#d93025", "#ffb74d", "#fff59d", "#999999"


@dataclass
class Watch:
    """The time of a workbook, which a test moves on."""

    at: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        """Give the time."""
        return self.at


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, watch: Watch) -> Iterator[Desk]:
    """Set the whole schema up, once."""
    sheets = LocalSheets(tmp_path_factory.mktemp("colours") / "w.sqlite", now=watch)
    yield new_desk(sheets, schema=FULL)
    sheets.close()


@pytest.fixture
def shown(full: Desk, watch: Watch) -> Iterator[Callable[..., dict[str, Any]]]:
    """Append a ticket; give the format of its cells by column after some time."""
    watch.at = NOON
    keys = [f"WX{len(full.rows()) + 1}"]

    def shown(after: timedelta = timedelta(0), **cells: Scalar) -> dict[str, Any]:
        workbook = full.workbook()
        reading = workbook.read()
        values = {"ticket_no": keys[0], "customer_name": "Ada", **cells}
        row = NewRow("tickets", keys[0], values)
        workbook.apply(Writes(rows=(row,)), run_id="run", reading=reading)
        watch.at = NOON + after
        row_number = len(reading.tables["tickets"].rows) + 2
        found = full.people.fetch_sheet_metadata(
            full.spreadsheet_id,
            {
                "fields": "sheets(data(rowData(values(effectiveFormat))))",
                "ranges": f"Tickets!A{row_number}:FZ{row_number}",
            },
        )
        formats = found["sheets"][0]["data"][0]["rowData"][0]["values"]
        columns = reading.tables["tickets"].columns
        looks = {key: formats[at] for key, at in columns.items() if at < len(formats)}
        return {key: look["effectiveFormat"] for key, look in looks.items() if look}

    yield shown
    watch.at = NOON


def fill(look: dict[str, Any]) -> str:
    """Give a cell's fill as the schema writes colours."""
    found = look["backgroundColorStyle"]["rgbColor"]
    channels = (round(255 * found.get(name, 0)) for name in ("red", "green", "blue"))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def at(minutes: int) -> float:
    """Give the serial of a time so many minutes from noon."""
    return to_serial(NOON + timedelta(minutes=minutes), SHANGHAI)


def test_a_deadline_turns_amber_then_red_while_nobody_writes(shown: Any) -> None:
    cells = {"status": "New", "response_by": at(60), "response_warn_at": at(45)}
    assert fill(shown(timedelta(minutes=44), **cells)["response_by"]) == "#ffffff"


@pytest.mark.parametrize(("minutes", "colour"), [(45, AMBER), (59, AMBER), (60, RED), (600, RED)])
def test_the_due_cell_number_and_next_step_say_it(shown: Any, minutes: int, colour: str) -> None:
    found = shown(
        timedelta(minutes=minutes), status="New", response_by=at(60), response_warn_at=at(45)
    )
    columns = ("response_by", "ticket_no", "next_action", "next_due")
    assert {key: fill(found[key]) for key in columns} == dict.fromkeys(columns, colour)


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"response_by": at(-60), "response_met_at": at(-90)}, id="met in time"),
        pytest.param({"response_by": "Paused"}, id="paused"),
        pytest.param({"response_by": ""}, id="none"),
    ],
)
def test_no_alarm_for_a_deadline_that_is(shown: Any, cells: dict[str, Scalar]) -> None:
    found = shown(status="New", **cells)
    assert fill(found["ticket_no"]) == "#ffffff"
    assert fill(found["response_by"]) == "#ffffff"


def test_what_this_stage_needs_is_yellow_while_it_is_empty(shown: Any) -> None:
    found = shown(status="To dispatch")
    assert fill(found["technician"]) == YELLOW
    assert fill(found["customer_name"]) == "#ffffff"
    assert fill(found["result"]) == "#ffffff"


def test_a_closed_ticket_is_grey_whatever_was_late(shown: Any) -> None:
    found = shown(status="Closed", response_by=at(-60), close_reason="Filed")
    text = found["ticket_no"]["textFormat"]["foregroundColorStyle"]["rgbColor"]
    assert {round(255 * channel) for channel in text.values()} == {0x99}
