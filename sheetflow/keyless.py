"""Keys of rows beside 工单, and the rows that have none: those that wait for a number, and those typed by halves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sheetflow.model import Scalar, Table
from sheetflow.rows.index import TypedRow, typed_rows
from sheetflow.schema import Tab


def waiting(tab: Tab, table: Table) -> tuple[TypedRow, ...]:
    """Give the rows without a key that tell enough to be entries; none in a tab where people give the key."""
    return without_key(tab, table)[0]


def without_key(tab: Tab, table: Table) -> tuple[tuple[TypedRow, ...], tuple[TypedRow, ...]]:
    """Give the rows that wait for a number, and those that say something, yet not enough to be entries."""
    places = [table.columns.get(name, -1) for name in tab.key_columns]
    if not tab.telling or min(places) < 0:
        return (), ()
    keyless = [at for at, cells in enumerate(table.rows) if not key_of(cells, places)]
    whole = [at for at in keyless if all(table.cell(at, name) != "" for name in tab.telling)]
    parted = set(keyless).difference(whole)
    halves = [at for at in sorted(parted) if any(cell != "" for cell in table.rows[at])]
    return _typed(tab, table, whole), _typed(tab, table, halves)


def _typed(tab: Tab, table: Table, positions: Iterable[int]) -> tuple[TypedRow, ...]:
    return typed_rows(((at, table.rows[at]) for at in positions), where=f"{tab.key}:")


def keys_in(tab: Tab, table: Table) -> Iterator[str]:
    """Yield the keys that stand in a tab."""
    places = [table.columns.get(name, -1) for name in tab.key_columns]
    yield from filter(None, (key_of(cells, places) for cells in table.rows))


def key_of(cells: Sequence[Scalar], places: Sequence[int]) -> str:
    """Give the key that stands in a row's places of it, or ""."""
    parts = [str(cells[at]).strip() if 0 <= at < len(cells) else "" for at in places]
    return "|".join(parts) if any(parts) else ""
