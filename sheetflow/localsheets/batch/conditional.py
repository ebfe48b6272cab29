"""Conditional format rules. They have no id, only their place in the tab's list.

[measured] A formula that refers to another tab is refused; [documented] formats are limited to bold, italic,
strike-through and colours; an inserted rule shifts the others.
"""

from __future__ import annotations

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.conditionkinds import of_values
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.formats import normal
from sheetflow.localsheets.gradients import checked, names_another_tab
from sheetflow.localsheets.highlights import rule_formula
from sheetflow.localsheets.ranges import box_of
from sheetflow.localsheets.resource import as_answered
from sheetflow.localsheets.shapes import Json

LIST = "conditionalFormats"
CELL_FORMATS = frozenset({"backgroundColor", "backgroundColorStyle", "textFormat"})
ANOTHER_TAB = "Conditional format rule cannot reference a different sheet."
TEXT_FORMATS = frozenset(
    {"bold", "italic", "strikethrough", "underline", "foregroundColor", "foregroundColorStyle"}
)


def add_rule(book: Book, request: Json) -> Json:
    """Insert a rule at an index of its tab's list, at the front without one."""
    rule, sheet = _checked(book, request.get("rule", {}))
    rules = list(sheet.parts.get(LIST, []))
    rules.insert(_place(request.get("index", 0), len(rules)), rule)
    sheet.parts[LIST] = rules
    return {}


def update_rule(book: Book, request: Json) -> Json:
    """Replace the rule at an index, or move it to `newIndex`."""
    index = request.get("index", 0)
    if "newIndex" in request:
        sheet = book.edit(request.get("sheetId", 0))
        rules, before = _without(sheet, index)
        rules.insert(_place(request["newIndex"], len(rules)), before)
        sheet.parts[LIST] = rules
        return {
            "oldRule": as_answered(before),
            "newRule": as_answered(before),
            "oldIndex": index,
            "newIndex": request["newIndex"],
        }
    rule, sheet = _checked(book, request.get("rule", {}))
    rules, before = _without(sheet, index)
    rules.insert(index, rule)
    sheet.parts[LIST] = rules
    return {"oldRule": as_answered(before), "newRule": as_answered(rule), "newIndex": index}


def delete_rule(book: Book, request: Json) -> Json:
    """Delete the rule at an index; those after it move up."""
    sheet = book.edit(request.get("sheetId", 0))
    sheet.parts[LIST], before = _without(sheet, request.get("index", 0))
    return {"rule": as_answered(before)}


def _without(sheet: Sheet, index: int) -> tuple[list[Json], Json]:
    rules = list(sheet.parts.get(LIST, []))
    if not 0 <= index < len(rules):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return rules, rules.pop(index)


def _place(index: int, size: int) -> int:
    if not 0 <= index <= size:
        raise invalid(f"index[{index}] must lie between 0 and {size}.")
    return index


def _checked(book: Book, rule: Json) -> tuple[Json, Sheet]:
    """Return a rule as kept, and its tab for changing."""
    ranges = [{"sheetId": 0, **one} for one in rule.get("ranges", [])]
    tabs = {one["sheetId"] for one in ranges}
    if len(tabs) != 1:
        raise invalid("rule.ranges must all lie on one sheet, and there must be at least one.")
    for one in ranges:
        box_of(book, one)
    kept = {"ranges": ranges, **(_gradient(rule) if "gradientRule" in rule else _boolean(rule))}
    return kept, book.edit(tabs.pop())


def _gradient(rule: Json) -> Json:
    gradient = checked(rule["gradientRule"])
    if names_another_tab(gradient):
        raise invalid(ANOTHER_TAB)
    return {"gradientRule": gradient}


def _boolean(rule: Json) -> Json:
    boolean = rule.get("booleanRule", {})
    of_values(boolean.get("condition", {}), where="conditional formats")
    kept = {"booleanRule": {**boolean, "format": _format(boolean)}}
    formula = rule_formula(kept)
    if formula is not None and any(one.tab for one in formula.references):
        raise invalid(ANOTHER_TAB)
    return kept


def _format(boolean: Json) -> Json:
    wanted: Json = normal(boolean.get("format", {}))
    bad = set(wanted) - CELL_FORMATS | set(wanted.get("textFormat", {})) - TEXT_FORMATS
    if bad:
        raise invalid(f"{', '.join(sorted(bad))} is not supported in conditional formats.")
    return wanted
