"""Conditional formats of a tab as an xlsx file has them, and back.

What is written is an expression of conditions.py, so that blanks, texts and times are judged as they are here. What
Excel itself writes (a value compared, a text contained, duplicates) is read too; bars and icons are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.cell_range import CellRange

from sheetflow.localsheets.a1 import column_letters
from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.formulas.references import moved
from sheetflow.localsheets.ranges import box_of
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.xlsx import scales
from sheetflow.localsheets.xlsx.conditions import condition_of, formula_of
from sheetflow.localsheets.xlsx.looks import Looks, highlight
from sheetflow.localsheets.xlsx.spelling import LAST_COLUMN, LAST_ROW, unquoted
from sheetflow.localsheets.xlsx.strings import escaped, unescaped
from sheetflow.localsheets.xlsx.validations import OPERATORS

BY_TEXT = {
    "containsText": "TEXT_CONTAINS",
    "notContainsText": "TEXT_NOT_CONTAINS",
    "beginsWith": "TEXT_STARTS_WITH",
    "endsWith": "TEXT_ENDS_WITH",
}
BLANKS = {"containsBlanks": "BLANK", "notContainsBlanks": "NOT_BLANK"}
DAYS = {"today": "TODAY", "yesterday": "YESTERDAY", "tomorrow": "TOMORROW"}
COUNTS = {"duplicateValues": ">1", "uniqueValues": "=1"}


def written(of: Calculation, sheet: Sheet) -> Iterator[tuple[str, Rule]]:
    """Give each rule of a tab with the ranges that it is for."""
    for rule in sheet.parts.get("conditionalFormats", []):
        ranges = " ".join(_a1(one) for one in rule["ranges"])
        if "gradientRule" in rule:
            made = scales.written(of, sheet, rule["gradientRule"])
            if made is not None:
                yield ranges, made
            continue
        boxes = [box_of(of.book, one) for one in rule["ranges"]]
        top, left = min(box.top for box in boxes), min(box.left for box in boxes)
        corner = f"{column_letters(left)}{top + 1}"
        condition = _from(
            rule["booleanRule"]["condition"], top - boxes[0].top, left - boxes[0].left
        )
        formula = formula_of(of, condition, corner, otherwise=False)
        if formula is not None:
            look = highlight(rule["booleanRule"].get("format", {}))
            yield ranges, Rule("expression", dxf=look, formula=[escaped(formula)])


def _from(condition: Json, rows: int, columns: int) -> Json:
    """Return a condition as seen from a cell so far from the one that its formula is read from."""
    if condition["type"] != "CUSTOM_FORMULA":
        return condition
    text = moved(condition["values"][0].get("userEnteredValue", ""), rows, columns)
    return {**condition, "values": [{"userEnteredValue": text}]}


def _a1(grid_range: Json) -> str:
    """Return a range with both ends: one that is open reaches to the last row or column of a file."""
    left, top = grid_range.get("startColumnIndex", 0), grid_range.get("startRowIndex", 0)
    right = grid_range.get("endColumnIndex", LAST_COLUMN + 1)
    bottom = grid_range.get("endRowIndex", LAST_ROW + 1)
    return f"{column_letters(left)}{top + 1}:{column_letters(right - 1)}{bottom}"


def range_of(sheet_id: int, box: CellRange) -> Json:
    """Return a file's range as a GridRange, open where it reaches the last row or column."""
    found: Json = {
        "sheetId": sheet_id,
        "startRowIndex": box.min_row - 1,
        "endRowIndex": box.max_row,
        "startColumnIndex": box.min_col - 1,
        "endColumnIndex": box.max_col,
    }
    if box.max_row > LAST_ROW:
        del found["endRowIndex"]
    if box.max_col > LAST_COLUMN:
        del found["endColumnIndex"]
    return found


def read(sheet_id: int, formatting: list[Any], looks: Looks) -> list[Json]:
    """Return a file's conditional formats of a tab, the first to count first."""
    found: list[tuple[int, Json]] = []
    for one in formatting:
        boxes = sorted(one.sqref.ranges, key=lambda box: (box.min_row, box.min_col))
        ranges = [range_of(sheet_id, box) for box in boxes]
        for rule in one.rules:
            read_ = _rule(rule, boxes, looks)
            if read_ is not None:
                found.append((rule.priority or 0, {"ranges": ranges, **read_}))
    return [rule for _, rule in sorted(found, key=lambda pair: pair[0])]


def _rule(rule: Any, boxes: list[Any], looks: Looks) -> Json | None:
    """Return a file's rule without its ranges, None for a kind that there is none for."""
    if rule.type == "colorScale":
        gradient = scales.read(rule.colorScale, looks.palette)
        return gradient and {"gradientRule": gradient}
    condition = _condition(rule, boxes)
    if condition is None:
        return None
    style = looks.file._differential_styles[rule.dxfId] if rule.dxfId is not None else None
    return {"booleanRule": {"condition": condition, "format": looks.highlight(style)}}


def _condition(rule: Any, boxes: list[Any]) -> Json | None:
    """Return a file's rule as a condition, None for a kind that there is none for."""
    top, left = min(box.min_row for box in boxes), min(box.min_col for box in boxes)
    corner = f"{column_letters(left - 1)}{top}"
    formulas = [unescaped(one) for one in rule.formula or ()]
    if rule.type == "expression" and formulas:
        condition = condition_of(formulas[0], corner)
        return _from(condition, boxes[0].min_row - top, boxes[0].min_col - left)
    if rule.type in BY_TEXT and rule.text:
        return {"type": BY_TEXT[rule.type], "values": [{"userEnteredValue": rule.text}]}
    if rule.type in BLANKS:
        return {"type": BLANKS[rule.type]}
    if rule.type == "timePeriod" and rule.timePeriod in DAYS:
        return {"type": "DATE_EQ", "values": [{"relativeDate": DAYS[rule.timePeriod]}]}
    if rule.type in COUNTS:
        text = f"=COUNTIF({_fixed(boxes[0])},{corner}){COUNTS[rule.type]}"
        return {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]}
    if rule.type == "cellIs" and formulas and rule.operator in OPERATORS:
        return _compared(OPERATORS[rule.operator], formulas)
    return None


def _compared(name: str, formulas: list[str]) -> Json:
    if formulas[0].startswith('"') and name in ("EQ", "NOT_EQ"):
        return {"type": f"TEXT_{name}", "values": [{"userEnteredValue": unquoted(formulas[0])}]}
    entries = [text if _is_number(text) else f"={text}" for text in formulas]
    return {"type": f"NUMBER_{name}", "values": [{"userEnteredValue": one} for one in entries]}


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()


def _fixed(box: Any) -> str:
    first, last = column_letters(box.min_col - 1), column_letters(box.max_col - 1)
    return f"${first}${box.min_row}:${last}${box.max_row}"
