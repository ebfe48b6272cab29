"""Protected ranges. They are kept and answered; calls of the API are the owner's and are never refused."""

from __future__ import annotations

from sheetflow.localsheets.batch.numbered import added, found, numbered, put, with_range, without
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.masks import patched, required
from sheetflow.localsheets.resource import as_answered
from sheetflow.localsheets.shapes import Json

LIST, ID = "protectedRanges", "protectedRangeId"


def add_protected_range(book: Book, request: Json) -> Json:
    """Protect a range, or a whole tab by a range without bounds."""
    part = numbered(book, with_range(book, request.get("protectedRange", {})), LIST, ID)
    part = {**part, "requestingUserCanEdit": True}
    added(book.edit(part["range"]["sheetId"]), LIST, part)
    return {"protectedRange": as_answered(part)}


def update_protected_range(book: Book, request: Json) -> Json:
    """Change what the mask names of a protection."""
    asked = request.get("protectedRange", {})
    mask = required(request, "ProtectedRange")
    sheet, place = found(book, asked.get(ID, 0), LIST, ID)
    before = sheet.parts[LIST][place]
    changed = {**patched(mask, before, asked), ID: before[ID], "requestingUserCanEdit": True}
    put(book, sheet, LIST, place, with_range(book, changed))
    return {}


def delete_protected_range(book: Book, request: Json) -> Json:
    """Take a protection away."""
    sheet, place = found(book, request.get(ID, 0), LIST, ID)
    without(sheet, LIST, place)
    return {}
