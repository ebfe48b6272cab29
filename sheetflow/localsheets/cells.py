"""Writing cells from the API's CellData under a field mask."""

from __future__ import annotations

from typing import Any

from sheetflow.localsheets.book import Book, Formula, Row, Value
from sheetflow.localsheets.conditionkinds import checked
from sheetflow.localsheets.faults import invalid, unsupported
from sheetflow.localsheets.formats import normal, with_twins, without_defaults
from sheetflow.localsheets.masks import Mask, patched
from sheetflow.localsheets.shapes import Json

STYLED = ("userEnteredFormat", "dataValidation", "note", "textFormatRuns", "chipRuns")
LEFT_OUT = ("pivotTable", "dataSourceTable")
MAX_CELL_CHARACTERS = 50_000


class CellWriter:
    """Writes CellData into rows of one draft; what the mask doesn't name stays as it is."""

    def __init__(self, book: Book, mask: Mask) -> None:
        """Prepare for a mask over CellData; `ALL` writes everything."""
        for name in LEFT_OUT:
            if name in mask:
                raise unsupported(f"Writing {name}")
        self.styles = book.styles
        self.writes_value = not mask or "userEnteredValue" in mask
        self.style_mask = {
            name: with_twins(below) for name, below in mask.items() if name in STYLED
        } or ({} if mask else {name: {} for name in STYLED})
        self._restyled: dict[tuple[int, str], int] = {}

    def write(self, row: Row, column: int, cell: Json) -> None:
        """Write one cell of a row that the draft owns."""
        if self.writes_value:
            row.put(column, entered(cell.get("userEnteredValue")))
        if self.style_mask:
            before = row.style(column)
            after = self.restyled(before, cell)
            if after != before:
                row.put_style(column, after)

    def restyled(self, before: int, cell: Json) -> int:
        """Return the number of the style that a cell has after the write."""
        wanted = {name: cell[name] for name in self.style_mask if name in cell}
        key = (before, repr(wanted))
        known = self._restyled.get(key)
        if known is None:
            style = patched(self.style_mask, self.styles.by_id[before], normal(wanted))
            turned = style.get("userEnteredFormat", {}).get("textRotation", {}).get("angle", 0)
            if not -90 <= turned <= 90:
                raise invalid(f"textRotation.angle[{turned}] must lie between -90 and 90.")
            if "dataValidation" in style:
                checked(style["dataValidation"].get("condition", {}))
                style["dataValidation"] = without_defaults(style["dataValidation"])
            known = self._restyled[key] = self.styles.number(
                {name: value for name, value in style.items() if value not in ({}, [], "")}
            )
        return known


def entered(value: Json | None) -> Value:
    """Return what an ExtendedValue enters into a cell; None empties it."""
    if not value:
        return None
    if "stringValue" in value:
        return text(value["stringValue"])
    if "numberValue" in value:
        return number(value["numberValue"])
    if "boolValue" in value:
        return bool(value["boolValue"])
    if "formulaValue" in value:
        return formula(value["formulaValue"])
    raise invalid("userEnteredValue.errorValue can only be read.")


def text(value: str) -> str | None:
    """Return a text as kept, None for the empty one; 400 above Google's 50,000 characters."""
    if len(value) > MAX_CELL_CHARACTERS:
        raise invalid(
            "Your input contains more than the maximum of 50000 characters in a single cell."
        )
    return value or None


def number(value: float) -> float | int:
    """Return a number, as a whole one where it is: Google answers 1 for 1.0."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def formula(value: str) -> Formula:
    """Return a formula; 400 when it doesn't begin with ``=``."""
    if not value.startswith("="):
        raise invalid(f"Invalid formula: {value!r} doesn't begin with '='.")
    text(value)
    return Formula(value)


def extended(value: Any) -> Json:
    """Return an entered value as the API's ExtendedValue."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    return {"numberValue": value}
