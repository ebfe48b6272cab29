"""People at the sheet: what they do, and what each of them has last put into which cell of which row."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from sheetflow.model import Scalar
from sheetflow.store.api import Message
from sheetflow.store.requests import grow
from tests.proof.sheet import (
    COLUMNS,
    KEY,
    REMARKS,
    STATUS,
    TICKETS,
    RowId,
    SmallSheet,
    typed,
)
from tests.store.desk import SHANGHAI

#: Cells in which what people put must not be lost: the staff's column, the one that both write, and a row's number.
THEIRS = (KEY, STATUS, REMARKS)


@dataclass(frozen=True)
class Shift:
    """How an act moved rows or columns: `count` of them from `start` came, went, or went to before `to`."""

    kind: str
    dimension: str
    start: int
    count: int = 1
    to: int = 0


@dataclass(frozen=True)
class Seen:
    """The rows below the header as they stand: their order, and what each holds by column."""

    order: tuple[RowId, ...]
    cells: Mapping[RowId, Mapping[str, Scalar]]


@dataclass
class People:
    """All who type in the sheet. `last` is what they put last, by row and column; rows that they deleted are gone.

    `brought` are the values that they carried into a row themselves, by copying it from another. `ours` are those that
    the desk writes: who copies one has put nothing of their own. `origin` is the row that one is a copy of, as like it
    as one egg is like another, or that which was deleted and came back as it; `source` is the very row that was copied:
    what people had put there counts for the copy too, but not what stood there by a mistake of ours. `acts` counts what
    they have done, `touched` says of each row which of that was the last to change it or another of its number, or to
    copy it, `renumbered` which was the last to type another number over its own; `headers` are the columns whose header
    somebody typed over.
    """

    sheet: SmallSheet
    columns: list[str] = field(default_factory=lambda: list(COLUMNS))
    last: dict[tuple[RowId, str], Scalar] = field(default_factory=dict)
    brought: dict[RowId, set[Scalar]] = field(default_factory=dict)
    shifts: list[Shift] = field(default_factory=list)
    undone: Callable[[], None] = lambda: None
    origin: dict[RowId, RowId] = field(default_factory=dict)
    source: dict[RowId, RowId] = field(default_factory=dict)
    ours: Container[Scalar] = ()
    words: count[int] = field(default_factory=lambda: count(1))
    acts: int = 0
    touched: dict[RowId, int] = field(default_factory=dict)
    renumbered: dict[RowId, int] = field(default_factory=dict)
    headers: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Let all that stands there have been put by people."""
        for row, cells in self.look().cells.items():
            self.last |= {(row, name): cells[name] for name in THEIRS if name in cells}
            self.brought[row] = set(cells.values())

    def act(self, done: Callable[[People], None], *, back: bool = False) -> None:
        """Let somebody do something, and remember what they put where; an act the sheet refuses is none.

        `back`: it takes another one back, and isn't itself to be taken back.
        """
        before, top = self.look(), self._top()
        self.shifts = []
        done(self)
        after, shifts = self.look(), list(self.shifts)
        self.acts += 1
        self._remember(before, after)
        if not back:
            self.undone = lambda: self._as_it_was(before, after, top, shifts)

    def look(self) -> Seen:
        """See the rows below the header."""
        tab = self.sheet.tickets
        if tab is None:
            return Seen((), {})
        rows = tab.rows[1:]
        held = {
            row.id: {
                name: value
                for name, value in zip(self.columns, row.values, strict=False)
                if isinstance(value, (str, int, float, bool)) and value != ""
            }
            for row in rows
            if row.values
        }
        return Seen(tuple(row.id for row in rows), held)

    def _top(self) -> tuple[Mapping[int, str], Mapping[str, Scalar]]:
        """Give the tabs' titles, and the header by column."""
        tab, book = self.sheet.tickets, self.sheet.sheets.book(self.sheet.spreadsheet_id)
        titles = {one.id: str(one.properties["title"]) for one in book.sheets.values()}
        cells = tab.rows[0].values if tab else ()
        held = zip(self.columns, cells, strict=False)
        return titles, {name: value for name, value in held if isinstance(value, str)}

    def _remember(self, before: Seen, after: Seen) -> None:
        standing = set(after.order)
        for key in [key for key in self.last if key[0] not in standing]:
            del self.last[key]
        for row in standing:
            old, new = before.cells.get(row, {}), after.cells.get(row, {})
            changed = {name for name in {*old, *new} if old.get(name, "") != new.get(name, "")}
            if changed:
                numbers = {old.get(KEY, ""), new.get(KEY, "")} - {""}
                alike = [one for one in after.cells if after.cells[one].get(KEY, "") in numbers]
                self.touched |= dict.fromkeys([row, self.like(row), *alike], self.acts)
            if KEY in changed and row in before.order:
                self.renumbered[row] = self.acts
            for name in changed:
                self.brought.setdefault(row, set()).add(new.get(name, ""))
                if row not in before.order and row in self.source:
                    continue
                if name in THEIRS and new.get(name, "") not in self.ours:
                    self.last[row, name] = new.get(name, "")
                else:
                    self.last.pop((row, name), None)

            if row not in before.order and row in self.source:
                was = {name: self.last.get((self.source[row], name)) for name in THEIRS}
                put = {name: value for name, value in was.items() if value == new.get(name, "")}
                self.last |= {
                    (row, name): value for name, value in put.items() if value is not None
                }

    def _as_it_was(
        self,
        before: Seen,
        after: Seen,
        top: tuple[Mapping[int, str], Mapping[str, Scalar]],
        shifts: Sequence[Shift],
    ) -> None:
        """Take one's last act back: what went comes again, what came goes, cells, headers and titles are as they were.

        A tab that was deleted stays away: nobody puts it back through the API.
        """
        self._top_as_it_was(*top, [one for one in shifts if one.dimension == "COLUMNS"])
        now = self.look()
        for row in [row for row in after.order if row not in before.order and row in now.order]:
            self.delete(self.place(row))
        for row in [row for row in before.order if row not in after.order]:
            place = min(before.order.index(row) + 1, len(self.look().order) + 1)
            self.insert(place)
            self.origin[self.look().order[place - 1]] = self.like(row)
            held = before.cells.get(row, {})
            self.put(place, 0, *(held.get(name, "") for name in self.columns))
        for row in after.order:
            if row not in self.look().order or row not in before.order:
                continue
            old, new = before.cells.get(row, {}), after.cells.get(row, {})
            for name in {*old, *new}:
                if old.get(name, "") != new.get(name, "") and name in self.columns:
                    self.put(self.place(row), self.columns.index(name), old.get(name, ""))
        if {*before.order} == {*after.order} and before.order != after.order:
            self._in_order(before)

    def _top_as_it_was(
        self, titles: Mapping[int, str], header: Mapping[str, Scalar], shifts: Sequence[Shift]
    ) -> None:
        for shift in reversed(shifts):
            if shift.kind == "insert":
                self.sheet.do({"deleteDimension": {"range": span("COLUMNS", shift.start)}})
                self.shifts.append(Shift("delete", "COLUMNS", shift.start))
                gone = self.columns.pop(shift.start)
                for cell in [cell for cell in self.last if cell[1] == gone]:
                    del self.last[cell]
            else:
                here = shift.to - 1 if shift.to > shift.start else shift.to
                there = shift.start if shift.to > shift.start else shift.start + 1
                self.move_column(self.columns[here], there)
        now, texts = self._top()
        renamed = [one for one, title in now.items() if titles.get(one, title) != title]
        if renamed:
            self.sheet.do(*(titled(one, f"? {one}") for one in renamed))
            self.sheet.do(*(titled(one, titles[one]) for one in renamed))
        for name, text in header.items():
            if name in texts and texts[name] != text:
                self.put(0, self.columns.index(name), text)
                self.headers.discard(name)

    def _in_order(self, before: Seen) -> None:
        standing = [row for row in before.order if row in before.cells]
        for place, row in enumerate([row for row in standing if row in self.look().order], 1):
            here = self.place(row)
            if here > place:
                self.move(here, place)

    def like(self, row: RowId) -> RowId:
        """Give the row that this one is a copy of, itself if it is none."""
        return self.origin.get(row, row)

    def place(self, row: RowId) -> int:
        """Give the index at which a row stands; the header is 0."""
        return self.look().order.index(row) + 1

    def word(self) -> str:
        """Give a word that nobody has typed before."""
        return f"p{next(self.words)}"

    def put(self, row: int, column: int, *values: Scalar) -> None:
        """Type values over the cells from one on."""
        self.sheet.do(typed(row, column, values))

    def insert(self, row: int) -> None:
        """Insert an empty row above another."""
        self.sheet.do({"insertDimension": {"range": span("ROWS", row)}})
        self.shifts.append(Shift("insert", "ROWS", row))

    def delete(self, row: int) -> None:
        """Delete a row."""
        self.sheet.do({"deleteDimension": {"range": span("ROWS", row)}})
        self.shifts.append(Shift("delete", "ROWS", row))

    def move(self, row: int, to: int) -> None:
        """Move a row before another."""
        self.sheet.do({"moveDimension": {"source": span("ROWS", row), "destinationIndex": to}})
        self.shifts.append(Shift("move", "ROWS", row, to=to))

    def move_column(self, name: str, to: int) -> None:
        """Move a column before the one at an index."""
        start = self.columns.index(name)
        source = span("COLUMNS", start)
        self.sheet.do({"moveDimension": {"source": source, "destinationIndex": to}})
        self.shifts.append(Shift("move", "COLUMNS", start, to=to))
        self.columns.insert(to, name)
        self.columns.pop(start + (to <= start))

    def widen(self, width: int) -> None:
        """Add empty columns at the right end of the grid, until there are so many."""
        if more := width - len(self.columns):
            self.sheet.do(grow(TICKETS, "COLUMNS", more))
            self.columns += [f"spare{at}" for at in range(more)]

    def puts_the_zone_right(self) -> None:
        """Choose the desk's zone again under File, Settings."""
        if self.sheet.sheets.book(self.sheet.spreadsheet_id).properties["timeZone"] != SHANGHAI.key:
            self.sheet.do(zone(SHANGHAI.key))


def span(dimension: str, start: int) -> Message:
    """Give the range of one row or column."""
    bounds = {"startIndex": start, "endIndex": start + 1}
    return {"sheetId": TICKETS, "dimension": dimension, **bounds}


def zone(name: str) -> Message:
    """Give the request that sets the spreadsheet's zone."""
    properties = {"properties": {"timeZone": name}, "fields": "timeZone"}
    return {"updateSpreadsheetProperties": properties}


def titled(sheet_id: int, title: str) -> Message:
    """Give the request that names a tab."""
    properties = {"sheetId": sheet_id, "title": title}
    return {"updateSheetProperties": {"properties": properties, "fields": "title"}}
