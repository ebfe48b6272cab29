"""GridData: the cells of a rectangle with as much of each as the mask asks for."""

from __future__ import annotations

from datetime import datetime

from sheetflow.localsheets.book import Book, Row, Sheet
from sheetflow.localsheets.cells import extended
from sheetflow.localsheets.masks import Mask
from sheetflow.localsheets.ranges import Box
from sheetflow.localsheets.shapes import Json


def grid_data(book: Book, now: datetime, sheet: Sheet, box: Box, mask: Mask) -> Json:
    """Return the GridData of a rectangle clipped to the grid."""
    box = box.clipped(sheet)
    answer: Json = {}
    if box.top:
        answer["startRow"] = box.top
    if box.left:
        answer["startColumn"] = box.left
    if not mask or "rowData" in mask:
        answer["rowData"] = [_row(book, sheet.rows[index], box) for index in box.rows]
    return answer


def _row(book: Book, row: Row, box: Box) -> Json:
    cells = [_cell(row, column) for column in box.columns]
    while cells and not cells[-1]:
        cells.pop()
    return {"values": cells} if cells else {}


def _cell(row: Row, column: int) -> Json:
    value = row.value(column)
    if value is None:
        return {}
    return {"userEnteredValue": extended(value), "effectiveValue": extended(value)}
