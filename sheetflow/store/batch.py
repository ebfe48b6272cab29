"""One atomic batch from what is to be written, in the one order that makes it safe.

Token · room for what grows · header and rows as they are · copies of what guarded writes will hit · their records ·
guarded cells · system cells · the rows as they are then · rewritten tabs · appended rows. Later requests see what
earlier ones did, and a failing one undoes them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sheetflow.model import Page, Scalar, Table
from sheetflow.store import requests as ask
from sheetflow.store.api import Message
from sheetflow.store.footprint import Footprint
from sheetflow.store.reading import Place
from sheetflow.store.scratch import Record


@dataclass(frozen=True, slots=True)
class Scratch:
    """The scratch tab: its id and title, its grid, and how many of its rows below the header are in use."""

    sheet_id: int
    title: str
    row_count: int
    column_count: int
    used: int = 0


@dataclass(slots=True)
class Batch:
    """Requests in their order, the records of its guarded cells, its footprints, the ranges that are to come back.

    `scratch` is the scratch tab as it will be.
    """

    scratch: Scratch
    requests: list[Message] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    left: list[Footprint] = field(default_factory=list)

    def make_room(self, used: int, width: int) -> None:
        """Let the scratch tab grow to so many used rows below its header, and so many columns."""
        scratch = self.scratch
        rows, columns = max(scratch.row_count, used + 1), max(scratch.column_count, width)
        for dimension, length in (
            ("ROWS", rows - scratch.row_count),
            ("COLUMNS", columns - scratch.column_count),
        ):
            if length:
                self.requests.append(ask.grow(scratch.sheet_id, dimension, length))
        self.scratch = replace(scratch, row_count=rows, column_count=columns, used=used)


def write_plain(batch: Batch, cells: Mapping[int, Mapping[tuple[int, int], Scalar]]) -> None:
    """Write system cells, neighbours of a row in one request."""
    for sheet_id, at in cells.items():
        batch.requests += [
            ask.update(sheet_id, row, column, [ask.row_of(values)])
            for row, column, values in ask.runs(at)
        ]


def rewrite(batch: Batch, page: Page, table: Table, place: Place) -> None:
    """Write the whole body of a system-made tab, column by neighbouring columns; people's own columns stay."""
    top = place.header_row + 1
    length = top + len(page.rows) - (place.row_count or 0)
    if place.row_count is not None and length > 0:
        batch.requests.append(ask.grow(place.sheet_id, "ROWS", length))
    for run in _neighbours(table.columns):
        rows = [ask.row_of(row.get(column, "") for column in run) for row in page.rows]
        left = table.columns[run[0]]
        body = ask.area(place.sheet_id, (top, None), (left, left + len(run)))
        batch.requests.append(ask.fill(body, rows))


def _neighbours(columns: Mapping[str, int]) -> list[list[str]]:
    runs: list[list[str]] = []
    for column, index in sorted(columns.items(), key=lambda item: item[1]):
        if runs and columns[runs[-1][-1]] == index - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs
