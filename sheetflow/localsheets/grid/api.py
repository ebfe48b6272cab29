"""The grid's JSON API as a Flask blueprint: poll for what changed, send edits.

GET ``<prefix>/<spreadsheet>?sheet=7&since=cursor`` and POST ``<prefix>/<spreadsheet>/edits``. Who may call is for the
application that mounts it (`before_request`); who acts, too (`actor`).
"""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Blueprint, Response, request

from sheetflow.localsheets.faults import ApiFault, invalid
from sheetflow.localsheets.grid.edits import apply
from sheetflow.localsheets.grid.view import GridView
from sheetflow.localsheets.service import LocalSheets


def grid_blueprint(sheets: LocalSheets, *, actor: Callable[[], str]) -> Blueprint:
    """Return the blueprint, named "grid"; `actor` is asked for the revision log at every edit."""
    blueprint = Blueprint("grid", __name__)
    view = GridView(sheets)

    @blueprint.errorhandler(ApiFault)
    def refused(fault: ApiFault) -> Response:
        return _json(json.dumps(fault.body(), ensure_ascii=False), fault.code)

    @blueprint.get("/<key>")
    def changes(key: str) -> Response:
        return _json(view.answer(key, _tab_asked(), request.args.get("since", "")))

    @blueprint.post("/<key>/edits")
    def edits(key: str) -> Response:
        body = request.get_json(silent=True)
        done = apply(sheets, key, body, actor=actor())
        return _json(json.dumps(done))

    return blueprint


def _tab_asked() -> int | None:
    asked = request.args.get("sheet")
    if asked is not None and not asked.isdigit():
        raise invalid("sheet must be a tab's id.")
    return None if asked is None else int(asked)


def _json(text: str, status: int = 200) -> Response:
    response = Response(text, status, content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
