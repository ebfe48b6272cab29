"""Rows moved out of the live tabs and back: copied, read back, and only then taken away, through a landing tab."""

from sheetflow.store.archiving.archive import Archive, ArchiveUnreachable, Look, Side
from sheetflow.store.archiving.grid import Grid, Row, alike

__all__ = ["Archive", "ArchiveUnreachable", "Grid", "Look", "Row", "Side", "alike"]
