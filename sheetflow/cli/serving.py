"""The commands that keep the house running, as a whole or for one cycle."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from sheetflow import bootstrap
from sheetflow.cli.environment import settings_of
from sheetflow.errors import BadInput, Problem
from sheetflow.settings import Settings


@click.command()
@click.pass_context
def serve(ctx: click.Context) -> None:
    """Serve the pages and keep the spreadsheet, in one process."""
    from sheetflow.commands.serve import run

    run(settings_of(ctx), works=True)


@click.command()
@click.pass_context
def web(ctx: click.Context) -> None:
    """Serve the pages only; a worker elsewhere keeps the spreadsheet."""
    from sheetflow.commands.serve import run

    settings = settings_of(ctx)
    refuse_split(settings, "web")
    run(settings, works=False)


@click.command()
@click.pass_context
def worker(ctx: click.Context) -> None:
    """Keep the spreadsheet only; the pages are served elsewhere."""
    from sheetflow.commands.serve import work

    settings = settings_of(ctx)
    refuse_split(settings, "worker")
    work(settings)


def refuse_split(settings: Settings, command: str) -> None:
    """Refuse `web` and `worker` where the workbook would live in one of them: nobody else could reach it."""
    if settings.embedded:
        remedy = "Use `sheetflow serve`, or set SHEETFLOW_SHEETS_URL or SHEETFLOW_SPREADSHEET_ID"
        problem = Problem(f"sheetflow {command}", "the embedded workbook lives in `serve`", remedy)
        raise click.ClickException(str(problem))


@click.command()
@click.pass_context
def once(ctx: click.Context) -> None:
    """Run one cycle and print what it did, as JSON; `calls` are all that it took, by what became of them."""
    from sheetflow.bootstrap.jobs import cycle, send

    with bootstrap.open_house(settings_of(ctx)) as house:
        house.prepare()
        try:
            summary = cycle(house)
        finally:
            sent = send(house)
    if summary.outcome == "standby":
        click.echo("Another worker keeps this spreadsheet; nothing was done here.", err=True)
    told = {**summary._asdict(), "calls": house.store.tally.counts, "sent": asdict(sent)}
    click.echo(json.dumps(told, ensure_ascii=False))


@click.command("local-sheets")
@click.option("--port", type=int, default=8765, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), required=True, help="Folder of the file.")
@click.option(
    "--now", "now", default=None, help="Start the clock at this instant (ISO, with offset)."
)
def local_sheets(port: int, data: Path, now: str | None) -> None:
    """Serve the local workbook alone on loopback, as Google's Sheets API, without credentials."""
    from sheetflow.bootstrap.alone import run

    run(port, data, started_at=_instant(now) if now else None)


def _instant(text: str) -> datetime:
    with suppress(ValueError):
        if (at := datetime.fromisoformat(text)).tzinfo:
            return at
    remedy = "Write an instant with its offset, such as 2026-03-10T14:30+08:00"
    raise BadInput([Problem("--now", f"'{text}' can't be used", remedy)])


@click.command()
@click.option(
    "--script", default=None, metavar="NAME", help="Let a gspread script of this name in."
)
@click.option("--revoke", is_flag=True, help="Let the script of that name in no more.")
@click.pass_context
def token(ctx: click.Context, script: str | None, revoke: bool) -> None:
    """Print a fresh one-time link to the desk, or a script's address and token."""
    from sheetflow.bootstrap import scripts
    from sheetflow.bootstrap.pages import desk_link

    settings = settings_of(ctx)
    if script is None:
        if revoke:
            raise click.UsageError("--revoke wants --script NAME")
        click.echo(desk_link(settings))
    elif revoke:
        scripts.withdraw(settings, script)
        click.echo(f"{script}: withdrawn.")
    else:
        click.echo(f"SHEETS_TOKEN={scripts.issue(settings, script)}")
        click.echo(f"SHEETS_URL={scripts.sheets_url(settings)}")
