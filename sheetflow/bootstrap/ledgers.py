"""Where a spreadsheet's ledger is: a file in its folder, or the database that the settings name."""

from __future__ import annotations

from pathlib import Path

from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.settings import Settings


def ledger_in(folder: Path, settings: Settings) -> SqlLedger:
    """Open the ledger of the spreadsheet whose folder this is. Raises Refused or Unavailable."""
    return open_ledger(settings.database_url or f"sqlite:///{folder / 'ledger.sqlite'}")
