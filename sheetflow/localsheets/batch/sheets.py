"""Tabs and the file: add, delete, duplicate, and their properties."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from zoneinfo import ZoneInfo

from sheetflow.localsheets.a1 import quoted
from sheetflow.localsheets.batch.dimensions import remove_columns, remove_rows
from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.creation import (
    free_id,
    grow,
    must_have_room,
    must_scroll,
    new_sheet,
    place,
    unused_title,
)
from sheetflow.localsheets.faults import invalid, unsupported
from sheetflow.localsheets.formats import normal, with_twins
from sheetflow.localsheets.formulas.references import Reference
from sheetflow.localsheets.masks import Mask, patched, required
from sheetflow.localsheets.resource import sheet_properties
from sheetflow.localsheets.rewriting import rewrite
from sheetflow.localsheets.rowlist import Rows
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.shifting import deleted, shift

LOCALE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
NUMBERED = (
    ("protectedRanges", "protectedRangeId"),
    ("filterViews", "filterViewId"),
    ("bandedRanges", "bandedRangeId"),
)
FILE_PROPERTIES = ("title", "locale", "timeZone", "autoRecalc")
TAB_PROPERTIES = ("title", "hidden", "rightToLeft", "tabColor", "tabColorStyle")


def add_sheet(book: Book, request: Json) -> Json:
    """Add an empty tab, with the caller's id where one is given."""
    sheet = new_sheet(book, normal(request.get("properties", {})))
    return {"properties": sheet_properties(book, sheet)}


def delete_sheet(book: Book, request: Json) -> Json:
    """Delete a tab and what names it; the last visible one stays."""
    sheet = book.sheet(request.get("sheetId", 0))
    _another_visible(book, sheet)
    rewrite(book, sheet, lambda reference: None)
    del book.sheets[sheet.id]
    book.edited.discard(sheet.id)
    book.named_ranges = [one for one in book.named_ranges if one["range"]["sheetId"] != sheet.id]
    book.metadata = [one for one in book.metadata if sheet.id not in _tabs_of(one)]
    return {}


def _tabs_of(tag: Json) -> tuple[int | None, int | None]:
    location = tag["location"]
    return location.get("sheetId"), location.get("dimensionRange", {}).get("sheetId")


def _another_visible(book: Book, but: Sheet) -> None:
    if not any(
        one.id != but.id and not one.properties.get("hidden") for one in book.sheets.values()
    ):
        raise invalid("You can't remove all the visible sheets in a document.")


def duplicate_sheet(book: Book, request: Json) -> Json:
    """Copy a tab with its cells and rules; protections and filter views get ids of their own."""
    source = book.sheet(request.get("sourceSheetId", 0))
    sheet_id = request.get("newSheetId")
    if sheet_id is None:
        sheet_id = free_id(book)
    if sheet_id in book.sheets:
        raise invalid(f'Sheet with id "{sheet_id}" already exists. Please enter another id.')
    title = request.get("newSheetName") or copy_title(book, source.title)
    unused_title(book, title)
    sheet = copied(source, sheet_id, title)
    place(book, sheet, request.get("insertSheetIndex", 0))
    return {"properties": sheet_properties(book, sheet)}


def copy_title(book: Book, title: str) -> str:
    """Return ``Copy of X``, ``Copy of X 2`` and so on, the first that is free."""
    taken = {sheet.title.casefold() for sheet in book.sheets.values()}
    name, number = f"Copy of {title}", 1
    while name.casefold() in taken:
        number += 1
        name = f"Copy of {title} {number}"
    return name


def copied(source: Sheet, sheet_id: int, title: str) -> Sheet:
    """Return a tab like another, under a new id and name."""
    parts = _for_tab(source.parts, sheet_id)
    for name, id_name in NUMBERED:
        if name in parts:
            parts[name] = [{**one, id_name: secrets.randbelow(2**31)} for one in parts[name]]
    rows = [replace(row.twin(), id=number) for number, row in enumerate(source.rows, 1)]
    return Sheet(
        id=sheet_id,
        properties={**source.properties, "title": title},
        rows=Rows(rows),
        columns=list(source.columns),
        next_row_id=len(rows) + 1,
        parts=parts,
        reordered=True,
        owned={row.id: row for row in rows},
    )


def _for_tab(parts: Json, sheet_id: int) -> Json:
    """Return a tab's rules with their ranges on another tab."""

    def turned(part: object) -> object:
        if isinstance(part, list):
            return [turned(item) for item in part]
        if not isinstance(part, dict):
            return part
        return {
            name: sheet_id if name == "sheetId" else turned(value) for name, value in part.items()
        }

    return {name: turned(part) for name, part in parts.items()}


def update_sheet_properties(book: Book, request: Json) -> Json:
    """Change a tab's name, place, visibility, colour, size or frozen panes."""
    mask = with_twins(required(request, "SheetProperties"))
    asked = normal(request.get("properties", {}))
    sheet = book.edit(asked.get("sheetId", 0))
    if not mask:
        mask = {name: {} for name in (*TAB_PROPERTIES, "gridProperties", "index") if name in asked}
    if "title" in mask:
        if not asked.get("title"):
            raise invalid("The sheet name cannot be empty. Please enter another name.")
        unused_title(book, asked.get("title", ""), but=sheet.id)
    if "hidden" in mask and asked.get("hidden"):
        _another_visible(book, sheet)
    before = sheet.title
    own = {name: below for name, below in mask.items() if name in TAB_PROPERTIES}
    sheet.properties = patched(own, sheet.properties, asked) if own else sheet.properties
    sheet.properties = {
        name: value for name, value in sheet.properties.items() if value is not False
    }
    if sheet.title != before:
        tab = f"{quoted(sheet.title)}!"
        rewrite(book, sheet, lambda reference: renamed(reference, tab), title=before)
    if "gridProperties" in mask:
        _resize(book, sheet, mask["gridProperties"], asked.get("gridProperties", {}))
    if "index" in mask:
        _move_tab(book, sheet, asked.get("index", 0))
    return {}


def renamed(reference: Reference, tab: str) -> Reference:
    """Return a reference under the tab's new name; one without a tab stays so."""
    return reference if reference.tab is None else replace(reference, tab=tab)


def _resize(book: Book, sheet: Sheet, mask: Mask, grid: Json) -> None:
    """Set the grid's size, cutting or adding at its ends, and the frozen panes."""
    mask = mask or {name: {} for name in grid}
    rows = grid.get("rowCount", 0) if "rowCount" in mask else len(sheet.rows)
    columns = grid.get("columnCount", 0) if "columnCount" in mask else len(sheet.columns)
    must_have_room(book, sheet.id, rows, columns)
    if rows < len(sheet.rows):
        shift(book, sheet, deleted(rows, len(sheet.rows)), rows=True)
        remove_rows(sheet, rows, len(sheet.rows))
    if columns < len(sheet.columns):
        shift(book, sheet, deleted(columns, len(sheet.columns)), rows=False)
        remove_columns(sheet, columns, len(sheet.columns))
    grow(book, sheet, rows=rows, columns=columns)
    counted = ("rowCount", "columnCount")
    rest = {name: below for name, below in mask.items() if name not in counted}
    if rest:
        kept = patched(rest, sheet.properties.get("gridProperties", {}), grid)
        sheet.properties["gridProperties"] = {name: value for name, value in kept.items() if value}
    must_scroll(sheet)


def _move_tab(book: Book, sheet: Sheet, index: int) -> None:
    """Put a tab before an index, counted before it is taken out."""
    order = list(book.sheets.values())
    at = order.index(sheet)
    if not 0 <= index <= len(order):
        raise invalid(f"index[{index}] must lie between 0 and {len(order)}.")
    order.pop(at)
    order.insert(index - 1 if index > at else index, sheet)
    book.sheets = {one.id: one for one in order}


def update_spreadsheet_properties(book: Book, request: Json) -> Json:
    """Change the file's title, zone, locale or recalculation."""
    mask = required(request, "SpreadsheetProperties")
    asked = request.get("properties", {})
    names = list(mask) or [name for name in FILE_PROPERTIES if name in asked]
    for name in names:
        if name not in FILE_PROPERTIES:
            raise unsupported(f"Changing properties.{name}")
        book.properties[name] = checked_property(name, asked.get(name, ""))
    return {}


def checked_property(name: str, value: str) -> str:
    """Return a file property; 400 for an empty one, an unknown zone or a locale of another shape."""
    good = bool(value)
    if name == "timeZone":
        try:
            ZoneInfo(value)
        except (
            KeyError,
            ValueError,
            OSError,
        ):  # a folder of zones, or a name that no file can have
            good = False
    if name == "locale":
        good = bool(LOCALE.fullmatch(value))
    if name == "autoRecalc":
        good = value in ("ON_CHANGE", "MINUTE", "HOUR")
    if not good:
        raise invalid(f"Invalid value for properties.{name}: {value!r}.")
    return value
