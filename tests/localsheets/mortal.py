"""A server of the local workbook in a process of its own, there to be killed."""

from __future__ import annotations

from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from sheetflow.localsheets import LocalSheets, serve


def answer(path: Path, told: Connection) -> None:
    """Serve a workbook on a free port until killed; tell the port."""
    sheets = LocalSheets(path, now=lambda: datetime(2026, 3, 10, 6, 30, tzinfo=UTC))
    server = serve(sheets, "127.0.0.1", 0)
    told.send(server.server_port)
    server.serve_forever()
