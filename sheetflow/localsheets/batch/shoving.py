"""insertRange and deleteRange: cells of a range make room, or close the gap, along one dimension.

[assumed] References, named ranges and merges that lie wholly among the cells that move follow them.
"""

from __future__ import annotations

from sheetflow.localsheets.book import PLAIN, Book, Row, Sheet, Value
from sheetflow.localsheets.creation import grow
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.formulas.references import Reference, Span, spanned
from sheetflow.localsheets.ranges import Box, box_of, inside
from sheetflow.localsheets.rewriting import rewrite
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.shifting import deleted, inserted, ranged

Cell = tuple[Value, int]


def insert_range(book: Book, request: Json) -> Json:
    """Push the cells of a range down (ROWS) or right (COLUMNS); the grid grows where values need it."""
    box, sheet, down = _asked(book, request)
    start, size = (box.top, box.height) if down else (box.left, box.width)
    _follow(book, box, inserted(start, size), down=down)
    if down:
        used = max(
            (index + 1 for index, row in enumerate(sheet.rows) if _filled(row, box)), default=0
        )
        grow(book, sheet, rows=used + box.height if used > box.top else 0, columns=0)
        for index in range(len(sheet.rows) - 1, box.top - 1, -1):
            source = index - box.height
            cells = _of(sheet, source, box) if source >= box.top else _blank(box.width)
            _put(sheet, index, box.left, cells)
        return {}
    reach = max((len(sheet.rows[index].values) for index in box.rows), default=0)
    grow(book, sheet, rows=0, columns=reach + box.width if reach > box.left else 0)
    for index in box.rows:
        rest = _line(sheet, index, box.left, len(sheet.columns))
        _put(sheet, index, box.left, (_blank(box.width) + rest)[: len(sheet.columns) - box.left])
    return {}


def delete_range(book: Book, request: Json) -> Json:
    """Take the cells of a range out; those below (ROWS) or to the right (COLUMNS) move up."""
    box, sheet, down = _asked(book, request)
    start, end = (box.top, box.bottom) if down else (box.left, box.right)
    _follow(book, box, deleted(start, end), down=down)
    if down:
        for index in range(box.top, len(sheet.rows)):
            source = index + box.height
            cells = _of(sheet, source, box) if source < len(sheet.rows) else _blank(box.width)
            _put(sheet, index, box.left, cells)
        return {}
    for index in box.rows:
        rest = _line(sheet, index, box.right, len(sheet.columns))
        _put(sheet, index, box.left, rest + _blank(box.width))
    return {}


def _asked(book: Book, request: Json) -> tuple[Box, Sheet, bool]:
    dimension = request.get("shiftDimension")
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid("shiftDimension must be ROWS or COLUMNS.")
    box = inside(book, request.get("range", {}))
    return box, book.edit(box.sheet_id), dimension == "ROWS"


def _follow(book: Book, box: Box, span: Span, *, down: bool) -> None:
    """Change what names the cells that move, and only those: others of their rows stay."""
    sheet = book.sheet(box.sheet_id)
    low, high = (box.left, box.right) if down else (box.top, box.bottom)

    def refer(reference: Reference) -> Reference | None:
        ends = (reference.first, reference.last or reference.first)
        across = [end.column if down else end.row for end in ends]
        if all(one is not None and low <= one < high for one in across):
            return spanned(reference, span, rows=down)
        return reference

    def lie(grid_range: Json) -> Json | None:
        mine = box_of(book, grid_range)
        first, last = (mine.left, mine.right) if down else (mine.top, mine.bottom)
        if mine.sheet_id == box.sheet_id and low <= first and last <= high:
            return ranged(grid_range, box.sheet_id, span, "Row" if down else "Column")
        return grid_range

    rewrite(book, sheet, refer)
    book.named_ranges = [
        {**named, "range": there}
        for named in book.named_ranges
        if (there := lie(named["range"])) is not None
    ]
    if "merges" in sheet.parts:
        sheet.parts["merges"] = [there for one in sheet.parts["merges"] if (there := lie(one))]


def _filled(row: Row, box: Box) -> bool:
    return any(value is not None for value in row.values[box.left : box.right])


def _of(sheet: Sheet, index: int, box: Box) -> list[Cell]:
    return _line(sheet, index, box.left, box.right)


def _line(sheet: Sheet, index: int, left: int, right: int) -> list[Cell]:
    row = sheet.rows[index]
    return [(row.value(column), row.style(column)) for column in range(left, right)]


def _blank(width: int) -> list[Cell]:
    return [(None, PLAIN)] * width


def _put(sheet: Sheet, index: int, left: int, cells: list[Cell]) -> None:
    row = sheet.rows[index]
    if left >= max(len(row.values), len(row.styles)) and all(
        cell == (None, PLAIN) for cell in cells
    ):
        return
    row = sheet.own(index)
    for offset, (value, style) in enumerate(cells):
        row.put(left + offset, value)
        row.put_style(left + offset, style)
