"""Calls and time of a cycle, beside two plain gspread scripts doing the same writes, in one run.

    .venv/bin/python bench/cycle.py [TICKETS …]

One tick: a tenth of the tickets, 200 at most, get a new report's worth of work (a technician chosen, so status, next
action, deadlines and reasons change). sheetflow plans and applies it in one read and one write. Script (a) writes each
changed cell with a call of its own, up to 1,000 cells, beyond that extrapolated; script (b) writes them with one
values:batchUpdate. All three run on the local workbook in process, so a call costs no network; on Google each call
costs a round trip and counts against 60 a minute.
"""

from __future__ import annotations

import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

import gspread

from bench._waiting import SCHEMA, waiting
from sheetflow.model import CellWrite, Reading, Verdict, Writes
from sheetflow.store import Workbook

#: Cells that script (a) writes for real; the rest is extrapolated from them.
FOR_REAL = 1000


class Recorder(Workbook):
    """The store, remembering the last batch of cells it was asked to write."""

    last: tuple[CellWrite, ...] = ()

    def apply(self, writes: Writes, *, run_id: str, reading: Reading) -> Verdict:
        """Apply as ever."""
        self.last = writes.cells
        return super().apply(writes, run_id=run_id, reading=reading)


def measure(count: int, folder: Path) -> None:
    """Print one size's calls and seconds."""
    begin = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
    with waiting(count, Recorder, folder, at=begin) as here:
        tickets = here.people.worksheet("工单")
        column = tickets.row_values(1).index("维修工程师")
        chosen = min(max(count // 10, 1), 200)
        cells = [gspread.Cell(n + 2, column + 1, "刘勇·工02") for n in range(chosen)]
        tickets.update_cells(cells)
        began = perf_counter()
        summary = here.runner.cycle()
        ours = perf_counter() - began
        written = here.store.last
        print(f"{count:>6} tickets, {chosen} technicians chosen, {len(written)} cells to write")
        calls = f"{summary.reads} read, {summary.writes} write"
        print(f"       sheetflow: {calls}, {ours:7.2f} s ({summary.outcome})")
        _scripts(tickets, written)


def _scripts(tickets: gspread.Worksheet, written: tuple[CellWrite, ...]) -> None:
    """Let the plain scripts find each row by its number and write the same cells."""
    began = perf_counter()
    labels = {c.key: c.label.zh for c in SCHEMA.tab("tickets").columns}
    values = tickets.get_all_values()
    columns = {label: n + 1 for n, label in enumerate(values[0])}
    rows = {row[0]: n + 1 for n, row in enumerate(values)}
    reading = perf_counter() - began
    places = [(rows[w.key], columns[labels[w.column]], w.new) for w in written if w.key in rows]
    began = perf_counter()
    for row, column, value in places[:FOR_REAL]:
        tickets.update_cell(row, column, value)
    spent = perf_counter() - began
    real = min(len(places), FOR_REAL)
    whole = reading + spent * len(places) / max(real, 1)
    note = "" if real == len(places) else f", {real} for real and the rest extrapolated"
    print(f"       (a) cell by cell: 1 read, {len(places)} writes, {whole:7.2f} s{note}")
    began = perf_counter()
    tickets.update_cells([gspread.Cell(row, column, value) for row, column, value in places])
    whole = reading + perf_counter() - began
    print(f"       (b) one batch:    1 read, 1 write, {whole:7.2f} s, unguarded")


def main() -> None:
    """Measure 100, 1,000 and 10,000 tickets, or the sizes that are named."""
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    for size in [int(size) for size in sys.argv[1:]] or [100, 1000, 10000]:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, Path(folder))


if __name__ == "__main__":
    main()
