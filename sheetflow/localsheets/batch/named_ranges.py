"""addNamedRange, updateNamedRange, deleteNamedRange: names for ranges, and the store's token chain.

[documented] Names and ids are unique; [measured] a duplicate fails the whole batch with 400
"Cannot add named range with name: …"; [assumed] a missing id does too.
"""

from __future__ import annotations

import re
import secrets

from sheetflow.localsheets.a1 import LOOKS_LIKE_CELL
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.masks import patched, required
from sheetflow.localsheets.ranges import inside, without_sheet_zero
from sheetflow.localsheets.shapes import Json

NAME = re.compile(r"[^\W\d]\w{0,249}")


def add_named_range(book: Book, request: Json) -> Json:
    """Add a named range; the id is the caller's where one is given."""
    asked = request.get("namedRange", {})
    named = _checked(book, {"namedRangeId": secrets.token_hex(8), **asked})
    if any(one["namedRangeId"] == named["namedRangeId"] for one in book.named_ranges):
        raise invalid(f"Cannot add named range with id: {named['namedRangeId']}")
    if _name_taken(book, named):
        raise invalid(f"Cannot add named range with name: {named['name']}")
    book.named_ranges.append(named)
    return {"namedRange": answered(named)}


def update_named_range(book: Book, request: Json) -> Json:
    """Change a named range's name or range."""
    asked = request.get("namedRange", {})
    mask = required(request, "NamedRange")
    place = _place(book, asked.get("namedRangeId", ""))
    named = _checked(
        book,
        patched({**mask, "namedRangeId": {}} if mask else mask, book.named_ranges[place], asked),
    )
    if _name_taken(book, named):
        raise invalid(f"Cannot update named range to name: {named['name']}")
    book.named_ranges[place] = named
    return {}


def delete_named_range(book: Book, request: Json) -> Json:
    """Delete a named range; the cells stay."""
    del book.named_ranges[_place(book, request.get("namedRangeId", ""))]
    return {}


def answered(named: Json) -> Json:
    """Return a named range as the API answers it."""
    return {**named, "range": without_sheet_zero(named["range"])}


def _place(book: Book, named_range_id: str) -> int:
    for place, named in enumerate(book.named_ranges):
        if named["namedRangeId"] == named_range_id:
            return place
    raise invalid(f"Cannot find named range with id: {named_range_id}")


def _name_taken(book: Book, named: Json) -> bool:
    return any(
        one["name"].casefold() == named["name"].casefold()
        and one["namedRangeId"] != named["namedRangeId"]
        for one in book.named_ranges
    )


def _checked(book: Book, named: Json) -> Json:
    name = named.get("name", "")
    if not NAME.fullmatch(name) or LOOKS_LIKE_CELL.fullmatch(name):
        raise invalid(
            f"Invalid named range name: {name!r}. A name begins with a letter or _, holds letters, "
            "digits and _, and doesn't look like a cell."
        )
    if "range" not in named:
        raise invalid("namedRange.range is required.")
    inside(book, named["range"])
    return {**named, "range": {"sheetId": 0, **named["range"]}}
