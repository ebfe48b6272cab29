"""Which cells hold what their validation rule warns of, so that a page can mark them as Google does.

[documented] What a rule doesn't take is marked wherever it came from: typed under a rule that only warns, or written
through the API. Rules by a formula are judged while somebody types and not marked here: each of their cells may read a
whole column. Nor is a completed choice marked, which Google would do: 已签·张 where 已签· is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sheetflow.localsheets.book import Row, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.validity import accepts, choices

#: A choice that ends so is to be completed.
_OPEN = ("·", ":", "：", " ")

#: Says of a cell, by row, column and shown text, whether it keeps its rule.
Test = Callable[[int, int, str], bool]


class Warnings:
    """The validation rules of one tab at a moment."""

    def __init__(self, of: Calculation, sheet: Sheet) -> None:
        """Prepare; a rule is read when the first cell has it."""
        self.of = of
        self.sheet = sheet
        self._tests: dict[int, Test | None] = {}
        self._offered: dict[str, tuple[str, ...]] = {}

    def depends(self) -> tuple[Any, ...]:
        """Return a value that stays equal while unchanged rows keep their marks."""
        rules = (style.get("dataValidation") for style in self.of.book.styles.by_id.values())
        return tuple(one for rule in rules if rule for one in self._of_rule(rule["condition"]))

    def row(self, row: Row, index: int, texts: Sequence[str]) -> tuple[int, ...]:
        """Return the columns of a row whose shown text breaks the cell's rule; an empty cell breaks none."""
        return tuple(
            column
            for column, text in enumerate(texts)
            if text and (test := self._test(row.style(column))) and not test(index, column, text)
        )

    def _of_rule(self, condition: Json) -> list[Any]:
        values = [one.get("userEnteredValue", "") for one in condition.get("values", [])]
        match condition["type"]:
            case "CUSTOM_FORMULA":
                return []
            case "ONE_OF_RANGE":
                return [self._of_range(condition)]
            case _:
                return [self.of.book.revision] * any(one.startswith("=") for one in values)

    def _of_range(self, condition: Json) -> tuple[str, ...]:
        """Return what a range offers; many columns share one."""
        place = condition["values"][0].get("userEnteredValue", "")
        if place not in self._offered:
            self._offered[place] = tuple(choices(self.of, {"condition": condition}) or ())
        return self._offered[place]

    def _test(self, style: int) -> Test | None:
        if style not in self._tests:
            rule = self.of.book.styles.by_id[style].get("dataValidation")
            self._tests[style] = self._made(rule["condition"]) if rule else None
        return self._tests[style]

    def _made(self, condition: Json) -> Test | None:
        match condition["type"]:
            case "CUSTOM_FORMULA":
                return None
            case "ONE_OF_RANGE":
                listed = frozenset(self._of_range(condition))
            case "ONE_OF_LIST":
                listed = frozenset(choices(self.of, {"condition": condition}) or ())
            case _:
                return lambda row, column, _: accepts(self.of, self.sheet, row, column)
        begun = tuple(one for one in listed if one.endswith(_OPEN))
        return lambda _, __, text: text in listed or text.startswith(begun)
