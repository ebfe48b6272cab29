"""The Spreadsheet resource: what `spreadsheets.get` answers, as much of it as a mask asks for."""

from __future__ import annotations

from typing import Any

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.griddata import grid_data
from sheetflow.localsheets.masks import ALL, Mask
from sheetflow.localsheets.ranges import Box, whole, without_sheet_zero
from sheetflow.localsheets.shapes import Json

PARTS = (
    "conditionalFormats",
    "filterViews",
    "protectedRanges",
    "basicFilter",
    "merges",
    "bandedRanges",
    "rowGroups",
    "columnGroups",
)


def sheet_properties(book: Book, sheet: Sheet) -> Json:
    """Return a tab's SheetProperties; `sheetId` and `index` are there even when 0."""
    return {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": list(book.sheets).index(sheet.id),
        "sheetType": "GRID",
        **{
            name: value
            for name, value in sheet.properties.items()
            if name not in ("title", "gridProperties")
        },
        "gridProperties": {
            "rowCount": len(sheet.rows),
            "columnCount": len(sheet.columns),
            **sheet.properties.get("gridProperties", {}),
        },
    }


def spreadsheet(
    book: Book,
    now: Any,
    *,
    mask: Mask = ALL,
    boxes: list[Box] | None = None,
    with_data: bool = False,
) -> Json:
    """Return the Spreadsheet; of the tabs only those that `boxes` touch, of their cells only the boxes.

    `with_data` counts only without a mask: a mask decides by itself whether cells are answered.
    """
    wanted = boxes or [whole(sheet) for sheet in book.sheets.values()]
    data_mask = _data_mask(mask, with_data=with_data)
    shown = [
        sheet for sheet in book.sheets.values() if any(box.sheet_id == sheet.id for box in wanted)
    ]
    answer: Json = {
        "spreadsheetId": book.id,
        "properties": book.properties,
        "sheets": [
            _sheet(book, now, sheet, [box for box in wanted if box.sheet_id == sheet.id], data_mask)
            for sheet in shown
        ],
    }
    if book.named_ranges:
        answer["namedRanges"] = [
            {**named, "range": without_sheet_zero(named["range"])} for named in book.named_ranges
        ]
    answer["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    return answer


def _data_mask(mask: Mask, *, with_data: bool) -> Mask | None:
    """Return the mask of the grid data to answer, None for no grid data."""
    if not mask:
        return ALL if with_data else None
    sheets = mask.get("sheets")
    if sheets is None:
        return None
    return sheets.get("data") if sheets else (ALL if with_data else None)


def _sheet(book: Book, now: Any, sheet: Sheet, boxes: list[Box], data_mask: Mask | None) -> Json:
    answer: Json = {"properties": sheet_properties(book, sheet)}
    if data_mask is not None:
        answer["data"] = [grid_data(book, now, sheet, box, data_mask) for box in boxes]
    for name in PARTS:
        if sheet.parts.get(name):
            answer[name] = sheet.parts[name]
    return answer
