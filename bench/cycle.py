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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

import gspread

from sheetflow.clock import FixedClock
from sheetflow.ledger import open_ledger
from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.model import CellWrite, Reading, Verdict, Writes
from sheetflow.rules import RULES
from sheetflow.runner import Office, Runner
from sheetflow.schema import load
from sheetflow.store import Transport, Workbook, provision
from tests.builders import SCHEMA_FILE

ZONE = ZoneInfo("Asia/Shanghai")
SCHEMA = load(SCHEMA_FILE, profile="stove")

#: Cells that script (a) writes for real; the rest is extrapolated from them.
FOR_REAL = 1000
NO_BOUND = 10**9


class Recorder(Workbook):
    """The store, remembering the last batch of cells it was asked to write."""

    last: tuple[CellWrite, ...] = ()

    def apply(self, writes: Writes, *, run_id: str, reading: Reading) -> Verdict:
        """Apply as ever."""
        self.last = writes.cells
        return super().apply(writes, run_id=run_id, reading=reading)


def measure(count: int, folder: Path) -> None:
    """Print one size's calls and seconds."""
    clock = FixedClock(datetime(2026, 3, 10, 6, 30, tzinfo=UTC))
    sheets = LocalSheets(folder / "workbook.sqlite", now=clock.now)
    client = local_client(sheets, http_client=Transport)
    book = client.create("bench")
    provision(client, book.id, SCHEMA, language="zh", zone=ZONE)
    book.worksheet("人员").append_rows([["01", "陈立", "技术人员"], ["02", "刘勇", "技术人员"]])
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
    store = Recorder(client, book.id, SCHEMA, language="zh", zone=ZONE, now=clock.now)
    runner = Runner(store, ledger, clock, Office(SCHEMA, RULES, "zh", ZONE, max_changes=NO_BOUND))
    for n in range(count):
        report = {
            "customer_name": f"客户{n}", "phone": f"138-0000-{n % 10000:04d}", "serial_no": f"SN{n}",
            "address": "城东人民路1号", "product_model": "大锅灶 ZG-2A", "fault": "打不着火",
            "channel": "web", "request_type": "repair",
        }  # fmt: skip
        ledger.accept(report, at=clock.now(), day=clock.now().date(), key=str(n))
    while runner.cycle().outcome != "idle":
        clock.at += timedelta(seconds=10)
    tickets = book.worksheet("工单")
    column = tickets.row_values(1).index("维修工程师")
    chosen = min(max(count // 10, 1), 200)
    cells = [gspread.Cell(n + 2, column + 1, "刘勇·工02") for n in range(chosen)]
    tickets.update_cells(cells)
    began = perf_counter()
    summary = runner.cycle()
    ours = perf_counter() - began
    written = store.last
    print(f"{count:>6} tickets, {chosen} technicians chosen, {len(written)} cells to write")
    calls = f"{summary.reads} read, {summary.writes} write"
    print(f"       sheetflow: {calls}, {ours:7.2f} s ({summary.outcome})")
    _scripts(tickets, written)
    ledger.close()
    sheets.close()


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
