"""What the pages are given: ports, the schema, settings, and callables in place of other adapters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from flask import Blueprint
from prometheus_client import CollectorRegistry

from sheetflow.charges import DebtorList
from sheetflow.errors import Problem
from sheetflow.levels import Proposal
from sheetflow.model import Language
from sheetflow.policy import Policy
from sheetflow.ports import Clock, Ledger, Printer
from sheetflow.record import TicketRecord
from sheetflow.roster import StaffMember
from sheetflow.schema import Schema


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Under which address customers reach the pages, in whose time and language, and how much one caller may ask for.

    `public_url` is the address customers see, without a slash at its end; "" means the address of the request.
    `prefix` is what paths begin with where several spreadsheets are served, such as /b/east, `title` what people call
    this one.
    `data_dir` holds the desk's one-time token (`token.issue`). Limits are flask-limiter's, per caller's address.
    """

    data_dir: Path
    secret_key: str
    public_url: str = ""
    prefix: str = ""
    title: str = ""
    zone: tzinfo = UTC
    language: Language = "zh"
    api_limit: str = "120 per minute"
    form_limit: str = "30 per minute"
    ping_limit: str = "60 per minute"


@dataclass(frozen=True, slots=True)
class Grid:
    """The local workbook's JSON API as a blueprint, and which of its spreadsheets is the desk's at the moment."""

    pages: Blueprint
    spreadsheet_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class PingEnd:
    """What pings of the spreadsheet's script are held to, and the desk's address, which their answer tells.

    `keys` gives those that count at an instant, none before the first was made: then every ping is forged.
    """

    spreadsheet_id: str = ""
    keys: Callable[[datetime], Sequence[str]] = lambda now: ()
    desk_url: str = ""


def nobody_to_wake() -> None:
    """Do nothing: pages alone have no worker to wake."""


@dataclass(frozen=True)
class WebServices:
    """Everything `create_app` needs. What has a default may be left out, and its page says so.

    `wake` asks for a cycle at once. `deadlines` gives a ticket's open deadlines by clock, for the status page.
    `levels` are changed service levels that wait to be confirmed, with the policy that counts until then.
    `debtors` is the list of what is owed today, None while the settings can't be read.
    `topics` are the help tab's rows; it raises a SheetflowError while the sheet is away.
    `problems` are what the health page shows of sheet and policy. `sheet_url` leads to a Google spreadsheet.
    The board is `ledger.kept("board")`, the last cycle `ledger.kept("last_run")`: {"at": iso, "error": ""}.
    """

    ledger: Ledger
    schema: Schema
    clock: Clock
    settings: WebSettings
    wake: Callable[[], None] = nobody_to_wake
    staff: Callable[[], Sequence[StaffMember]] = tuple
    deadlines: Callable[[TicketRecord], Mapping[str, datetime]] = lambda record: {}
    problems: Callable[[], Sequence[Problem]] = tuple
    levels: Callable[[], tuple[Proposal, Policy] | None] = lambda: None
    debtors: Callable[[], DebtorList | None] = lambda: None
    topics: Callable[[], Sequence[tuple[str, str]]] = tuple
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    pings: PingEnd = PingEnd()
    grid: Grid | None = None
    printer: Printer | None = None
    sheet_url: str = ""
    mail_folder: Path | None = None
    is_demonstration: Callable[[], bool] = lambda: False
    start_empty: Callable[[], None] | None = None
