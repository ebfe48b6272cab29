"""BooleanConditions as functions: TEXT_EQ, NUMBER_BETWEEN, DATE_BEFORE, CUSTOM_FORMULA and the others.

[documented] Names and number of values follow the Sheets API. Texts are compared whatever their case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sheetflow.localsheets.book import Formula, Sheet
from sheetflow.localsheets.calculation import Calculation, SheetScope
from sheetflow.localsheets.faults import unsupported
from sheetflow.localsheets.formulas.kinds import ErrorValue, FormulaError, as_bool, as_text
from sheetflow.localsheets.formulas.syntax import Compiled, compiled, value_of
from sheetflow.localsheets.parsing import typed
from sheetflow.localsheets.serials import from_serial, wall_time
from sheetflow.localsheets.shapes import Json

Test = Callable[[Any], bool]
OnNumber = Callable[..., bool]

NUMBERS: dict[str, OnNumber] = {
    "NUMBER_GREATER": lambda value, limit: value > limit,
    "NUMBER_GREATER_THAN_EQ": lambda value, limit: value >= limit,
    "NUMBER_LESS": lambda value, limit: value < limit,
    "NUMBER_LESS_THAN_EQ": lambda value, limit: value <= limit,
    "NUMBER_EQ": lambda value, limit: value == limit,
    "NUMBER_NOT_EQ": lambda value, limit: value != limit,
    "NUMBER_BETWEEN": lambda value, low, high: low <= value <= high,
    "NUMBER_NOT_BETWEEN": lambda value, low, high: not low <= value <= high,
    "DATE_EQ": lambda value, limit: int(value) == limit,
    "DATE_NOT_EQ": lambda value, limit: int(value) != limit,
    "DATE_BEFORE": lambda value, limit: value < limit,
    "DATE_AFTER": lambda value, limit: int(value) > limit,
    "DATE_ON_OR_BEFORE": lambda value, limit: int(value) <= limit,
    "DATE_ON_OR_AFTER": lambda value, limit: value >= limit,
    "DATE_BETWEEN": lambda value, low, high: low <= value < high + 1,
    "DATE_NOT_BETWEEN": lambda value, low, high: not low <= value < high + 1,
}
TEXTS: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda text, part: part in text,
    "TEXT_NOT_CONTAINS": lambda text, part: part not in text,
    "TEXT_STARTS_WITH": lambda text, part: text.startswith(part),
    "TEXT_ENDS_WITH": lambda text, part: text.endswith(part),
    "TEXT_EQ": lambda text, whole: text == whole,
    "TEXT_NOT_EQ": lambda text, whole: text != whole,
}
WITHOUT_VALUES: dict[str, Test] = {
    "BLANK": lambda value: value in (None, ""),
    "NOT_BLANK": lambda value: value not in (None, ""),
    "TEXT_IS_EMAIL": lambda value: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", as_text(value))),
    "TEXT_IS_URL": lambda value: bool(re.fullmatch(r"https?://\S+", as_text(value))),
    "DATE_IS_VALID": lambda value: type(value) in (int, float) and value >= 0,
}
RELATIVE_DAYS = {
    "PAST_YEAR": -365,
    "PAST_MONTH": -30,
    "PAST_WEEK": -7,
    "YESTERDAY": -1,
    "TODAY": 0,
    "TOMORROW": 1,
}


def value_test(of: Calculation, sheet: Sheet, condition: Json) -> Test:
    """Return the function that says whether a value meets a condition other than CUSTOM_FORMULA; errors meet none."""
    test = _test(of, sheet, condition)
    if condition["type"] in ("BLANK", "NOT_BLANK"):
        return test
    return lambda value: not isinstance(value, ErrorValue) and test(value)


def _test(of: Calculation, sheet: Sheet, condition: Json) -> Test:
    kind = condition["type"]
    if kind in WITHOUT_VALUES:
        return WITHOUT_VALUES[kind]
    operands = [operand(of, sheet, one) for one in condition.get("values", [])]
    if any(one is None for one in operands):
        return lambda value: False
    if kind in NUMBERS:
        return _number_test(NUMBERS[kind], operands)
    if kind in TEXTS:
        part, holds = as_text(operands[0]).casefold(), TEXTS[kind]
        return lambda value: holds(as_text(value).casefold(), part)
    raise unsupported(f"Testing {kind} in a conditional format")


def _number_test(holds: OnNumber, operands: list[Any]) -> Test:
    if not all(type(one) in (int, float) for one in operands):
        return lambda value: False
    return lambda value: type(value) in (int, float) and holds(value, *operands)


def operand(of: Calculation, sheet: Sheet, value: Json) -> Any:
    """Return what a ConditionValue compares with; None for a formula that fails."""
    if "relativeDate" in value:
        today = from_serial(of.now) + timedelta(days=RELATIVE_DAYS.get(value["relativeDate"], 0))
        return (today - from_serial(0)).days
    zone, locale = of.book.properties["timeZone"], of.book.properties["locale"]
    today_there = wall_time(of.at, zone).date()
    entered = typed(value.get("userEnteredValue", ""), locale=locale, today=today_there).value
    if not isinstance(entered, Formula):
        return "" if entered is None else entered
    try:
        return value_of(compiled(entered.text), SheetScope(of, sheet))
    except FormulaError:
        return None


def formula_test(formula: Compiled, scope: SheetScope) -> Callable[[int, int], bool]:
    """Return the function that says whether a formula holds so many rows and columns further on."""

    def holds(rows: int, columns: int) -> bool:
        try:
            value = value_of(formula, scope, rows, columns)
            return not isinstance(value, str) and as_bool(value)
        except FormulaError:
            return False

    return holds
