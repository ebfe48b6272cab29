"""The paths of Drive and the function behind each; all others of Drive are 501."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from werkzeug.wrappers import Request, Response

from sheetflow.localsheets.bodies import body_of, json_response
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.drive import about, comments, exporting, files, importing, permissions
from sheetflow.localsheets.drive.faults import DriveFault, in_drives_words, wanted
from sheetflow.localsheets.drive.shapes import SHAPES, check
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.masks import Mask, only, parse
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.shapes import Json

PREFIXES = ("/drive/", "/upload/drive/")
FILES = r"/drive/v3/files"
FILE = FILES + r"/(?P<key>[^/]+)"
SHARING = FILE + "/permissions"
PERMISSION = SHARING + r"/(?P<permission>[^/]+)"
COMMENTS = FILE + "/comments"

MUST = None
"""In the place of default fields: [documented] the call must say which it wants."""


class Route(NamedTuple):
    """A method and path, what answers, the message answered and its fields without a mask."""

    method: str
    path: str
    function: Callable[[Call], Any]
    message: str = ""
    fields: str | None = ""


BRIEF = "kind,id,name,mimeType"
SHARED = "id,type,kind,role"
ROUTES = (
    Route("GET", FILES, files.list_files, "FileList", f"kind,incompleteSearch,nextPageToken,files({BRIEF})"),
    Route("POST", FILES, files.create, "File", BRIEF),
    Route("GET", FILE, files.get, "File", BRIEF),
    Route("PATCH", FILE, files.update, "File", BRIEF),
    Route("DELETE", FILE, files.delete),
    Route("POST", f"{FILE}/copy", files.copy, "File", BRIEF),
    Route("GET", f"{FILE}/export", exporting.export),
    Route("GET", SHARING, permissions.list_permissions, "PermissionList", f"kind,nextPageToken,permissions({SHARED})"),
    Route("POST", SHARING, permissions.create, "Permission", SHARED),
    Route("GET", PERMISSION, permissions.get, "Permission", SHARED),
    Route("PATCH", PERMISSION, permissions.update, "Permission", SHARED),
    Route("DELETE", PERMISSION, permissions.delete),
    Route("GET", COMMENTS, comments.list_comments, "CommentList", MUST),
    Route("POST", COMMENTS, comments.create, "Comment", MUST),
    Route("GET", r"/drive/v3/about", about.get, "About", MUST),
    Route("PUT", r"/upload/drive/v2/files/(?P<key>[^/]+)", importing.upload),
)  # fmt: skip
COMPILED = tuple((route, re.compile(route.path, re.DOTALL)) for route in ROUTES)


def answer(sheets: LocalSheets, request: Request, *, actor: str) -> Response:
    """Return the response of a call to Drive; raises `DriveFault` for what is refused."""
    try:
        for route, path in COMPILED:
            match = path.fullmatch(request.path)
            if match and route.method == request.method:
                call = Call(sheets, actor, match.groupdict(), request.args, _body(request))
                return _answer(route, call)
    except ApiFault as fault:
        raise in_drives_words(fault) from fault
    raise DriveFault(
        501,
        f"{request.method} {request.path} is not supported by the local workbook. "
        "docs/local-workbook.md lists what it has of Drive.",
    )


def _body(request: Request) -> Any:
    """Return the JSON body; of an upload its bytes and what they are."""
    if request.path.startswith("/upload/"):
        return request.get_data(), request.mimetype
    return body_of(request)


def _answer(route: Route, call: Call) -> Response:
    mask = _mask(route, call)
    found: Response | Json | None = route.function(call)
    if found is None:
        return Response(status=204)
    return found if isinstance(found, Response) else json_response(only(mask, found))


def _mask(route: Route, call: Call) -> Mask:
    """Return the mask of an answer; 400 for a field that it doesn't have, and where one must be named."""
    asked = call.query.get("fields", "")
    if not asked and route.fields is MUST:
        raise wanted("The 'fields' parameter is required for this method.", "fields")
    mask = parse(asked or route.fields or "")
    if route.message in SHAPES:
        check(mask, route.message)
    return mask
