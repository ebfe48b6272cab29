"""`sheetflow once`: one cycle and what is due to be sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from sheetflow import bootstrap
from sheetflow.bootstrap.jobs import cycle, send
from sheetflow.errors import SheetflowError
from sheetflow.settings import Settings


def run(branches: Sequence[Settings]) -> int:
    """Run a cycle of each; give 1 where one of several failed, which is told and keeps none of the others back.

    The fault of the only spreadsheet is raised.
    """
    failed = False
    for settings in branches:
        try:
            _once(settings)
        except SheetflowError as fault:
            if not settings.branch:
                raise
            failed = True
            click.echo(f"{settings.branch}: {fault}", err=True)
    return int(failed)


def _once(settings: Settings) -> None:
    with bootstrap.open_house(settings) as house:
        house.prepare()
        began = house.clock.now()
        try:
            summary = cycle(house)
        finally:
            sent = send(house)
        overwritten = house.runner.overwritten(began)
    if summary.outcome == "standby":
        click.echo("Another worker keeps this spreadsheet; nothing was done here.", err=True)
    branch = {"branch": settings.branch} if settings.branch else {}
    for problem in overwritten:
        click.echo(str(problem), err=True)
    calls = house.store.tally.counts
    told = {**branch, **summary._asdict(), "calls": calls, "sent": asdict(sent)}
    told["overwritten"] = len(overwritten)
    click.echo(json.dumps(told, ensure_ascii=False))
