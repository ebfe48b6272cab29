"""`sheetflow import`: somebody's old table as tickets."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from sheetflow.bootstrap import House, read_policy_of
from sheetflow.errors import Problem
from sheetflow.importing import Report, Sheet, carry_out, plan_import, read_csv, read_map
from sheetflow.rules import RULES


def run(house: House, csv: Path, *, mapping: Path | None, history: bool) -> int:
    """Import a file, print what became of every row, and give the exit status: 1 when a row was not taken."""
    sheet = read_csv(csv, house.schema, read_map(mapping, house.schema) if mapping else None)
    _print_columns(sheet)
    policy = read_policy_of(house)
    planned = plan_import(sheet, policy, history=history, now=house.clock.now())
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(csv.name, total=len(planned.arrivals))
        report = carry_out(
            house.store,
            house.ledger,
            planned,
            policy,
            RULES,
            now=house.clock.now(),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    return _print_report(report, (*sheet.problems, *planned.refused, *report.refused))


def _print_columns(sheet: Sheet) -> None:
    click.echo(f"{sheet.name}: {len(sheet.lines)} rows, read as {sheet.encoding}.")
    for header, column in sheet.matched.items():
        click.echo(f"  {header} → {column}")
    for header in sheet.unmatched:
        click.echo(f"  {header} → no column of ours; kept as a column of its own")


def _print_report(report: Report, refused: tuple[Problem, ...]) -> int:
    click.echo(f"Taken: {report.taken}. Taken before: {report.before}.")
    told = tuple(dict.fromkeys(refused))
    for problem in told:
        click.echo(f"Not taken: {problem}", err=True)
    return 1 if told else 0
