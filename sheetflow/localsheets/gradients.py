"""Gradients: conditional formats that shade a cell between two or three colours by where its number lies.

[documented] A point lies at the least or the greatest number of the rule's ranges, at a number, at a percentage of the
way between those two, or at a percentile. [assumed] A number beyond the points has the nearest one's colour,
each channel changes evenly between them, and what is no number isn't shaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from math import isfinite
from typing import Any, TypeGuard

from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.conditions import operand
from sheetflow.localsheets.faults import invalid, unsupported
from sheetflow.localsheets.formats import color, normal
from sheetflow.localsheets.formulas.syntax import compiled
from sheetflow.localsheets.ranges import Box, box_of
from sheetflow.localsheets.shapes import Json

POINTS = ("minpoint", "midpoint", "maxpoint")
ENDS = ("MIN", "MAX")
LEVELS = 255

Stop = tuple[float, Json]
"""The number at which a gradient has a colour, and that colour."""


def checked(gradient: Json) -> Json:
    """Return a GradientRule as kept; 400 for a point without what it needs, 501 for a colour of the theme."""
    kept: Json = normal(gradient)
    for name in POINTS:
        if name in kept:
            _check_point(kept[name], f"gradientRule.{name}")
        elif name != "midpoint":
            raise invalid(f"gradientRule.{name} is required.")
    return kept


def _check_point(point: Json, name: str) -> None:
    if "type" not in point:
        raise invalid(f"{name}.type is required.")
    if point["type"] not in ENDS and not point.get("value"):
        raise invalid(f"{name}.value is required for the type {point['type']}.")
    if "colorStyle" not in point:
        raise invalid(f"{name}.colorStyle is required.")
    if "rgbColor" not in point["colorStyle"]:
        raise unsupported(f"A theme color in {name}")


def names_another_tab(gradient: Json) -> bool:
    """Say whether a formula of a gradient refers to a tab by name."""
    texts = [gradient[name].get("value", "") for name in POINTS if name in gradient]
    formulas = [compiled(text) for text in texts if text.startswith("=")]
    return any(one.tab for formula in formulas for one in formula.references)


class Gradient:
    """One gradient of a tab for one calculation."""

    by_row = False

    def __init__(self, of: Calculation, sheet: Sheet, rule: Json) -> None:
        """Prepare a ConditionalFormatRule with a `gradientRule`."""
        self.of, self.sheet = of, sheet
        self.boxes = [box_of(of.book, one).clipped(sheet) for one in rule["ranges"]]
        self.points = [
            rule["gradientRule"][name] for name in POINTS if name in rule["gradientRule"]
        ]

    def covers(self, row: int, column: int) -> bool:
        """Say whether a cell lies in one of the rule's ranges."""
        return any(box.contains(row, column) for box in self.boxes)

    def look(self, row: int, column: int) -> Json:
        """Return the format of a cell, empty for one that isn't shaded."""
        value = self.of.value(self.sheet, row, column)
        return shaded(self.stops, value) if self.stops and _is_number(value) else {}

    @cached_property
    def stops(self) -> list[Stop]:
        """The gradient's points as numbers; none when one of them comes to no number."""
        numbers = self._numbers()
        found = [(self._number_of(point, numbers), point["color"]) for point in self.points]
        stops = [(number, shade) for number, shade in found if number is not None]
        return stops if len(stops) == len(found) else []

    def _numbers(self) -> list[float]:
        """Return the numbers in the rule's ranges, the least first."""
        return sorted(
            value for box in self.boxes for row in box.rows for value in self._in_row(row, box)
        )

    def _in_row(self, row: int, box: Box) -> Iterator[float]:
        """Give the numbers of a row in a range; without arrays on the tab only formulas are looked up."""
        there = self.sheet.rows[row]
        if there.formulas or self.sheet.id in self.of.with_foreign:
            columns = range(box.left, min(box.right, self.of.reach(self.sheet, row)))
            values = [self.of.value(self.sheet, row, column) for column in columns]
        else:
            values = there.values[box.left : box.right]
        return (value for value in values if _is_number(value))

    def _number_of(self, point: Json, numbers: list[float]) -> float | None:
        kind = point["type"]
        if kind != "NUMBER" and not numbers:
            return None
        if kind in ENDS:
            return numbers[0 if kind == "MIN" else -1]
        given = operand(self.of, self.sheet, {"userEnteredValue": point["value"]})
        if not _is_number(given):
            return None
        found = PLACES[kind](numbers, float(given))
        return found if isfinite(found) else None


def _is_number(value: Any) -> TypeGuard[float]:
    return type(value) in (int, float)


def _percent(numbers: list[float], given: float) -> float:
    return numbers[-1] * (given / 100) + numbers[0] * (1 - given / 100)


def _percentile(numbers: list[float], given: float) -> float:
    """Return the number so far along a sorted list, between its neighbours where it falls between."""
    last = len(numbers) - 1
    whole, part = divmod(min(max(given / 100, 0), 1) * last, 1)
    low, high = numbers[int(whole)], numbers[min(int(whole) + 1, last)]
    return low * (1 - part) + high * part


PLACES: dict[str, Callable[[list[float], float], float]] = {
    "NUMBER": lambda numbers, given: given,
    "PERCENT": _percent,
    "PERCENTILE": _percentile,
}


def shaded(stops: list[Stop], value: float) -> Json:
    """Return the background of a number as a format."""
    found = _between(stops, value)
    return {"backgroundColor": found, "backgroundColorStyle": {"rgbColor": found}}


def _between(stops: list[Stop], value: float) -> Json:
    below = stops[0]
    if value <= below[0]:
        return below[1]
    for above in stops[1:]:
        low, high = below[0], above[0]
        if low <= value < high:
            return _mixed(below[1], above[1], (value / 2 - low / 2) / (high / 2 - low / 2))
        below = above
    return below[1]


def _mixed(one: Json, other: Json, share: float) -> Json:
    """Return the colour so far from one to the other, in the 256 levels that a screen shows."""
    mixed: Json = {}
    for name in ("red", "green", "blue"):
        level = one.get(name, 0) * (1 - share) + other.get(name, 0) * share
        steps = round(min(max(level, 0), 1) * LEVELS)
        mixed[name] = 1 if steps == LEVELS else steps / LEVELS
    return color(mixed)
