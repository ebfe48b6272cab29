"""The commands that only tell: what stands there, what is wrong, how a deadline was counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from sheetflow.cli.environment import HOME, house_of, settings_of, told


@click.command()
@click.argument("table")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects by column key.")
@click.option(
    "--limit", type=click.IntRange(1), help="So many rows at most; of the outbox the newest."
)
@click.pass_context
def show(ctx: click.Context, table: str, *, as_json: bool, limit: int | None) -> None:
    """Print a tab as staff see it, `archive`, or `outbox`, the newest first."""
    from sheetflow.commands.show import print_rows, rows_of

    with house_of(ctx) as house:
        every, away = rows_of(house, table)
    rows = every[:limit]
    if len(rows) < len(every):
        click.echo(f"{len(rows)} of {len(every)} rows; --limit says how many.", err=True)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print_rows(rows, title=table)
    for fault in away:
        click.echo(told(ctx, fault), err=True)
    if away:
        ctx.exit(1)


@click.command()
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
        ctx.exit(check_sheet(env, HOME, schema, lambda: settings_of(ctx)))
    check_file(env, HOME, schema)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("start")
@click.argument("duration")
@click.option("--calendar", required=True, help="One of the schema's calendars, such as office.")
@click.option("--pause", "pauses", multiple=True, help="A stop that doesn't count: FROM/TO.")
@click.option(
    "--schema",
    type=click.Path(path_type=Path),
    help="Another sheet_schema.yaml, or calendars alone.",
)
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
    from sheetflow.schema import load_calendars

    settings = settings_of(ctx)
    found = load_calendars(schema or settings.schema, profile=settings.profile or "generic")
    for line in told(found, start, duration, calendar=calendar, pauses=pauses):
        click.echo(line)


@click.command()
@click.option("--from", "first", default="", help="First day, such as 2026-03-01.")
@click.option("--to", "last", default="", help="Last day; both count whole.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def report(ctx: click.Context, first: str, last: str, *, as_json: bool) -> None:
    """Print the figures of some days, of the month so far unless told otherwise."""
    from sheetflow.commands.report import lines_of, print_report

    with house_of(ctx) as house:
        lines = lines_of(house, first, last)
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=1))
    else:
        print_report(lines)


@click.command()
@click.option("--ticket", "number", required=True, help="The ticket's number.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def trace(ctx: click.Context, number: str, *, as_json: bool) -> None:
    """Tell a ticket's story: when, who, by which rule, what, from what to what; personal data masked."""
    from sheetflow.commands.trace import lines_of, print_story

    with house_of(ctx) as house:
        lines = lines_of(house, number.strip())
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=1))
    else:
        print_story(lines, title=number)
