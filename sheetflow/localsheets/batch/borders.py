"""updateBorders: lines around and between the cells of a range.

[documented] A line that isn't named stays as it is; the style NONE takes one away.
"""

from __future__ import annotations

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.cells import CellWriter
from sheetflow.localsheets.masks import Mask
from sheetflow.localsheets.ranges import Box, box_of
from sheetflow.localsheets.shapes import Json

BETWEEN = {
    "top": "innerHorizontal",
    "bottom": "innerHorizontal",
    "left": "innerVertical",
    "right": "innerVertical",
}
"""The line that a cell's side has where it isn't at the edge of the range."""


def update_borders(book: Book, request: Json) -> Json:
    """Draw or erase the lines named, on the cells of the range alone."""
    sheet = book.edit(request.get("range", {}).get("sheetId", 0))
    box = box_of(book, request.get("range", {})).clipped(sheet)
    writers: dict[tuple[str, ...], CellWriter] = {}
    for index in box.rows:
        row = sheet.own(index)
        for column in box.columns:
            lines = _lines(box, index, column, request)
            sides = tuple(lines)
            if sides not in writers:
                named: Mask = {side: {} for side in sides}
                writers[sides] = CellWriter(book, {"userEnteredFormat": {"borders": named}})
            if sides:
                writers[sides].write(row, column, {"userEnteredFormat": {"borders": lines}})
    return {}


def _lines(box: Box, index: int, column: int, request: Json) -> Json:
    """Return the lines that the request draws at a cell, by side."""
    at_edge = {
        "top": index == box.top,
        "bottom": index == box.bottom - 1,
        "left": column == box.left,
        "right": column == box.right - 1,
    }
    names = {side: side if at_edge[side] else BETWEEN[side] for side in BETWEEN}
    return {side: request[name] for side, name in names.items() if name in request}
