"""Reading values: spreadsheets.values get, batchGet and batchGetByDataFilter."""

from __future__ import annotations

from typing import Any

from sheetflow.localsheets.a1 import parse, written
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.ranges import Box, box_of, without_sheet_zero
from sheetflow.localsheets.shapes import Json


def value_range(book: Book, box: Box, options: Json) -> Json:
    """Return the ValueRange of a rectangle clipped to the grid: trailing blanks cut, inner ones ``""``."""
    sheet = book.sheet(box.sheet_id)
    if box.top >= len(sheet.rows) or box.left >= len(sheet.columns):
        raise invalid(
            f"Range ({written(book, box)}) exceeds grid limits. "
            f"Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
        )
    box = box.clipped(sheet)
    by_columns = options.get("majorDimension") == "COLUMNS"
    rows = [_trimmed([sheet.rows[r].value(c) for c in box.columns]) for r in box.rows]
    while rows and not rows[-1]:
        rows.pop()
    answer: Json = {
        "range": written(book, box),
        "majorDimension": "COLUMNS" if by_columns else "ROWS",
    }
    if rows:
        answer["values"] = rows
    return answer


def _trimmed(values: list[Any]) -> list[Any]:
    while values and values[-1] is None:
        values.pop()
    return ["" if value is None else value for value in values]


def by_data_filter(book: Book, body: Json) -> Json:
    """Answer values:batchGetByDataFilter: each filter's range with the filter beside it."""
    return {
        "spreadsheetId": book.id,
        "valueRanges": [
            {
                "valueRange": value_range(book, filtered(book, one), body),
                "dataFilters": [echoed(one)],
            }
            for one in body.get("dataFilters", [])
        ],
    }


def filtered(book: Book, data_filter: Json) -> Box:
    """Return the rectangle a DataFilter means."""
    if "a1Range" in data_filter:
        return parse(book, data_filter["a1Range"])
    if "gridRange" in data_filter:
        return box_of(book, data_filter["gridRange"])
    raise invalid("developerMetadataLookup")


def echoed(data_filter: Json) -> Json:
    """Return a DataFilter as the API repeats it."""
    if "gridRange" in data_filter:
        return {**data_filter, "gridRange": without_sheet_zero(data_filter["gridRange"])}
    return data_filter
