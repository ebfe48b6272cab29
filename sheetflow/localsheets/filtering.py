"""What the basic filter and filter views let through: their criteria as kept, and the test of a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.calculation import Calculation, SheetScope
from sheetflow.localsheets.conditions import formula_test, value_test
from sheetflow.localsheets.effectiveformats import colour_test, wanted_colour
from sheetflow.localsheets.formulas.references import Span
from sheetflow.localsheets.formulas.syntax import compiled
from sheetflow.localsheets.ranges import Box, box_of
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json

Shows = Callable[[int], bool]


def both_spelled(part: Json) -> Json:
    """Return a filter with its criteria in both spellings: `criteria` by column, and `filterSpecs`.

    [documented] `filterSpecs` wins where both are sent.
    """
    if "filterSpecs" in part:
        specs = part["filterSpecs"]
    else:
        specs = [
            {"columnIndex": int(column), "filterCriteria": criteria}
            for column, criteria in part.get("criteria", {}).items()
            if column.isdecimal()
        ]
    rest = {name: one for name, one in part.items() if name not in ("criteria", "filterSpecs")}
    if not specs:
        return rest
    criteria = {str(one.get("columnIndex", 0)): one.get("filterCriteria", {}) for one in specs}
    return {**rest, "criteria": criteria, "filterSpecs": specs}


def on_columns(part: Json, span: Span) -> Json:
    """Return a filter whose criteria and sort follow their columns; those of a deleted column are gone."""

    def there(specs: list[Json], name: str) -> list[Json]:
        now = [(one, span(one.get(name, 0), one.get(name, 0) + 1)) for one in specs]
        return [{**one, name: place[0]} for one, place in now if place]

    names = {"filterSpecs": "columnIndex", "sortSpecs": "dimensionIndex"}
    return both_spelled(
        {
            **part,
            **{list_: there(part[list_], name) for list_, name in names.items() if list_ in part},
        }
    )


def body_of(book: Book, sheet: Sheet, part: Json) -> Box:
    """Return the rows of a filter below its header."""
    box = box_of(book, part["range"]).clipped(sheet)
    return box._replace(top=min(box.top + 1, box.bottom))


def shown_by(of: Calculation, sheet: Sheet, part: Json) -> Shows:
    """Return the test whether a filter lets a row through."""
    body = body_of(of.book, sheet, part)
    tests = [_test(of, sheet, spec, body) for spec in part.get("filterSpecs", [])]
    return lambda row: all(shows(row) for shows in tests)


def filtered_out(of: Calculation, sheet: Sheet) -> frozenset[int]:
    """Return the rows that a tab's basic filter hides."""
    part = sheet.parts.get("basicFilter", {})
    if not part.get("filterSpecs"):
        return frozenset()
    shows = shown_by(of, sheet, part)
    return frozenset(row for row in body_of(of.book, sheet, part).rows if not shows(row))


def _test(of: Calculation, sheet: Sheet, spec: Json, body: Box) -> Shows:
    """Return a FilterSpec's test of a row: its hidden values, its colour, and its condition."""
    column, criteria = spec.get("columnIndex", 0), spec.get("filterCriteria", {})
    hidden, renderer = frozenset(criteria.get("hiddenValues", ())), Renderer(of.book)
    holds = _condition(of, sheet, criteria.get("condition"), body, column)
    has = colour_test(
        of,
        sheet,
        background=wanted_colour(criteria, "visibleBackgroundColor"),
        text=wanted_colour(criteria, "visibleForegroundColor"),
    )

    def shown(row: int) -> Any:
        value, style = of.value(sheet, row, column), sheet.rows[row].style(column)
        return renderer.formatted(value, style, of.inferred(sheet, row, column))

    return lambda row: (
        not (hidden and shown(row) in hidden) and (has is None or has(row, column)) and holds(row)
    )


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
