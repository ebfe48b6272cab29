"""The calls of Sheets that every process of a desk made, counted on in the ledger for /metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from sheetflow.errors import SheetflowError
from sheetflow.ports import CALLS, Ledger
from sheetflow.store import Workbook


def keep_calls(ledger: Ledger, store: Workbook) -> None:
    """Add what this process called since it was last asked; a ledger that is away just now misses that."""
    fresh = Counter(store.tally.tell())
    if not fresh:
        return
    with suppress(SheetflowError):
        before = ledger.kept(CALLS)
        if isinstance(before, Mapping):
            fresh += Counter({name: int(str(count)) for name, count in before.items()})
        ledger.keep(CALLS, dict(fresh))
