"""What became of the runs that were begun: each cell as planned, still as it was, or changed by somebody since.

As planned -> done. As it was -> unsettled: the next plan writes it again, and it isn't taken for a person's edit.
Otherwise -> somebody typed there: that is a request like any, and the run's notices about the ticket are dropped
(ARCHITECTURE.md, invariant 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sheetflow.index import read_index
from sheetflow.model import CellWrite, Conflict, NewRow, Reading, Scalar, Table
from sheetflow.ports import Run
from sheetflow.projection import TICKETS


@dataclass
class Unsettled:
    """What is still open: columns per ticket, rows that never arrived (but for reports'); and the runs now closed."""

    columns: dict[str, frozenset[str]] = field(default_factory=dict)
    rows: tuple[NewRow, ...] = ()
    closed: dict[str, tuple[Conflict, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether something has to be written again."""
        return bool(self.columns or self.rows)


def compare(runs: Iterable[Run], reading: Reading) -> Unsettled:
    """Hold every open run against the sheet as it is now."""
    found = Unsettled()
    rows: dict[str, NewRow] = {}
    table = reading.tables.get(TICKETS, Table(TICKETS, {}, ()))
    tickets = read_index(table).rows
    for run in runs:
        cells = _Cells(run.writes.cells, table, tickets)
        lost = {row.key: row for row in run.writes.rows if not _arrived(row, reading, tickets)}
        rows.update({key: row for key, row in lost.items() if key not in run.reports})
        for key, columns in cells.still_old().items():
            found.columns[key] = found.columns.get(key, frozenset()) | columns
        if not cells.still_old() and not lost:
            found.closed[run.run_id] = cells.conflicts()
    found.rows = tuple(rows.values())
    return found


class _Cells:
    """The guarded and plain cells of one run, beside what the sheet shows."""

    def __init__(
        self, writes: Sequence[CellWrite], table: Table, tickets: Mapping[str, Sequence[Scalar]]
    ) -> None:
        self._shown = [
            (write, _cell(write.key or str(write.new), write.column, table, tickets))
            for write in writes
        ]

    def still_old(self) -> dict[str, frozenset[str]]:
        """Give the columns per ticket that show the old value; a row that is gone is nobody's debt."""
        columns: dict[str, set[str]] = {}
        for write, shown in self._shown:
            if write.key and shown == write.old and shown != write.new:
                columns.setdefault(write.key, set()).add(write.column)
        return {key: frozenset(names) for key, names in columns.items()}

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
    """Say whether an appended row stands in its tab; the key is its first column's."""
    if row.tab == TICKETS:
        return row.key in tickets
    table = reading.tables.get(row.tab)
    if table is None:
        return True
    first = next(iter(row.values))
    return any(table.cell(at, first) == row.key for at in range(len(table.rows)))
