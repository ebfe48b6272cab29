"""Validation rules: of cells in the workbook, of ranges in an xlsx file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from sheetflow.localsheets.a1 import column_letters
from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.validity import of_cell
from sheetflow.localsheets.xlsx.conditions import condition_of, formula_of, shown_day
from sheetflow.localsheets.xlsx.spelling import literal, read, spelt, unquoted
from sheetflow.localsheets.xlsx.strings import escaped, unescaped

LONGEST = 255
"""[documented] Excel's limit of characters in a list of choices, and in a prompt."""

CHECKBOX = "TRUE,FALSE"
OPERATORS = {
    "greaterThan": "GREATER",
    "greaterThanOrEqual": "GREATER_THAN_EQ",
    "lessThan": "LESS",
    "lessThanOrEqual": "LESS_THAN_EQ",
    "equal": "EQ",
    "notEqual": "NOT_EQ",
    "between": "BETWEEN",
    "notBetween": "NOT_BETWEEN",
}
OF_NUMBER = {f"NUMBER_{kind}": operator for operator, kind in OPERATORS.items()}
OF_DATE = {
    "greaterThan": "AFTER",
    "greaterThanOrEqual": "ON_OR_AFTER",
    "lessThan": "BEFORE",
    "lessThanOrEqual": "ON_OR_BEFORE",
}
SIGNS = {
    "greaterThan": ">{0}",
    "greaterThanOrEqual": ">={0}",
    "lessThan": "<{0}",
    "lessThanOrEqual": "<={0}",
    "equal": "={0}",
    "notEqual": "<>{0}",
}

Area = tuple[int, int, int, int]
"""A rectangle's first row, last row, first column and last column."""


def areas(of: Calculation, sheet: Sheet) -> Iterator[tuple[Json, list[Area]]]:
    """Give each validation rule of a tab with the rectangles of cells that have it."""
    found: dict[str, list[Area]] = {}
    rules: dict[str, Json] = {}
    open_: dict[tuple[str, int, int], int] = {}
    known: dict[tuple[int, ...], list[tuple[str, int, int]]] = {}
    for index in range(len(sheet.rows) + 1):
        styles = tuple(sheet.rows[index].styles) if index < len(sheet.rows) else ()
        runs = known.get(styles)
        if runs is None:
            runs = known[styles] = _runs(of, styles, rules)
        for run in open_.keys() - set(runs):
            found.setdefault(run[0], []).append((open_.pop(run), index - 1, run[1], run[2]))
        for run in runs:
            open_.setdefault(run, index)
    for key, listed in found.items():
        yield rules[key], sorted(listed)


def _runs(
    of: Calculation, styles: tuple[int, ...], rules: dict[str, Json]
) -> list[tuple[str, int, int]]:
    """Return the stretches of a row's columns that have the same rule."""
    runs: list[tuple[str, int, int]] = []
    for column, style in enumerate(styles):
        rule = of.book.styles.by_id[style].get("dataValidation")
        if not rule:
            continue
        key = json.dumps(rule, sort_keys=True)
        rules[key] = rule
        if runs and runs[-1][0] == key and runs[-1][2] == column - 1:
            runs[-1] = (key, runs[-1][1], column)
        else:
            runs.append((key, column, column))
    return runs


def validation(of: Calculation, rule: Json, listed: list[Area], choices: str) -> DataValidation:
    """Return a rule as the file has it; `choices` is the range that holds a list too long to be written."""
    top, left = min(one[0] for one in listed), min(one[2] for one in listed)
    rule = of_cell(rule, top, left)
    made = _by_kind(of, rule["condition"], f"{column_letters(left)}{top + 1}", choices)
    made.formula1 = escaped(made.formula1 or "")
    made.sqref = " ".join(_a1(area) for area in listed)
    made.allow_blank = True
    made.showErrorMessage = True
    made.errorStyle = "stop" if rule.get("strict") else "warning"
    made.showDropDown = not rule.get("showCustomUi")
    if rule.get("inputMessage"):
        made.prompt, made.showInputMessage = escaped(rule["inputMessage"][:LONGEST]), True
    return made


def _a1(area: Area) -> str:
    top, bottom, left, right = area
    return f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"


def offered(condition: Json) -> list[str]:
    """Return the choices of a list."""
    return [str(one.get("userEnteredValue", "")) for one in condition.get("values", [])]


def too_long(condition: Json) -> bool:
    """Say whether a list can't be written into its rule: too many characters, or a comma in a choice."""
    if condition["type"] not in ("ONE_OF_LIST", "BOOLEAN"):
        return False
    texts = offered(condition)
    return (
        len(",".join(texts)) > LONGEST - 2
        or any("," in text or text != text.strip() for text in texts)
        or ",".join(texts).upper() == CHECKBOX
    )


def _by_kind(of: Calculation, condition: Json, cell: str, choices: str) -> DataValidation:
    kind = condition["type"]
    if choices:
        return DataValidation("list", formula1=choices)
    if kind in ("ONE_OF_LIST", "BOOLEAN"):
        texts = ",".join(offered(condition)) or CHECKBOX
        return DataValidation("list", formula1=literal(texts))
    if kind == "ONE_OF_RANGE":
        return DataValidation(
            "list", formula1=spelt(f"={offered(condition)[0].removeprefix('=')}", None)
        )
    if kind in OF_NUMBER and all(map(_is_number, offered(condition))):
        return DataValidation("decimal", operator=OF_NUMBER[kind], **_formulas(offered(condition)))
    formula = formula_of(of, condition, cell, otherwise=True)
    return DataValidation("custom", formula1=formula or "TRUE")


def _formulas(texts: list[str]) -> dict[str, str]:
    return {f"formula{place}": text for place, text in enumerate(texts, 1)}


def rule_of(made: Any, lists: dict[str, list[str]]) -> tuple[Json, tuple[int, int]] | None:
    """Return a file's rule and the row and column of its corner, None for one that says nothing.

    `lists` holds the choices of long lists by the range where the file keeps them.
    """
    boxes = list(made.sqref.ranges)
    if not boxes or made.type in (None, "none"):
        return None
    top, left = min(box.min_row for box in boxes) - 1, min(box.min_col for box in boxes) - 1
    condition = _condition(made, f"{column_letters(left)}{top + 1}", lists)
    rule: Json = {"condition": condition}
    if made.showErrorMessage and made.errorStyle in (None, "stop"):
        rule["strict"] = True
    if not made.showDropDown:
        rule["showCustomUi"] = True
    if made.prompt and made.showInputMessage:
        rule["inputMessage"] = unescaped(made.prompt)
    return rule, (top, left)


def _condition(made: Any, cell: str, lists: dict[str, list[str]]) -> Json:
    first, second = unescaped(made.formula1 or ""), unescaped(made.formula2 or "")
    operator = made.operator or "between"
    if made.type == "list":
        return _choices(first, lists)
    if made.type in ("whole", "decimal"):
        return _of_kind(f"NUMBER_{OPERATORS[operator]}", [_entry(first), _entry(second)])
    if made.type == "date":
        name = OF_DATE.get(operator, OPERATORS[operator])
        return _of_kind(f"DATE_{name}", [_day(first), _day(second)])
    if made.type == "custom":
        return condition_of(first, cell)
    value = f"LEN({cell})" if made.type == "textLength" else cell
    text = f"={value}{SIGNS.get(operator, '>={0}').format(first)}"
    if operator == "between":
        text = f"=AND({value}>={first},{value}<={second})"
    elif operator == "notBetween":
        text = f"=OR({value}<{first},{value}>{second})"
    return {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]}


def _choices(formula: str, lists: dict[str, list[str]]) -> Json:
    if formula in lists:
        return _of_kind("ONE_OF_LIST", lists[formula])
    if not formula.startswith('"'):
        return _of_kind("ONE_OF_RANGE", [read(f"={formula.removeprefix('=')}")])
    texts = unquoted(formula)
    if texts.upper() == CHECKBOX:
        return {"type": "BOOLEAN"}
    return _of_kind("ONE_OF_LIST", [text.strip() for text in texts.split(",")])


def _of_kind(kind: str, values: Sequence[str | None]) -> Json:
    return {
        "type": kind,
        "values": [{"userEnteredValue": value} for value in values if value is not None],
    }


def _entry(formula: str | None) -> str | None:
    """Return a bound as typed: a number as it is, anything else as a formula."""
    if not formula:
        return None
    return formula if _is_number(formula) else f"={formula}"


def _day(formula: str | None) -> str | None:
    if formula and _is_number(formula):
        return shown_day(float(formula))
    return _entry(formula)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
