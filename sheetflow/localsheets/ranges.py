"""Rectangles of cells: half-open, zero-based, and how the API writes them as a GridRange."""

from __future__ import annotations

from typing import NamedTuple

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.shapes import Json

BOUNDS = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


class Box(NamedTuple):
    """Rows ``top ≤ r < bottom`` and columns ``left ≤ c < right`` of one tab."""

    sheet_id: int
    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return max(0, self.bottom - self.top)

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max(0, self.right - self.left)

    @property
    def is_cell(self) -> bool:
        """Say whether it is a single cell."""
        return self.bottom == self.top + 1 and self.right == self.left + 1

    @property
    def rows(self) -> range:
        """Return the row indices."""
        return range(self.top, self.bottom)

    @property
    def columns(self) -> range:
        """Return the column indices."""
        return range(self.left, self.right)

    def contains(self, row: int, column: int) -> bool:
        """Say whether a cell lies inside."""
        return self.top <= row < self.bottom and self.left <= column < self.right

    def within(self, other: Box) -> bool:
        """Say whether the whole of it lies in another."""
        return (
            self.sheet_id == other.sheet_id
            and other.top <= self.top
            and self.bottom <= other.bottom
            and other.left <= self.left
            and self.right <= other.right
        )

    def shared(self, other: Box) -> Box:
        """Return the cells that two rectangles of a tab that meet share."""
        return Box(
            self.sheet_id,
            max(self.top, other.top),
            min(self.bottom, other.bottom),
            max(self.left, other.left),
            min(self.right, other.right),
        )

    def moved(self, sheet_id: int, down: int, right: int) -> Box:
        """Return the rectangle so many rows and columns on, in a tab."""
        return Box(
            sheet_id, self.top + down, self.bottom + down, self.left + right, self.right + right
        )

    def clipped(self, sheet: Sheet) -> Box:
        """Return the part that lies on the grid."""
        return Box(
            self.sheet_id,
            self.top,
            min(self.bottom, len(sheet.rows)),
            self.left,
            min(self.right, len(sheet.columns)),
        )

    def meets(self, other: Box) -> bool:
        """Say whether two rectangles share a cell."""
        return (
            self.sheet_id == other.sheet_id
            and max(self.top, other.top) < min(self.bottom, other.bottom)
            and max(self.left, other.left) < min(self.right, other.right)
        )


def whole(sheet: Sheet) -> Box:
    """Return the rectangle of a whole tab."""
    return Box(sheet.id, 0, len(sheet.rows), 0, len(sheet.columns))


def box_of(book: Book, grid_range: Json) -> Box:
    """Return a GridRange with its open ends filled in; it may still reach past the grid.

    Raises 400 for a tab that isn't there, a negative index, or a start behind the end.
    """
    sheet = book.sheet(grid_range.get("sheetId", 0))
    top, bottom, left, right = (grid_range.get(bound) for bound in BOUNDS)
    box = Box(
        sheet.id,
        top or 0,
        len(sheet.rows) if bottom is None else bottom,
        left or 0,
        len(sheet.columns) if right is None else right,
    )
    for bound, value in zip(BOUNDS, (top, bottom, left, right), strict=True):
        if value is not None and value < 0:
            raise invalid(f"GridRange.{bound}[{value}] must be greater than or equal to 0.")
    if (bottom is not None and box.top > box.bottom) or (
        right is not None and box.left > box.right
    ):
        raise invalid(
            "GridRange start indices must not be greater than its end indices: "
            f"rows {box.top} to {box.bottom}, columns {box.left} to {box.right}."
        )
    return box


def inside(book: Book, grid_range: Json) -> Box:
    """Return a GridRange that must lie on the grid; 400 when it reaches past it."""
    box = box_of(book, grid_range)
    sheet = book.sheet(box.sheet_id)
    must_fit(box, sheet)
    return box


def must_fit(box: Box, sheet: Sheet) -> None:
    """Raise 400 unless the rectangle lies on the grid."""
    if box.bottom > len(sheet.rows) or box.right > len(sheet.columns):
        raise invalid(
            f"Range ({box.sheet_id}, rows {box.top} to {box.bottom}, columns {box.left} to "
            f"{box.right}) exceeds grid limits. Max rows: {len(sheet.rows)}, "
            f"max columns: {len(sheet.columns)}"
        )


def grid_range(box: Box) -> Json:
    """Return the API's GridRange, with `sheetId` 0 left out as Google does."""
    written = {
        "sheetId": box.sheet_id,
        "startRowIndex": box.top,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": box.right,
    }
    return without_sheet_zero(written)


def without_sheet_zero(grid_range: Json) -> Json:
    """Return a range as the API answers it: `sheetId` 0 is left out, other ids stay."""
    if grid_range.get("sheetId") == 0:
        return {name: value for name, value in grid_range.items() if name != "sheetId"}
    return grid_range
