"""`sheetflow doctor`: everything that can be looked at from here, be the house to be opened or not.

with visit(settings) as visited:
    findings = visited.findings()
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from sheetflow import vitals
from sheetflow.bootstrap.archives import unreachable_archives
from sheetflow.bootstrap.archivist import KEPT
from sheetflow.bootstrap.google import budget_of
from sheetflow.bootstrap.house import House, open_house
from sheetflow.bootstrap.missing import astray, missing_rows
from sheetflow.bootstrap.place import active, alone, folder_of, untouched
from sheetflow.bootstrap.unarchiving import RETURNING
from sheetflow.clock import SystemClock
from sheetflow.errors import BadInput, Refused, SheetflowError
from sheetflow.finding import Finding, alike, in_order
from sheetflow.ledger import open_ledger
from sheetflow.model import Text
from sheetflow.pings import PINGS
from sheetflow.ports import CALLS, Clock
from sheetflow.settings import Settings
from sheetflow.store import doctor
from sheetflow.store.doctor import Mend, Mended, Repair
from sheetflow.store.google import read_key

__all__ = ["Mend", "Mended", "Repair", "Visit", "visit", "vitals_of"]

_WORK_CHECKS = (vitals.quota, vitals.lease, vitals.cycles, vitals.pings, vitals.archive)

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

    def repair(self) -> Repair | None:
        """Give what would be put right, None where the house can't be opened. Raises Refused or Unavailable."""
        return doctor.repair(_look(self.house)) if self.house else None

    def mend(self, shown: Repair) -> Mended:
        """Put right what was shown and is still so. Raises Refused or Unavailable."""
        house = self.house
        if house is None:
            return Mended((), shown.mends)
        # Before, so that a cycle between the batch and the second time doesn't take the new cells for cleared ones.
        house.refill(shown.remade)
        mended = doctor.mend(house.client, shown, partial(_look, house))
        house.refill(shown.remade)
        return mended

    @property
    def _has_ledger(self) -> bool:
        return any(one.check == "ledger" and one.level == "ok" for one in self.before)

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
            account = _account(self.settings)
            yield from doctor.writing(house.client, house.spreadsheet_id, account)
            gone: Sequence[str] = ()
            if self._has_ledger and seen.is_set_up:
                gone, renumbered = astray(house, seen)
                seen = replace(seen, renumbered=renumbered)
            yield from doctor.examine(seen)
            yield from missing_rows(house, gone)
            if self._has_ledger:
                yield from unreachable_archives(house)
        if self._has_ledger:
            desk = vitals_of(house)
            for check in _WORK_CHECKS:
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
        raise not_set_up()
    key = doctor.key_file(Path(settings.credentials), branch=settings.branch)
    before = list(key) if settings.on_google else []
    useless = any(one.level == "fault" for one in before)
    ledger = _ledger(settings)
    before.append(ledger)
    # Without a ledger a look goes by one in memory: it mustn't settle anything, such as the language. Which of the
    # local workbook's spreadsheets is the desk's only the ledger knows.
    looked_at = settings if ledger.level == "ok" else replace(settings, database_url="sqlite://")
    if useless or (ledger.level != "ok" and not settings.spreadsheet_id):
        yield Visit(settings, tuple(before), None)
        return
    with ExitStack() as stack:
        house: House | None = None
        try:
            house = stack.enter_context(open_house(looked_at, clock or SystemClock()))
        except SheetflowError as fault:
            before.append(doctor.refusal(fault, settings.spreadsheet_id, _account(settings)))
        yield Visit(settings, tuple(before), house)


def not_set_up() -> Refused:
    """Give the sentence for a folder in which nothing was ever started."""
    return Refused(
        "No spreadsheet was set up here yet. Run sheetflow init.",
        zh="这里还没有设置过表格。请运行 sheetflow init。",
    )


def _ledger(settings: Settings) -> Finding:
    """Say whether the ledger is there and answers."""
    file = settings.data_dir / folder_of(settings, active(settings)) / "ledger.sqlite"
    address = alone(settings, active(settings)).database_url or f"sqlite:///{file}"
    if address.startswith("sqlite:///") and not Path(address.removeprefix("sqlite:///")).exists():
        found = Text("还没有建立", "isn't there yet")
        remedy = Text("sheetflow init 会建立", "sheetflow init makes it")
        return Finding("ledger", "note", _LEDGER, found, remedy)
    try:
        ledger = open_ledger(address)
    except SheetflowError as fault:
        said = str(fault).rstrip(".")
        return Finding("ledger", "fault", _LEDGER, Text(fault.zh or said, said))
    ledger.close()
    at = ledger.database.at
    return Finding("ledger", "ok", _LEDGER, Text(f"{at} 可以读写", f"{at} answers"))


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
        share=house.settings.quota_share,
        cycle=timedelta(seconds=house.settings.cycle_seconds),
        quiet_cycle=timedelta(seconds=house.settings.quiet_cycle_seconds),
        on_google=house.settings.on_google,
        archiving=ledger.kept(KEPT),
        returning=ledger.kept(RETURNING),
    )
