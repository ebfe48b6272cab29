"""What became of the runs that were begun: each cell as planned, still as it was, or changed by somebody since.

As planned -> done. As it was -> unsettled: the next plan writes it again, and it isn't taken for a person's edit.
Not to be seen, because the column's header is away -> open until it is back.
Otherwise -> somebody typed there: that is a request like any, and the run's notices about the ticket are dropped
(ARCHITECTURE.md, invariant 5). What a sort or a deleted row led into other rows is nobody's edit either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheetflow.model import CellWrite, Conflict, NewRow, Reading, Scalar, Table
from sheetflow.ports import Run
from sheetflow.record import TicketRecord
from sheetflow.rows.doubles import index_of
from sheetflow.rows.index import TICKETS


@dataclass
class Unsettled:
    """What is still open: columns per ticket, rows that never arrived (but for reports'); and the runs now closed."""

    columns: dict[str, frozenset[str]] = field(default_factory=dict)
    rows: tuple[NewRow, ...] = ()
    closed: dict[str, tuple[Conflict, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether something has to be written again."""
        return bool(self.columns or self.rows)


def compare(
    runs: Iterable[Run],
    reading: Reading,
    records: Mapping[str, TicketRecord],
    columns: Collection[str] = (),
) -> Unsettled:
    """Hold every open run against the sheet as it is now; what a later plan left as it was is no debt of an earlier.

    `columns` are those of the tickets' tab by the schema: of these one that isn't there now may come back.
    """
    found = Unsettled()
    rows: dict[tuple[str, str], NewRow] = {}
    table = reading.tables.get(TICKETS, Table(TICKETS, {}, ()))
    if "ticket_no" not in table.columns:
        return found  # nobody can say which row is whose: all runs stay open
    tickets = index_of(table, records).rows
    for run in runs:
        cells = _Cells(_of_tickets(run.writes.cells), table, tickets, records)
        lost = [row for row in run.writes.rows if not _arrived(row, reading, tickets)]
        rows.update({(row.tab, row.key): row for row in lost if row.key not in run.reports})
        pending = [*cells.still_old(), *cells.unseen(columns)]
        for key, column in (*pending, *cells.astray()):
            found.columns[key] = found.columns.get(key, frozenset()) | {column}
        if not pending and not lost:
            found.closed[run.run_id] = cells.conflicts()
    found.rows = tuple(rows.values())
    return found


def _of_tickets(writes: Iterable[CellWrite]) -> list[CellWrite]:
    """Leave out the rows of other tabs: what was asked for them is held against the sheet at every plan anyway."""
    return [write for write in writes if write.tab == TICKETS]


class _Cells:
    """The guarded and plain cells of one run, beside what the sheet shows."""

    def __init__(
        self,
        writes: Sequence[CellWrite],
        table: Table,
        tickets: Mapping[str, Sequence[Scalar]],
        records: Mapping[str, TicketRecord],
    ) -> None:
        self._table, self._tickets, self._records = table, tickets, records
        self._shown = [
            (write, _cell(write.key or str(write.new), write.column, table, tickets))
            for write in writes
        ]

    def still_old(self) -> list[tuple[str, str]]:
        """Give ticket and column of the cells that show the old value; a row that is gone is nobody's debt."""
        return [
            (write.key, write.column)
            for write, shown in self._shown
            if write.key and shown == write.old != write.new and not self._meant(write)
        ]

    def unseen(self, columns: Collection[str]) -> list[tuple[str, str]]:
        """Give ticket and column of the guarded cells whose row is there and whose column, one of these, is away."""
        return [
            (write.key, write.column)
            for write, _ in self._shown
            if write.guarded and write.key in self._tickets and write.column in columns
            if write.column not in self._table.columns
        ]

    def _meant(self, write: CellWrite) -> bool:
        record = self._records.get(write.key)
        return record is not None and record.stands(write.column) == write.old

    def astray(self) -> Iterator[tuple[str, str]]:
        """Yield ticket and column of the system's cells that show what was meant for another row."""
        if all(shown == write.new for write, shown in self._shown):
            return
        meant: dict[str, set[Scalar]] = {}
        for write, _ in self._shown:
            if not write.guarded and write.new != "":
                meant.setdefault(write.column, set()).add(write.new)
        planned = {(write.key, write.column) for write, _ in self._shown}
        for key in self._tickets:
            for column, values in meant.items():
                shown = _cell(key, column, self._table, self._tickets)
                if shown in values and (key, column) not in planned:
                    yield key, column

    def conflicts(self) -> tuple[Conflict, ...]:
        """Give the guarded cells that show something else by now."""
        return tuple(
            Conflict(write, "" if shown is None else shown, write.key, put_back=False)
            for write, shown in self._shown
            if write.guarded and write.key and shown not in (write.new, write.old)
        )


def _cell(
    key: str, column: str, table: Table, tickets: Mapping[str, Sequence[Scalar]]
) -> Scalar | None:
    cells, index = tickets.get(key), table.columns.get(column, -1)
    if cells is None or index < 0:
        return None
    return cells[index] if index < len(cells) else ""


def _arrived(row: NewRow, reading: Reading, tickets: Mapping[str, Sequence[Scalar]]) -> bool:
    """Say whether an appended row stands in its tab; the key is its first column's, without which nobody can say."""
    if row.tab == TICKETS:
        return row.key in tickets
    table, first = reading.tables.get(row.tab), next(iter(row.values))
    if table is None or first not in table.columns:
        return True
    return any(table.cell(at, first) == row.key for at in range(len(table.rows)))
