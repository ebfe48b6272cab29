"""The demonstration day of SHEET.md, in a workbook and a ledger of its own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta

from sheetflow import bootstrap
from sheetflow.bootstrap.house import House
from sheetflow.clock import FixedClock, SystemClock
from sheetflow.demonstration.archive import archive
from sheetflow.demonstration.cast import cast
from sheetflow.demonstration.stores import movements
from sheetflow.demonstration.stories import SECOND_REPORT, stories
from sheetflow.demonstration.tale import Stage
from sheetflow.errors import Refused
from sheetflow.model import NewRow, Writes
from sheetflow.ports import Clock, Run
from sheetflow.settings import Settings

#: The demonstration is a whole desk written at once; the bound is for real ones.
NO_BOUND = 100_000

#: How long before its opening the day is prepared; no story has happened since.
REHEARSAL = timedelta(minutes=2)


def make(settings: Settings, clock: Clock | None = None) -> None:
    """Make the demonstration anew and make it the active workbook. Refused while a server has it open.

    Refused where a spreadsheet is named, too: that is no place for invented people.
    """
    if not settings.embedded:
        raise Refused(
            "The demonstration is a workbook on this machine, and the settings name another spreadsheet. Unset "
            "SHEETFLOW_SPREADSHEET_ID and SHEETFLOW_SHEETS_URL to see it."
        )
    if bootstrap.served(settings):
        raise Refused(
            "The demonstration is being served. Stop the server first, then make it anew."
        )
    shutil.rmtree(settings.data_dir / bootstrap.DEMO, ignore_errors=True)
    now = (clock or SystemClock()).now()
    ticking = FixedClock(now - REHEARSAL)
    unbound = replace(settings, max_changes=NO_BOUND)
    with bootstrap.open_house(unbound, ticking, which=bootstrap.DEMO) as house:
        house.provision()
        _play(house, ticking, opening=now)
    bootstrap.activate(settings, bootstrap.DEMO)


def _play(house: House, ticking: FixedClock, *, opening: datetime) -> None:
    """Put the cast on stage, tell the stories, and let the system do its part until nothing is left to do."""
    runner = house.runner
    runner.cycle()
    policy = runner.policy
    if policy is None:
        raise Refused("The demonstration can't read its own settings tabs.")
    today = policy.local(ticking.now()).date()
    _append(house, list(cast(policy, today)), "cast")
    runner.cycle()
    _tell(house, today, opening)
    house.ledger.accept(SECOND_REPORT, at=ticking.now(), day=today, key="demo")
    for _ in range(3):
        ticking.at += timedelta(seconds=10)
        runner.cycle()
    ticking.at = opening
    runner.cycle()


def _tell(house: House, today: date, opening: datetime) -> None:
    policy = house.runner.policy
    if policy is None:
        raise Refused("The demonstration has no policy to be told by.")

    def number(days_ago: int, serial: int) -> str:
        day = today - timedelta(days=days_ago)
        keys = [f"demo/{day}/{n}" for n in range(1, serial + 1)]
        return [house.ledger.reserve_number(day, key=key) for key in keys][-1]

    def serial(at: datetime, count: int) -> str:
        return house.ledger.reserve_number(
            policy.local(at).date(), key=f"demo/M/{count}", prefix="M"
        )

    stage = Stage(policy, opening)
    told = [tale.rows() for tale in stories(stage, number)]
    told.append(archive(policy))
    events = tuple(event for happened, _, _ in told for event in happened)
    records = {record.ticket_no: record for _, record, _ in told}
    rows = [row for _, _, rows in told for row in rows]
    rows += movements(stage, number, serial)
    now = house.clock.now()
    run = Run("demo-stories", now, Writes(rows=tuple(rows)), events=events, records=records)
    house.ledger.begin(run)
    house.store.apply(run.writes, run_id=run.run_id, reading=house.store.read())
    house.ledger.finish(run.run_id, now, confirmed=True)
    house.runner.forget()


def _append(house: House, rows: list[NewRow], run_id: str) -> None:
    verdict = house.store.apply(Writes(rows=tuple(rows)), run_id=run_id, reading=house.store.read())
    if verdict.state != "done":
        raise Refused(f"The demonstration could not be written: {verdict.state}.")
