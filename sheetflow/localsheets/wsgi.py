"""The HTTP face: Sheets v4 under /v4/spreadsheets, in Google's shapes, as one WSGI application."""

from __future__ import annotations

import hmac
import sqlite3
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from werkzeug.wrappers import Request

from sheetflow.localsheets import routes
from sheetflow.localsheets.bodies import json_response
from sheetflow.localsheets.collector import collector_at_rest
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.service import LocalSheets

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ACTOR_HEADER = "X-Sheets-Actor"
#: How sheetflow's own worker signs what it writes.
SYSTEM = "sheetflow"


def nobody(token: str) -> str | None:
    """Know no names."""
    return None


def wsgi_app(
    sheets: LocalSheets,
    *,
    token: str | None = None,
    name_of: Callable[[str], str | None] = nobody,
) -> WSGIApplication:
    """Return the application; with a `token` every call must carry a Bearer token.

    Who carries that one is the revision log's actor by the header ``X-Sheets-Actor`` (percent-encoded), "api" without
    one. Who carries another is whoever `name_of` knows it for, whatever the header says; 401 when it knows nobody.
    """

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(_unfolded(environ))
        try:
            actor = _actor(request, token, name_of)
            request.get_data()  # the collector doesn't wait for the client
            with collector_at_rest():
                response = routes.answer(sheets, request, actor=actor)
        except ApiFault as fault:
            response = json_response(fault.body(), status=fault.code)
        except sqlite3.OperationalError as fault:
            response = json_response(_not_stored(fault).body(), status=503)
        return response(environ, start_response)

    return application


def _unfolded(environ: WSGIEnvironment) -> WSGIEnvironment:
    """Return the GET that came as a POST with the query as its body.

    [documented] google-api-python-client sends so whatever has an address of more than 2048 characters.
    """
    sent = environ["REQUEST_METHOD"], environ.get("HTTP_X_HTTP_METHOD_OVERRIDE", "").upper()
    if sent != ("POST", "GET"):
        return environ
    query = Request(environ).get_data(as_text=True)
    empty = {"CONTENT_LENGTH": "0", "wsgi.input": BytesIO()}
    return {**environ, "REQUEST_METHOD": "GET", "QUERY_STRING": query, **empty}


def _not_stored(fault: sqlite3.OperationalError) -> ApiFault:
    return ApiFault(
        503,
        f"The workbook file could not be written: {fault}. Nothing was changed. "
        "Make room on the disk or repair its permissions, then send again.",
    )


def _actor(request: Request, token: str | None, name_of: Callable[[str], str | None]) -> str:
    """Return who calls; raise 401 for a stranger."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token is not None and not hmac.compare_digest(given.encode(), token.encode()):
        if name := name_of(given):
            return name
        raise ApiFault(
            401,
            "Request had invalid authentication credentials. Send this server's token as Bearer.",
        )
    return unquote(request.headers.get(ACTOR_HEADER, "")) or "api"
