"""`sheetflow once`: one cycle and what is due to be sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

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
            click.echo(f"{settings.branch}: {fault.sentence(settings.locale)}", err=True)
    return int(failed)


def _once(settings: Settings) -> None:
    """Run a cycle and print its line; one that failed has one too, with the fault and the calls that it took."""
    told: dict[str, Any] = {"branch": settings.branch} if settings.branch else {}
    try:
        with bootstrap.open_house(settings) as house:
            try:
                _worked(house, told)
            finally:
                told["calls"] = house.store.tally.counts
    except SheetflowError as fault:
        if settings.branch or "calls" in told:
            _print({**told, "outcome": "failed", "fault": fault.sentence(settings.locale)})
        raise
    _print(told)


def _worked(house: bootstrap.House, told: dict[str, Any]) -> None:
    house.prepare()
    began = house.clock.now()
    try:
        summary = cycle(house)
    finally:
        told["sent"] = asdict(send(house))
    told |= summary._asdict()
    if summary.outcome == "standby":
        click.echo("Another worker keeps this spreadsheet; nothing was done here.", err=True)
    overwritten, standing = house.runner.overwritten(began), house.runner.standing
    of = f"{house.settings.branch}: " if house.settings.branch else ""
    for problem in (*standing, *overwritten):
        click.echo(f"{of}{problem}", err=True)
    told["problems"] = [str(problem) for problem in standing]
    told["overwritten"] = len(overwritten)


def _print(told: Mapping[str, Any]) -> None:
    click.echo(json.dumps(told, ensure_ascii=False))
