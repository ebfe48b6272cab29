"""The paths of the Sheets API and the function behind each; those of Drive are in `drive`."""

from __future__ import annotations

import re
from collections.abc import Callable

from werkzeug.wrappers import Request, Response

from sheetflow.localsheets import query, spreadsheetcalls, valuecalls
from sheetflow.localsheets.bodies import body_of, json_response
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.drive import routes as drive
from sheetflow.localsheets.faults import missing
from sheetflow.localsheets.masks import check, only, parse
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.shapes import SHAPES, Json

Answer = Callable[[Call], Json]
BOOK = r"/v4/spreadsheets/(?P<key>[^/:]+)"
VALUES = BOOK + "/values"
RANGE = VALUES + r"/(?P<range>.+)"
ROUTES: tuple[tuple[str, str, Answer, str], ...] = (
    ("POST", r"/v4/spreadsheets", spreadsheetcalls.create, "Spreadsheet"),
    ("GET", BOOK, spreadsheetcalls.get, "Spreadsheet"),
    ("POST", f"{BOOK}:getByDataFilter", spreadsheetcalls.get_by_data_filter, "Spreadsheet"),
    (
        "POST",
        f"{BOOK}:batchUpdate",
        spreadsheetcalls.batch_update,
        "BatchUpdateSpreadsheetResponse",
    ),
    ("POST", BOOK + r"/sheets/(?P<sheet>\d+):copyTo", spreadsheetcalls.copy_to, "SheetProperties"),
    (
        "GET",
        BOOK + r"/developerMetadata/(?P<metadata>\d+)",
        spreadsheetcalls.metadata_get,
        "DeveloperMetadata",
    ),
    (
        "POST",
        f"{BOOK}/developerMetadata:search",
        spreadsheetcalls.metadata_search,
        "SearchDeveloperMetadataResponse",
    ),
    ("GET", f"{VALUES}:batchGet", valuecalls.batch_get, "BatchGetValuesResponse"),
    ("POST", f"{VALUES}:batchUpdate", valuecalls.batch_update, "BatchUpdateValuesResponse"),
    ("POST", f"{VALUES}:batchClear", valuecalls.batch_clear, "BatchClearValuesResponse"),
    (
        "POST",
        f"{VALUES}:batchGetByDataFilter",
        valuecalls.batch_get_by_filter,
        "BatchGetValuesByDataFilterResponse",
    ),
    (
        "POST",
        f"{VALUES}:batchUpdateByDataFilter",
        valuecalls.batch_update_by_filter,
        "BatchUpdateValuesByDataFilterResponse",
    ),
    (
        "POST",
        f"{VALUES}:batchClearByDataFilter",
        valuecalls.batch_clear_by_filter,
        "BatchClearValuesByDataFilterResponse",
    ),
    ("POST", f"{RANGE}:append", valuecalls.append, "AppendValuesResponse"),
    ("POST", f"{RANGE}:clear", valuecalls.clear_one, "ClearValuesResponse"),
    ("GET", RANGE, valuecalls.get, "ValueRange"),
    ("PUT", RANGE, valuecalls.update, "UpdateValuesResponse"),
)
COMPILED = tuple(
    (method, re.compile(path, re.DOTALL), function, message)
    for method, path, function, message in ROUTES
)


def answer(sheets: LocalSheets, request: Request, *, actor: str) -> Response:
    """Return the response of a call; raises `ApiFault` for what is refused."""
    if request.path.startswith(drive.PREFIXES):
        return drive.answer(sheets, request, actor=actor)
    for method, path, function, message in COMPILED:
        match = path.fullmatch(request.path)
        if match is None or method != request.method:
            continue
        mask = parse(request.args.get("fields", ""))
        if message in SHAPES:
            check(mask, message, fault="Invalid field selection")
            query.check(request.args)
        call = Call(sheets, actor, match.groupdict(), request.args, body_of(request))
        return json_response(only(mask, function(call)))
    raise missing(f"{request.method} {request.path} is not served by the local workbook.")
