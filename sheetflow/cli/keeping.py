"""The commands that set the workbook up and change what stands in it."""

from __future__ import annotations

from pathlib import Path

import click

from sheetflow import bootstrap
from sheetflow.cli.environment import house_of, settings_of, told
from sheetflow.errors import Refused, SheetflowError


@click.command()
@click.pass_context
def init(ctx: click.Context) -> None:
    """Set the spreadsheet up as the schema says; run again it changes nothing."""
    settings = settings_of(ctx)
    if bootstrap.untouched(settings):
        bootstrap.activate(settings, bootstrap.DESK)
    with bootstrap.open_house(settings) as house:
        made = house.provision()
    if not (made.changed or made.astray):
        click.echo("The spreadsheet is as the schema says; nothing was changed.")
    elif not made.changed:
        click.echo("Nothing was changed, and this isn't as the schema says:")
    else:
        new = [("tabs", made.created), ("columns", made.columns)]
        told = "".join(f" New {what}: {', '.join(names)}." for what, names in new if names)
        click.echo(f"Set up.{told}")
    for finding in made.astray:
        click.echo(finding.sentence(made.language))


@click.command()
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Make the demonstration day anew and make it the active workbook."""
    from sheetflow.demonstration import make

    make(settings_of(ctx))
    click.echo("The demonstration is ready: sheetflow serve.")


@click.command("start-empty")
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


@click.command("import")
@click.argument("csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "mapping", type=click.Path(exists=True, path_type=Path), help="Column map.")
@click.option("--history", is_flag=True, help="Take tickets of another system as they are.")
@click.pass_context
def import_(ctx: click.Context, csv: Path, mapping: Path | None, *, history: bool) -> None:
    """Take a CSV's rows as tickets; every row not taken is named with the reason."""
    from sheetflow.commands.import_csv import run

    with house_of(ctx) as house:
        house.provision()
        ctx.exit(run(house, csv, mapping=mapping, history=history))


@click.group()
def policy() -> None:
    """Look after the rules of business that stand in the settings tabs."""


@policy.command("apply")
@click.option("--yes", "confirmed", is_flag=True, help="Don't ask.")
@click.pass_context
def policy_apply(ctx: click.Context, *, confirmed: bool) -> None:
    """Show which open deadlines the changed service levels would move, and let them count."""
    from sheetflow.commands.policy import apply

    with house_of(ctx) as house:
        apply(house, confirmed=confirmed)


@click.command()
@click.option(
    "--before", default="", help="Move tickets that were filed before this day: 2026-03-01."
)
@click.option("--to", default="", help="Id of a spreadsheet that a person made and shared.")
@click.option("--restore", default="", help="Bring this ticket back instead.")
@click.option(
    "--abandon",
    "abandons",
    is_flag=True,
    help="Put back and forget what was cut short, its spreadsheet being gone.",
)
@click.option("--yes", "confirmed", is_flag=True, help="Don't ask.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print an object; without --yes only the preview."
)
@click.pass_context
def archive(
    ctx: click.Context,
    before: str,
    to: str,
    restore: str,
    *,
    abandons: bool,
    confirmed: bool,
    as_json: bool,
) -> None:
    """Move filed tickets, and the rows beside them, out of the live tabs; or bring one back.

    What was cut short is finished first, without either option nothing else is done.
    """
    from sheetflow.commands import abandon
    from sheetflow.commands import archive as command

    day = command.day_of(before) if before else None
    if restore and (before or to or as_json):
        raise click.UsageError("--restore goes alone: it knows where the ticket is.")
    if abandons and (restore or before or to):
        raise click.UsageError("--abandon goes alone: it knows what was cut short.")
    try:
        with house_of(ctx) as house:
            if abandons:
                abandon.abandon(house, confirmed=confirmed, as_json=as_json)
            elif restore:
                command.restore(house, restore.strip())
            elif day:
                command.archive(house, day, to=to.strip(), confirmed=confirmed, as_json=as_json)
            else:
                command.go_on(house, confirmed=confirmed, as_json=as_json)
    except SheetflowError as fault:
        click.echo(told(ctx, fault), err=True)
        ctx.exit(1)


@click.group()
def row() -> None:
    """Look after single rows of the tickets tab."""


@row.command("restore")
@click.argument("number")
@click.pass_context
def row_restore(ctx: click.Context, number: str) -> None:
    """Append a ticket's row that somebody deleted, with its number and what was last known of it."""
    from sheetflow.commands.row import restore

    with house_of(ctx) as house:
        restore(house, number.strip())
