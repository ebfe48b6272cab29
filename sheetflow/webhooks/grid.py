"""The tabs as a grid: a page of ours over the local workbook's JSON API, behind the desk's door.

Calls go to the workbook within this process, under the name of who sits at the desk. With a Google spreadsheet
the grid is the spreadsheet itself, and this page leads there.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from sheetflow.webhooks.reader import reader
from sheetflow.webhooks.reception import services

pages = Blueprint("grid", __name__, url_prefix="/desk/grid")


@pages.get("/")
def show() -> ResponseReturnValue:
    """Show the grid's page; the tab is chosen in it."""
    given = services()
    return render_template(
        "desk/grid.html", local=given.grid is not None, sheet_url=given.sheet_url
    )


@pages.route("/api", methods=["GET"], defaults={"rest": ""})
@pages.route("/api/<path:rest>", methods=["GET", "POST"])
def call(rest: str) -> ResponseReturnValue:
    """Pass a call on to the workbook: GET /desk/grid/api?since=12 is its GET /grid/<id>?since=12."""
    grid = services().grid
    person = reader()
    if grid is None or person is None:
        abort(404)
    path = f"/grid/{grid.spreadsheet_id()}" + (f"/{rest}" if rest else "")
    environ = dict(request.environ)
    environ.update(PATH_INFO=path, SCRIPT_NAME="", HTTP_X_SHEETS_ACTOR=quote(person.actor))
    environ.pop("HTTP_AUTHORIZATION", None)
    return Response.from_app(grid.app, environ, buffered=True)
