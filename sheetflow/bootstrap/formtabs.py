"""What the ledger knows of the tabs that hold a Form's answers, for the store."""

from __future__ import annotations

from sheetflow.forms import ANSWERS, known_tabs
from sheetflow.pings import PINGS, last_good
from sheetflow.ports import Ledger
from sheetflow.store.forms import Forms


def forms_of(ledger: Ledger) -> Forms:
    """Give the tabs as they are asked for: those whose answers were taken, and a new one at the next ping."""
    return Forms(
        known=lambda: known_tabs(ledger.kept(ANSWERS)),
        changed=lambda: last_good(ledger.kept(PINGS)),
    )
