"""The command that says what is wrong with the surroundings, and mends what it can."""

from __future__ import annotations

import click

from sheetflow.cli.environment import settings_of
from sheetflow.errors import SheetflowError
from sheetflow.settings import language_of

#: The exit status where nothing could be looked at or mended: as bad as a fault.
UNDONE = 2


@click.command()
@click.option(
    "--fix", "fixes", is_flag=True, help="Mend headers and what setting up adds, after a preview."
)
@click.option("--yes", "confirmed", is_flag=True, help="Don't ask before mending.")
@click.option(
    "--live", is_flag=True, help="Try on a scratch tab whether the spreadsheet behaves as we think."
)
@click.option(
    "--live-files", "files", is_flag=True, help="With --live: make and delete files as well."
)
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def doctor(
    ctx: click.Context, *, fixes: bool, confirmed: bool, live: bool, files: bool, as_json: bool
) -> None:
    """Look at key file, spreadsheet and desk, and say what is wrong and what to do.

    Nothing is changed without --fix. Exit status 0 where all is well or there are notes only, 1 with warnings, 2 with
    faults or where nothing could be looked at or mended; with --fix, as it is afterwards. With --live it is 1 where
    something differs or wasn't answered.
    """
    from sheetflow.commands import live as trial
    from sheetflow.commands.doctor import fix, run

    if files and not live:
        raise click.UsageError("--live-files goes with --live.")
    if live and fixes:
        raise click.UsageError("--live mends nothing: run it without --fix.")
    language = language_of(ctx.obj)
    try:
        settings = settings_of(ctx)
        language = settings.locale
        if live:
            ctx.exit(trial.run(settings, as_json=as_json, files=files))
        if fixes:
            ctx.exit(fix(settings, as_json=as_json, confirmed=confirmed))
        ctx.exit(run(settings, as_json=as_json))
    except SheetflowError as fault:
        click.echo(fault.sentence(language), err=True)
        ctx.exit(UNDONE)
