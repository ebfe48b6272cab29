"""What is owed after guarded writes met people's edits, and the guarded writes that put it back.

A value is put back at the row whose key came back with it, wherever people have moved that row since, and only while
the cell still shows what we wrote: a cell that somebody has typed into again is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sheetflow.model import CellWrite, Conflict, Reading, Scalar, Table
from sheetflow.schema import Schema
from sheetflow.store.batch import Aim, aim
from sheetflow.store.reading import Place, positions
from sheetflow.store.scratch import Trace, owed, same


@dataclass(slots=True)
class Settlement:
    """The writes that put values back, and the slots of records for which nothing can or need be put back."""

    aims: list[Aim] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)


def settlement(
    found: Sequence[Trace], reading: Reading, places: Mapping[str, Place], schema: Schema
) -> Settlement:
    """Plan how to pay all that is owed, on the sheet as just read."""
    plan = Settlement()
    for debts in _by_cell(owed(found)).values():
        chain = _chain(debts)
        plan.closed += [debt.record.slot for debt in debts if debt not in chain]
        aims = _put_back(chain, _written_beside(chain[-1], found), reading, places, schema)
        plan.aims += aims
        if not aims:
            plan.closed += [debt.record.slot for debt in chain]
    return plan


def conflicts(first: Sequence[Trace], last: Sequence[Trace]) -> tuple[Conflict, ...]:
    """Tell which planned writes met people's edits, and whether the sheet is as people left it again.

    `first` are the traces as met, `last` after settling. Put-backs that went astray are no news of their own.
    """
    still_owed = {trace.record.name for trace in owed(last)}
    closed = {trace.record.name for trace in last if trace.settled}
    return tuple(
        Conflict(
            write=write_of(trace),
            found=trace.found_old,
            found_key=trace.found_key,
            put_back=trace.record.name not in still_owed | closed,
        )
        for trace in first
        if not (trace.hit or trace.settled or trace.record.pays)
    )


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


def _by_cell(debts: Iterable[Trace]) -> dict[tuple[str, ...], list[Trace]]:
    """Group debts by the cell they were made in, in the order in which they were made."""
    cells: dict[tuple[str, ...], list[Trace]] = {}
    for debt in debts:
        planned = debt.record
        keyless = () if debt.address else (planned.call, str(planned.home))
        cells.setdefault((planned.tab, planned.column, debt.address, *keyless), []).append(debt)
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
    chain: Sequence[Trace],
    beside: frozenset[str],
    reading: Reading,
    places: Mapping[str, Place],
    schema: Schema,
) -> list[Aim]:
    """Give the writes that make the cell show again what it did before the chain."""
    last = chain[-1]
    tab, column = last.record.tab, last.record.column
    table, place = reading.tables.get(tab), places.get(tab)
    if table is None or place is None or column not in table.columns:
        return []
    key_column = schema.tab(tab).key_columns[0]
    rows = _rows_hit(table, key_column, last, beside | {key_column})
    write = CellWrite(tab, last.address, column, last.record.new, chain[0].found_old, guarded=True)
    pays = " ".join(debt.record.name for debt in chain)
    return [aim(write, at, table, place, key_column, pays=pays) for at in rows]


def _written_beside(debt: Trace, found: Sequence[Trace]) -> frozenset[str]:
    """Name the columns that the same call wrote in the same row."""
    call, home = debt.record.call, debt.record.home
    return frozenset(
        trace.record.column
        for trace in found
        if trace.record.call == call and trace.record.home == home
    )


def _rows_hit(table: Table, key_column: str, debt: Trace, ours: frozenset[str]) -> list[int]:
    """Find where the row that was hit is now, if it still shows what we wrote.

    By its key; where several or none have that, by the copy made of it, `ours` being the columns that don't count.
    A row whose key is gone has to be equal to its copy; in one that never had a key people may have typed on. Of rows
    that were duplicated since, each is meant; where several others might be it, none is.
    """
    by_key = positions(table, (key_column,))
    keyed = by_key.get(debt.address, []) if debt.address else []
    rows = keyed or (range(len(table.rows)) if debt.address else by_key.get("", []))
    rows = [at for at in rows if same(table.cell(at, debt.record.column), debt.record.new)]
    if keyed and len(rows) < 2:
        return rows
    skipped = {table.columns[column] for column in ours if column in table.columns}

    def kept(cells: Sequence[Scalar]) -> dict[int, Scalar]:
        return {at: cell for at, cell in enumerate(cells) if cell != "" and at not in skipped}

    copy = kept(debt.found_row)
    equal = [at for at in rows if kept(table.rows[at]) == copy]
    if keyed:
        return equal
    if debt.address:
        return equal if copy and len(equal) == 1 else []
    still = [at for at in rows if copy.items() <= kept(table.rows[at]).items()]
    return equal[:1] or (still if len(still) == 1 else [])
