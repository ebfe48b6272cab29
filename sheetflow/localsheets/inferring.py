"""The number format that a formula's result has in a cell without one of its own: ``=TODAY()`` is shown as a date.

[measured] A function that makes a date brings a date's format, a reference brings its cell's; ``=A1+1`` is a date where
A1 is one, ``=A1-A2`` of two dates is a number.
"""

from __future__ import annotations

from functools import lru_cache

from sheetflow.localsheets.book import Book, Formula, Sheet
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


@lru_cache(maxsize=4096)
def _read(text: str) -> Argument:
    try:
        return parsed(text)
    except Unreadable:
        return ()


def inferred_format(book: Book, sheet: Sheet, text: str, *, depth: int = 0) -> Json:
    """Return the number format of a formula's result, empty where it has none."""
    if depth > DEEPEST:
        return {}
    return _of_argument(book, sheet, _read(text), depth)


def _of_argument(book: Book, sheet: Sheet, items: Argument, depth: int) -> Json:
    """Return the format of a sum or difference: that of its only part with one."""
    signs = {item for item in items if isinstance(item, str) and not item[:1].isdigit()}
    if not signs <= {"+", "-"}:
        return {}
    found = [one for item in items if (one := _of_item(book, sheet, item, depth))]
    if len(found) > 1 and found[0].get("type") in TIMES:
        return {}
    return found[0] if found else {}


def _of_item(book: Book, sheet: Sheet, item: Item, depth: int) -> Json:
    if isinstance(item, Reference):
        return _of_reference(book, sheet, item, depth)
    if not isinstance(item, Call):
        return {}
    if item.name in MAKES:
        return {"type": MAKES[item.name]}
    places = PASSES_ON.get(item.name, ())
    arguments = [item.arguments[place] for place in places if place < len(item.arguments)]
    found = (_of_argument(book, sheet, one, depth + 1) for one in arguments)
    return next((one for one in found if one), {})


def _of_reference(book: Book, sheet: Sheet, reference: Reference, depth: int) -> Json:
    title = reference.title
    if title is not None:
        named = [one for one in book.sheets.values() if one.title.casefold() == title.casefold()]
        if not named:
            return {}
        sheet = named[0]
    index, column = reference.first.row or 0, reference.first.column or 0
    if index >= len(sheet.rows):
        return {}
    row = sheet.rows[index]
    style = book.styles.by_id[row.style(column)]
    own: Json = style.get("userEnteredFormat", {}).get("numberFormat", {})
    entered = row.value(column)
    if own or not isinstance(entered, Formula):
        return {} if own.get("type") == "TEXT" else own
    return inferred_format(book, sheet, entered.text, depth=depth + 1)
