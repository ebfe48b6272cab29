"""A desk's spreadsheet on a real local workbook, with the store on one side and people on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import gspread
import requests
from google.auth.credentials import AnonymousCredentials
from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEETS_API_V4_BASE_URL
from requests import Response
from requests.adapters import BaseAdapter

from sheetflow import schema
from sheetflow.columns import Column
from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.localsheets.clients import local_session
from sheetflow.model import CellWrite, Scalar, Text
from sheetflow.schema import Schema, Tab
from sheetflow.store import Transport, Workbook, provision
from sheetflow.store.api import Message
from sheetflow.store.names import stable_id
from sheetflow.store.requests import row_of, update

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
ROOT = Path(__file__).parents[2]
FULL = schema.load(ROOT / "sheet_schema.yaml", profile="generic")
TICKETS, SCRATCH_TAB = stable_id("tab", "tickets"), stable_id("tab", "scratch")


def column(key: str, writer: str = "staff", kind: str = "text", **more: Any) -> Column:
    """Build a column whose labels are made of its key."""
    label = Text(f"{key}列", key.replace("_", " ").capitalize())
    return Column(key, label, kind, written_by=writer, **more)


def small_tickets(*more: Column) -> Tab:
    """Build a tickets tab of six columns: two guarded, two of the staff's, two of the system's."""
    columns = (
        column("ticket_no", "system"),
        column("status", "both"),
        column("customer_name"),
        column("technician", "both"),
        column("next_action", "system"),
        column("remarks"),
        *more,
    )
    return Tab("tickets", Text("工单", "Tickets"), "front", columns, ("ticket_no",))


def small_schema(*more: Column) -> Schema:
    """Give a schema of four tabs: today, tickets, scratch, log."""
    log = Tab("log", Text("日志", "log"), "hidden", (column("at"), column("what")), ("at",))
    tabs = (FULL.tab("today"), small_tickets(*more), FULL.tab("scratch"), log)
    return replace(FULL, tabs=tabs, highlights=(), views=())


SMALL = small_schema()


class Wire(BaseAdapter):
    """The way to the spreadsheet, on which things happen: before a write arrives, or before its answer comes back.

    `before` and `after` are called with the number of the write (1 is the first), and may raise; `leaving` with the
    write itself as it leaves.
    """

    def __init__(self, far_end: BaseAdapter) -> None:
        super().__init__()
        self.far_end = far_end
        self.writes = 0
        self.leaving: Callable[[requests.PreparedRequest], object] = lambda request: None
        self.before: Callable[[int], object] = lambda number: None
        self.after: Callable[[int], object] = lambda number: None

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Response:
        """Carry a call to the far end and its answer back."""
        if not str(request.path_url).split("?")[0].endswith(":batchUpdate"):
            return self.far_end.send(request, *args, **options)
        self.writes += 1
        number = self.writes
        self.leaving(request)
        self.before(number)
        response = self.far_end.send(request, *args, **options)
        self.after(number)
        return response

    def close(self) -> None:
        """Nothing is held open."""


@dataclass
class Desk:
    """One spreadsheet: the store's workbook with its wire, and people who edit it."""

    sheets: LocalSheets
    spreadsheet_id: str
    schema: Schema
    client: gspread.Client
    wire: Wire
    pauses: list[float]
    people: HTTPClient

    def workbook(self) -> Workbook:
        """Open the spreadsheet as a process that starts does."""
        return Workbook(
            self.client,
            self.spreadsheet_id,
            self.schema,
            language="en",
            zone=SHANGHAI,
            now=self.sheets.now,
        )

    def do(self, *requests_: Message) -> None:
        """Let people do something."""
        self.people.batch_update(self.spreadsheet_id, {"requests": list(requests_)})

    def rows(self, tab: str = "tickets") -> list[list[Scalar]]:
        """Give a tab's rows below the header as people see them."""
        values = self.people.request(
            "post",
            f"{SPREADSHEETS_API_V4_BASE_URL}/{self.spreadsheet_id}/values:batchGetByDataFilter",
            json={
                "dataFilters": [{"gridRange": {"sheetId": stable_id("tab", tab)}}],
                "valueRenderOption": "UNFORMATTED_VALUE",
                "dateTimeRenderOption": "SERIAL_NUMBER",
            },
        ).json()["valueRanges"][0]["valueRange"]
        rows: list[list[Scalar]] = values.get("values", [])
        return rows[1:]


def new_client(sheets: LocalSheets) -> tuple[gspread.Client, Wire, list[float]]:
    """Give a client of the store that never really waits, its wire, and the pauses it would have made."""
    session = local_session(sheets)
    wire = Wire(session.get_adapter(SPREADSHEETS_API_V4_BASE_URL))
    session.mount("https://sheets.googleapis.com/", wire)
    client = gspread.Client(AnonymousCredentials(), session=session, http_client=Transport)
    pauses: list[float] = []
    assert isinstance(client.http_client, Transport)
    client.http_client.pause = pauses.append
    return client, wire, pauses


def new_spreadsheet(sheets: LocalSheets, **properties: str) -> str:
    """Make an empty spreadsheet as a person does."""
    people = local_client(sheets, actor="people").http_client
    made = people.request(
        "post", SPREADSHEETS_API_V4_BASE_URL, json={"properties": {"title": "Desk", **properties}}
    )
    return str(made.json()["spreadsheetId"])


def new_desk(
    sheets: LocalSheets, rows: Sequence[Sequence[Scalar]] = (), *, schema: Schema = SMALL
) -> Desk:
    """Make a spreadsheet, set it up, and let people have typed some tickets."""
    client, wire, pauses = new_client(sheets)
    spreadsheet_id = new_spreadsheet(sheets, timeZone=SHANGHAI.key)
    provision(client, spreadsheet_id, schema, language="en", zone=SHANGHAI)
    people = local_client(sheets, actor="people").http_client
    desk = Desk(sheets, spreadsheet_id, schema, client, wire, pauses, people)
    if rows:
        desk.do(typed(1, 0, *rows))
    wire.writes = 0
    return desk


def typed(row: int, column: int, *rows: Sequence[Scalar]) -> Message:
    """Give the request of a person who types or pastes cells into the tickets; row 1 is the first ticket."""
    return update(TICKETS, row, column, [row_of(cells) for cells in rows])


def guarded(key: str, column: str, old: Scalar, new: Scalar, **more: Any) -> CellWrite:
    """Build a guarded write of a ticket's cell."""
    return CellWrite("tickets", key, column, old, new, guarded=True, **more)
