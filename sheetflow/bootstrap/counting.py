"""The calls of Sheets that every process of a desk made, counted on in the ledger for /metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from sheetflow.bootstrap.ledgers import ledger_in
from sheetflow.bootstrap.place import active, alone, folder_of
from sheetflow.errors import SheetflowError
from sheetflow.model import Json
from sheetflow.ports import CALLS, Ledger
from sheetflow.settings import Settings
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


def kept_calls(settings: Settings) -> Json:
    """Give the calls that were counted for a desk that isn't open, none where it has no ledger yet.

    Raises Refused or Unavailable where the ledger can't be read.
    """
    place = active(settings)
    settings = alone(settings, place)
    folder = settings.data_dir / folder_of(settings, place)
    if not folder.is_dir():
        return {}
    ledger = ledger_in(folder, settings)
    try:
        return ledger.kept(CALLS) or {}
    finally:
        ledger.close()
