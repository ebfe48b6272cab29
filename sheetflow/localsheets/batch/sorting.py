"""sortRange: rows of a range by the values in some of its columns.

[measured] Blanks come last whichever way; the sort is stable; notes and formats move with their cells.
[documented] Cells of a colour that is named come first.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from sheetflow.localsheets.book import Book, Formula, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.effectiveformats import colour_test, wanted_colour
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.formulas.kinds import ErrorValue, compared
from sheetflow.localsheets.formulas.references import moved
from sheetflow.localsheets.ranges import Box, box_of
from sheetflow.localsheets.shapes import Json


def sort_range(book: Book, request: Json) -> Json:
    """Sort the rows of a range; the first spec counts most."""
    sheet = book.edit(request.get("range", {}).get("sheetId", 0))
    box = box_of(book, request.get("range", {})).clipped(sheet)
    sort_rows(book, sheet, box, request.get("sortSpecs", []))
    return {}


def sort_rows(book: Book, sheet: Sheet, box: Box, specs: list[Json]) -> None:
    """Sort the rows of a rectangle of a draft's tab."""
    order = list(box.rows)
    of = Calculation(book, book.changed_at)
    for spec in reversed(specs):
        order = ordered(of, sheet, order, spec, box)
    apply_order(sheet, box, order)


def ordered(of: Calculation, sheet: Sheet, order: list[int], spec: Json, box: Box) -> list[int]:
    """Return row indices sorted by one column of a range, blanks last; by a colour, the cells that have it first."""
    column = spec.get("dimensionIndex", 0)
    if column not in box.columns:
        raise invalid(f"sortSpecs.dimensionIndex[{column}] must lie inside the range.")
    has = colour_test(
        of,
        sheet,
        background=wanted_colour(spec, "backgroundColor"),
        text=wanted_colour(spec, "foregroundColor"),
    )
    if has is not None:
        return sorted(order, key=lambda row: not has(row, column))
    values = {row: of.value(sheet, row, column) for row in order}
    filled = [row for row in order if values[row] is not None]
    blank = [row for row in order if values[row] is None]
    falling = spec.get("sortOrder") == "DESCENDING"
    return sorted(filled, key=lambda row: _KEY(values[row]), reverse=falling) + blank


def _order(one: Any, other: Any) -> int:
    """Numbers, then texts, then booleans, then errors."""
    failed = isinstance(one, ErrorValue), isinstance(other, ErrorValue)
    if any(failed):
        return failed[0] - failed[1]
    return compared(one, other)


_KEY = cmp_to_key(_order)


def apply_order(sheet: Sheet, box: Box, order: list[int]) -> None:
    """Put the rows of a range into an order of their indices.

    Where the range holds all that the rows have, whole rows change places and keep their ids; otherwise
    only the cells inside do.
    """
    if order == list(box.rows):
        return
    whole = box.left == 0 and all(
        max(len(row.values), len(row.styles)) <= box.right
        for row in sheet.rows[box.top : box.bottom]
    )
    if whole:
        sheet.rows[box.top : box.bottom] = [sheet.rows[index] for index in order]
        sheet.reordered = True
    else:
        _swap_cells(sheet, box, order)
    for index, source in zip(box.rows, order, strict=True):
        if index != source and sheet.rows[index].formulas:
            _follow(sheet, index, index - source, box)


def _swap_cells(sheet: Sheet, box: Box, order: list[int]) -> None:
    cells = {
        index: [(row.value(column), row.style(column)) for column in box.columns]
        for index, row in ((index, sheet.rows[index]) for index in box.rows)
    }
    for index, source in zip(box.rows, order, strict=True):
        if index == source:
            continue
        row = sheet.own(index)
        for column, (value, style) in zip(box.columns, cells[source], strict=True):
            row.put(column, value)
            row.put_style(column, style)


def _follow(sheet: Sheet, index: int, by: int, box: Box) -> None:
    """Move the relative references of a sorted row's formulas along with it."""
    row = sheet.own(index)
    for column in box.columns:
        value = row.value(column)
        if isinstance(value, Formula):
            row.put(column, Formula(moved(value.text, by, 0)))
