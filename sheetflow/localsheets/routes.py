"""The paths of the Sheets API and the function behind each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request, Response

from sheetflow.localsheets import values
from sheetflow.localsheets.a1 import parse
from sheetflow.localsheets.batch import registry
from sheetflow.localsheets.creation import new_book
from sheetflow.localsheets.faults import invalid, missing
from sheetflow.localsheets.masks import check, only
from sheetflow.localsheets.masks import parse as parse_mask
from sheetflow.localsheets.resource import spreadsheet
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.shapes import Json, read_message


@dataclass(frozen=True)
class Call:
    """One request on its way: the service, who asks, the path's parts, the query and the body."""

    sheets: LocalSheets
    actor: str
    path: dict[str, str]
    query: Any
    body: Any

    @property
    def key(self) -> str:
        """Return the spreadsheet's id."""
        return self.path["key"]

    def message(self, name: str) -> Json:
        """Return the body as an API message."""
        return read_message(name, self.body if self.body is not None else {})

    def flag(self, name: str) -> bool:
        """Return a yes-or-no query parameter."""
        return str(self.query.get(name, "false")).lower() == "true"


def create(call: Call) -> Json:
    """spreadsheets.create: a new file with the tabs asked for."""
    asked = call.message("Spreadsheet")
    book = call.sheets.add(lambda key, at: new_book(key, at, asked), actor=call.actor)
    return spreadsheet(book, call.sheets.now())


def get(call: Call) -> Json:
    """spreadsheets.get: the file, with cells if a mask or includeGridData asks."""
    book = call.sheets.book(call.key)
    boxes = [parse(book, text) for text in call.query.getlist("ranges")]
    mask = parse_mask(call.query.get("fields", ""))
    return spreadsheet(
        book, call.sheets.now(), mask=mask, boxes=boxes, with_data=call.flag("includeGridData")
    )


def batch_update(call: Call) -> Json:
    """spreadsheets.batchUpdate: all the requests or none."""
    body = call.message("BatchUpdateSpreadsheetRequest")
    acts: list[str] = [kind for request in body.get("requests", []) for kind in request]
    with call.sheets.changing(call.key, actor=call.actor, acts=acts) as draft:
        replies = registry.run(draft, body.get("requests", []))
        boxes = [parse(draft, text) for text in body.get("responseRanges", [])]
    answer: Json = {"spreadsheetId": call.key, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        answer["updatedSpreadsheet"] = spreadsheet(
            call.sheets.book(call.key),
            call.sheets.now(),
            mask=parse_mask(call.query.get("fields", "")).get("updatedSpreadsheet", {}),
            boxes=boxes,
            with_data=bool(body.get("responseIncludeGridData")),
        )
    return answer


def values_by_filter(call: Call) -> Json:
    """values:batchGetByDataFilter."""
    return values.by_data_filter(
        call.sheets.book(call.key), call.message("BatchGetValuesByDataFilterRequest")
    )


def values_get(call: Call) -> Json:
    """values.get: one range."""
    book = call.sheets.book(call.key)
    return values.value_range(book, parse(book, call.path["range"]), call.query)


BOOK = r"/v4/spreadsheets/(?P<key>[^/:]+)"
ROUTES: tuple[tuple[str, re.Pattern[str], Callable[[Call], Json], str], ...] = tuple(
    (method, re.compile(path, re.DOTALL), function, answer)
    for method, path, function, answer in (
        ("POST", r"/v4/spreadsheets", create, "Spreadsheet"),
        ("GET", BOOK, get, "Spreadsheet"),
        ("POST", BOOK + ":batchUpdate", batch_update, "BatchUpdateSpreadsheetResponse"),
        ("GET", BOOK + r"/values/(?P<range>.+)", values_get, "ValueRange"),
        (
            "POST",
            BOOK + "/values:batchGetByDataFilter",
            values_by_filter,
            "BatchGetValuesByDataFilterResponse",
        ),
    )
)


def answer(sheets: LocalSheets, request: Request, *, actor: str) -> Response:
    """Return the response of a call; raises `ApiFault` for what is refused."""
    for method, path, function, message in ROUTES:
        match = path.fullmatch(request.path)
        if match and method == request.method:
            mask = check(parse_mask(request.args.get("fields", "")), message)
            call = Call(sheets, actor, match.groupdict(), request.args, _body(request))
            return json_response(only(mask, function(call)))
    raise missing()


def _body(request: Request) -> Any:
    raw = request.get_data()
    if not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError as fault:
        raise invalid(f"Invalid JSON payload received. {fault}") from None


def json_response(body: Json, *, status: int = 200) -> Response:
    """Return a JSON response; always compact, whatever `prettyPrint` says."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), status, content_type="application/json; charset=UTF-8")
