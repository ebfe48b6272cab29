"""The grid's JSON API as a Flask blueprint: poll for what changed and who is where, send edits, keep views.

    GET    <prefix>/<spreadsheet>?sheet=7&since=cursor&page=token&row=12&column=3
    POST   <prefix>/<spreadsheet>/edits
    GET    <prefix>/<spreadsheet>/filters/<id>?sheet=7     the rows that a filter view of the workbook shows
    POST   <prefix>/<spreadsheet>/views                    save a view;  DELETE …/views/<id> takes it away

Who may call is for the application that mounts it (`before_request`); who acts, too (`actor`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from flask import Blueprint, Response, request

from sheetflow.localsheets.faults import ApiFault, invalid
from sheetflow.localsheets.grid import saved
from sheetflow.localsheets.grid.edits import apply
from sheetflow.localsheets.grid.presence import Place, Presence
from sheetflow.localsheets.grid.view import GridView
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.shapes import Json

#: A page's own name, drawn at random by it.
PAGE = re.compile(r"[0-9a-zA-Z-]{1,40}")


def grid_blueprint(sheets: LocalSheets, *, actor: Callable[[], str]) -> Blueprint:
    """Return the blueprint, named "grid"; `actor` is asked for the revision log and for who is where."""
    blueprint = Blueprint("grid", __name__)
    view, presence = GridView(sheets), Presence()

    @blueprint.errorhandler(ApiFault)
    def refused(fault: ApiFault) -> Response:
        return _json(fault.body(), fault.code)

    @blueprint.get("/<key>")
    def changes(key: str) -> Response:
        since, tab = request.args.get("since", ""), _asked("sheet")
        people = _here(sheets, presence, key, tab, actor())
        return _text(view.answer(key, tab, since, people))

    @blueprint.post("/<key>/edits")
    def edits(key: str) -> Response:
        return _json(apply(sheets, key, request.get_json(silent=True), actor=actor()))

    @blueprint.get("/<key>/filters/<int:number>")
    def filtered(key: str, number: int) -> Response:
        return _json({"rows": view.rows_of_view(key, _asked("sheet") or 0, number)})

    @blueprint.post("/<key>/views")
    def save(key: str) -> Response:
        return _json(saved.save(sheets, key, request.get_json(silent=True), actor=actor()))

    @blueprint.delete("/<key>/views/<int:number>")
    def drop(key: str, number: int) -> Response:
        saved.drop(sheets, key, number, actor=actor())
        return _json({})

    return blueprint


def _here(
    sheets: LocalSheets, presence: Presence, key: str, tab: int | None, person: str
) -> list[Json]:
    """Note the asking page's cell, if it says one; return who else is in the tab."""
    page, row, column = request.args.get("page", ""), _asked("row"), _asked("column")
    if tab is None or not PAGE.fullmatch(page):
        return []
    sheets.book(key)
    now = sheets.now()
    if row is not None and column is not None:
        presence.arrive(key, Place(page, person, tab, row, column, now))
    return list(presence.others(key, tab, page=page, at=now))


def _asked(name: str) -> int | None:
    asked = request.args.get(name)
    if asked is not None and not (asked.isdecimal() and len(asked) < 12):
        raise invalid(f"{name} must be a whole number.")
    return None if asked is None else int(asked)


def _json(answer: Json, status: int = 200) -> Response:
    return _text(json.dumps(answer, ensure_ascii=False, separators=(",", ":")), status)


def _text(text: str, status: int = 200) -> Response:
    response = Response(text, status, content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
