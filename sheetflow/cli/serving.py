"""The commands that keep the house running, as a whole or for one cycle."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from sheetflow.cli.environment import branches_of, settings_of
from sheetflow.errors import BadInput, Problem
from sheetflow.settings import Settings


@click.command()
@click.pass_context
def serve(ctx: click.Context) -> None:
    """Serve the pages and keep the spreadsheet, in one process; of several branches all."""
    from sheetflow.commands.serve import run

    run(branches_of(ctx), works=True)


@click.command()
@click.pass_context
def web(ctx: click.Context) -> None:
    """Serve the pages only; a worker elsewhere keeps the spreadsheet."""
    from sheetflow.commands.serve import run

    branches = branches_of(ctx)
    refuse_split(branches, "web")
    run(branches, works=False)


@click.command()
@click.pass_context
def worker(ctx: click.Context) -> None:
    """Keep the spreadsheet only; the pages are served elsewhere."""
    from sheetflow.commands.serve import work

    branches = branches_of(ctx)
    refuse_split(branches, "worker")
    work(branches)


def refuse_split(branches: Sequence[Settings], command: str) -> None:
    """Refuse `web` and `worker` where the workbook would live in one of them: nobody else could reach it."""
    if any(one.embedded for one in branches):
        remedy = "Use `sheetflow serve`, or set SHEETFLOW_SHEETS_URL or SHEETFLOW_SPREADSHEET_ID"
        problem = Problem(f"sheetflow {command}", "the embedded workbook lives in `serve`", remedy)
        raise click.ClickException(str(problem))


@click.command()
@click.pass_context
def once(ctx: click.Context) -> None:
    """Run one cycle and print what it did, as JSON; `calls` are all that it took, by what became of them.

    Of several branches one after the other, each in its line. A cycle that failed tells its fault and its calls there.
    """
    from sheetflow.commands.once import run

    ctx.exit(run(branches_of(ctx)))


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
