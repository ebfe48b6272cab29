"""Settings become services: the only file that names every concrete class.

    with open_house(settings, clock) as house:
        house.runner.cycle()

Each spreadsheet has a ledger and a mail folder of its own (place.py), so that two never mix.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import gspread

from sheetflow.address import Address, read_address
from sheetflow.bootstrap.columns import columns_had, keep_columns
from sheetflow.bootstrap.counting import keep_calls
from sheetflow.bootstrap.formtabs import forms_of
from sheetflow.bootstrap.google import google_client
from sheetflow.bootstrap.ledgers import ledger_in
from sheetflow.bootstrap.place import DEMO, PROFILES, active, alone, begin, folder_of, make_private
from sheetflow.bootstrap.refilling import refill
from sheetflow.clock import SystemClock
from sheetflow.clocks import clocks
from sheetflow.differences import TabSettings
from sheetflow.errors import Problem, Refused, Unavailable
from sheetflow.ledger import SqlLedger
from sheetflow.levels import KEPT, counting
from sheetflow.localsheets import (
    LocalSheets,
    WorkbookBusy,
    WorkbookUnreadable,
    local_client,
    remote_client,
)
from sheetflow.model import Language
from sheetflow.notify.bot import Bots
from sheetflow.notify.folder import MailFolder
from sheetflow.notify.smtp import Smtp
from sheetflow.policy import Policy
from sheetflow.ports import Clock, Notifier
from sheetflow.record import TicketRecord
from sheetflow.rules import RULES
from sheetflow.runner import SETTINGS, Office, Runner
from sheetflow.schema import Schema, load
from sheetflow.settings import Settings
from sheetflow.store import Transport, Workbook
from sheetflow.store.provision import NONE_YET, Had, Provisioned, provision

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class House:
    """Everything that belongs to one spreadsheet, put together."""

    settings: Settings
    schema: Schema
    language: Language
    zone: ZoneInfo
    folder: Path
    clock: Clock
    sheets: LocalSheets | None
    client: gspread.Client
    spreadsheet_id: str
    ledger: SqlLedger
    store: Workbook
    runner: Runner
    notifier: Notifier
    bots: Notifier

    @property
    def demonstration(self) -> bool:
        """Say whether this is the demonstration."""
        return self.folder.name == DEMO

    @property
    def office(self) -> Office:
        """Give how this desk runs, as its worker was given it."""
        return _office(self.settings, self.schema, self.language)

    @property
    def mail_folder(self) -> Path | None:
        """Give where the mail can be read on the desk; None when it leaves the house."""
        return self.notifier.path if isinstance(self.notifier, MailFolder) else None

    def provision(self) -> Provisioned:
        """Set the spreadsheet up as the schema says; nothing changes when it is."""
        return self._set_up(NONE_YET)

    def _set_up(self, had: Had) -> Provisioned:
        file, zone = self.spreadsheet_id, self.zone
        made = provision(self.client, file, self.schema, language=self.language, zone=zone, had=had)
        keep_columns(self.ledger, file, made)
        self.refill(made.remade)
        return made

    def refill(self, columns: Collection[str]) -> int:
        """Have columns of 工单 that were made anew filled again with what the ledger has; gives how many cells."""
        return refill(self.store, self.ledger, columns, self.clock.now())

    def prepare(self) -> None:
        """Set the spreadsheet up before work begins; one that was worked on before waits as it is.

        So the pages are there though it is away, not shared, or has another zone; what people deleted stays away.
        """
        try:
            self._set_up(columns_had(self.ledger, self.spreadsheet_id, self.schema))
        except (Unavailable, Refused) as fault:
            if self.ledger.kept("last_run") is None:
                raise
            _log.warning("the spreadsheet can't be looked at before work begins: %s", fault)
        begin(self.settings, self.folder.name)

    def leave(self) -> None:
        """Let nothing wait for the spreadsheet any more: the service is being stopped."""
        if isinstance(self.client.http_client, Transport):
            self.client.http_client.leave()

    def deadlines(self, record: TicketRecord) -> Mapping[str, datetime]:
        """Give a ticket's open deadlines by clock, for its status page."""
        policy = self.runner.policy
        return open_deadlines(record, policy) if policy else {}


@contextmanager
def open_house(
    settings: Settings,
    clock: Clock | None = None,
    *,
    which: str | None = None,
    serving: bool = False,
) -> Iterator[House]:
    """Open the active spreadsheet with its ledger, and close everything afterwards.

    `which` names another than the active one. The embedded workbook is opened here, unless a server of ours has it:
    then it is reached through that server, which itself says `serving`. Raises BadInput, Refused or Unavailable.
    """
    place = which or active(settings)
    settings = alone(settings, place)
    schema = load(settings.schema, profile=settings.profile or PROFILES[place])
    folder = settings.data_dir / folder_of(settings, place)
    for private in (settings.shared_dir or settings.data_dir, settings.data_dir, folder):
        make_private(private)
    with ExitStack() as stack:
        yield _opened(settings, schema, folder, clock or SystemClock(), stack, serving=serving)


def _opened(
    settings: Settings,
    schema: Schema,
    folder: Path,
    clock: Clock,
    stack: ExitStack,
    *,
    serving: bool,
) -> House:
    """Open what belongs to one spreadsheet, one on the other; the stack closes it in the opposite order."""
    ledger = ledger_in(folder, settings)
    stack.callback(ledger.close)
    sheets, client = _workbook(settings, folder, clock, stack, serving)
    spreadsheet_id, language = _identity(settings, ledger, client)
    office = _office(settings, schema, language)
    store = Workbook(
        client, spreadsheet_id, schema, language=language, zone=office.zone, now=clock.now,
        forms=forms_of(ledger),
    )  # fmt: skip
    stack.callback(keep_calls, ledger, store)
    # Whoever has the workbook's file open is alone with it: a lease left by a killed process is its own.
    runner = Runner(store, ledger, clock, office, holder=str(folder) if sheets else "")
    stack.callback(runner.stop)
    notifier = _notifier(settings, folder, clock)
    return House(
        settings, schema, language, office.zone, folder, clock, sheets, client, spreadsheet_id,
        ledger, store, runner, notifier, _bots(notifier, folder, clock),
    )  # fmt: skip


def open_deadlines(record: TicketRecord, policy: Policy) -> Mapping[str, datetime]:
    """Give the deadlines of a ticket's running clocks, by clock."""
    found = ((spec.name, clock) for spec, clock in clocks(record, policy))
    return {name: clock.deadline for name, clock in found if clock.deadline and clock.runs}


def read_policy_of(house: House) -> Policy:
    """Give the policy that counts: the settings tabs as they are now, with the levels that were confirmed last."""
    return counting(settings_of(house), house.ledger.kept(KEPT))


def settings_of(house: House) -> Policy:
    """Give the policy as the spreadsheet's settings tabs have it now, with the last good rows where one is wrong."""
    return read_settings_of(house)[0].read


def read_settings_of(
    house: House, file: str = "sheet_schema.yaml"
) -> tuple[TabSettings, tuple[Problem, ...]]:
    """Give the settings tabs as they are now, and what is wrong with their rows; `file` is what sentences call it."""
    tables = house.store.read().tables
    read, wrong = house.office.policy(tables, house.office.last_good(house.ledger.kept(SETTINGS)))
    return TabSettings(tables, read, counting(read, house.ledger.kept(KEPT)), file), wrong


def _office(settings: Settings, schema: Schema, language: Language) -> Office:
    return Office(
        schema,
        RULES,
        language,
        ZoneInfo(str(dict(schema.calendars[0].spec)["zone"])),
        dispatch=settings.dispatch,
        max_changes=settings.max_changes or schema.max_changes,
        desk_url=settings.desk_url,
    )


def _notifier(settings: Settings, folder: Path, clock: Clock) -> Notifier:
    """Give what takes mail; the demonstration's invented notices never leave the house, whatever is set."""
    if folder.name == DEMO:
        return MailFolder(folder / "mail", clock=clock)
    if settings.smtp_url:
        return Smtp(settings.smtp_url, clock=clock)
    return MailFolder(folder / "mail", clock=clock)


def _bots(notifier: Notifier, folder: Path, clock: Clock) -> Notifier:
    """Give what posts into group chats; the demonstration posts nowhere, its messages lie with its mail."""
    return notifier if folder.name == DEMO else Bots(clock=clock)


def _workbook(
    settings: Settings, folder: Path, clock: Clock, stack: ExitStack, serving: bool
) -> tuple[LocalSheets | None, gspread.Client]:
    if settings.spreadsheet_id and not settings.sheets_url:
        return None, google_client(settings, clock)
    if settings.sheets_url:
        address = Address(settings.sheets_url, settings.sheets_token)
    else:
        found = None if serving else read_address(settings.data_dir)
        if found is None:
            sheets = local_sheets(folder / "workbook.sqlite", clock)
            stack.callback(sheets.close)
            return sheets, local_client(sheets, http_client=Transport)
        address = found
    return None, remote_client(address.url, address.token, http_client=Transport)


def local_sheets(path: Path, clock: Clock) -> LocalSheets:
    """Open the local workbook's file. Raises Refused when another process has it, or it is of another version."""
    try:
        return LocalSheets(path, now=clock.now)
    except (WorkbookBusy, WorkbookUnreadable) as fault:
        raise Refused(str(fault)) from fault


def _identity(
    settings: Settings, ledger: SqlLedger, client: gspread.Client
) -> tuple[str, Language]:
    """Give the spreadsheet's id and its language, both fixed the first time."""
    kept = ledger.kept("workbook")
    if isinstance(kept, dict):
        _refuse_another(settings, str(kept["id"]))
        return str(kept["id"]), cast(Language, kept["language"])
    language = settings.locale
    spreadsheet_id = settings.spreadsheet_id
    if not spreadsheet_id:
        title = {"zh": "维修台账", "en": "Repair desk"}[language]
        spreadsheet_id = client.create(title).id
    ledger.keep("workbook", {"id": spreadsheet_id, "language": language})
    return spreadsheet_id, language


def _refuse_another(settings: Settings, kept: str) -> None:
    """Raise Refused where the ledger is another spreadsheet's: their tickets would mix."""
    named = settings.spreadsheet_id
    if named not in ("", kept):
        raise Refused(
            f"The ledger belongs to the spreadsheet {kept}, and SHEETFLOW_SPREADSHEET_ID names {named}. Give "
            "that one a database of its own by SHEETFLOW_DATABASE_URL, or name the first again."
        )
