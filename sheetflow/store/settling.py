"""What is owed after guarded writes met people's edits, and the guarded writes that put it back.

A value is put back at the row whose key came back with it, wherever people have moved that row since, and only while
the cell still shows what we wrote: a cell that somebody has typed into again is theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sheetflow.model import CellWrite, Reading, Scalar, Table
from sheetflow.schema import Schema
from sheetflow.store.aims import Aim, aim
from sheetflow.store.reading import Place, positions
from sheetflow.store.scratch import Record, Trace, fingerprint, owed, same
from sheetflow.store.sought import Sought

#: A cell as it is addressed: tab, column, key.
Cell: TypeAlias = tuple[str, str, str]


@dataclass(slots=True)
class Settlement:
    """The writes that put values back, and the traces for which nothing more can or need be put back."""

    aims: list[Aim] = field(default_factory=list)
    closed: list[Trace] = field(default_factory=list)


def settlement(
    found: Sequence[Trace], reading: Reading, places: Mapping[str, Place], schema: Schema
) -> Settlement:
    """Plan how to pay all that is owed, on the sheet as just read.

    What isn't found while others are put back waits for the next round: one of those may have covered its key.
    """
    plan, found = Settlement(), _by_their_keys(found, schema)
    unfound: list[Trace] = []
    contested = _contested(found)
    for debts in _by_cell(owed(found), contested).values():
        chains = _chains(debts, apart=_cell(debts[0]) in contested)
        plan.closed += [debt for debt in debts if not any(debt in chain for chain in chains)]
        table, place = reading.tables.get(debts[0].record.tab), places.get(debts[0].record.tab)
        for chain in chains:
            aims: list[Aim] = []
            whole = False
            if table is not None and place is not None:
                seen = _all_columns(table, place, chain[-1].record, schema)
                aims, whole = _put_back(chain, found, seen, place, schema)
            plan.aims += aims
            if not aims:
                unfound += chain
            elif not whole:
                plan.closed += chain
    if not plan.aims:
        plan.closed += unfound
    slots = {trace.record.slot for trace in plan.closed}
    plan.closed += [trace for trace in found if trace.settled and trace.record.slot in slots]
    return plan


def _by_their_keys(found: Sequence[Trace], schema: Schema) -> list[Trace]:
    """Give the traces with the key that their row carries now: its own again, if the one a call gave it was undone."""
    still = {trace.record.name for trace in owed(found)}
    undone = {
        (trace.record.call, trace.record.home)
        for trace in found
        if trace.record.column == schema.tab(trace.record.tab).key_columns[0]
        and not (trace.hit or trace.settled or trace.record.name in still)
    }
    return [
        replace(trace, record=replace(trace.record, renamed=None))
        if (trace.record.call, trace.record.home) in undone
        else trace
        for trace in found
    ]


def standing(
    first: Sequence[Trace],
    found: Sequence[Trace],
    reading: Reading,
    places: Mapping[str, Place],
    schema: Schema,
) -> frozenset[str]:
    """Name the records whose value may still show in a copy of their row, made before it was put back.

    `first` are the traces as met, `found` those of the scratch tab when all is done. What a put-back brought along is a
    value that belongs in some row, so it isn't looked for.
    """
    met = {trace.record.name for trace in first if not (trace.hit or trace.record.pays)}
    found = _by_their_keys(found, schema)
    left: set[str] = set()
    for trace in found:
        planned = trace.record
        table, place = reading.tables.get(planned.tab), places.get(planned.tab)
        if planned.name not in met or table is None or place is None:
            continue
        sought = _sought(trace, found, _all_columns(table, place, planned, schema), place, schema)
        if sought is not None and sought.copied(but=()):
            left.add(planned.name)
    return frozenset(left)


def _all_columns(table: Table, place: Place, planned: Record, schema: Schema) -> Table:
    """Give a table that knows people's own columns too, and by its index one without a header.

    Where the header of a column of ours was typed over meanwhile, the column is where its metadata is, else the one
    that stands in its place.
    """
    named = {*table.columns.values(), *table.own.values()}
    nameless = {f"#{at}": at for at in range(place.column_count)}
    if planned.column in nameless:
        nameless[planned.column] = _nameless(table, named, planned)
    places = {planned.column: planned.at, schema.tab(table.tab).key_columns[0]: planned.key_at}
    retyped = {
        name: at
        for name, at in places.items()
        if at >= 0 and at not in table.columns.values() and name not in nameless
    }
    return replace(
        table, columns={**nameless, **table.own, **retyped, **place.tagged, **table.columns}
    )


def _nameless(table: Table, named: Collection[int], planned: Record) -> int:
    """Find a column without a header by what we wrote into it, should it have moved on since."""
    width = max(map(len, table.rows), default=0)
    free = [planned.at, *(at for at in range(width) if at not in named)]
    shown = (at for at in free if any(same(_at(row, at), planned.new) for row in table.rows))
    return next(shown, planned.at)


def _at(row: Sequence[Scalar], at: int) -> Scalar:
    return row[at] if at < len(row) else ""


def _cell(trace: Trace) -> Cell:
    return trace.record.tab, trace.record.column, trace.address


def _contested(found: Iterable[Trace]) -> frozenset[Cell]:
    """Give the cells, by key, for which more rows than one may stand: there only a row's content tells."""
    twins = {_cell(trace) for trace in found if trace.record.twins or _brought(trace)}
    written = {_cell(trace) for trace in found if trace.hit and not trace.record.pays}
    return frozenset(twins | written)


def _brought(trace: Trace) -> bool:
    """Say whether a row has its key from a put-back, which may have fallen into another row than the key's own."""
    return bool(trace.record.pays) and trace.record.renamed is not None and not trace.hit


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


def _chains(debts: Sequence[Trace], *, apart: bool) -> list[list[Trace]]:
    """Join the debts that follow one another without a person's edit between; a chain's first holds what to put back.

    Somebody's value over ours ends what we owed before. Where rows may be copies of each other, each a row `apart`, it
    doesn't as long as what we wrote tells them apart. One call that met a cell twice met two rows: each begins a chain.
    """
    chains: list[list[Trace]] = []
    for debt in debts:
        before = [chain for chain in chains if chain[-1].record.call != debt.record.call]
        followed = [chain for chain in before if same(debt.found_old, chain[-1].record.new)]
        if followed:
            followed[0].append(debt)
        else:
            new = debt.record.new
            ended = [chain for chain in before if not apart or same(chain[-1].record.new, new)]
            chains = [*(chain for chain in chains if chain not in ended), [debt]]
    return chains


def _put_back(
    chain: Sequence[Trace], found: Sequence[Trace], table: Table, place: Place, schema: Schema
) -> tuple[list[Aim], bool]:
    """Give the writes that make the cell show again what it did before the chain, and whether that is all of it."""
    last = chain[-1].record
    sought = _sought(chain[-1], found, table, place, schema)
    if sought is None:
        return [], False
    keys, rows = schema.tab(table.tab).key_columns, sought.rows()
    old = chain[0].found_old
    write = CellWrite(last.tab, chain[-1].address, last.column, last.new, old, guarded=True)
    pays, by_key = " ".join(debt.record.name for debt in chain), positions(table, keys[:1])
    aims = [aim(write, at, table, place, keys, by_key, pays=pays) for at in rows]
    return aims, bool(aims) and not sought.copied(but=rows)


def _sought(
    debt: Trace, found: Sequence[Trace], table: Table, place: Place, schema: Schema
) -> Sought | None:
    """Give what is known of the row that a debt was made in; None where its column or the key's is gone."""
    key = schema.tab(table.tab).key_columns[0]
    if not {debt.record.column, key} <= table.columns.keys():
        return None
    written = _written_beside(debt, found) | {key}
    return Sought(
        debt,
        table,
        names={at: name for name, at in table.columns.items()},
        key_column=key,
        skipped=written | _systems(schema, table.tab),
        contested=_cell(debt) in _contested(found),
        written=written,
        beside={
            trace.record.column: trace.record.new
            for trace in found
            if (trace.record.call, trace.record.home) == (debt.record.call, debt.record.home)
        },
        first_row=place.row(0),
    )


def _systems(schema: Schema, tab: str) -> frozenset[str]:
    """Name the columns that only the system writes: it may have done so since the copy, in any row."""
    columns = schema.tab(tab).columns
    return frozenset(column.key for column in columns if column.written_by == "system")


def _written_beside(debt: Trace, found: Sequence[Trace]) -> frozenset[str]:
    """Name the columns that the same call wrote in the same row, or in one that was just like it."""
    call, row = debt.record.call, fingerprint(debt.found_row, but=())
    return frozenset(
        trace.record.column
        for trace in found
        if trace.record.call == call and fingerprint(trace.found_row, but=()) == row
    )
