"""People at the sheet: what they do, and what each of them has last put into which cell of which row."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from itertools import count

from sheetflow.model import Scalar
from sheetflow.store.api import Message
from sheetflow.store.requests import area, fill, one_cell
from tests.proof.sheet import (
    COLUMNS,
    KEY,
    PARTS,
    REMARKS,
    STATUS,
    TICKETS,
    RowId,
    SmallSheet,
    typed,
)
from tests.store.desk import SHANGHAI

#: Cells in which what people put must not be lost: the staff's column and the one that both write.
THEIRS = (STATUS, REMARKS)


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
    as one egg is like another, or that which was deleted and came back as it.
    """

    sheet: SmallSheet
    columns: list[str] = field(default_factory=lambda: list(COLUMNS))
    last: dict[tuple[RowId, str], Scalar] = field(default_factory=dict)
    brought: dict[RowId, set[Scalar]] = field(default_factory=dict)
    shifts: list[Shift] = field(default_factory=list)
    undone: Callable[[], None] = lambda: None
    origin: dict[RowId, RowId] = field(default_factory=dict)
    ours: Container[Scalar] = ()
    words: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        """Let all that stands there have been put by people."""
        for row, cells in self.look().cells.items():
            self.last |= {(row, name): cells[name] for name in THEIRS if name in cells}

    def act(self, done: Callable[[People], None]) -> None:
        """Let somebody do something, and remember what they put where; an act the sheet refuses is none."""
        before = self.look()
        self.shifts = []
        done(self)
        after = self.look()
        self._remember(before, after)
        if done is not take_back:
            self.undone = lambda: self._as_it_was(before, after)

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

    def _remember(self, before: Seen, after: Seen) -> None:
        standing = set(after.order)
        for key in [key for key in self.last if key[0] not in standing]:
            del self.last[key]
        for row in standing:
            old, new = before.cells.get(row, {}), after.cells.get(row, {})
            changed = {name for name in {*old, *new} if old.get(name, "") != new.get(name, "")}
            for name in changed:
                self.brought.setdefault(row, set()).add(new.get(name, ""))
                if name in THEIRS and new.get(name, "") not in self.ours:
                    self.last[row, name] = new.get(name, "")
                else:
                    self.last.pop((row, name), None)

    def _as_it_was(self, before: Seen, after: Seen) -> None:
        """Take one's last act back: rows that went come again, rows that came go, cells are as they were."""
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

    def puts_the_zone_right(self) -> None:
        """Choose the desk's zone again under File, Settings."""
        if self.sheet.sheets.book(self.sheet.spreadsheet_id).properties["timeZone"] != SHANGHAI.key:
            self.sheet.do(zone(SHANGHAI.key))


Deed = Callable[[People], None]


def take_back(people: People) -> None:
    """Undo one's last act."""
    people.undone()
    people.undone = lambda: None


def span(dimension: str, start: int) -> Message:
    """Give the range of one row or column."""
    bounds = {"startIndex": start, "endIndex": start + 1}
    return {"sheetId": TICKETS, "dimension": dimension, **bounds}


def types(row: int, name: str) -> Deed:
    """Type a new word over a cell."""

    def deed(people: People) -> None:
        people.put(row, people.columns.index(name), people.word())

    return deed


def clears(row: int, name: str) -> Deed:
    """Empty a cell."""

    def deed(people: People) -> None:
        people.sheet.do(fill(one_cell(TICKETS, row, people.columns.index(name))))

    return deed


def takes_over(row: int, key: str) -> Deed:
    """Type a ticket's number over another row's."""
    return lambda people: people.put(row, people.columns.index(KEY), key)


def pastes(row: int, name: str) -> Deed:
    """Paste a block of two by two cells."""

    def deed(people: People) -> None:
        block = [(people.word(), people.word()) for _ in range(2)]
        people.sheet.do(typed(row, people.columns.index(name), *block))

    return deed


def duplicates(row: int) -> Deed:
    """Copy a row into a new one below it."""

    def deed(people: People) -> None:
        source_id = people.look().order[row - 1]
        people.insert(row + 1)
        people.origin[people.look().order[row]] = people.like(source_id)
        below = area(TICKETS, (row + 1, row + 2), (0, len(people.columns)))
        source = area(TICKETS, (row, row + 1), (0, len(people.columns)))
        paste = {"source": source, "destination": below, "pasteType": "PASTE_NORMAL"}
        people.sheet.do({"copyPaste": paste})

    return deed


def sorts(name: str, order: str, *, through_a_filter: bool = False) -> Deed:
    """Sort the tickets by a column, as a range or through a filter that somebody sets."""

    def deed(people: People) -> None:
        spec = {"dimensionIndex": people.columns.index(name), "sortOrder": order}
        if through_a_filter:
            whole = area(TICKETS, (0, None), (0, len(people.columns)))
            people.sheet.do({"setBasicFilter": {"filter": {"range": whole, "sortSpecs": [spec]}}})
            return
        body = area(TICKETS, (1, None), (0, None))
        people.sheet.do({"sortRange": {"range": body, "sortSpecs": [spec]}})

    return deed


def replaces(people: People) -> None:
    """Find all "e" in the sheet and replace them by "E"."""
    finding = {"find": "e", "replacement": "E", "matchCase": True}
    body = area(TICKETS, (1, None), (0, None))
    people.sheet.do({"findReplace": {**finding, "range": body}})


def renames_header(name: str) -> Deed:
    """Type another header over one."""
    return lambda people: people.put(0, people.columns.index(name), f"my {name}")


def moves_column(name: str, to: int) -> Deed:
    """Move a column before the one at an index."""

    def deed(people: People) -> None:
        start = people.columns.index(name)
        source = span("COLUMNS", start)
        people.sheet.do({"moveDimension": {"source": source, "destinationIndex": to}})
        people.shifts.append(Shift("move", "COLUMNS", start, to=to))
        people.columns.insert(to, name)
        people.columns.pop(start + (to <= start))

    return deed


def renames_tab(people: People) -> None:
    """Give the tickets' tab another title."""
    people.sheet.do(titled(TICKETS, "My tickets"))


def swaps_tabs(people: People) -> None:
    """Give two tabs each other's titles."""
    people.sheet.do(titled(TICKETS, "?"), titled(PARTS, "Tickets"), titled(TICKETS, "Parts"))


def deletes_tab(sheet_id: int) -> Deed:
    """Delete a tab."""
    return lambda people: people.sheet.do({"deleteSheet": {"sheetId": sheet_id}})


def deletes_token(people: People) -> None:
    """Delete the named range that is the writer's token."""
    for named in people.sheet.sheets.book(people.sheet.spreadsheet_id).named_ranges:
        people.sheet.do({"deleteNamedRange": {"namedRangeId": named["namedRangeId"]}})


def changes_zone(people: People) -> None:
    """Choose another zone."""
    people.sheet.do(zone("America/New_York"))


def copies_file(people: People) -> None:
    """Make a copy of the whole file."""
    people.sheet.people.copy(people.sheet.spreadsheet_id, title="Copy")


def zone(name: str) -> Message:
    """Give the request that sets the spreadsheet's zone."""
    properties = {"properties": {"timeZone": name}, "fields": "timeZone"}
    return {"updateSpreadsheetProperties": properties}


def titled(sheet_id: int, title: str) -> Message:
    """Give the request that names a tab."""
    properties = {"sheetId": sheet_id, "title": title}
    return {"updateSheetProperties": {"properties": properties, "fields": "title"}}


def inserts_column(at: int) -> Deed:
    """Insert an empty column of one's own."""

    def deed(people: People) -> None:
        people.sheet.do({"insertDimension": {"range": span("COLUMNS", at)}})
        people.shifts.append(Shift("insert", "COLUMNS", at))
        people.columns.insert(at, f"own{len(people.columns)}")

    return deed
