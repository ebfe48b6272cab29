"""The colours that banded ranges give the cells of a tab.

[documented] Header and footer before bands, the first band before the second, rows before columns in each case.
"""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.ranges import Box, box_of
from sheetflow.localsheets.shapes import Json

EDGE, FIRST, SECOND = range(3)
"""What counts more stands first."""

Band = tuple[int, str]
"""How much it counts, and the name of its colour without ``Style``."""


@dataclass(frozen=True)
class Banded:
    """One banded range on the grid: its rectangle and the properties of its rows and its columns."""

    box: Box
    by_row: Json
    by_column: Json

    def color(self, row: int, column: int) -> Json:
        """Return the background of one of its cells, as a format with both spellings of the colour."""
        sides = (
            (self.by_row, row - self.box.top, self.box.height),
            (self.by_column, column - self.box.left, self.box.width),
        )
        bands = [(*band(side, place, size), side) for side, place, size in sides if side]
        _, name, side = min(bands, key=lambda one: one[0])
        found = {"backgroundColor": name, "backgroundColorStyle": f"{name}Style"}
        return {wanted: side[given] for wanted, given in found.items() if given in side}


def band(properties: Json, place: int, size: int) -> Band:
    """Return which band the row or column at a place is in: header, footer, first or second."""
    has_header = "headerColorStyle" in properties
    if has_header and place == 0:
        return EDGE, "headerColor"
    if "footerColorStyle" in properties and place == size - 1:
        return EDGE, "footerColor"
    if (place - has_header) % 2 == 0:
        return FIRST, "firstBandColor"
    return SECOND, "secondBandColor"


class Bands:
    """The banded ranges of one tab."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        """Prepare a tab's banded ranges."""
        self.ranges = [
            Banded(
                box_of(book, one["range"]).clipped(sheet),
                one.get("rowProperties", {}),
                one.get("columnProperties", {}),
            )
            for one in sheet.parts.get("bandedRanges", [])
        ]

    def reach(self, row: int) -> int:
        """Return how many cells of a row, from its first, may be coloured."""
        boxes = [one.box for one in self.ranges]
        return max((box.right for box in boxes if box.top <= row < box.bottom), default=0)

    def row(self, row: int) -> dict[int, Json]:
        """Return the formats of a row's cells that lie in bands, by column."""
        return {
            column: one.color(row, column)
            for one in self.ranges
            if one.box.top <= row < one.box.bottom
            for column in one.box.columns
        }

    def format_at(self, row: int, column: int) -> Json:
        """Return the format of a cell's band, empty outside of all."""
        for one in self.ranges:
            if one.box.contains(row, column):
                return one.color(row, column)
        return {}
