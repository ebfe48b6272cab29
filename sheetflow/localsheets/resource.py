"""The Spreadsheet resource: what `spreadsheets.get` answers, as much of it as a mask asks for."""

from __future__ import annotations

from typing import Any

from sheetflow.localsheets import metadata
from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.effectiveformats import DEFAULT_FORMAT
from sheetflow.localsheets.formats import without_defaults
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
    of: Calculation, *, mask: Mask = ALL, boxes: list[Box] | None = None, with_data: bool = False
) -> Json:
    """Return the Spreadsheet: only the tabs that `boxes` touch, and of their cells only the boxes.

    `with_data` counts only without a mask: a mask decides by itself whether cells are answered.
    """
    book = of.book
    wanted = boxes or [whole(sheet) for sheet in book.sheets.values()]
    data_mask = _data_mask(mask, with_data=with_data)
    answer: Json = {"spreadsheetId": book.id, "properties": properties(book), "sheets": []}
    for sheet in book.sheets.values():
        mine = [box for box in wanted if box.sheet_id == sheet.id]
        if mine:
            answer["sheets"].append(_sheet(of, sheet, mine, data_mask))
    if book.named_ranges:
        answer["namedRanges"] = [
            {**named, "range": without_sheet_zero(named["range"])} for named in book.named_ranges
        ]
    answer["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    tags = [one for one in book.metadata if "spreadsheet" in one["location"]]
    if tags:
        answer["developerMetadata"] = [metadata.answered(one) for one in tags]
    return answer


def properties(book: Book) -> Json:
    """Return SpreadsheetProperties with the default format that every file has."""
    return {**book.properties, "defaultFormat": DEFAULT_FORMAT}


def _data_mask(mask: Mask, *, with_data: bool) -> Mask | None:
    """Return the mask of the grid data to answer, None for no grid data."""
    if not mask:
        return ALL if with_data else None
    sheets = mask.get("sheets")
    if sheets is None:
        return None
    return sheets.get("data") if sheets else ALL


def _sheet(of: Calculation, sheet: Sheet, boxes: list[Box], data_mask: Mask | None) -> Json:
    answer: Json = {"properties": sheet_properties(of.book, sheet)}
    if data_mask is not None:
        answer["data"] = [grid_data(of, sheet, box, data_mask) for box in boxes]
    for name in PARTS:
        if sheet.parts.get(name):
            answer[name] = as_answered(sheet.parts[name])
    tags = [one for one in of.book.metadata if one["location"].get("sheetId") == sheet.id]
    if tags:
        answer["developerMetadata"] = [metadata.answered(one) for one in tags]
    return answer


def as_answered(part: Any) -> Any:
    """Return a rule, filter, group or protection as the API answers it: sheetId 0 left out, and what says nothing."""
    return without_defaults(_without_sheet_zero(part))


def _without_sheet_zero(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_sheet_zero(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        name: _without_sheet_zero(value)
        for name, value in part.items()
        if (name, value) != ("sheetId", 0)
    }
