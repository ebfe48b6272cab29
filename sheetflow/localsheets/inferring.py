"""The number format that a formula's result has in a cell without one of its own: ``=TODAY()`` is shown as a date.

[measured] A function that makes a date brings a date's format, a reference brings its cell's; ``=A1+1`` is a date where
A1 is one, ``=A1-A2`` of two dates is a number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from sheetflow.localsheets.book import Book, Formula, Row, Sheet
from sheetflow.localsheets.formulas.reading import Argument, Call, Item, Unreadable, parsed
from sheetflow.localsheets.formulas.references import Reference
from sheetflow.localsheets.shapes import Json

MAKES = {
    "DATE": "DATE",
    "EDATE": "DATE",
    "EOMONTH": "DATE",
    "NOW": "DATE_TIME",
    "TIME": "TIME",
    "TIMEVALUE": "TIME",
    "DATEVALUE": "DATE",
    "TODAY": "DATE",
    "WORKDAY": "DATE",
    "WORKDAY.INTL": "DATE",
}
#: Which argument's format a function's result has.
PASSES_ON: dict[str, tuple[int, ...]] = {
    "": (0,),
    "ARRAYFORMULA": (0,),
    "AVERAGE": (0,),
    "FILTER": (0,),
    "IF": (1, 2),
    "IFERROR": (0, 1),
    "IFNA": (0, 1),
    "INDEX": (0,),
    "MAX": (0,),
    "MEDIAN": (0,),
    "MIN": (0,),
    "ROUND": (0,),
    "SORT": (0,),
    "SUM": (0,),
    "UNIQUE": (0,),
    "XLOOKUP": (2,),
}
TIMES = ("DATE", "DATE_TIME", "TIME")
DEEPEST = 8
HEADER_AND_FIRST = 2


@lru_cache(maxsize=4096)
def _read(text: str) -> Argument:
    try:
        return parsed(text)
    except Unreadable:
        return ()


@dataclass(frozen=True)
class Place:
    """Where a formula stands: the column of its array that is asked for, and how many formulas led here."""

    book: Book
    sheet: Sheet
    beside: int = 0
    depth: int = 0


def inferred_format(book: Book, sheet: Sheet, text: str, *, beside: int = 0) -> Json:
    """Return the number format of a formula's result, or of a column of its array; empty where it has none."""
    return _of_argument(Place(book, sheet, beside), _read(text))


def _of_argument(at: Place, items: Argument) -> Json:
    """Return the format of a sum or difference: that of its only part with one."""
    if at.depth > DEEPEST:
        return {}
    signs = {item for item in items if isinstance(item, str) and not item[:1].isdigit()}
    if not signs <= {"+", "-"}:
        return {}
    found = [one for item in items if (one := _of_item(at, item))]
    if len(found) > 1 and found[0].get("type") in TIMES:
        return {}
    return found[0] if found else {}


def _of_item(at: Place, item: Item) -> Json:
    if isinstance(item, Reference):
        return _of_reference(at, item)
    if not isinstance(item, Call):
        return {}
    if item.name in MAKES:
        return {"type": MAKES[item.name]}
    places = PASSES_ON.get(item.name, ())
    arguments = [item.arguments[place] for place in places if place < len(item.arguments)]
    deeper = replace(at, depth=at.depth + 1)
    return next((one for part in arguments if (one := _of_argument(deeper, part))), {})


def _of_reference(at: Place, reference: Reference) -> Json:
    """Return the format of a cell, or of a range's second where its first is a header without one."""
    sheet, title = at.sheet, reference.title
    if title is not None:
        titled = (
            one for one in at.book.sheets.values() if one.title.casefold() == title.casefold()
        )
        sheet = next(titled, sheet)
    top, left = reference.first.row or 0, reference.first.column or 0
    rows = sheet.rows[top : top + (HEADER_AND_FIRST if reference.last else 1)]
    found = (_of_cell(replace(at, sheet=sheet), row, left + at.beside) for row in rows)
    return next((one for one in found if one), {})


def _of_cell(at: Place, row: Row, column: int) -> Json:
    style = at.book.styles.by_id[row.style(column)]
    own: Json = style.get("userEnteredFormat", {}).get("numberFormat", {})
    entered = row.value(column)
    if own or not isinstance(entered, Formula):
        return {} if own.get("type") == "TEXT" else own
    return _of_argument(Place(at.book, at.sheet, depth=at.depth + 1), _read(entered.text))
