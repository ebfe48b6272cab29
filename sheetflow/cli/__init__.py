"""The command `sheetflow`: one verb per act, each a thin call into the house.

Faults of people's input and of the surroundings end with a sentence on stderr and exit status 1, never a traceback.
"""

from __future__ import annotations

import os
from typing import Any

import click

from sheetflow.cli import keeping, pings, serving, telling
from sheetflow.cli.doctor import doctor
from sheetflow.cli.environment import take_branch, told
from sheetflow.cli.workbook import workbook
from sheetflow.errors import SheetflowError

COMMANDS: tuple[click.Command, ...] = (
    serving.serve,
    serving.web,
    serving.worker,
    serving.once,
    serving.local_sheets,
    serving.token,
    pings.ping_key,
    keeping.init,
    keeping.demo,
    keeping.start_empty,
    keeping.import_,
    keeping.policy,
    keeping.row,
    keeping.archive,
    workbook,
    telling.show,
    telling.check,
    doctor,
    telling.deadline,
    telling.report,
    telling.trace,
)


class Family(click.Group):
    """Commands whose known faults are told in a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a SheetflowError becomes its message and exit status 1."""
        try:
            return super().invoke(ctx)
        except SheetflowError as fault:
            click.echo(told(ctx, fault), err=True)
            ctx.exit(1)


@click.group(cls=Family)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run the back office of a repair desk on top of its spreadsheet."""
    if ctx.obj is None:
        ctx.obj = os.environ


take_branch(command for command in COMMANDS if command is not serving.local_sheets)
for command in COMMANDS:
    main.add_command(command)
