"""A tab's basic filter in an xlsx file: the texts that each column lets through, and the rows that are hidden so.

Whatever hid a row, a condition or a colour, Excel gets the list of texts on show: it hides the same rows.
"""

from __future__ import annotations

from collections.abc import Callable

from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters

from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.filtering import body_of, both_spelled, filtered_out, shown_by
from sheetflow.localsheets.ranges import box_of
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.xlsx.strings import escaped, unescaped


def columns(of: Calculation, sheet: Sheet) -> list[FilterColumn]:
    """Return the columns by which a tab's basic filter hides rows, each with the texts that it lets through."""
    part = sheet.parts["basicFilter"]
    body, left = body_of(of.book, sheet, part), box_of(of.book, part["range"]).left
    found = []
    for spec in part.get("filterSpecs", []):
        column = spec.get("columnIndex", 0)
        shows, text = shown_by(of, sheet, {**part, "filterSpecs": [spec]}), _texts(of, sheet)
        if column < left or all(map(shows, body.rows)):
            continue
        texts = {text(row, column) for row in body.rows if shows(row)}
        listed = [escaped(one) for one in sorted(texts - {""})]
        blank = True if "" in texts else None
        found.append(FilterColumn(column - left, filters=Filters(blank=blank, filter=listed)))
    return found


def read(of: Calculation, sheet: Sheet, told: AutoFilter) -> None:
    """Give a tab's basic filter the texts that a file's hides; a row that they hide isn't hidden by a person."""
    part = sheet.parts["basicFilter"]
    body, left = body_of(of.book, sheet, part), box_of(of.book, part["range"]).left
    text = _texts(of, sheet)
    specs: list[Json] = []
    for one in told.filterColumn:
        column = left + one.colId
        if one.filters is None or one.filters.dateGroupItem or column >= body.right:
            continue  # a condition, a colour, or days in groups: its rows stay hidden as the file has them
        shown = {unescaped(listed) for listed in one.filters.filter}
        hidden = {text(row, column) for row in body.rows} - shown
        if one.filters.blank:
            hidden.discard("")
        specs.append({"columnIndex": column, "filterCriteria": {"hiddenValues": sorted(hidden)}})
    if specs:
        sheet.parts["basicFilter"] = both_spelled({**part, "filterSpecs": specs})
        for row in filtered_out(of, sheet):
            sheet.own(row).hidden = False


def _texts(of: Calculation, sheet: Sheet) -> Callable[[int, int], str]:
    renderer = Renderer(of.book)

    def shown(row: int, column: int) -> str:
        value, style = of.value(sheet, row, column), sheet.rows[row].style(column)
        return renderer.formatted(value, style, of.inferred(sheet, row, column))

    return shown
