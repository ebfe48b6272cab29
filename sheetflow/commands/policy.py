"""`sheetflow policy apply`: see which open deadlines the changed service levels would move, and let them count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from sheetflow.bootstrap.house import House, read_policy_of, settings_of
from sheetflow.levels import KEPT, Proposal, described, named, proposed
from sheetflow.policy import Policy


def apply(house: House, *, confirmed: bool) -> None:
    """Show the preview, ask unless `confirmed`, and let the tab's levels count from the next cycle on."""
    counts = read_policy_of(house)
    proposal = proposed(house.ledger.records().values(), counts, settings_of(house))
    if proposal is None:
        click.echo("The levels of the tab are the ones that count; nothing waits.")
        return
    for line in preview(proposal, counts):
        click.echo(line)
    if confirmed or click.confirm("Apply?"):
        house.ledger.keep(KEPT, proposal.document)
        click.echo("Applied: the open deadlines follow with the next cycle.")
    else:
        click.echo("Nothing was applied.")


def preview(proposal: Proposal, policy: Policy) -> Iterator[str]:
    """Yield the changed levels and the open deadlines that they would move, a line each."""
    tongue = policy.language
    for one in proposal.changes:
        words = policy.say(named(one.grade, one.clock, policy))
        yield f"{words}: {described(one.before, tongue)} → {described(one.after, tongue)}"
    yield f"Open deadlines that would move: {len(proposal.moves)}"
    for move in proposal.moves:
        clock = policy.say(policy.clock(move.clock).label)
        before, after = (_moment(at, policy) for at in (move.before, move.after))
        yield f"  {move.ticket_no} {clock}: {before} → {after}"


def _moment(at: datetime | None, policy: Policy) -> str:
    return f"{policy.local(at):%Y-%m-%d %H:%M}" if at else "–"
