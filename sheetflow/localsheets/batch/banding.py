"""addBanding, updateBanding and deleteBanding: ranges with alternating colours.

[documented] Each has an id, the caller's or a random one, and colours by row, by column or both. [measured] Two of
them can't share a cell.
"""

from __future__ import annotations

from sheetflow.localsheets.batch.numbered import added, found, numbered, put, with_range, without
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.formats import normal, with_twins
from sheetflow.localsheets.masks import patched, required
from sheetflow.localsheets.ranges import box_of
from sheetflow.localsheets.resource import as_answered
from sheetflow.localsheets.shapes import Json

LIST, ID = "bandedRanges", "bandedRangeId"
KINDS = ("rowProperties", "columnProperties")
NEEDED = ("firstBandColorStyle", "secondBandColorStyle")


def add_banding(book: Book, request: Json) -> Json:
    """Colour a range in bands."""
    part = numbered(book, _checked(book, normal(request.get("bandedRange", {}))), LIST, ID)
    _apart(book, part)
    added(book.edit(part["range"]["sheetId"]), LIST, part)
    return {"bandedRange": as_answered(part)}


def update_banding(book: Book, request: Json) -> Json:
    """Change what the mask names of a banded range."""
    asked = normal(request.get("bandedRange", {}))
    mask = with_twins(required(request, "BandedRange"))
    sheet, place = found(book, asked.get(ID, 0), LIST, ID)
    before = sheet.parts[LIST][place]
    part = _checked(book, {**patched(mask, before, asked), ID: before[ID]})
    _apart(book, part)
    put(book, sheet, LIST, place, part)
    return {}


def delete_banding(book: Book, request: Json) -> Json:
    """Take a range's bands away."""
    sheet, place = found(book, request.get(ID, 0), LIST, ID)
    without(sheet, LIST, place)
    return {}


def _checked(book: Book, part: Json) -> Json:
    """Return a banded range as kept; 400 without bands, or with one of its two colours missing."""
    part = with_range(book, part)
    given = [part[kind] for kind in KINDS if part.get(kind)]
    if not given:
        raise invalid("At least one of rowProperties and columnProperties must be set.")
    for properties in given:
        for name in NEEDED:
            if name not in properties:
                raise invalid(f"BandingProperties.{name} is required.")
    return part


def _apart(book: Book, part: Json) -> None:
    """Raise 400 when another banded range of the tab shares a cell with this one."""
    box = box_of(book, part["range"])
    for other in book.sheet(box.sheet_id).parts.get(LIST, []):
        if other[ID] != part[ID] and box_of(book, other["range"]).meets(box):
            raise invalid(
                "You cannot add alternating background colors to a range that already has "
                "alternating background colors."
            )
