"""`sheetflow doctor`: everything that can be looked at from here, be the house to be opened or not.

with visit(settings) as visited:
    findings = visited.findings()
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from sheetflow import vitals
from sheetflow.bootstrap.google import budget_of
from sheetflow.bootstrap.house import House, open_house
from sheetflow.bootstrap.place import active, folder_of, untouched
from sheetflow.clock import SystemClock
from sheetflow.errors import BadInput, Refused, SheetflowError
from sheetflow.finding import Finding, alike, in_order
from sheetflow.model import Text
from sheetflow.pings import PINGS
from sheetflow.ports import CALLS, Clock
from sheetflow.settings import Settings
from sheetflow.store import doctor
from sheetflow.store.doctor import Mend, Mended
from sheetflow.store.google import read_key

__all__ = ["Mend", "Mended", "Visit", "visit", "vitals_of"]

_LEDGER = Text("账本", "Ledger")


@dataclass(frozen=True)
class Visit:
    """What was found before the house was opened, and the house where it could be."""

    settings: Settings
    before: tuple[Finding, ...]
    house: House | None

    def findings(self) -> list[Finding]:
        """Give everything that is found, in the order in which it is told."""
        found = [*self.before]
        if self.house is not None:
            found += self._in(self.house)
        return in_order(found)

    def repair(self) -> doctor.Repair | None:
        """Give what would be put right, None where the house can't be opened. Raises Refused or Unavailable."""
        return doctor.repair(_look(self.house)) if self.house else None

    def mend(self, shown: doctor.Repair) -> Mended:
        """Put right what was shown and is still so. Raises Refused or Unavailable."""
        if self.house is None:
            return Mended((), shown.mends)
        return doctor.mend(self.house.client, shown, partial(_look, self.house))

    def _in(self, house: House) -> Iterator[Finding]:
        try:
            seen = _look(house)
        except SheetflowError as fault:
            yield doctor.refusal(fault, house.spreadsheet_id, _account(self.settings))
        else:
            if self.settings.on_google:
                yield Finding(
                    "access", "ok", alike(house.spreadsheet_id), Text("可以读", "may be read")
                )
            yield from doctor.writing(house.client, house.spreadsheet_id)
            yield from doctor.examine(seen)
        if _is_new(self.settings):
            found = Text("还没有建立", "isn't there yet")
            yield Finding(
                "ledger",
                "note",
                _LEDGER,
                found,
                Text("sheetflow init 会建立", "sheetflow init makes it"),
            )
            return
        at = house.ledger.database.at
        yield Finding("ledger", "ok", _LEDGER, Text(f"{at} 可以读写", f"{at} answers"))
        desk = vitals_of(house)
        for check in (vitals.quota, vitals.lease, vitals.cycles, vitals.pings):
            yield from check(desk)


def _look(house: House) -> doctor.Description:
    """Look at the spreadsheet. Raises Refused or Unavailable."""
    return doctor.describe(
        house.client,
        house.spreadsheet_id,
        house.schema,
        language=house.language,
        zone=house.zone,
        now=house.clock.now,
    )


@contextmanager
def visit(settings: Settings, clock: Clock | None = None) -> Iterator[Visit]:
    """Open the house to be looked at; what keeps it from being opened is a finding. Raises Refused before any start."""
    if untouched(settings):
        raise Refused("No spreadsheet was set up here yet. Run sheetflow init.")
    before = list(doctor.key_file(Path(settings.credentials))) if settings.on_google else []
    if any(one.level == "fault" for one in before):
        yield Visit(settings, tuple(before), None)
        return
    # Before the first init a look must not settle anything, such as the language: the ledger is one in memory.
    looked_at = replace(settings, database_url="sqlite://") if _is_new(settings) else settings
    house = open_house(looked_at, clock or SystemClock())
    try:
        opened = house.__enter__()
    except SheetflowError as fault:
        before.append(_unopened(fault, settings))
        yield Visit(settings, tuple(before), None)
        return
    try:
        yield Visit(settings, tuple(before), opened)
    finally:
        house.__exit__(None, None, None)


def _unopened(fault: SheetflowError, settings: Settings) -> Finding:
    """Say what keeps the house from being opened: the spreadsheet, or something of ours."""
    if settings.spreadsheet_id and (fault.__cause__ is not None or not fault.permanent):
        return doctor.refusal(fault, settings.spreadsheet_id, _account(settings))
    return Finding("ledger", "fault", _LEDGER, alike(str(fault).rstrip(".")))


def _is_new(settings: Settings) -> bool:
    """Say whether the desk has no ledger yet."""
    place = active(settings)
    file = settings.data_dir / folder_of(settings, place) / "ledger.sqlite"
    return not settings.database_url and not file.exists()


def _account(settings: Settings) -> str:
    with suppress(BadInput):
        return str(read_key(Path(settings.credentials)).get("client_email", ""))
    return ""


def _used(house: House) -> Mapping[str, int]:
    """Give the calls of Google in the last minute, none where they aren't counted."""
    if not house.settings.on_google:
        return {}
    with suppress(SheetflowError):
        key = read_key(Path(house.settings.credentials))
        return budget_of(house.settings, house.clock, key).used()
    return {}


def vitals_of(house: House) -> vitals.Vitals:
    """Give what the ledger says of the work."""
    ledger, held = house.ledger, house.ledger.holder("worker")
    holder, until = held or ("", None)
    return vitals.Vitals(
        now=house.clock.now(),
        zone=house.zone,
        last_run=ledger.kept("last_run"),
        away=ledger.kept("away"),
        holder=holder,
        held_until=until,
        pings=ledger.kept(PINGS),
        calls=ledger.kept(CALLS),
        used=_used(house),
        cycle=timedelta(seconds=house.settings.cycle_seconds),
        on_google=house.settings.on_google,
    )
