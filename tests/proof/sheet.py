"""A sheet of three tickets and four columns on the local workbook in memory, looked at without a call."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import gspread
import requests
from google.auth.credentials import AnonymousCredentials
from gspread.urls import SPREADSHEETS_API_V4_BASE_URL
from requests import Response
from requests.adapters import BaseAdapter

from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.clients import local_session
from sheetflow.localsheets.past import anew
from sheetflow.model import Scalar, Text
from sheetflow.schema import Schema, Tab
from sheetflow.store import Transport, Workbook, provision
from sheetflow.store.api import Message
from sheetflow.store.names import stable_id
from sheetflow.store.requests import row_of, update
from tests.store.desk import FULL, NOON, SHANGHAI, column, new_spreadsheet

TICKETS, SCRATCH, PARTS = (stable_id("tab", name) for name in ("tickets", "scratch", "parts"))
KEY, STATUS, PROBLEM, REMARKS = COLUMNS = ("ticket_no", "status", "problem", "remarks")
HEADER = ("Ticket no", "Status", "Problem", "Remarks")

#: Rows of the sheet at the beginning: one to be moved on, one that stands, one typed by hand and not numbered yet.
ROWS: tuple[tuple[str, ...], ...] = (
    ("WX1", "new", "", "first"),
    ("WX2", "done", "", "second"),
    ("", "", "", "third"),
)

#: A row's identity, whatever moves it: the local workbook's own number of it.
RowId: TypeAlias = int
Cells: TypeAlias = Mapping[str, Scalar]


def small_schema() -> Schema:
    """Give a schema of tickets with four columns, another tab beside them, and the scratch tab."""
    tickets = Tab(
        "tickets",
        Text("工单", "Tickets"),
        "front",
        (
            column(KEY, "system"),
            column(STATUS, "both"),
            column(PROBLEM, "system"),
            column(REMARKS),
        ),
        (KEY,),
    )
    parts = Tab(
        "parts", Text("配件", "Parts"), "front", (column("part"), column("name")), ("part",)
    )
    tabs = (tickets, parts, FULL.tab("scratch"))
    return replace(FULL, tabs=tabs, highlights=(), views=())


SCHEMA = small_schema()


class Wire(BaseAdapter):
    """The way to the spreadsheet; whatever happens, happens before a call arrives or before its answer comes back.

    `calls` counts the store's calls. `before(request)` may change what arrives, `after()` may raise.
    """

    def __init__(self, far_end: BaseAdapter) -> None:
        super().__init__()
        self.far_end = far_end
        self.before: Any = lambda request: None
        self.after: Any = lambda request: None

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Response:
        """Carry a call to the far end and its answer back."""
        self.before(request)
        response = self.far_end.send(request, *args, **options)
        self.after(request)
        return response

    def close(self) -> None:
        """Nothing is held open."""


@dataclass
class SmallSheet:
    """One spreadsheet: the store's side of it, people's, and the eye that sees it as it is."""

    sheets: LocalSheets
    spreadsheet_id: str
    wire: Wire
    client: gspread.Client
    people: gspread.Client

    @classmethod
    def made(cls, sheets: LocalSheets | None = None) -> SmallSheet:
        """Give a spreadsheet that was just set up; in memory unless a workbook is given."""
        sheets = sheets or LocalSheets(Path(":memory:"), now=lambda: NOON)
        spreadsheet_id = sheets.add(lambda _, at: _as_set_up(at), actor="people").id
        wire, client = wired(sheets)
        return cls(sheets, spreadsheet_id, wire, client, local_client(sheets, actor="people"))

    def workbook(self, writer: type[Workbook] = Workbook) -> Workbook:
        """Open the spreadsheet as a process that starts does."""
        return writer(
            self.client,
            self.spreadsheet_id,
            SCHEMA,
            language="en",
            zone=SHANGHAI,
            now=self.sheets.now,
        )

    def do(self, *requests_: Message) -> None:
        """Let people do something."""
        body = {"requests": list(requests_)}
        self.people.http_client.batch_update(self.spreadsheet_id, body)

    @property
    def tickets(self) -> Sheet | None:
        """Give the tickets' tab as it stands."""
        return self.sheets.book(self.spreadsheet_id).sheets.get(TICKETS)

    def ids(self) -> list[RowId]:
        """Give the identities of all rows of the grid, in their order."""
        return [row.id for row in self.tickets.rows] if self.tickets else []


def wired(sheets: LocalSheets) -> tuple[Wire, gspread.Client]:
    """Give the store's way to a workbook, and the client that goes by it and never waits."""
    session = local_session(sheets)
    wire = Wire(session.get_adapter(SPREADSHEETS_API_V4_BASE_URL))
    session.mount("https://sheets.googleapis.com/", wire)
    client = gspread.Client(AnonymousCredentials(), session=session, http_client=Transport)
    assert isinstance(client.http_client, Transport)
    client.http_client.pause = lambda seconds: None
    return wire, client


@cache
def _set_up() -> Book:
    """Set up a spreadsheet once, as a desk that begins does."""
    with closing(LocalSheets(Path(":memory:"), now=lambda: NOON)) as sheets:
        spreadsheet_id = new_spreadsheet(sheets, timeZone=SHANGHAI.key)
        _, client = wired(sheets)
        provision(client, spreadsheet_id, SCHEMA, language="en", zone=SHANGHAI)
        return sheets.book(spreadsheet_id)


def _as_set_up(at: datetime) -> Book:
    """Give that spreadsheet once more: a snapshot, which no history changes."""
    return anew(_set_up(), _set_up().id, at)


def typed(row: int, column_: int, *rows: tuple[Scalar, ...]) -> Message:
    """Give the request of somebody who types or pastes cells."""
    return update(TICKETS, row, column_, [row_of(cells) for cells in rows])
