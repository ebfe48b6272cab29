"""autoFill: rows or columns that go on as those beside them began.

[documented] A source and how far it reaches, or a range whose filled part is the source.
"""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.localsheets.batch.series import Series, continued
from sheetflow.localsheets.book import Book, Formula, Sheet
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.formulas.references import moved
from sheetflow.localsheets.ranges import Box, inside, must_fit
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json


@dataclass(frozen=True)
class Fill:
    """What goes on, whether downwards or sideways, and the places to fill, counted from the source's first."""

    source: Box
    down: bool
    places: range


def auto_fill(book: Book, request: Json) -> Json:
    """Fill cells with what follows in the series of their source; formulas move their references."""
    if ("sourceAndDestination" in request) == ("range" in request):
        raise invalid("One of 'range' or 'sourceAndDestination' must be set.")
    if "range" in request:
        fills = _found(book, inside(book, request["range"]))
    else:
        fills = [_asked(book, request["sourceAndDestination"])]
    for fill in fills:
        _fill(book, fill, alternate=bool(request.get("useAlternateSeries")))
    return {}


def _asked(book: Book, wish: Json) -> Fill:
    source = inside(book, wish.get("source", {}))
    if wish.get("dimension") not in ("ROWS", "COLUMNS"):
        raise invalid("dimension must be ROWS or COLUMNS.")
    down, length = wish["dimension"] == "ROWS", wish.get("fillLength", 0)
    size = source.height if down else source.width
    places = range(size, size + length) if length > 0 else range(length, 0)
    fill = Fill(source, down, places)
    if source.width and source.height and places:
        first, last = _target(fill, places[0]), _target(fill, places[-1])
        if min(first.top, first.left) < 0:
            raise invalid("fillLength reaches before the first row or column.")
        must_fit(last, book.sheet(source.sheet_id))
    return fill


def _target(fill: Fill, place: int) -> Box:
    """Return the line of cells at a place."""
    box = fill.source
    if fill.down:
        return box._replace(top=box.top + place, bottom=box.top + place + 1)
    return box._replace(left=box.left + place, right=box.left + place + 1)


def _found(book: Book, box: Box) -> list[Fill]:
    """Return how to fill the rest of a range: below and above what it holds, then beside it."""
    sheet = book.sheet(box.sheet_id)
    filled = [
        (row, column)
        for row in box.rows
        for column in box.columns
        if sheet.rows[row].value(column) is not None
    ]
    if not filled:
        return []
    rows, columns = [row for row, _ in filled], [column for _, column in filled]
    source = Box(box.sheet_id, min(rows), max(rows) + 1, min(columns), max(columns) + 1)
    high = source._replace(top=box.top, bottom=box.bottom)
    return [
        Fill(source, True, range(source.height, box.bottom - source.top)),
        Fill(source, True, range(box.top - source.top, 0)),
        Fill(high, False, range(source.width, box.right - source.left)),
        Fill(high, False, range(box.left - source.left, 0)),
    ]


def _fill(book: Book, fill: Fill, *, alternate: bool) -> None:
    box = fill.source
    if not (fill.places and box.width and box.height):
        return
    sheet, renderer = book.edit(box.sheet_id), Renderer(book)
    for across in box.columns if fill.down else box.rows:
        cells = [
            (row, across) if fill.down else (across, row)
            for row in (box.rows if fill.down else box.columns)
        ]
        first = sheet.rows[cells[0][0]].style(cells[0][1])
        values = [sheet.rows[row].value(column) for row, column in cells]
        series = continued(values, alternate=alternate, dates=renderer.is_date(first))
        _fill_line(sheet, fill, cells, series)


def _fill_line(sheet: Sheet, fill: Fill, cells: list[tuple[int, int]], series: Series) -> None:
    top, left = cells[0]
    for place in fill.places:
        row, column = (top + place, left) if fill.down else (top, left + place)
        from_row, from_column = cells[place % len(cells)]
        source = sheet.rows[from_row]
        value, style = series(place), source.style(from_column)
        if isinstance(value, Formula):
            value = Formula(moved(value.text, row - from_row, column - from_column))
        target = sheet.own(row)
        target.put(column, value)
        target.put_style(column, style)
