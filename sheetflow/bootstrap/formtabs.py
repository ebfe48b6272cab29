"""What the ledger knows of the tabs that hold a Form's answers, for the store."""

from __future__ import annotations

from sheetflow.forms import ANSWERS, known_tabs
from sheetflow.pings import PINGS, form_answered
from sheetflow.ports import Ledger
from sheetflow.store.forms import Forms


def forms_of(ledger: Ledger) -> Forms:
    """Give the tabs as they are asked for: those whose answers were taken, and a new one at the first ping of it."""
    return Forms(
        known=lambda: known_tabs(ledger.kept(ANSWERS)),
        answered=lambda: form_answered(ledger.kept(PINGS)),
    )
