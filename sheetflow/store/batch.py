"""One atomic batch from what is to be written, in the one order that makes it safe.

Token · room for what grows · copies of what guarded writes will hit · their records · guarded cells · system cells ·
rewritten tabs · appended rows. Later requests see what earlier ones did, and a failing one undoes them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheetflow.model import CellWrite, Page, Reading, Scalar, Table
from sheetflow.schema import Schema
from sheetflow.store import requests as ask
from sheetflow.store.api import Message
from sheetflow.store.names import letters, quoted
from sheetflow.store.reading import Place, key_text, positions
from sheetflow.store.scratch import KEY, OLD, ROW, SETTLED, Record, fingerprint

#: The widest row whose copy is kept.
MAX_WIDTH = 250


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
class Scratch:
    """The scratch tab: its id and title, its grid, and how many of its rows below the header are in use."""

    sheet_id: int
    title: str
    row_count: int
    column_count: int
    used: int = 0


@dataclass(slots=True)
class Batch:
    """Requests in their order, the records of its guarded cells, the range that is to come back.

    `scratch` is the scratch tab as it will be.
    """

    scratch: Scratch
    requests: list[Message] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    answer: tuple[str, ...] = ()


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


def write_guarded(batch: Batch, aims: Sequence[Aim], *, call: str, keep: bool = False) -> None:
    """Copy what will be hit, leave the records, write the cells; with `keep` below records that are still needed."""
    if not aims:
        return
    scratch = batch.scratch
    if scratch.used and not keep:
        used = ask.area(scratch.sheet_id, (1, scratch.used + 1), (0, None))
        batch.requests.append(ask.fill(used))
    first = scratch.used if keep else 0
    batch.records = records_of(aims, call=call, first=first)
    _make_room(batch, aims, first + len(aims))
    for target, record in zip(aims, batch.records, strict=True):
        batch.requests += _copies(target, record, scratch.sheet_id)
    rows = [ask.row_of(record.cells()) for record in batch.records]
    batch.requests.append(ask.update(scratch.sheet_id, first + 1, 0, rows))
    batch.requests += [
        ask.update(
            target.place.sheet_id, target.row, target.column, [ask.row_of([target.write.new])]
        )
        for target in aims
    ]
    batch.answer = (_answer_range(aims, first, scratch.title),)


def records_of(aims: Sequence[Aim], *, call: str, first: int) -> list[Record]:
    """Give the records of a call's guarded writes; the first of a row is the home of the row's copy."""
    homes: dict[tuple[int, int], int] = {}
    renamed: dict[tuple[int, int], str] = {}
    for slot, target in enumerate(aims, first):
        row = target.place.sheet_id, target.row
        homes.setdefault(row, slot)
        if target.column == target.key_column:
            renamed[row] = key_text(target.write.new)
    return [
        Record(
            call=call,
            slot=slot,
            tab=target.write.tab,
            column=target.write.column,
            key=target.key,
            old=target.write.old,
            new=target.write.new,
            home=homes[target.place.sheet_id, target.row],
            at=target.column,
            key_at=target.key_column,
            fingerprint=target.fingerprint,
            twins=bool(target.key) and target.twins,
            renamed=renamed.get((target.place.sheet_id, target.row)),
            pays=target.pays,
        )
        for slot, target in enumerate(aims, first)
    ]


def settle(batch: Batch, slots: Iterable[int]) -> None:
    """Mark records as settled: nothing is owed for them any more."""
    batch.requests += [
        ask.update(batch.scratch.sheet_id, slot + 1, SETTLED, [ask.row_of([True])])
        for slot in slots
    ]


def write_plain(batch: Batch, cells: Mapping[int, Mapping[tuple[int, int], Scalar]]) -> None:
    """Write system cells, neighbours in one request."""
    for sheet_id, at in cells.items():
        batch.requests += [
            ask.update(sheet_id, row, column, [ask.row_of(values) for values in rows])
            for row, column, rows in ask.merged(at)
        ]


def rewrite(batch: Batch, page: Page, table: Table, place: Place) -> None:
    """Write the whole body of a system-made tab, column by neighbouring columns; people's own columns stay."""
    top = place.header_row + 1
    if top + len(page.rows) > place.row_count:
        length = top + len(page.rows) - place.row_count
        batch.requests.append(ask.grow(place.sheet_id, "ROWS", length))
    for run in _neighbours(table.columns):
        rows = [ask.row_of(row.get(column, "") for column in run) for row in page.rows]
        left = table.columns[run[0]]
        body = ask.area(place.sheet_id, (top, None), (left, left + len(run)))
        batch.requests.append(ask.fill(body, rows))


def _copies(target: Aim, record: Record, scratch_id: int) -> list[Message]:
    sheet_id, slot_row = target.place.sheet_id, record.slot + 1
    key = ask.one_cell(sheet_id, target.row, target.key_column)
    old = ask.one_cell(sheet_id, target.row, target.column)
    copies = [
        ask.copy_values(key, ask.one_cell(scratch_id, slot_row, KEY)),
        ask.copy_values(old, ask.one_cell(scratch_id, slot_row, OLD)),
    ]
    if record.home == record.slot:
        width = _copied_width(target.place)
        row = ask.area(sheet_id, (target.row, target.row + 1), (0, width))
        beside = ask.area(scratch_id, (slot_row, slot_row + 1), (ROW, ROW + width))
        copies.append(ask.copy_values(row, beside))
    return copies


def _copied_width(place: Place) -> int:
    return max(1, min(place.width, place.column_count, MAX_WIDTH))


def _make_room(batch: Batch, aims: Sequence[Aim], used: int) -> None:
    scratch = batch.scratch
    rows = max(scratch.row_count, used + 1)
    columns = max(scratch.column_count, ROW + max(_copied_width(one.place) for one in aims))
    if rows > scratch.row_count:
        batch.requests.append(ask.grow(scratch.sheet_id, "ROWS", rows - scratch.row_count))
    if columns > scratch.column_count:
        batch.requests.append(ask.grow(scratch.sheet_id, "COLUMNS", columns - scratch.column_count))
    batch.scratch = replace(scratch, row_count=rows, column_count=columns, used=used)


def _answer_range(aims: Sequence[Aim], first: int, title: str) -> str:
    """Name the copies to come back: key and value, and the whole row where only it tells rows apart."""
    widths = [_copied_width(target.place) for target in aims if target.wants_row]
    last = letters(ROW + max(widths) - 1 if widths else OLD)
    return f"{quoted(title)}!{letters(KEY)}{first + 2}:{last}{first + 1 + len(aims)}"


def _neighbours(columns: Mapping[str, int]) -> list[list[str]]:
    runs: list[list[str]] = []
    for column, index in sorted(columns.items(), key=lambda item: item[1]):
        if runs and columns[runs[-1][-1]] == index - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs
