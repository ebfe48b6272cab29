"""The demonstration day of SHEET.md, in a workbook and a ledger of its own."""

from __future__ import annotations

from sheetflow import bootstrap
from sheetflow.settings import Settings


def make(settings: Settings) -> None:
    """Make the demonstration anew and make it the active workbook."""
    with bootstrap.open_house(settings, which=bootstrap.DEMO) as house:
        house.provision()
    bootstrap.activate(settings, bootstrap.DEMO)
