"""Rows taken out of a tab by way of a landing tab, so that whatever was hit is kept and can go back.

People sort, insert and type between a read and the batch that follows it, so a row's index may be another's by then.
In one atomic batch each row is copied as it stands into the landing tab and only then emptied. What has landed says
what was hit: a row that was meant is let go, any other goes back on a row inserted for it, by the batch that clears its
slot.
So each row is at every moment either in its tab or in the landing tab, and a crash at any point changes nothing.

    landing tab, hidden and protected: the header as it stood, then the rows, each column where it stood
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sheetflow.store import requests as ask
from sheetflow.store.api import Message
from sheetflow.store.archiving.grid import Grid, Row
from sheetflow.store.names import stable_id

#: What the title of a landing tab begins with.
TITLE = "↪"


@dataclass(frozen=True, slots=True)
class Taking:
    """The rows of one tab to be taken out, by their index in the grid; `deleted` with their row, else emptied."""

    grid: Grid
    landing_id: int
    landed: Grid | None
    indices: tuple[int, ...]
    deleted: bool = False

    def requests(self) -> Iterator[Message]:
        """Yield what copies them out and takes them away, in the one order that loses nothing."""
        grid, width = self.grid, (0, self.grid.column_count)
        yield from self._room(2 + len(self.indices))
        header = ask.area(grid.sheet_id, (grid.header, grid.header + 1), width)
        yield ask.copy_values(header, ask.area(self.landing_id, (0, 1), width))
        for slot, index in enumerate(self.indices, start=1):
            row = ask.area(grid.sheet_id, (index, index + 1), width)
            yield copy_contents(row, ask.area(self.landing_id, (slot, slot + 1), width))
        for index in sorted(self.indices, reverse=True):
            if self.deleted:
                yield delete_row(grid.sheet_id, index)
            else:
                yield ask.fill(ask.area(grid.sheet_id, (index, index + 1), width))

    def _room(self, rows: int) -> Iterator[Message]:
        """Yield what makes the landing tab, or gives it as many rows and columns as are wanted."""
        there, columns = self.landed, self.grid.column_count
        if there is None:
            yield from hidden_tab(self.landing_id, f"{TITLE}{self.grid.title}", rows, columns)
            return
        if rows > there.row_count:
            yield ask.grow(self.landing_id, "ROWS", rows - there.row_count)
        if columns > there.column_count:
            yield ask.grow(self.landing_id, "COLUMNS", columns - there.column_count)


@dataclass(frozen=True, slots=True)
class PuttingBack:
    """The rows of a landing tab that weren't meant, each with the index of the grid where it stood, if known."""

    landed: Grid
    grid: Grid
    rows: Sequence[tuple[Row, int | None]]

    @property
    def unplaced(self) -> tuple[str, ...]:
        """Name the columns in which something has landed and that the tab hasn't any more."""
        there = {self.grid.name(at) for at in range(self.grid.column_count)}
        return tuple(
            {name: None for row, _ in self.rows for name in row.cells if name not in there}
        )

    def requests(self) -> Iterator[Message]:
        """Yield what puts them back, each on a row inserted for it, and clears every slot."""
        grid = self.grid
        placed = [(self._index(at), row) for row, at in self.rows]
        if grid.end >= grid.row_count:
            yield ask.grow(grid.sheet_id, "ROWS", 1)
        for index, row in sorted(placed, key=lambda one: -one[0]):
            yield insert_row(grid.sheet_id, index)
            slot = self.landed.index(row.position)
            for source, target, width in self._runs():
                yield copy_contents(
                    ask.area(self.landed.sheet_id, (slot, slot + 1), (source, source + width)),
                    ask.area(grid.sheet_id, (index, index + 1), (target, target + width)),
                )
        yield ask.fill(ask.area(self.landed.sheet_id, (1, None), (0, None)))

    def _index(self, stood: int | None) -> int:
        """Give where a row goes: where it stood while that is still empty, else below all others."""
        return stood if stood is not None and self.grid.is_blank(stood) else self.grid.end

    def _runs(self) -> list[tuple[int, int, int]]:
        """Give the columns as they go back: from, to and how many, for people may have moved some meanwhile."""
        there = {self.grid.name(at): at for at in range(self.grid.column_count)}
        runs: list[tuple[int, int, int]] = []
        for source in range(self.landed.column_count):
            target = there.get(self.landed.name(source), -1)
            if target < 0:
                continue
            if runs and (source, target) == (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]):
                runs[-1] = (*runs[-1][:2], runs[-1][2] + 1)
            else:
                runs.append((source, target, 1))
        return runs


def copy_contents(source: Message, destination: Message) -> Message:
    """Copy what was entered, formulas too, without formats: these would multiply the rules of highlights."""
    paste = {"source": source, "destination": destination, "pasteType": "PASTE_FORMULA"}
    return {"copyPaste": paste}


def delete_row(sheet_id: int, index: int) -> Message:
    """Delete one row."""
    return {"deleteDimension": {"range": _rows(sheet_id, index)}}


def insert_row(sheet_id: int, index: int) -> Message:
    """Make room for one row, which looks like the one above it."""
    return {"insertDimension": {"range": _rows(sheet_id, index), "inheritFromBefore": index > 1}}


def hidden_tab(sheet_id: int, title: str, rows: int, columns: int) -> Iterator[Message]:
    """Yield what makes a tab that nobody but us writes into, out of sight."""
    grid = {"rowCount": rows, "columnCount": columns}
    made = {"sheetId": sheet_id, "title": title, "hidden": True, "gridProperties": grid}
    yield {"addSheet": {"properties": made}}
    yield protected(sheet_id, title)


def protected(sheet_id: int, what: str) -> Message:
    """Protect a whole tab for good: only its owner and we write there."""
    protection = {
        "protectedRangeId": stable_id("protection", str(sheet_id)),
        "range": {"sheetId": sheet_id},
        "description": f"sheetflow: {what}",
        "warningOnly": False,
    }
    return {"addProtectedRange": {"protectedRange": protection}}


def drop(sheet_ids: Iterable[int]) -> list[Message]:
    """Give what deletes tabs."""
    return [{"deleteSheet": {"sheetId": sheet_id}} for sheet_id in sheet_ids]


def _rows(sheet_id: int, index: int) -> Message:
    return {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": index, "endIndex": index + 1}
