"""The command that tells what the spreadsheet's own script has to be given."""

from __future__ import annotations

from datetime import timedelta

import click

from sheetflow import bootstrap
from sheetflow.cli.environment import settings_of
from sheetflow.clock import SystemClock

#: So long the key before the newest counts unless somebody says otherwise.
DAYS = 7


@click.command("ping-key")
@click.option("--rotate", is_flag=True, help="Make a new key; the one before counts for some days.")
@click.option(
    "--days", type=click.IntRange(0), help=f"So many with --rotate; {DAYS} where none is said."
)
@click.pass_context
def ping_key(ctx: click.Context, *, rotate: bool, days: int | None) -> None:
    """Print the address and the key that the spreadsheet's script signs its pings with."""
    from sheetflow.bootstrap.pingkeys import keys_of

    if days is not None and not rotate:
        raise click.UsageError("--days goes with --rotate.")
    settings = settings_of(ctx)
    keys = keys_of(settings, bootstrap.active(settings))
    kept = timedelta(days=DAYS if days is None else days)
    key = keys.rotate(SystemClock().now(), keep=kept) if rotate else keys.newest()
    if not settings.public_url.startswith("https:"):
        click.echo(
            "Google sends to https addresses only, and none is set: SHEETFLOW_PUBLIC_URL.", err=True
        )
    root = f"{settings.public_url}{settings.prefix}" if settings.public_url else settings.desk_url
    click.echo(f"PING_URL={root}/hooks/sheet")
    click.echo(f"PING_KEY={key}")
