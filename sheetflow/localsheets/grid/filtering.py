"""Which rows a filter view of the workbook shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.localsheets.batch.sorting import ordered
from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation, SheetScope
from sheetflow.localsheets.conditions import formula_test, value_test
from sheetflow.localsheets.faults import missing
from sheetflow.localsheets.formulas.syntax import compiled
from sheetflow.localsheets.ranges import Box, box_of
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json

Shows = Callable[[int], bool]


def rows_of_view(of: Calculation, sheet: Sheet, view_id: int) -> list[int]:
    """Return the ids of the rows with something in them that a filter view shows. 404 for an unknown view."""
    found = (one for one in sheet.parts.get("filterViews", []) if one["filterViewId"] == view_id)
    view = next(found, None)
    if view is None:
        raise missing(f"There is no filter view with id {view_id}.")
    whole = box_of(of.book, view["range"]).clipped(sheet)
    body = Box(sheet.id, whole.top + 1, whole.bottom, whole.left, whole.right)
    tests = [_test(of, sheet, spec, body) for spec in view.get("filterSpecs", [])]
    order = [
        row
        for row in body.rows
        if any(value is not None for value in sheet.rows[row].values)
        and all(shows(row) for shows in tests)
    ]
    for spec in reversed(view.get("sortSpecs", [])):
        order = ordered(of, sheet, order, spec, body)
    return [sheet.rows[row].id for row in order]


def _test(of: Calculation, sheet: Sheet, spec: Json, body: Box) -> Shows:
    """Return a FilterSpec's test of a row: its hidden values, and its condition."""
    column, criteria = spec["columnIndex"], spec.get("filterCriteria", {})
    hidden, renderer = frozenset(criteria.get("hiddenValues", ())), Renderer(of.book)
    holds = _condition(of, sheet, criteria.get("condition"), body, column)

    def shows(row: int) -> bool:
        if hidden:
            value = of.value(sheet, row, column)
            if renderer.formatted(value, sheet.rows[row].style(column)) in hidden:
                return False
        return holds(row)

    return shows


def _condition(
    of: Calculation, sheet: Sheet, condition: Json | None, body: Box, column: int
) -> Shows:
    if not condition:
        return lambda row: True
    if condition["type"] == "CUSTOM_FORMULA":
        text = condition["values"][0].get("userEnteredValue", "")
        formula = formula_test(compiled(text, as_test=True), SheetScope(of, sheet))
        return lambda row: formula(row - body.top, 0)
    test = value_test(of, sheet, condition)
    return lambda row: test(of.value(sheet, row, column))
