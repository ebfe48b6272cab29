"""People act between our read and our batch, and again before we put back what the batch overwrote.

A twin spreadsheet gets the people's acts and nothing of ours, so it shows what people mean. Afterwards the desk's may
differ from it only in cells that our plan was made for, and whatever else differs has been told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.localsheets import LocalSheets
from sheetflow.model import CellWrite, Scalar, Verdict, Writes
from sheetflow.store.api import Message
from sheetflow.store.requests import area, fill, one_cell, row_of, update
from tests.store.desk import NOON, TICKETS, Desk, guarded, new_desk, typed

KEY, STATUS, NAME, TECHNICIAN = range(4)
ROWS = (
    ["WX1", "new", "Ada", "", "", "first"],
    ["WX2", "new", "Ben", "Wu", "", "second"],
    ["WX3", "on site", "Cid", "Li", "", "third"],
)
KEYLESS = (ROWS[0], ["", "", "Ben", "", "", "second"], ROWS[2])


@dataclass(frozen=True)
class Act:
    """Something people do, as the requests it comes down to."""

    name: str
    requests: tuple[Message, ...]


def _rows(first: int, last: int) -> Message:
    return {"sheetId": TICKETS, "dimension": "ROWS", "startIndex": first, "endIndex": last}


def _sorted(column: int, order: str) -> Act:
    spec = {"dimensionIndex": column, "sortOrder": order}
    request = {"sortRange": {"range": area(TICKETS, (1, 5), (0, None)), "sortSpecs": [spec]}}
    return Act(f"sort column {column} {order.lower()}", (request,))


def _copied(row: int) -> tuple[Message, ...]:
    source = area(TICKETS, (row, row + 1), (0, 6))
    below = area(TICKETS, (row + 1, row + 2), (0, 6))
    return (
        {"insertDimension": {"range": _rows(row + 1, row + 2)}},
        {"copyPaste": {"source": source, "destination": below, "pasteType": "PASTE_NORMAL"}},
    )


def _acts() -> Iterator[Act]:
    for column in (NAME, 5):
        yield from (_sorted(column, order) for order in ("ASCENDING", "DESCENDING"))
    for row in (1, 2, 3):
        yield Act(f"insert above {row}", ({"insertDimension": {"range": _rows(row, row + 1)}},))
        yield Act(f"delete {row}", ({"deleteDimension": {"range": _rows(row, row + 1)}},))
        yield Act(f"duplicate {row}", _copied(row))
        for column, value in ((STATUS, "typed"), (TECHNICIAN, "typed"), (STATUS, "sent")):
            yield Act(f"type {value} into {row}, {column}", (typed(row, column, [value]),))
        for column in (KEY, STATUS, TECHNICIAN):
            yield Act(f"clear {row}, {column}", (fill(one_cell(TICKETS, row, column)),))
        yield Act(f"rename {row}", (typed(row, KEY, ["WX9"]),))
        yield from (
            Act(f"{row} takes over WX{other}", (typed(row, KEY, [f"WX{other}"]),))
            for other in (1, 2, 3)
            if other != row
        )
        for to in {1, 2, 3, 4} - {row, row + 1}:
            move = {"source": _rows(row, row + 1), "destinationIndex": to}
            yield Act(f"move {row} to {to}", ({"moveDimension": move},))
    yield Act("type a row", (typed(4, 1, ["new", "Dot", "Li", "", "fourth"]),))


ACTS = tuple(_acts())
NOTHING = Act("nothing", ())


def plan_for(rows: Sequence[Sequence[Scalar]]) -> tuple[CellWrite, ...]:
    """Plan what a desk would: dispatch the first two tickets, or number a typed row and give it its first status."""
    if rows is KEYLESS:
        return (
            guarded("WX1", "status", "new", "sent"),
            guarded("", "ticket_no", "", "WX7", position=1),
            guarded("", "status", "", "new", position=1),
        )
    return (
        guarded("WX1", "status", "new", "sent"),
        guarded("WX1", "technician", "", "Zhao"),
        guarded("WX2", "technician", "Wu", "Zhao"),
    )


@dataclass
class Pair:
    """The desk and its twin."""

    desk: Desk
    twin: Desk

    def act(self, act: Act) -> None:
        """Let people do the same in both."""
        for desk in (self.desk, self.twin):
            if act.requests:
                desk.do(*act.requests)

    def unsafe(self, plan: Sequence[CellWrite], verdict: Verdict) -> list[str]:
        """Say in which cells the desk differs from what people mean without a reason or a word."""
        planned = {(write.key, write.column): write for write in plan}
        told = {
            (str(conflict.found_key), conflict.write.column, conflict.found)
            for conflict in verdict.conflicts
            if not conflict.put_back
        }
        meant, found = self.twin.rows(), self.desk.rows()
        faults = [] if len(meant) == len(found) else [f"{len(found)} rows for {len(meant)}"]
        for theirs, ours in zip(map(_wide, meant), map(_wide, found), strict=False):
            faults += _faults(theirs, ours, planned, told)
        return faults


COLUMNS = ("ticket_no", "status", "customer_name", "technician", "next_action", "remarks")


def _wide(row: Sequence[Scalar]) -> list[Scalar]:
    return [*row, *[""] * (len(COLUMNS) - len(row))]


def _faults(
    theirs: Sequence[Scalar],
    ours: Sequence[Scalar],
    planned: dict[tuple[str, str], CellWrite],
    told: set[tuple[str, str, Scalar]],
) -> Iterator[str]:
    for column, meant, found in zip(COLUMNS, theirs, ours, strict=True):
        write = planned.get((str(theirs[KEY]), column))
        as_planned = write is not None and (meant, found) == (write.old, write.new)
        right_row = theirs[KEY] != "" or theirs[NAME] == "Ben"
        keys = {str(theirs[KEY]), str(ours[KEY])}
        spoken_of = any((key, column, meant) in told for key in keys)
        if meant != found and not (as_planned and right_row) and not spoken_of:
            yield f"{theirs[KEY]} {theirs[NAME]} {column}: {found!r} for {meant!r}"


_files = count()


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSheets]:
    """Keep all the desks of this module in one file."""
    sheets = LocalSheets(tmp_path_factory.mktemp("people") / "w.sqlite", now=lambda: NOON)
    yield sheets
    sheets.close()


def played(
    sheets: LocalSheets, rows: Sequence[Sequence[Scalar]], acts: Sequence[Act]
) -> tuple[Pair, Verdict]:
    """Let people act before the plan is written, and after each write; give the pair and the verdict."""
    pair = Pair(new_desk(sheets, rows), new_desk(sheets, rows))
    workbook = pair.desk.workbook()
    workbook.settle()
    reading = workbook.read()
    pair.desk.wire.writes = 0
    scripted = dict(enumerate(acts, 1))
    pair.desk.wire.before = lambda number: pair.act(scripted.get(number, NOTHING))
    verdict = workbook.apply(Writes(cells=plan_for(rows)), run_id="run", reading=reading)
    return pair, verdict


@pytest.mark.parametrize("rows", [pytest.param(ROWS, id="keyed"), pytest.param(KEYLESS, id="typed")])
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_what_people_do_between_read_and_batch_is_never_lost(
    sheets: LocalSheets, rows: Sequence[Sequence[Scalar]], act: Act
) -> None:
    pair, verdict = played(sheets, rows, [act])
    assert pair.unsafe(plan_for(rows), verdict) == []


def test_a_plan_that_meets_nobody_is_written_whole(sheets: LocalSheets) -> None:
    pair, verdict = played(sheets, ROWS, [])
    assert verdict == Verdict("done")
    assert pair.desk.rows()[0][:4] == ["WX1", "sent", "Ada", "Zhao"]
    assert pair.desk.rows()[1][:4] == ["WX2", "new", "Ben", "Zhao"]
