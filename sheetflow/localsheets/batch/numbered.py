"""Things of a tab with a number of their own: protected ranges, filter views, and how each is kept."""

from __future__ import annotations

import secrets

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.ranges import box_of
from sheetflow.localsheets.shapes import Json


def with_range(book: Book, part: Json) -> Json:
    """Return a part whose range stands alone or is its named range's."""
    if "namedRangeId" in part and "range" not in part:
        for named in book.named_ranges:
            if named["namedRangeId"] == part["namedRangeId"]:
                return {**part, "range": named["range"]}
        raise invalid(f"Cannot find named range with id: {part['namedRangeId']}")
    if "range" not in part:
        raise invalid("range is required.")
    box_of(book, part["range"])
    return {**part, "range": {"sheetId": 0, **part["range"]}}


def numbered(book: Book, part: Json, list_name: str, id_name: str) -> Json:
    """Return a part with its number: the caller's, which must be free, or a new one."""
    taken = {
        one[id_name] for sheet in book.sheets.values() for one in sheet.parts.get(list_name, [])
    }
    number = part.get(id_name)
    if number is None:
        number = secrets.randbelow(2**31)
    if number in taken:
        raise invalid(f"{id_name} {number} is already taken.")
    return {id_name: number, **part}


def found(book: Book, number: int, list_name: str, id_name: str) -> tuple[Sheet, int]:
    """Return the tab (for changing) and the place of a numbered part; 400 when there is none."""
    for sheet in book.sheets.values():
        for place, one in enumerate(sheet.parts.get(list_name, [])):
            if one[id_name] == number:
                return book.edit(sheet.id), place
    raise invalid(f"No {list_name} with {id_name}: {number}")


def added(sheet: Sheet, list_name: str, part: Json) -> None:
    """Add a part to a tab's list."""
    sheet.parts[list_name] = [*sheet.parts.get(list_name, []), part]


def without(sheet: Sheet, list_name: str, place: int) -> None:
    """Take a part out of a tab's list."""
    parts = sheet.parts[list_name]
    sheet.parts[list_name] = parts[:place] + parts[place + 1 :]


def put(book: Book, sheet: Sheet, list_name: str, place: int, part: Json) -> None:
    """Put a changed part in its place, or on the tab where its range now is."""
    target = book.edit(part["range"]["sheetId"])
    if target.id == sheet.id:
        parts = list(sheet.parts[list_name])
        parts[place] = part
        sheet.parts[list_name] = parts
        return
    without(sheet, list_name, place)
    added(target, list_name, part)
