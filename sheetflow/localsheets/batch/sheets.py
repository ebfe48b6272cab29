"""addSheet, deleteSheet, updateSheetProperties, updateSpreadsheetProperties, duplicateSheet: tabs and the file."""

from __future__ import annotations

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.creation import new_sheet
from sheetflow.localsheets.resource import sheet_properties
from sheetflow.localsheets.shapes import Json


def add_sheet(book: Book, request: Json) -> Json:
    """Add an empty tab, with the caller's id where one is given."""
    sheet = new_sheet(book, request.get("properties", {}))
    return {"properties": sheet_properties(book, sheet)}
