"""insertRange and deleteRange: cells of a range make room, or close the gap, along one dimension."""

from __future__ import annotations

from sheetflow.localsheets.book import PLAIN, Book, Row, Sheet, Value
from sheetflow.localsheets.creation import grow
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.ranges import Box, inside
from sheetflow.localsheets.shapes import Json

Cell = tuple[Value, int]


def insert_range(book: Book, request: Json) -> Json:
    """Push the cells of a range down (ROWS) or right (COLUMNS); the grid grows where values need it."""
    box, sheet, down = _asked(book, request)
    if down:
        used = max(
            (index + 1 for index, row in enumerate(sheet.rows) if _filled(row, box)), default=0
        )
        grow(sheet, rows=used + box.height if used > box.top else 0, columns=0)
        for index in range(len(sheet.rows) - 1, box.top - 1, -1):
            source = index - box.height
            cells = _of(sheet, source, box) if source >= box.top else _blank(box.width)
            _put(sheet, index, box.left, cells)
        return {}
    reach = max((len(sheet.rows[index].values) for index in box.rows), default=0)
    grow(sheet, rows=0, columns=reach + box.width if reach > box.left else 0)
    for index in box.rows:
        rest = _line(sheet, index, box.left, len(sheet.columns))
        _put(sheet, index, box.left, (_blank(box.width) + rest)[: len(sheet.columns) - box.left])
    return {}


def delete_range(book: Book, request: Json) -> Json:
    """Take the cells of a range out; those below (ROWS) or to the right (COLUMNS) move up."""
    box, sheet, down = _asked(book, request)
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
