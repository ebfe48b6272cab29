"""The basic filter and filter views. The one sorts its rows for everybody, the others for who looks through them."""

from __future__ import annotations

from sheetflow.localsheets.batch.numbered import added, found, numbered, put, with_range, without
from sheetflow.localsheets.batch.sorting import sort_rows
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.conditionkinds import of_values
from sheetflow.localsheets.effectiveformats import wanted_colour
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.filtering import body_of, both_spelled
from sheetflow.localsheets.formats import normal
from sheetflow.localsheets.masks import patched, required
from sheetflow.localsheets.resource import as_answered
from sheetflow.localsheets.shapes import Json

LIST, ID = "filterViews", "filterViewId"


def set_basic_filter(book: Book, request: Json) -> Json:
    """Set a tab's one basic filter; [assumed] its order is that of the rows below the header from then on."""
    part = _checked(with_range(book, request.get("filter", {})))
    sheet = book.edit(part["range"]["sheetId"])
    sheet.parts["basicFilter"] = part
    sort_rows(book, sheet, body_of(book, sheet, part), part.get("sortSpecs", []))
    return {}


def clear_basic_filter(book: Book, request: Json) -> Json:
    """Take a tab's basic filter away, if it has one."""
    book.edit(request.get("sheetId", 0)).parts.pop("basicFilter", None)
    return {}


def add_filter_view(book: Book, request: Json) -> Json:
    """Add a filter view."""
    part = numbered(book, with_range(book, request.get("filter", {})), LIST, ID)
    part = _checked({"title": _free_title(book), **part})
    added(book.edit(part["range"]["sheetId"]), LIST, part)
    return {"filter": as_answered(part)}


def update_filter_view(book: Book, request: Json) -> Json:
    """Change what the mask names of a filter view."""
    asked = request.get("filter", {})
    mask = required(request, "FilterView")
    sheet, place = found(book, asked.get(ID, 0), LIST, ID)
    before = sheet.parts[LIST][place]
    after = {"title": before["title"], **patched(mask, before, asked), ID: before[ID]}
    if "criteria" in mask and "filterSpecs" not in mask:
        after.pop("filterSpecs", None)
    put(book, sheet, LIST, place, _checked(with_range(book, after)))
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


def _checked(part: Json) -> Json:
    """Return a filter as kept, its colours in both spellings; 400 for a condition that can't be tested."""
    part = normal(both_spelled(part))
    for spec in part.get("filterSpecs", []):
        if spec.get("columnIndex", 0) < 0:
            raise invalid(f"filterSpecs.columnIndex[{spec['columnIndex']}] must not be negative.")
        criteria = spec.get("filterCriteria", {})
        if "condition" in criteria:
            of_values(criteria["condition"], where="filters")
        for name in ("visibleBackgroundColor", "visibleForegroundColor"):
            wanted_colour(criteria, name)
    return part


def _free_title(book: Book) -> str:
    views = sum(len(sheet.parts.get(LIST, [])) for sheet in book.sheets.values())
    return f"Filter {views + 1}"
