"""When the colours of a tab's rows must be worked out again.

Bands go by the order of rows. Rules that look only at their own row need it when the row changes; `dependence`
holds what else they look at: fixed cells such as ``$AZ$1``, the time, the ends of a gradient, or the whole tab.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sheetflow.localsheets.book import Formula, Sheet
from sheetflow.localsheets.calculation import Calculation, SheetScope
from sheetflow.localsheets.formulas.kinds import FormulaError
from sheetflow.localsheets.formulas.references import Reference
from sheetflow.localsheets.formulas.syntax import compiled
from sheetflow.localsheets.gradients import Gradient
from sheetflow.localsheets.highlights import Highlights, rule_formula
from sheetflow.localsheets.shapes import Json

STEP = timedelta(seconds=10)


def dependence(of: Calculation, sheet: Sheet) -> tuple[Any, ...]:
    """Return a value that stays equal while unchanged rows keep their colours."""
    found: list[Any] = []
    rules = sheet.parts.get("conditionalFormats", [])
    for rule in rules:
        found += _of_rule(of, sheet, rule)
    if any("gradientRule" in rule for rule in rules):
        prepared = Highlights.of(of, sheet).rules
        found += [one.stops for one in prepared if isinstance(one, Gradient)]
    if bands := sheet.parts.get("bandedRanges"):
        found += [id(bands), sheet.order_revision]
    return (id(sheet.parts.get("conditionalFormats")), *found)


def _of_rule(of: Calculation, sheet: Sheet, rule: Json) -> list[Any]:
    if "booleanRule" not in rule:
        return []
    formula = rule_formula(rule)
    if formula is None:
        values = rule["booleanRule"]["condition"].get("values", [])
        by_formula = any(one.get("userEnteredValue", "").startswith("=") for one in values)
        by_day = any("relativeDate" in one for one in values)
        return [of.book.revision] * by_formula + [int(of.now)] * by_day
    found: list[Any] = [_about_now(of)] if formula.volatile else []
    top = rule["ranges"][0].get("startRowIndex", 0)
    if formula.names:
        found.append(of.book.revision)
    for reference in formula.references:
        found += _of_reference(of, sheet, reference, top)
    return found


def _about_now(of: Calculation) -> int:
    """Return the time in steps of `STEP`: a burst of changes isn't a reason to colour all rows anew."""
    return int(of.at.timestamp() // STEP.total_seconds())


def _is_clock(sheet: Sheet, reference: Reference) -> bool:
    """Say whether a fixed cell of this tab holds a formula such as ``=NOW()``."""
    row, column = reference.first.row or 0, reference.first.column or 0
    if reference.tab is not None or row >= len(sheet.rows):
        return False
    entered = sheet.rows[row].value(column)
    return isinstance(entered, Formula) and compiled(entered.text).volatile


def _of_reference(of: Calculation, sheet: Sheet, reference: Reference, top: int) -> list[Any]:
    """Return nothing for the rule's own row, a fixed cell's value, else the revision."""
    end = reference.first
    if reference.last is None and end.row is not None and end.column is not None:
        if not end.row_fixed and end.row == top:
            return []
        if end.row_fixed and end.column_fixed:
            if _is_clock(sheet, reference):
                return [_about_now(of)]
            try:
                return [SheetScope(of, sheet).cell(reference.title, end.row, end.column)]
            except FormulaError as failure:
                return [failure.error]
    return [of.book.revision]
