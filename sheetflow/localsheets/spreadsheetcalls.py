"""spreadsheets: create, get, getByDataFilter, batchUpdate; sheets.copyTo; developerMetadata get and search."""

from __future__ import annotations

from datetime import datetime

from sheetflow.localsheets import metadata
from sheetflow.localsheets.a1 import parse
from sheetflow.localsheets.batch import registry
from sheetflow.localsheets.batch.sheets import copied, copy_title
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.contents import fill
from sheetflow.localsheets.creation import free_id, new_book, place
from sheetflow.localsheets.datafilters import boxes, echoed, matching
from sheetflow.localsheets.faults import missing
from sheetflow.localsheets.resource import sheet_properties, spreadsheet
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.values import on_grid


def create(call: Call) -> Json:
    """spreadsheets.create: a new file with the tabs asked for."""
    asked = call.message("Spreadsheet")

    def make(key: str, at: datetime) -> Book:
        book = new_book(key, at, asked)
        fill(book, asked)
        return book

    book = call.sheets.add(make, actor=call.actor)
    return spreadsheet(call.calculation(book), mask=call.mask)


def get(call: Call) -> Json:
    """spreadsheets.get: the file, with cells if a mask or includeGridData asks."""
    of = call.calculation()
    return spreadsheet(
        of,
        mask=call.mask,
        boxes=[on_grid(of, parse(of.book, text)) for text in call.query.getlist("ranges")],
        with_data=call.flag("includeGridData"),
    )


def get_by_data_filter(call: Call) -> Json:
    """spreadsheets.getByDataFilter: the tabs and cells that the filters mean."""
    body = call.message("GetSpreadsheetByDataFilterRequest")
    of = call.calculation()
    return spreadsheet(
        of,
        mask=call.mask,
        boxes=[box for one in body.get("dataFilters", []) for box in boxes(of.book, one)],
        with_data=bool(body.get("includeGridData")),
    )


def batch_update(call: Call) -> Json:
    """spreadsheets.batchUpdate: all the requests or none."""
    body = call.message("BatchUpdateSpreadsheetRequest")
    requests = body.get("requests", [])
    acts = [kind for request in requests for kind in request]
    with call.sheets.changing(call.key, actor=call.actor, acts=acts) as draft:
        replies = registry.run(draft, requests)
        wanted = [parse(draft, text) for text in body.get("responseRanges", [])]
    answer: Json = {"spreadsheetId": call.key, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        answer["updatedSpreadsheet"] = spreadsheet(
            call.calculation(draft),
            mask=call.mask.get("updatedSpreadsheet", {}),
            boxes=wanted,
            with_data=bool(body.get("responseIncludeGridData")),
        )
    return answer


def copy_to(call: Call) -> Json:
    """spreadsheets.sheets.copyTo: a tab into another file, as ``Copy of …``."""
    body = call.message("CopySheetToAnotherSpreadsheetRequest")
    source = call.book.sheet(int(call.path["sheet"]))
    styles = call.book.styles.by_id
    target = body.get("destinationSpreadsheetId", "")
    with call.sheets.changing(target, actor=call.actor, acts=["copyTo"]) as draft:
        sheet = copied(source, free_id(draft), copy_title(draft, source.title))
        sheet.properties.pop("hidden", None)
        for row in sheet.rows:
            row.styles = [draft.styles.number(styles[style]) for style in row.styles]
        place(draft, sheet, None)
        return sheet_properties(draft, sheet)


def metadata_get(call: Call) -> Json:
    """spreadsheets.developerMetadata.get: one tag by its id."""
    for one in call.book.metadata:
        if one["metadataId"] == int(call.path["metadata"]):
            return metadata.answered(one)
    raise missing()


def metadata_search(call: Call) -> Json:
    """spreadsheets.developerMetadata.search: the tags that the filters mean, each with its filters."""
    body = call.message("SearchDeveloperMetadataRequest")
    found: dict[int, Json] = {}
    for data_filter in body.get("dataFilters", []):
        for one in matching(call.book, data_filter):
            match = found.setdefault(
                one["metadataId"], {"developerMetadata": metadata.answered(one), "dataFilters": []}
            )
            match["dataFilters"].append(echoed(data_filter))
    return {"matchedDeveloperMetadata": list(found.values())} if found else {}
