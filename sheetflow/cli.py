"""The command `sheetflow`: one verb per act, each a thin call into the house.

Faults of people's input and of the surroundings end with a sentence on stderr and exit status 1, never a traceback.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from sheetflow import bootstrap
from sheetflow.errors import BadInput, Problem, Refused, SheetflowError
from sheetflow.settings import Settings, read_settings

HOME = Path(__file__).resolve().parent.parent


class Family(click.Group):
    """Commands whose known faults are told in a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a SheetflowError becomes its message and exit status 1."""
        try:
            return super().invoke(ctx)
        except SheetflowError as fault:
            click.echo(str(fault), err=True)
            ctx.exit(1)


@click.group(cls=Family)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run the back office of a repair desk on top of its spreadsheet."""
    if ctx.obj is None:
        ctx.obj = os.environ


def settings_of(ctx: click.Context) -> Settings:
    """Read the settings of the environment that the command was given."""
    env: Mapping[str, str] = ctx.obj
    return read_settings(env, home=HOME)


@main.command()
@click.pass_context
def serve(ctx: click.Context) -> None:
    """Serve the pages and keep the spreadsheet, in one process."""
    from sheetflow.commands.serve import run

    run(settings_of(ctx), works=True)


@main.command()
@click.pass_context
def web(ctx: click.Context) -> None:
    """Serve the pages only; a worker elsewhere keeps the spreadsheet."""
    from sheetflow.commands.serve import run

    settings = settings_of(ctx)
    refuse_split(settings, "web")
    run(settings, works=False)


@main.command()
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


@main.command()
@click.pass_context
def once(ctx: click.Context) -> None:
    """Run one cycle and print what it did, as JSON."""
    from sheetflow.bootstrap.jobs import cycle, send

    with bootstrap.open_house(settings_of(ctx)) as house:
        house.prepare()
        try:
            summary = cycle(house)
        finally:
            sent = send(house)
    if summary.outcome == "standby":
        click.echo("Another worker keeps this spreadsheet; nothing was done here.", err=True)
    click.echo(json.dumps({**summary._asdict(), "sent": asdict(sent)}, ensure_ascii=False))


@main.command()
@click.argument("table")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects by column key.")
@click.option(
    "--limit", type=click.IntRange(1), help="So many rows at most; of the outbox the newest."
)
@click.pass_context
def show(ctx: click.Context, table: str, *, as_json: bool, limit: int | None) -> None:
    """Print a tab as staff see it, or `outbox`, the newest first."""
    from sheetflow.commands.show import print_rows, rows_of

    with bootstrap.open_house(settings_of(ctx)) as house:
        every = rows_of(house, table)
    rows = every[:limit]
    if len(rows) < len(every):
        click.echo(f"{len(rows)} of {len(every)} rows; --limit says how many.", err=True)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print_rows(rows, title=table)


@main.command()
@click.argument("schema", required=False, type=click.Path(path_type=Path))
@click.option("--sheet", is_flag=True, help="Compare the spreadsheet with the schema as well.")
@click.pass_context
def check(ctx: click.Context, schema: Path | None, *, sheet: bool) -> None:
    """Read the settings and the schema, and name every problem with its place.

    With --sheet also where the spreadsheet's tabs say something else: exit status 0 when alike, 1 when they differ,
    2 when the spreadsheet can't be read.
    """
    from sheetflow.commands.check import check_file, check_sheet

    env: Mapping[str, str] = ctx.obj
    if sheet:
        ctx.exit(check_sheet(env, HOME, schema))
    check_file(env, HOME, schema)


@main.command()
@click.pass_context
def init(ctx: click.Context) -> None:
    """Set the spreadsheet up as the schema says; run again it changes nothing."""
    settings = settings_of(ctx)
    if bootstrap.untouched(settings):
        bootstrap.activate(settings, bootstrap.DESK)
    with bootstrap.open_house(settings) as house:
        made = house.provision()
    if not made.changed:
        click.echo("The spreadsheet is as the schema says; nothing was changed.")
    else:
        new = [("tabs", made.created), ("columns", made.columns)]
        told = "".join(f" New {what}: {', '.join(names)}." for what, names in new if names)
        click.echo(f"Set up.{told}")


@main.command()
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Make the demonstration day anew and make it the active workbook."""
    from sheetflow.demonstration import make

    make(settings_of(ctx))
    click.echo("The demonstration is ready: sheetflow serve.")


@main.command("start-empty")
@click.pass_context
def start_empty(ctx: click.Context) -> None:
    """Leave the demonstration: make the real, empty workbook the active one."""
    settings = settings_of(ctx)
    if bootstrap.served(settings):
        raise Refused(
            "The demonstration is being served. Press 'start empty' on its desk, or stop the server first."
        )
    bootstrap.activate(settings, bootstrap.DESK)
    with bootstrap.open_house(settings, which=bootstrap.DESK) as house:
        house.provision()
    click.echo("The real workbook is active now.")


@main.command("import")
@click.argument("csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "mapping", type=click.Path(exists=True, path_type=Path), help="Column map.")
@click.option("--history", is_flag=True, help="Take tickets of another system as they are.")
@click.pass_context
def import_(ctx: click.Context, csv: Path, mapping: Path | None, *, history: bool) -> None:
    """Take a CSV's rows as tickets; every row not taken is named with the reason."""
    from sheetflow.commands.import_csv import run

    with bootstrap.open_house(settings_of(ctx)) as house:
        house.provision()
        ctx.exit(run(house, csv, mapping=mapping, history=history))


@main.command()
@click.argument("start")
@click.argument("duration")
@click.option("--calendar", required=True, help="One of the schema's calendars, such as office.")
@click.option("--pause", "pauses", multiple=True, help="A stop that doesn't count: FROM/TO.")
@click.option("--schema", type=click.Path(path_type=Path), help="Another sheet_schema.yaml.")
@click.pass_context
def deadline(
    ctx: click.Context,
    start: str,
    duration: str,
    calendar: str,
    pauses: tuple[str, ...],
    schema: Path | None,
) -> None:
    """Print when DURATION of working time from START is over, and how it was counted."""
    from sheetflow.commands.deadline import told
    from sheetflow.schema import load

    settings = settings_of(ctx)
    found = load(schema or settings.schema, profile=settings.profile or "generic")
    for line in told(found, start, duration, calendar=calendar, pauses=pauses):
        click.echo(line)


@main.group()
def policy() -> None:
    """Look after the rules of business that stand in the settings tabs."""


@policy.command("apply")
@click.option("--yes", "confirmed", is_flag=True, help="Don't ask.")
@click.pass_context
def policy_apply(ctx: click.Context, *, confirmed: bool) -> None:
    """Show which open deadlines the changed service levels would move, and let them count."""
    from sheetflow.commands.policy import apply

    with bootstrap.open_house(settings_of(ctx)) as house:
        apply(house, confirmed=confirmed)


@main.command()
@click.option("--from", "first", default="", help="First day, such as 2026-03-01.")
@click.option("--to", "last", default="", help="Last day; both count whole.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def report(ctx: click.Context, first: str, last: str, *, as_json: bool) -> None:
    """Print the figures of some days, of the month so far unless told otherwise."""
    from sheetflow.commands.report import lines_of, print_report

    with bootstrap.open_house(settings_of(ctx)) as house:
        lines = lines_of(house, first, last)
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=1))
    else:
        print_report(lines)


@main.command()
@click.option("--ticket", "number", required=True, help="The ticket's number.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def trace(ctx: click.Context, number: str, *, as_json: bool) -> None:
    """Tell a ticket's story: when, who, by which rule, what, from what to what; personal data masked."""
    from sheetflow.commands.trace import lines_of, print_story

    with bootstrap.open_house(settings_of(ctx)) as house:
        lines = lines_of(house, number.strip())
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=1))
    else:
        print_story(lines, title=number)


@main.group()
def row() -> None:
    """Look after single rows of the tickets tab."""


@row.command("restore")
@click.argument("number")
@click.pass_context
def row_restore(ctx: click.Context, number: str) -> None:
    """Append a ticket's row that somebody deleted, with its number and what was last known of it."""
    from sheetflow.commands.row import restore

    with bootstrap.open_house(settings_of(ctx)) as house:
        restore(house, number.strip())


@main.command("local-sheets")
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


@main.command()
@click.pass_context
def token(ctx: click.Context) -> None:
    """Print a fresh one-time link to the desk."""
    from sheetflow.bootstrap.pages import desk_link

    click.echo(desk_link(settings_of(ctx)))


if __name__ == "__main__":
    sys.exit(main())
