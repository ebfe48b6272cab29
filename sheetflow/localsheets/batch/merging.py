"""mergeCells and unmergeCells."""

from __future__ import annotations

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
        pieces = [box._replace(left=column, right=column + 1) for column in box.columns]
    elif kind == "MERGE_ROWS":
        pieces = [box._replace(top=row, bottom=row + 1) for row in box.rows]
    else:
        pieces = [box]
    kept = apart(book, sheet, box)
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
    sheet.parts["merges"] = apart(book, sheet, box)
    return {}


def copy_merges(book: Book, source: Box, target: Box) -> None:
    """Merge in a target what is merged in its source, in each of the source's repetitions."""
    inside = [
        mine
        for merge in book.sheet(source.sheet_id).parts.get("merges", [])
        if (mine := box_of(book, merge)).within(source)
    ]
    sheet = book.edit(target.sheet_id)
    if not (inside or sheet.parts.get("merges")):
        return
    kept = apart(book, sheet, target)
    for top in target.rows[:: source.height]:
        for left in target.columns[:: source.width]:
            down, right = top - source.top, left - source.left
            kept += [as_stored(one.moved(sheet.id, down, right)) for one in inside]
    sheet.parts["merges"] = kept


def apart(book: Book, sheet: Sheet, box: Box) -> list[Json]:
    """Return the merges outside a range; 400 for one that crosses its edge."""
    outside = []
    for merge in sheet.parts.get("merges", []):
        mine = box_of(book, merge)
        if not mine.meets(box):
            outside.append(merge)
        elif not mine.within(box):
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
