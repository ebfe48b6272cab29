"""The tabs as a grid: a page of ours over the local workbook's JSON API, behind the desk's door.

With a Google spreadsheet the grid is the spreadsheet itself, and this page leads there.
"""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Blueprint, Flask, Response, render_template, request
from flask.typing import ResponseReturnValue

from sheetflow.model import Text
from sheetflow.webhooks.language import told
from sheetflow.webhooks.reader import reader
from sheetflow.webhooks.reception import services
from sheetflow.webhooks.services import Grid

pages = Blueprint("desk_grid", __name__, url_prefix="/desk/grid")

#: Where the workbook's own API is mounted: GET <here>/<spreadsheet>?sheet=7&since=cursor, POST …/edits.
API = "/desk/grid/api"


#: The most that a set of edits takes up: 10,000 rows of five cells with forty letters each are about half of it.
LARGEST_PASTE_BYTES = 16 * 1024 * 1024


def make_room(app: Flask) -> None:
    """Let a set of edits be as large as what somebody pastes; called before anything else reads a request."""

    @app.before_request
    def wide() -> None:
        if request.path.startswith(f"{API}/"):
            request.max_content_length = LARGEST_PASTE_BYTES


def refused(words: Text, code: int) -> Response:
    """Answer a page with the grid with a sentence in its reader's language, as the workbook's own refusals are."""
    body = json.dumps({"error": {"message": told(words)}}, ensure_ascii=False)
    return Response(body, code, content_type="application/json; charset=utf-8")


def mount(app: Flask, grid: Grid | None) -> None:
    """Put the workbook's API behind the door and the page's own token, like everything under /desk.

    An edit asks for a cycle, so that the system's answer is there with the page's next look.
    """
    if grid:
        grid.pages.after_request(_wake)
        app.register_blueprint(grid.pages, url_prefix=API, name="workbook")


def _wake(response: Response) -> Response:
    if request.method == "POST" and response.status_code < HTTPStatus.BAD_REQUEST:
        services().wake()
    return response


@pages.get("/")
def show() -> ResponseReturnValue:
    """Show the grid's page; ``?ticket=WX20260310001`` leads to that ticket's row."""
    given = services()
    tickets = given.schema.tab("tickets").label
    settings = [tab.label for tab in given.schema.tabs if tab.place == "settings"]
    api = f"{request.script_root}{API}/{given.grid.spreadsheet_id()}" if given.grid else ""
    return render_template(
        "desk/grid.html",
        api=api,
        sheet_url=given.sheet_url,
        tickets=[tickets.zh, tickets.en],
        roles=_roles(),
        settings=[name for label in settings for name in (label.zh, label.en)],
    )


def _roles() -> list[tuple[str, str]]:
    """Give the reader's roles, key and name: the views that are saved for them are theirs to see."""
    who, roles = reader(), services().schema.roles
    return [(role, told(roles[role])) for role in who.roles if role in roles] if who else []
