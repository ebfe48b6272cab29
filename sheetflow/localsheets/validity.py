"""Validation rules: what a cell takes. The API, the grid and xlsx files ask here.

A rule by a formula is kept as the cell at `FAR` would have it: so all cells of a range share it, and it goes along when
they are sorted, moved or copied. [documented] A blank cell breaks no rule; [assumed] writes of the API
are not checked.
"""

from __future__ import annotations

from typing import Any

from sheetflow.localsheets.a1 import parse
from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation, SheetScope
from sheetflow.localsheets.conditions import formula_test, operand, value_test
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.formulas.kinds import ErrorValue
from sheetflow.localsheets.formulas.known import needs_calculator
from sheetflow.localsheets.formulas.references import moved
from sheetflow.localsheets.formulas.syntax import compiled
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json

FAR = (1_000_000, 15_000)
"""The row and column, beyond every grid, from which formulas of rules are kept."""


def anchored(cell: Json, row: int, column: int) -> Json:
    """Return CellData with its rule as it is kept; the rule's formula is meant for this row and column."""
    rule = cell.get("dataValidation")
    if not rule or not _by_formula(rule):
        return cell
    return {**cell, "dataValidation": shifted(rule, FAR[0] - row, FAR[1] - column)}


def of_cell(rule: Json, row: int, column: int) -> Json:
    """Return a kept rule as the cell at this row and column has it."""
    return shifted(rule, row - FAR[0], column - FAR[1])


def shifted(rule: Json, rows: int, columns: int) -> Json:
    """Return a rule for a cell so far away: the references of a formula move along."""
    if not _by_formula(rule):
        return rule
    condition = rule["condition"]
    text = moved(condition["values"][0].get("userEnteredValue", ""), rows, columns)
    return {**rule, "condition": {**condition, "values": [{"userEnteredValue": text}]}}


def _by_formula(rule: Json) -> bool:
    condition = rule.get("condition", {})
    return condition.get("type") == "CUSTOM_FORMULA" and bool(condition.get("values"))


def accepts(of: Calculation, sheet: Sheet, row: int, column: int, *, typed: str = "") -> bool:
    """Say whether a cell's value keeps the cell's rule; a choice may also be `typed` as it is listed."""
    there = sheet.rows[row]
    rule = of.book.styles.by_id[there.style(column)].get("dataValidation")
    value = of.value(sheet, row, column)
    if not rule or value in (None, ""):
        return True
    offered = choices(of, rule)
    if offered is not None:
        shown = Renderer(of.book).formatted(value, there.style(column))
        return shown in offered or (typed != "" and typed in offered)
    condition = rule["condition"]
    if condition["type"] == "CUSTOM_FORMULA":
        return _formula_holds(of, sheet, of_cell(rule, row, column))
    if condition["type"] == "BOOLEAN":
        return _is_ticked_or_not(of, sheet, condition, value)
    if condition["type"] == "FILTER_EXPRESSION":
        return True
    return value_test(of, sheet, condition)(value)


def _formula_holds(of: Calculation, sheet: Sheet, rule: Json) -> bool:
    text = rule["condition"]["values"][0].get("userEnteredValue", "")
    if needs_calculator(text):
        [value] = of.beside(sheet, [text])
        return isinstance(value, bool | int | float) and bool(value)
    return formula_test(compiled(text, as_test=True), SheetScope(of, sheet))(0, 0)


def _is_ticked_or_not(of: Calculation, sheet: Sheet, condition: Json, value: Any) -> bool:
    """Say whether a value is one of a checkbox: [documented] TRUE and FALSE, or the rule's own one or two."""
    own = [operand(of, sheet, one) for one in condition.get("values", [])]
    if isinstance(value, ErrorValue):
        return False
    return value in own if own else isinstance(value, bool)


def choices(of: Calculation, rule: Json) -> list[str] | None:
    """Return the choices of a list or range rule, None for another kind."""
    condition = rule["condition"]
    values = [one.get("userEnteredValue", "") for one in condition.get("values", [])]
    if condition["type"] == "ONE_OF_LIST":
        return values
    if condition["type"] != "ONE_OF_RANGE":
        return None
    try:
        box = parse(of.book, values[0].removeprefix("="))
    except ApiFault:
        return []
    sheet, renderer = of.book.sheet(box.sheet_id), Renderer(of.book)
    box = box.clipped(sheet)
    shown = (
        renderer.formatted(value, sheet.rows[row].style(column))
        for row in box.rows
        for column in box.columns
        if (value := of.value(sheet, row, column)) is not None
    )
    return list(dict.fromkeys(text for text in shown if text))
