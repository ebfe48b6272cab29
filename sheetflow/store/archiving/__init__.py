"""Rows moved out of the live tabs and back: copied, read back, and only then taken away, through a landing tab."""

from sheetflow.store.archiving.archive import Archive
from sheetflow.store.archiving.grid import Grid, Row, alike
from sheetflow.store.archiving.look import ArchiveUnreachable, Look, Outpaced, Side

__all__ = ["Archive", "ArchiveUnreachable", "Grid", "Look", "Outpaced", "Row", "Side", "alike"]
