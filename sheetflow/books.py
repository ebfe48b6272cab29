"""The tabs beside 工单 as read: each row an entry, found by its key or by the ticket that it names.

    book = books["payments"]
    sum(entry.get("amount") for entry in book.of("WX20260310002"))

An entry's row is what staff say; what the system adds to it, its number and its own columns, is asked for by rules.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sheetflow.derived import Derives
from sheetflow.keyless import key_of, without_key
from sheetflow.model import BadCell, CellWrite, Json, NewRow, Scalar, Table, Value
from sheetflow.policy import Policy
from sheetflow.rows.index import TypedRow
from sheetflow.rows.layout import Layout, Places
from sheetflow.schema import Tab

_UNREAD = object()


#: The column by which an entry says whose it is.
OWNER = "ticket_no"

#: Where an entry says what is wrong with it.
PROBLEM = "problem"


class Entry:
    """One row of a tab; cells are understood when a rule asks for them."""

    __slots__ = ("_layout", "_values", "cells", "key")

    def __init__(self, key: str, cells: Sequence[Scalar], layout: Layout) -> None:
        """Join a row to the layout that says what its cells mean."""
        self.key, self.cells, self._layout = key, cells, layout
        self._values: dict[str, Any] = {}

    def raw(self, column: str) -> Scalar:
        """Give a cell as read; one that isn't in the sheet is empty."""
        at = self._layout.columns.get(column, -1)
        return self.cells[at] if 0 <= at < len(self.cells) else ""

    def get(self, column: str) -> Value:
        """Give a cell as understood: None when empty, BadCell when it can't be."""
        found: Value = self._values.get(column, _UNREAD)
        if found is _UNREAD:
            raw = self.raw(column)
            found = None if raw == "" else self._layout.decode[column](raw)
            self._values[column] = found
        return found

    def text(self, column: str) -> str:
        """Give a cell's words as staff typed them, "" when there are none."""
        found = self.get(column)
        return found.text if isinstance(found, BadCell) else "" if found is None else str(found)

    @property
    def owner(self) -> str:
        """Give the number of the ticket that it names, or ""."""
        return str(self.raw(OWNER)).strip()

    def bad(self, places: Places) -> Mapping[str, BadCell]:
        """Give those of its cells in these places that can't be understood, by column."""
        cells, width = self.cells, len(self.cells)
        return {
            name: bad
            for name, at in places
            if at < width and cells[at] != "" and isinstance(bad := self.get(name), BadCell)
        }

    def said(
        self, columns: tuple[str, ...], last: Mapping[str, Json] | None = None
    ) -> dict[str, Json]:
        """Give its filled cells in some columns, raw; of a column that isn't there just now, what it said `last`."""
        cells, width, there = self.cells, len(self.cells), self._layout.columns
        places = self._layout.places[columns]
        found: dict[str, Json] = {
            name: cell for name, at in places if at < width and (cell := cells[at]) != ""
        }
        if last and not there.keys() >= {*columns}:
            found |= {name: last[name] for name in columns if name in last and name not in there}
        return found


@dataclass(frozen=True)
class Book(Derives):
    """One tab's rows: `entries` by key, one of several that bear it.

    `typed` are rows of people's that tell enough to be entries; those with a number reserved are entries under it.
    `halves` are the other rows without a number that say anything.
    `checked` names the columns whose cells may be impossible to understand. Of a key that stands in several rows
    `places` has the position of the one that counts, and `copies` those of the others. `retyped` is what people typed,
    by key and column, where the entry says what it was filed with, or the instant that was meant; `renamed` what stands
    in the sheet instead of a number that was typed over.
    """

    tab: str
    layout: Layout
    rows: Sequence[Sequence[Scalar]] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    typed: tuple[TypedRow, ...] = ()
    halves: tuple[TypedRow, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    checked: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    copies: Mapping[int, str] = field(default_factory=dict)
    retyped: Mapping[tuple[str, str], Scalar] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries in sheet order."""
        return iter(self.entries.values())

    def of(self, ticket_no: str) -> tuple[Entry, ...]:
        """Give the entries that name a ticket, in sheet order."""
        return self._owned.get(ticket_no, ())

    def owners(self) -> Collection[str]:
        """Give the numbers of the tickets that entries name."""
        return self._owned.keys()

    def numbering(self, key: str) -> Iterator[CellWrite]:
        """Yield the writes that give typed rows the numbers reserved for them, and others theirs again."""
        for row in self.typed:
            if number := self.numbers.get(row.fingerprint):
                yield CellWrite(self.tab, "", key, "", number, True, row.position, row.fingerprint)
        for number, found in self.renamed.items():
            yield CellWrite(self.tab, found, key, self.entries[number].raw(key), number, True)

    def same(self, table: Table) -> bool:
        """Say whether this is what the table says as well; while rows wait for a number, it never is."""
        return not self.typed and list(self.rows) == list(table.rows)

    def joined(self, rows: Iterable[NewRow]) -> Book:
        """Give the book as it will be when these rows have arrived, be all of their columns there now or not."""
        coming: dict[str, Entry] = {}
        for row in rows:
            layout = self.layout.with_columns(row.values.keys() & self.layout.decode.keys())
            cells: list[Scalar] = [""] * layout.width
            for name, at in layout.columns.items():
                cells[at] = row.values.get(name, "")
            coming[row.key] = Entry(row.key, cells, layout)
        return replace(self, entries={**coming, **self.entries}) if coming else self

    def showing(self, cells: Mapping[tuple[str, str], Scalar]) -> Book:
        """Give the book as it will be when these cells, by key and column, are written."""
        changed: dict[str, Entry] = {}
        for (key, column), cell in cells.items():
            entry, at = changed.get(key) or self.entries.get(key), self.layout.columns.get(column)
            if entry and at is not None and entry.raw(column) != cell:
                row = [*entry.cells, *[""] * (at + 1 - len(entry.cells))]
                row[at] = cell
                changed[key] = Entry(key, row, self.layout)
        return replace(self, entries={**self.entries, **changed}) if changed else self

    def typed_as(self, key: str) -> TypedRow | None:
        """Give the typed row that is just getting this number."""
        return next((row for row in self.typed if self.numbers.get(row.fingerprint) == key), None)

    @cached_property
    def unreadable(self) -> Mapping[str, Mapping[str, BadCell]]:
        """Map the keys of entries with cells that can't be understood to these cells, by column."""
        places = self.layout.places[self.checked]
        return {entry.key: bad for entry in self if (bad := entry.bad(places))}

    @cached_property
    def _owned(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            if owner := entry.owner:
                found.setdefault(owner, []).append(entry)
        return {owner: tuple(entries) for owner, entries in found.items()}


#: A tab that isn't there: nothing stands in it.
NO_BOOK = Book("", Layout({}, {}))


def joined(books: Mapping[str, Book], rows: Sequence[NewRow]) -> Mapping[str, Book]:
    """Give all books as they will be when these rows have arrived."""
    if not rows:
        return books
    return {tab: book.joined(row for row in rows if row.tab == tab) for tab, book in books.items()}


def stirred(before: Book, now: Book) -> set[str]:
    """Give the numbers of the tickets whose entries are others than before, or say something else."""
    if before is now:
        return set()
    owners = {*before.owners(), *now.owners()}
    return {owner for owner in owners if _rows(before, owner) != _rows(now, owner)}


def _rows(book: Book, owner: str) -> list[tuple[str, list[Scalar]]]:
    return [(entry.key, list(entry.cells)) for entry in book.of(owner)]


def read_book(
    tab: Tab,
    table: Table,
    policy: Policy,
    numbers: Mapping[str, str] = MappingProxyType({}),
    before: Book | None = None,
    *,
    known: Callable[[Entry], bool] = lambda entry: False,
) -> Book:
    """Give a tab's entries; `numbers` are those reserved for typed rows, by fingerprint.

    What was read `before` of a row that is still the same is taken over, so that nothing is understood twice. Of rows
    with one key the one counts that is `known` to say what it says, else the upper.
    """
    decode = policy.decoders_of(tab.key)
    if before and (before.layout.columns, before.layout.decode) == (table.columns, decode):
        if before.same(table):
            return before
    else:
        before = None
    layout = before.layout if before else Layout(table.columns, decode)
    former = before.entries if before else {}
    keys = [table.columns.get(name, -1) for name in tab.key_columns]
    entries, again = _entries(table, keys, former, layout)
    several = _several(table, keys, again, layout)
    places = {key: _counting(rows, known) for key, rows in several.items()}
    entries |= {key: several[key][at] for key, at in places.items()}
    copies = {at: key for key, rows in several.items() for at in rows if at != places[key]}
    typed, halves = without_key(tab, table)
    for row in typed:
        if number := numbers.get(row.fingerprint):
            entries[number] = Entry(number, row.cells, layout)
    checked = policy.checked_columns_of(tab.key)
    return Book(
        tab.key, layout, table.rows, entries, typed, halves, numbers, checked, places, copies
    )


def _entries(
    table: Table, keys: Sequence[int], former: Mapping[str, Entry], layout: Layout
) -> tuple[dict[str, Entry], set[str]]:
    """Give the entries by key, the uppermost of each, and the keys that stand in several rows."""
    entries: dict[str, Entry] = {}
    again: set[str] = set()
    for cells in table.rows:
        if key := key_of(cells, keys):
            if key in entries:
                again.add(key)
                continue
            last = former.get(key)
            same = last is not None and last.cells == cells
            entries[key] = last if last and same else Entry(key, cells, layout)
    return entries, again


def _several(
    table: Table, keys: Sequence[int], again: Collection[str], layout: Layout
) -> dict[str, dict[int, Entry]]:
    """Give the rows of each key that stands in several, by position."""
    found: dict[str, dict[int, Entry]] = {key: {} for key in sorted(again)}
    for position, cells in enumerate(table.rows if again else ()):
        if (key := key_of(cells, keys)) in again:
            found[key][position] = Entry(key, cells, layout)
    return found


def _counting(rows: Mapping[int, Entry], known: Callable[[Entry], bool]) -> int:
    return next((at for at, entry in rows.items() if known(entry)), min(rows))
