"""The paths of the Sheets API and the function behind each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request, Response

from sheetflow.localsheets import drive, query, spreadsheetcalls, valuecalls
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.faults import invalid, missing
from sheetflow.localsheets.masks import check, only, parse
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.shapes import SHAPES, Json

SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half a character: JSON can spell it, but no text can hold it alone."""

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
    ("GET", r"/drive/v3/files", drive.list_files, ""),
    ("POST", r"/drive/v3/files", drive.create, ""),
    ("GET", r"/drive/v3/files/(?P<key>[^/]+)", drive.get, ""),
)
COMPILED = tuple(
    (method, re.compile(path, re.DOTALL), function, message)
    for method, path, function, message in ROUTES
)


def answer(sheets: LocalSheets, request: Request, *, actor: str) -> Response:
    """Return the response of a call; raises `ApiFault` for what is refused."""
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


def body_of(request: Request) -> Any:
    """Return the JSON body, None for an empty one; 400 for what isn't JSON."""
    content = request.get_data()
    if not content:
        return None
    try:
        body = json.loads(content, parse_constant=_not_json)
        if SURROGATE.search(content):
            json.dumps(body, ensure_ascii=False).encode()
    except ValueError as fault:
        raise invalid(f"Invalid JSON payload received. {fault}") from None
    return body


def _not_json(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON.")


def json_response(body: Json, *, status: int = 200) -> Response:
    """Return a JSON response; always compact, whatever `prettyPrint` says."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), status, content_type="application/json; charset=UTF-8")
