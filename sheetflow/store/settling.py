"""What is owed after guarded writes met people's edits, and the guarded writes that put it back.

A value is put back at the row whose key came back with it, wherever people have moved that row since, and only while
the cell still shows what we wrote: a cell that somebody has typed into again is theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sheetflow.model import CellWrite, Conflict, Reading, Scalar, Table
from sheetflow.schema import Schema
from sheetflow.store.aims import Aim, aim
from sheetflow.store.reading import Place, positions
from sheetflow.store.scratch import Record, Trace, fingerprint, owed, same

#: A cell as it is addressed: tab, column, key.
Cell: TypeAlias = tuple[str, str, str]


@dataclass(slots=True)
class Settlement:
    """The writes that put values back, and the traces for which nothing can or need be put back."""

    aims: list[Aim] = field(default_factory=list)
    closed: list[Trace] = field(default_factory=list)


def settlement(
    found: Sequence[Trace], reading: Reading, places: Mapping[str, Place], schema: Schema
) -> Settlement:
    """Plan how to pay all that is owed, on the sheet as just read."""
    plan = Settlement()
    for debts in _by_cell(owed(found), _contested(found)).values():
        chain = _chain(debts)
        plan.closed += [debt for debt in debts if debt not in chain]
        table, place = reading.tables.get(debts[0].record.tab), places.get(debts[0].record.tab)
        aims: list[Aim] = []
        copied = False
        if table is not None and place is not None:
            seen = _all_columns(table, place, chain[-1].record, schema)
            aims = _put_back(chain, found, seen, place, schema)
            copied = bool(aims) and _copied(chain[-1], found, seen, aims, schema)
        plan.aims += aims
        if not aims or copied:
            plan.closed += chain
    slots = {trace.record.slot for trace in plan.closed}
    plan.closed += [trace for trace in found if trace.settled and trace.record.slot in slots]
    return plan


def _all_columns(table: Table, place: Place, planned: Record, schema: Schema) -> Table:
    """Give a table that knows people's own columns too, and by its index one without a header.

    Where the header of a column of ours was typed over meanwhile, the column is the one that stands in its place.
    """
    named = {*table.columns.values(), *table.own.values()}
    nameless = {f"#{at}": at for at in range(place.column_count)}
    if planned.column in nameless:
        nameless[planned.column] = _nameless(table, named, planned)
    places = {planned.column: planned.at, schema.tab(table.tab).key_columns[0]: planned.key_at}
    retyped = {
        name: at for name, at in places.items() if at >= 0 and at not in table.columns.values()
    }
    return replace(table, columns={**nameless, **table.own, **retyped, **table.columns})


def _nameless(table: Table, named: Collection[int], planned: Record) -> int:
    """Find a column without a header by what we wrote into it, should it have moved on since."""
    width = max(map(len, table.rows), default=0)
    free = [planned.at, *(at for at in range(width) if at not in named)]
    shown = (at for at in free if any(same(_at(row, at), planned.new) for row in table.rows))
    return next(shown, planned.at)


def _at(row: Sequence[Scalar], at: int) -> Scalar:
    return row[at] if at < len(row) else ""


def conflicts(first: Sequence[Trace], last: Sequence[Trace]) -> tuple[Conflict, ...]:
    """Tell which planned writes met people's edits, and whether the sheet is as people left it again.

    `first` are the traces as met, `last` after settling. A put-back that went astray is news only when what it covered
    in turn couldn't be put back.
    """
    still_owed = {trace.record.name for trace in owed(last)}
    closed = {trace.record.name for trace in last if trace.settled}
    known = {trace.record.name for trace in first if trace.settled}
    astray = [
        trace
        for trace in last
        if trace.record.pays and trace.record.name in (still_owed | closed) - known
    ]
    met = [trace for trace in first if not (trace.hit or trace.settled or trace.record.pays)]
    return tuple(
        Conflict(
            write=write_of(trace),
            found=trace.found_old,
            found_key=trace.found_key,
            put_back=trace.record.name not in still_owed | closed,
        )
        for trace in [*met, *astray]
        if not same(trace.found_old, trace.record.new)
    )


def unheard(found: Sequence[Trace], runs: Collection[str]) -> list[Trace]:
    """Give the traces of what is owed, and of all that the calls of these runs wrote, whatever was settled since."""
    debts = {trace.record.name for trace in owed(found)}
    return [
        replace(trace, settled=False)
        for trace in found
        if trace.record.name in debts or trace.record.call.partition(".")[0] in runs
    ]


def write_of(trace: Trace) -> CellWrite:
    """Give the write that a record was made for."""
    planned = trace.record
    return CellWrite(
        planned.tab,
        planned.key,
        planned.column,
        planned.old,
        planned.new,
        guarded=True,
        fingerprint=planned.fingerprint,
    )


def _cell(trace: Trace) -> Cell:
    return trace.record.tab, trace.record.column, trace.address


def _contested(found: Iterable[Trace]) -> frozenset[Cell]:
    """Give the cells, by key, for which more rows than one may stand: there only a row's content tells."""
    twins = {_cell(trace) for trace in found if trace.record.twins}
    written = {_cell(trace) for trace in found if trace.hit and not trace.record.pays}
    return frozenset(twins | written)


def _by_cell(
    debts: Iterable[Trace], contested: frozenset[Cell]
) -> dict[tuple[str, ...], list[Trace]]:
    """Group debts by the cell they were made in, in the order in which they were made."""
    cells: dict[tuple[str, ...], list[Trace]] = {}
    for debt in debts:
        planned = debt.record
        row: tuple[str, ...] = ()
        if not debt.address:
            row = planned.call, str(planned.home)
        elif _cell(debt) in contested:
            row = (fingerprint(debt.found_row, but=(planned.key_at, planned.at)),)
        cells.setdefault((*_cell(debt), *row), []).append(debt)
    return cells


def _chain(debts: Sequence[Trace]) -> list[Trace]:
    """Give the debts that follow one another without a person's edit between; the first holds what to put back.

    Somebody's value over ours ends what we owed before.
    """
    chain: list[Trace] = []
    for debt in debts:
        if chain and not same(debt.found_old, chain[-1].record.new):
            chain = []
        chain.append(debt)
    return chain


def _put_back(
    chain: Sequence[Trace], found: Sequence[Trace], table: Table, place: Place, schema: Schema
) -> list[Aim]:
    """Give the writes that make the cell show again what it did before the chain."""
    last, tab, column = chain[-1], table.tab, chain[-1].record.column
    keys = schema.tab(tab).key_columns
    if not {column, keys[0]} <= table.columns.keys():
        return []
    by_key = positions(table, keys[:1])
    contested = _cell(last) in _contested(found)
    skipped = _indices(_not_theirs(last, found, schema), table)
    rows = _rows_hit(table, by_key, last, skipped, contested)
    write = CellWrite(tab, last.address, column, last.record.new, chain[0].found_old, guarded=True)
    pays = " ".join(debt.record.name for debt in chain)
    return [aim(write, at, table, place, keys, by_key, pays=pays) for at in rows]


def _copied(
    debt: Trace, found: Sequence[Trace], table: Table, aims: Sequence[Aim], schema: Schema
) -> bool:
    """Say whether somebody's copy of the row may show what we wrote too, and can't be put right: that is told.

    Such a row has the same key, or is as the hit one was; in a column of people's own any that shows what we wrote is.
    """
    planned = debt.record
    if planned.new == "":
        return False
    skipped = _indices(_not_theirs(debt, found, schema), table)
    copy = _kept(debt.found_row, skipped)
    put_right = {one.row - one.place.row(0) for one in aims}
    keys = schema.tab(table.tab).key_columns[:1]
    keyed = positions(table, keys).get(debt.address, ()) if debt.address else ()
    return any(
        same(table.cell(at, planned.column), planned.new)
        and (planned.stray is not None or at in keyed or _kept(row, skipped) == copy)
        for at, row in enumerate(table.rows)
        if at not in put_right
    )


def _not_theirs(debt: Trace, found: Sequence[Trace], schema: Schema) -> frozenset[str]:
    """Name the columns of a row that was hit in which our own writes may stand; content is told by the others."""
    tab = debt.record.tab
    keys = {schema.tab(tab).key_columns[0]}
    return _written_beside(debt, found) | _systems(schema, tab) | keys


def _indices(columns: Iterable[str], table: Table) -> frozenset[int]:
    return frozenset(table.columns[column] for column in columns if column in table.columns)


def _kept(cells: Sequence[Scalar], skipped: Collection[int]) -> dict[int, Scalar]:
    """Give the cells of a row that hold something, by index, without those skipped."""
    return {at: cell for at, cell in enumerate(cells) if cell != "" and at not in skipped}


def _systems(schema: Schema, tab: str) -> frozenset[str]:
    """Name the columns that only the system writes: it may have done so since the copy, in any row."""
    columns = schema.tab(tab).columns
    return frozenset(column.key for column in columns if column.written_by == "system")


def _written_beside(debt: Trace, found: Sequence[Trace]) -> frozenset[str]:
    """Name the columns that the same call wrote in the same row."""
    call, home = debt.record.call, debt.record.home
    return frozenset(
        trace.record.column
        for trace in found
        if trace.record.call == call and trace.record.home == home
    )


def _rows_hit(
    table: Table,
    by_key: Mapping[str, list[int]],
    debt: Trace,
    skipped: frozenset[int],
    contested: bool,
) -> list[int]:
    """Find where the row that was hit is now, if it still shows what we wrote.

    By its key; where several or none have that, by the copy made of it without the columns `skipped`.
    A row whose key is gone has to be equal to its copy; in one that never had a key people may have typed on. Of rows
    that were duplicated since, each is meant; where several others might be it, none is.
    """
    keyed = by_key.get(debt.address, []) if debt.address else []
    rows = keyed or (list(range(len(table.rows))) if debt.address else by_key.get("", []))
    rows = [at for at in rows if same(table.cell(at, debt.record.column), debt.record.new)]
    if keyed and (debt.record.stray is not None or (len(keyed) == 1 and not contested)):
        return rows
    copy = _kept(debt.found_row, skipped)
    if not keyed and not copy and debt.record.new == "":
        return []  # nothing tells one empty row from another, and a row with something in it isn't the one
    equal = [at for at in rows if _kept(table.rows[at], skipped) == copy]
    if keyed:
        return equal
    if debt.address:
        return equal if copy and len(equal) == 1 else []
    still = [at for at in rows if copy.items() <= _kept(table.rows[at], skipped).items()]
    return equal or (still if len(still) == 1 else [])
