"""New spreadsheets and new tabs, with Google's defaults.

[documented] A new file is en_US, ON_CHANGE, and has one tab ``Sheet1`` of 1000 rows and 26 columns
with sheetId 0. [measured] Its zone is Etc/GMT.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sheetflow.localsheets.book import Book, Column, Row, Sheet, Styles
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.formats import normal
from sheetflow.localsheets.rowlist import Rows
from sheetflow.localsheets.shapes import Json

DEFAULT_ROWS, DEFAULT_COLUMNS = 1000, 26
MAX_CELLS, MAX_COLUMNS = 10_000_000, 18_278
MAX_SHEETS = 200


def new_book(key: str, at: datetime, asked: Json) -> Book:
    """Return a spreadsheet as `spreadsheets.create` makes it from the caller's Spreadsheet."""
    book = Book(
        id=key,
        properties={
            "title": "Untitled spreadsheet",
            "locale": "en_US",
            "autoRecalc": "ON_CHANGE",
            "timeZone": "Etc/GMT",
            **asked.get("properties", {}),
        },
        sheets={},
        styles=Styles({}),
        named_ranges=[],
        metadata=[],
        revision=1,
        created_at=at,
        changed_at=at,
    )
    sheets = asked.get("sheets") or [{"properties": {"sheetId": 0, "title": "Sheet1"}}]
    for sheet in sheets:
        new_sheet(book, {**sheet.get("properties", {}), "index": None})
    return book


def new_sheet(book: Book, properties: Json) -> Sheet:
    """Add an empty tab to a draft; 400 for a name or id that is taken."""
    sheet_id = properties.get("sheetId", None)
    if sheet_id is None:
        sheet_id = free_id(book)
    if sheet_id in book.sheets:
        raise invalid(f'Sheet with id "{sheet_id}" already exists. Please enter another id.')
    if sheet_id < 0:
        raise invalid(f"Invalid sheet id: {sheet_id}. It must not be negative.")
    title = properties.get("title") or _free_title(book)
    unused_title(book, title)
    grid = dict(properties.get("gridProperties", {}))
    row_count = grid.pop("rowCount", DEFAULT_ROWS)
    column_count = grid.pop("columnCount", DEFAULT_COLUMNS)
    must_have_room(book, sheet_id, row_count, column_count)
    kept = {
        name: value
        for name, value in normal(properties).items()
        if value and name in ("hidden", "rightToLeft", "tabColor", "tabColorStyle")
    }
    sheet = Sheet(
        id=sheet_id,
        properties={"title": title, "gridProperties": {k: v for k, v in grid.items() if v}, **kept},
        rows=Rows(map(Row, range(1, row_count + 1))),
        columns=[Column() for _ in range(column_count)],
        next_row_id=row_count + 1,
        reordered=True,
    )
    must_scroll(sheet)
    place(book, sheet, properties.get("index"))
    return sheet


def place(book: Book, sheet: Sheet, index: int | None) -> None:
    """Put a new tab at an index of the tab order, at the end without one."""
    must_have_room(book, sheet.id, len(sheet.rows), len(sheet.columns))
    if len(book.sheets) >= MAX_SHEETS:
        raise invalid(f"This action would increase the number of sheets above {MAX_SHEETS}.")
    if index is not None and index < 0:
        raise invalid(f"index[{index}] must be greater than or equal to 0.")
    order = list(book.sheets.values())
    order.insert(len(order) if index is None else min(index, len(order)), sheet)
    book.sheets = {one.id: one for one in order}
    book.edited.add(sheet.id)


def unused_title(book: Book, title: str, *, but: int | None = None) -> None:
    """Raise 400 when another tab has this name, whatever its case."""
    for other in book.sheets.values():
        if other.id != but and other.title.casefold() == title.casefold():
            raise invalid(
                f'A sheet with the name "{title}" already exists. Please enter another name.'
            )


def free_id(book: Book) -> int:
    """Return a random tab id that is free."""
    while True:
        number = secrets.randbelow(2**31)
        if number not in book.sheets:
            return number


def _free_title(book: Book) -> str:
    taken = {sheet.title.casefold() for sheet in book.sheets.values()}
    number = len(book.sheets) + 1
    while f"sheet{number}" in taken:
        number += 1
    return f"Sheet{number}"


def must_have_room(book: Book, sheet_id: int, rows: int, columns: int) -> None:
    """Raise 400 for a size of a tab that is none, or with which the file would be larger than Google takes.

    [documented] A file has up to 10 million cells, a tab up to 18,278 columns (ZZZ).
    """
    if rows < 1 or columns < 1:
        raise invalid("gridProperties.rowCount and columnCount must be at least 1.")
    if columns > MAX_COLUMNS:
        raise invalid(f"A sheet has at most {MAX_COLUMNS} columns, this one would have {columns}.")
    others = [one for one in book.sheets.values() if one.id != sheet_id]
    if sum(len(one.rows) * len(one.columns) for one in others) + rows * columns > MAX_CELLS:
        raise invalid(
            "This action would increase the number of cells in the workbook above the limit of "
            f"{MAX_CELLS} cells."
        )


def must_scroll(sheet: Sheet) -> None:
    """Refuse a tab of which all rows or columns are frozen, or fewer than none. [measured] The first sentence."""
    grid = sheet.properties.get("gridProperties", {})
    for name, count, kind in (
        ("frozenRowCount", len(sheet.rows), "rows"),
        ("frozenColumnCount", len(sheet.columns), "columns"),
    ):
        if grid.get(name, 0) < 0:
            raise invalid(f"gridProperties.{name} must not be negative.")
        if 0 < count <= grid.get(name, 0):
            raise invalid(f"You can't freeze all visible {kind} on the sheet.")


def grow(book: Book, sheet: Sheet, *, rows: int, columns: int) -> None:
    """Add rows and columns at the ends until the grid has at least as many; 400 beyond Google's limits."""
    rows, columns = max(rows, len(sheet.rows)), max(columns, len(sheet.columns))
    if (rows, columns) != (len(sheet.rows), len(sheet.columns)):
        must_have_room(book, sheet.id, rows, columns)
    if rows > len(sheet.rows):
        sheet.rows.extend(sheet.new_rows(rows - len(sheet.rows)))
    if columns > len(sheet.columns):
        sheet.columns.extend([Column()] * (columns - len(sheet.columns)))
