"""What is told of guarded writes that met people's edits, and of what the sheet shows since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sheetflow.model import CellWrite, Conflict
from sheetflow.store.scratch import Trace, owed, same


def conflicts(
    first: Sequence[Trace], last: Sequence[Trace], left: Collection[str] = ()
) -> tuple[Conflict, ...]:
    """Tell which planned writes met people's edits, and whether the sheet is as people left it again.

    `first` are the traces as met, `last` after settling, `left` the records whose value may show somewhere yet. A
    put-back that went astray, to another row or into another column, is news only when what it covered in turn couldn't
    be put back.
    """
    given_up = [trace for trace in last if trace.settled]
    shown = {trace.record.name for trace in [*owed(last), *given_up]} | {*left}
    known = {trace.record.name for trace in first if trace.settled or not trace.record.pays}
    astray = [
        trace
        for trace in last
        if (trace.record.pays or trace.record.stray is not None)
        and trace.record.name in shown - known
    ]
    met = [trace for trace in first if not (trace.hit or trace.settled or trace.record.pays)]
    return tuple(
        Conflict(
            write=write_of(trace),
            found=trace.found_old,
            found_key=trace.found_key,
            put_back=trace.record.name not in shown,
            meant=_meant(trace, [*first, *last]),
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


def _meant(trace: Trace, found: Sequence[Trace]) -> str:
    """Give the key of the row that a write was planned for; of a put-back, that of the write which it puts back."""
    roots = {one.record.name: one for one in found}
    while trace.record.pays:
        paid = roots.get(trace.record.pays.split()[0])
        if paid is None:
            break
        trace = paid
    return trace.record.key or trace.record.renamed or ""
