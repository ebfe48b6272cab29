"""Where a cell leads: the link of its text, or the address that its formula gives to HYPERLINK."""

from __future__ import annotations

from sheetflow.localsheets.book import Formula, Sheet, Value
from sheetflow.localsheets.calculation import Calculation, SheetScope
from sheetflow.localsheets.formulas.kinds import FormulaError
from sheetflow.localsheets.formulas.known import needs_calculator
from sheetflow.localsheets.formulas.reading import first_argument
from sheetflow.localsheets.formulas.syntax import compiled, value_of
from sheetflow.localsheets.shapes import Json


def link_of(
    of: Calculation, sheet: Sheet, style: Json, entered: Value, at: tuple[int, int]
) -> str | None:
    """Return the address, None where the cell leads nowhere; `at` is its row and column.

    An address that only the calculator works out (``HYPERLINK(XLOOKUP(…))``) isn't told.
    """
    if not isinstance(entered, Formula):
        format_ = style.get("userEnteredFormat", {}) if entered is not None else {}
        uri: str | None = format_.get("textFormat", {}).get("link", {}).get("uri")
        return uri
    address = first_argument(entered.text, "HYPERLINK")
    if address is None or needs_calculator(f"={address}"):
        return None
    try:
        value = value_of(compiled(f"={address}"), SheetScope(of, sheet, at=at))
    except FormulaError:
        return None
    return value if isinstance(value, str) else None
