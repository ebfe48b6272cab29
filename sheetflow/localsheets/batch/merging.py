"""mergeCells and unmergeCells."""

from __future__ import annotations

from dataclasses import replace

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.ranges import Box, box_of, inside
from sheetflow.localsheets.shapes import Json


def merge_cells(book: Book, request: Json) -> Json:
    """Merge a range as one, or each of its rows or columns; only the first cell's value stays."""
    box = inside(book, request.get("range", {}))
    sheet = book.edit(box.sheet_id)
    kind = request.get("mergeType", "MERGE_ALL")
    if kind == "MERGE_COLUMNS":
        pieces = [replace(box, left=column, right=column + 1) for column in box.columns]
    elif kind == "MERGE_ROWS":
        pieces = [replace(box, top=row, bottom=row + 1) for row in box.rows]
    else:
        pieces = [box]
    kept = _apart(book, sheet, box)
    for piece in pieces:
        if piece.height * piece.width > 1:
            _keep_first(sheet, piece)
            kept.append(as_stored(piece))
    sheet.parts["merges"] = kept
    return {}


def unmerge_cells(book: Book, request: Json) -> Json:
    """Take merges in a range apart; one that is only partly inside is refused."""
    box = box_of(book, request.get("range", {}))
    sheet = book.edit(box.sheet_id)
    sheet.parts["merges"] = _apart(book, sheet, box)
    return {}


def _apart(book: Book, sheet: Sheet, box: Box) -> list[Json]:
    """Return the merges outside a range; 400 for one that crosses its edge."""
    outside = []
    for merge in sheet.parts.get("merges", []):
        mine = box_of(book, merge)
        if not mine.meets(box):
            outside.append(merge)
        elif not (
            box.contains(mine.top, mine.left) and box.contains(mine.bottom - 1, mine.right - 1)
        ):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    return outside


def _keep_first(sheet: Sheet, box: Box) -> None:
    for index in box.rows:
        row = sheet.own(index)
        for column in box.columns:
            if (index, column) != (box.top, box.left):
                row.put(column, None)


def as_stored(box: Box) -> Json:
    """Return a rectangle as a GridRange with all its bounds."""
    return {
        "sheetId": box.sheet_id,
        "startRowIndex": box.top,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": box.right,
    }
