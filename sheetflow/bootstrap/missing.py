"""Which tickets of the ledger have no row of theirs, for the doctor: a look by itself, whoever ran the cycles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sheetflow.bootstrap.house import House
from sheetflow.finding import Finding, alike
from sheetflow.model import Table, Text
from sheetflow.rows.doubles import index_of
from sheetflow.rows.index import TICKETS
from sheetflow.rows.lost import NAMED, find_lost
from sheetflow.store.doctor import Description


class Astray(NamedTuple):
    """What became of tickets whose number stands in no row of theirs.

    `gone` are the open ones without any row; `renumbered` are the positions of rows whose number was typed over, with
    the number that they bear and their own.
    """

    gone: Sequence[str]
    renumbered: Mapping[int, tuple[str, str]]


def astray(house: House, seen: Description) -> Astray:
    """Hold the rows against the ledger; those on their way aren't missed."""
    columns = {column.key: at for at, column in enumerate(house.schema.tab(TICKETS).columns)}
    _, table = seen.tables.get(TICKETS, (None, Table(TICKETS, columns, [])))
    records = house.ledger.records()
    expected = {report.ticket_no for report in house.ledger.pending_reports()}
    expected |= {row.key for run in house.ledger.open_runs() for row in run.writes.rows}
    index = index_of(table, records)
    lost = find_lost(index, table.columns, records, expected)
    own = {id(index.rows[found]): (found, number) for found, number in lost.renamed.items()}
    alone = {at: own[id(cells)] for at, cells in enumerate(table.rows) if id(cells) in own}
    gone = lost.gone - lost.doubled.keys() - set(lost.renamed.values())
    return Astray(sorted(gone), {**index.mistaken, **alone})


def missing_rows(house: House, gone: Sequence[str]) -> Iterator[Finding]:
    """Tell how many open tickets stand nowhere in the sheet, the first ones by number."""
    if not gone:
        return
    named = ", ".join(gone[:NAMED]) + (" …" if len(gone) > NAMED else "")
    yield Finding(
        "missing",
        "warning",
        alike(house.schema.tab(TICKETS).label.of(house.language)),
        Text(
            f"{len(gone)}张没办完的工单在表里没有行:{named}",
            f"open tickets without a row in the sheet: {len(gone)} ({named})",
        ),
        Text(
            "请从版本历史找回,或逐单运行 sheetflow row restore 单号;系统不会自己补",
            "Take them back from File → Version history, or run sheetflow row restore NUMBER for each; they aren't "
            "added again by themselves",
        ),
    )
