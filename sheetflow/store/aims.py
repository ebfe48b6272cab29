"""Where in the grid each planned write goes: its row found by key or position, its column by header."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sheetflow.model import CellWrite, Reading, Scalar, Table
from sheetflow.schema import Schema
from sheetflow.store.reading import Place, key_text, positions
from sheetflow.store.scratch import fingerprint


@dataclass(frozen=True, slots=True)
class Aim:
    """A guarded write with its place in the grid.

    `key` is the row's key as read; `twins` says that other rows have it too; `pays` names the debts it pays.
    """

    write: CellWrite
    place: Place
    row: int
    column: int
    key_column: int
    key: str
    fingerprint: str
    twins: bool
    pays: str = ""

    @property
    def wants_row(self) -> bool:
        """Say whether only the whole row tells whether it was the right one."""
        return not self.key or self.twins or bool(self.pays)


@dataclass(frozen=True, slots=True)
class Aims:
    """Cell writes sorted by how they are made; `astray` are those whose row isn't in the reading any more."""

    guarded: tuple[Aim, ...]
    plain: Mapping[int, Mapping[tuple[int, int], Scalar]]
    astray: tuple[CellWrite, ...]


def take_aim(
    cells: Iterable[CellWrite], reading: Reading, places: Mapping[str, Place], schema: Schema
) -> Aims:
    """Find the grid cell of every write; writes to columns that the tab doesn't have just now are left out."""
    guarded: list[Aim] = []
    plain: dict[int, dict[tuple[int, int], Scalar]] = {}
    astray: list[CellWrite] = []
    rows: dict[str, Mapping[str, list[int]]] = {}
    for write in cells:
        table, place = reading.tables[write.tab], places.get(write.tab)
        keys = schema.tab(write.tab).key_columns
        if place is None or not {write.column, keys[0]} <= table.columns.keys():
            continue
        if write.tab not in rows:
            rows[write.tab] = positions(table, keys)
        position = write.position
        if position < 0:
            position = rows[write.tab].get(write.key, [-1])[0]
        if not 0 <= position < len(table.rows):
            astray.append(write)
        elif write.guarded:
            guarded.append(aim(write, position, table, place, keys, rows[write.tab]))
        else:
            at = place.row(position), table.columns[write.column]
            plain.setdefault(place.sheet_id, {})[at] = write.new
    return Aims(tuple(guarded), plain, tuple(astray))


def aim(
    write: CellWrite,
    position: int,
    table: Table,
    place: Place,
    key_columns: Sequence[str],
    by_key: Mapping[str, Sequence[int]],
    *,
    pays: str = "",
) -> Aim:
    """Place a guarded write in its row; of a key of two columns the first alone doesn't tell the row."""
    key_at = table.columns[key_columns[0]]
    key = key_text(table.cell(position, key_columns[0]))
    return Aim(
        write=write,
        place=place,
        row=place.row(position),
        column=table.columns[write.column],
        key_column=key_at,
        key=key,
        fingerprint=fingerprint(table.rows[position], but=(key_at, table.columns[write.column])),
        twins=len(key_columns) > 1 or len(by_key.get(key, ())) > 1,
        pays=pays,
    )
