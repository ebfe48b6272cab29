"""The HTTP face: Sheets v4 under /v4/spreadsheets, in Google's shapes, as one WSGI application."""

from __future__ import annotations

import hmac
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from werkzeug.wrappers import Request

from sheetflow.localsheets import routes
from sheetflow.localsheets.bodies import json_response
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.service import LocalSheets

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ACTOR_HEADER = "X-Sheets-Actor"


def wsgi_app(sheets: LocalSheets, *, token: str | None = None) -> WSGIApplication:
    """Return the application; with a `token` every call must carry it as a Bearer token.

    The revision log's actor is the header ``X-Sheets-Actor`` (percent-encoded), "api" without one.
    """

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        try:
            _authorize(request, token)
            response = routes.answer(sheets, request, actor=_actor(request))
        except ApiFault as fault:
            response = json_response(fault.body(), status=fault.code)
        except sqlite3.OperationalError as fault:
            response = json_response(_not_stored(fault).body(), status=503)
        return response(environ, start_response)

    return application


def _not_stored(fault: sqlite3.OperationalError) -> ApiFault:
    return ApiFault(
        503,
        f"The workbook file could not be written: {fault}. Nothing was changed. "
        "Make room on the disk or repair its permissions, then send again.",
    )


def _authorize(request: Request, token: str | None) -> None:
    if token is None:
        return
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise ApiFault(
            401,
            "Request had invalid authentication credentials. Send this server's token as Bearer.",
        )


def _actor(request: Request) -> str:
    return unquote(request.headers.get(ACTOR_HEADER, "")) or "api"
