"""`sheetflow local-sheets`: the local workbook alone, for scripts and trials."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from sheetflow.bootstrap.house import local_sheets
from sheetflow.bootstrap.place import make_private
from sheetflow.clock import RunningClock, SystemClock
from sheetflow.localsheets import serve


def run(port: int, data: Path, *, started_at: datetime | None) -> None:
    """Serve on loopback until interrupted; the clock runs on from `started_at` where that is given."""
    make_private(data)
    clock = RunningClock(started_at) if started_at else SystemClock()
    sheets = local_sheets(data / "workbook.sqlite", clock)
    server = serve(sheets, "127.0.0.1", port)
    click.echo(f"Local Sheets on http://127.0.0.1:{server.server_port}")
    try:
        server.serve_forever()
    finally:
        server.server_close()
        sheets.close()
