"""Conditional formats: which of a tab's rules colour a cell, worked out for the cells asked for.

[measured] The first rule that holds wins, property by property; a formula is read relative to the first
cell of the rule's first range.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation, SheetScope
from sheetflow.localsheets.conditions import formula_test, value_test
from sheetflow.localsheets.formulas.known import needs_calculator
from sheetflow.localsheets.formulas.references import moved
from sheetflow.localsheets.formulas.syntax import Compiled, compiled
from sheetflow.localsheets.gradients import Gradient
from sheetflow.localsheets.ranges import Box, box_of
from sheetflow.localsheets.shapes import Json

Holds = Callable[[int, int], bool]


class Rule:
    """One rule, its formula compiled once, for one calculation."""

    def __init__(self, of: Calculation, sheet: Sheet, rule: Json) -> None:
        """Prepare a ConditionalFormatRule of a tab."""
        self.boxes = [box_of(of.book, one).clipped(sheet) for one in rule["ranges"]]
        self.format: Json = rule["booleanRule"].get("format", {})
        condition = rule["booleanRule"]["condition"]
        formula = rule_formula(rule)
        self.by_row = formula is not None and _same_in_every_column(formula)
        text = condition.get("values", [{}])[0].get("userEnteredValue", "") if formula else ""
        if formula is not None and needs_calculator(text):
            self.holds = _by_calculator(of, sheet, text, self.boxes, by_row=self.by_row)
        elif formula is not None:
            self.holds = _by_formula(of, sheet, formula, self.boxes[0], by_row=self.by_row)
        else:
            test = value_test(of, sheet, condition)
            self.holds = lambda row, column: test(of.value(sheet, row, column))

    def covers(self, row: int, column: int) -> bool:
        """Say whether a cell lies in one of the rule's ranges."""
        return any(box.contains(row, column) for box in self.boxes)

    def look(self, row: int, column: int) -> Json:
        """Return the format of a cell, empty where the rule doesn't hold."""
        return self.format if self.holds(row, column) else {}


def rule_formula(rule: Json) -> Compiled | None:
    """Return a rule's compiled formula, None for a rule by value."""
    condition = rule["booleanRule"]["condition"]
    if condition["type"] != "CUSTOM_FORMULA":
        return None
    return compiled(condition["values"][0].get("userEnteredValue", ""), as_test=True)


def _by_formula(
    of: Calculation, sheet: Sheet, formula: Compiled, first: Box, *, by_row: bool
) -> Holds:
    """Return a rule's test; one whose columns are all fixed is calculated once a row."""
    test = formula_test(formula, SheetScope(of, sheet))
    if not by_row:
        return lambda row, column: test(row - first.top, column - first.left)
    known: dict[int, bool] = {}

    def holds(row: int, _column: int) -> bool:
        found = known.get(row)
        if found is None:
            found = known[row] = test(row - first.top, 0)
        return found

    return holds


def _by_calculator(
    of: Calculation, sheet: Sheet, text: str, boxes: list[Box], *, by_row: bool
) -> Holds:
    """Return the test of a rule for the calculator: all its cells at once, when the first is asked for."""
    first = boxes[0]

    @cache
    def held() -> set[tuple[int, int]]:
        places = {
            (row, first.left if by_row else column)
            for box in boxes
            for row in box.rows
            for column in (box.columns if not by_row else (first.left,))
        }
        listed = sorted(places)
        texts = [moved(text, row - first.top, column - first.left) for row, column in listed]
        values = of.beside(sheet, texts)
        return {
            place
            for place, value in zip(listed, values, strict=True)
            if isinstance(value, bool | int | float) and value
        }

    return lambda row, column: (row, first.left if by_row else column) in held()


def _same_in_every_column(formula: Compiled) -> bool:
    return all(
        end is None or end.column is None or end.column_fixed
        for reference in formula.references
        for end in (reference.first, reference.last)
    )


class Highlights:
    """The rules of one tab at one moment."""

    def __init__(self, of: Calculation, sheet: Sheet) -> None:
        """Prepare the rules of a tab."""
        self.rules: list[Rule | Gradient] = [
            Gradient(of, sheet, rule) if "gradientRule" in rule else Rule(of, sheet, rule)
            for rule in sheet.parts.get("conditionalFormats", [])
        ]
        self.reach = max((box.right for rule in self.rules for box in rule.boxes), default=0)
        self._by_column: dict[int, list[Rule | Gradient]] = {}

    @classmethod
    def of(cls, of: Calculation, sheet: Sheet) -> Highlights:
        """Return a tab's highlights, made once for each calculation."""
        known = of.highlights.get(sheet.id)
        if not isinstance(known, Highlights):
            known = of.highlights[sheet.id] = cls(of, sheet)
        return known

    def format_at(self, row: int, column: int) -> Json:
        """Return the format that the rules give a cell, empty when none holds."""
        result: Json = {}
        for rule in self._rules_of(column):
            if rule.covers(row, column):
                _lay_under(result, rule.look(row, column))
        return result

    def row(self, row: int) -> dict[int, Json]:
        """Return the formats that the rules give the cells of a row, by column."""
        result: dict[int, Json] = {}
        for rule in self.rules:
            for box in rule.boxes:
                if not box.top <= row < box.bottom:
                    continue
                shared = rule.look(row, 0) if rule.by_row else None
                if shared == {}:
                    continue
                for column in box.columns:
                    shown = rule.look(row, column) if shared is None else shared
                    if shown:
                        _lay_under(result.setdefault(column, {}), shown)
        return result

    def _rules_of(self, column: int) -> list[Rule | Gradient]:
        rules = self._by_column.get(column)
        if rules is None:
            rules = self._by_column[column] = [
                rule
                for rule in self.rules
                if any(box.left <= column < box.right for box in rule.boxes)
            ]
        return rules


def _lay_under(result: Json, format_: Any) -> None:
    """Add properties that no earlier rule has set."""
    for name, value in format_.items():
        if isinstance(value, dict) and name == "textFormat":
            below: Json = result.setdefault(name, {})
            _lay_under(below, value)
        else:
            result.setdefault(name, value)
