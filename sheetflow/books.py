"""The tabs beside 工单 as read: each row an entry, found by its key or by the ticket that it names.

    book = books["payments"]
    sum(entry.get("amount") for entry in book.of("WX20260310002"))

An entry's row is what staff say; what the system adds to it, its number and its own columns, is asked for by rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from sheetflow.cells import Decoder
from sheetflow.index import TypedRow, typed_rows
from sheetflow.layout import Layout
from sheetflow.model import BadCell, Scalar, Table, Value
from sheetflow.schema import Tab

_UNREAD = object()

#: The column by which an entry says whose it is.
OWNER = "ticket_no"


class Entry:
    """One row of a tab; cells are understood when a rule asks for them."""

    __slots__ = ("_layout", "_values", "cells", "key")

    def __init__(self, key: str, cells: Sequence[Scalar], layout: Layout) -> None:
        """Join a row to the layout that says what its cells mean."""
        self.key, self.cells, self._layout = key, cells, layout
        self._values: dict[str, object] = {}

    def raw(self, column: str) -> Scalar:
        """Give a cell as read; one that isn't in the sheet is empty."""
        at = self._layout.columns.get(column, -1)
        return self.cells[at] if 0 <= at < len(self.cells) else ""

    def get(self, column: str) -> Value:
        """Give a cell as understood: None when empty, BadCell when it can't be."""
        found = self._values.get(column, _UNREAD)
        if found is _UNREAD:
            raw = self.raw(column)
            found = None if raw == "" else self._layout.decode[column](raw)
            self._values[column] = found
        return cast("Value", found)

    def text(self, column: str) -> str:
        """Give a cell's words as staff typed them, "" when there are none."""
        found = self.get(column)
        return found.text if isinstance(found, BadCell) else "" if found is None else str(found)

    @property
    def owner(self) -> str:
        """Give the number of the ticket that it names, or ""."""
        return str(self.raw(OWNER)).strip()


@dataclass(frozen=True)
class Book:
    """One tab's rows: `entries` by key, the upper of two that bear one, `typed` rows that still want a number."""

    layout: Layout
    rows: Sequence[Sequence[Scalar]] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    typed: tuple[TypedRow, ...] = ()

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries in sheet order."""
        return iter(self.entries.values())

    def of(self, ticket_no: str) -> tuple[Entry, ...]:
        """Give the entries that name a ticket, in sheet order."""
        return self.owned.get(ticket_no, ())

    @cached_property
    def owned(self) -> Mapping[str, tuple[Entry, ...]]:
        """Map each ticket's number to the entries that name it."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            if owner := entry.owner:
                found.setdefault(owner, []).append(entry)
        return {owner: tuple(entries) for owner, entries in found.items()}

    def same(self, table: Table) -> bool:
        """Say whether this is what the table says as well."""
        return self.layout.columns == table.columns and list(self.rows) == list(table.rows)


#: A tab that isn't there: nothing stands in it.
NONE = Book(Layout({}, {}))


def read_book(tab: Tab, table: Table, decode: Mapping[str, Decoder]) -> Book:
    """Give a tab's entries; a row without a key is nobody's entry, and one that tells enough waits for its number."""
    layout = Layout(table.columns, decode)
    places = [table.columns.get(name, -1) for name in tab.key_columns]
    telling = tab.telling if min(places) >= 0 else ()
    entries: dict[str, Entry] = {}
    typed: list[tuple[int, Sequence[Scalar]]] = []
    for position, cells in enumerate(table.rows):
        key = "|".join(str(cells[at]).strip() if 0 <= at < len(cells) else "" for at in places)
        if key.strip("|"):
            entries.setdefault(key, Entry(key, cells, layout))
        elif telling and all(table.cell(position, name) != "" for name in telling):
            typed.append((position, cells))
    return Book(layout, table.rows, entries, typed_rows(typed, where=f"{tab.key}:"))
