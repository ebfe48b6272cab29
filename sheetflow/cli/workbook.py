"""The commands on the local workbook's past, and those that bring it to an xlsx file and back."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sheetflow.cli.environment import house_of


@click.group()
def workbook() -> None:
    """Look into the local workbook's past, take it out as xlsx and in; stop the server first."""


@workbook.command()
@click.option("--cell", default="", help="Only what changed this cell, such as 工单!F2.")
@click.option("--limit", type=click.IntRange(1), default=50, help="So many changes at most.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def history(ctx: click.Context, cell: str, limit: int, *, as_json: bool) -> None:
    """Print the latest changes with revision, time and who made them, the newest first."""
    from sheetflow.bootstrap.past import lines_of
    from sheetflow.commands.workbook import print_lines

    with house_of(ctx) as house:
        lines = lines_of(house, cell.strip(), limit)
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=1))
    else:
        print_lines(lines, title=cell.strip() or "workbook")


@workbook.command()
@click.option("--revision", type=int, required=True, help="One that the history names.")
@click.pass_context
def restore(ctx: click.Context, revision: int) -> None:
    """Store the workbook as it stood at a revision as a new spreadsheet, beside the one in use."""
    from sheetflow.bootstrap.past import restore as restored

    with house_of(ctx) as house:
        click.echo(restored(house, revision))


@workbook.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def export(ctx: click.Context, file: Path) -> None:
    """Write the workbook to an xlsx file, with formats, drop-downs, highlights and notes."""
    from sheetflow.bootstrap.files import export_xlsx

    with house_of(ctx) as house:
        click.echo(export_xlsx(house, file))


@workbook.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def import_(ctx: click.Context, file: Path) -> None:
    """Store an xlsx file as a new spreadsheet, beside the one in use."""
    from sheetflow.bootstrap.files import import_xlsx

    with house_of(ctx) as house:
        click.echo(import_xlsx(house, file))
