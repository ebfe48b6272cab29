"""A column of 工单 that was deleted and made anew: what people had in it is written again as the ledger last saw it."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from sheetflow.ledger import SqlLedger
from sheetflow.model import CellWrite, Writes
from sheetflow.ports import Run, Store
from sheetflow.rows.index import TICKETS, read_index


def refill(store: Store, ledger: SqlLedger, columns: Collection[str], now: datetime) -> int:
    """Record that the next cycle writes them again, each cell guarded; gives how many cells that are.

    Without it the empty cells of the new column would be taken for people's: as if somebody had cleared them all. In
    a column that is new nobody had anything, and nothing is recorded. Raises Refused or Unavailable.
    """
    records = ledger.records() if columns else {}
    known = {
        (number, column): cell
        for number, record in records.items()
        for column in columns
        if (cell := record.seen.get(column, "")) != ""
    }
    if not known:
        return 0
    standing = read_index(store.read().tables[TICKETS]).rows
    cells = tuple(
        CellWrite(TICKETS, number, column, "", cell, guarded=True)
        for (number, column), cell in known.items()
        if number in standing
    )
    if cells:
        ledger.begin(Run(secrets.token_hex(8), now, Writes(cells=cells)))
    return len(cells)
