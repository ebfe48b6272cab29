"""A spreadsheet server for one machine: Google's Sheets API v4 over one SQLite file.

    sheets = LocalSheets(Path("var/workbook.sqlite"), now=lambda: datetime.now(UTC))
    spreadsheet = local_client(sheets).create("Repair desk")

gspread works on it unchanged, in process or over HTTP. It knows tabs, cells, formats, validation
and metadata, and nothing of repair tickets; it imports nothing else of sheetflow.
"""

from __future__ import annotations

from sheetflow.localsheets.clients import local_client, remote_client
from sheetflow.localsheets.compressing import compressed
from sheetflow.localsheets.database import WorkbookBusy, WorkbookUnreadable
from sheetflow.localsheets.grid.api import grid_blueprint
from sheetflow.localsheets.past import NoSuchRevision
from sheetflow.localsheets.server import serve
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.wsgi import wsgi_app

__all__ = [
    "LocalSheets",
    "NoSuchRevision",
    "WorkbookBusy",
    "WorkbookUnreadable",
    "compressed",
    "grid_blueprint",
    "local_client",
    "remote_client",
    "serve",
    "wsgi_app",
]
