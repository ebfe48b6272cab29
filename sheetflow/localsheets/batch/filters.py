"""The basic filter and filter views. They are kept and answered; whose rows they hide is for the page."""

from __future__ import annotations

from sheetflow.localsheets.batch.numbered import added, found, numbered, put, with_range, without
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.masks import patched, required
from sheetflow.localsheets.resource import as_answered
from sheetflow.localsheets.shapes import Json

LIST, ID = "filterViews", "filterViewId"


def set_basic_filter(book: Book, request: Json) -> Json:
    """Set a tab's one basic filter."""
    part = with_range(book, request.get("filter", {}))
    book.edit(part["range"]["sheetId"]).parts["basicFilter"] = part
    return {}


def clear_basic_filter(book: Book, request: Json) -> Json:
    """Take a tab's basic filter away, if it has one."""
    book.edit(request.get("sheetId", 0)).parts.pop("basicFilter", None)
    return {}


def add_filter_view(book: Book, request: Json) -> Json:
    """Add a filter view."""
    part = numbered(book, with_range(book, request.get("filter", {})), LIST, ID)
    part = {"title": _free_title(book), **part}
    added(book.edit(part["range"]["sheetId"]), LIST, part)
    return {"filter": as_answered(part)}


def update_filter_view(book: Book, request: Json) -> Json:
    """Change what the mask names of a filter view."""
    asked = request.get("filter", {})
    mask = required(request, "FilterView")
    sheet, place = found(book, asked.get(ID, 0), LIST, ID)
    before = sheet.parts[LIST][place]
    put(
        book, sheet, LIST, place, with_range(book, {**patched(mask, before, asked), ID: before[ID]})
    )
    return {}


def delete_filter_view(book: Book, request: Json) -> Json:
    """Delete a filter view."""
    sheet, place = found(book, request.get("filterId", 0), LIST, ID)
    without(sheet, LIST, place)
    return {}


def duplicate_filter_view(book: Book, request: Json) -> Json:
    """Copy a filter view under a new number and title."""
    sheet, place = found(book, request.get("filterId", 0), LIST, ID)
    before = sheet.parts[LIST][place]
    copy = {name: value for name, value in before.items() if name != ID}
    copy = numbered(book, {**copy, "title": f"Copy of {before['title']}"}, LIST, ID)
    added(sheet, LIST, copy)
    return {"filter": as_answered(copy)}


def _free_title(book: Book) -> str:
    views = sum(len(sheet.parts.get(LIST, [])) for sheet in book.sheets.values())
    return f"Filter {views + 1}"
