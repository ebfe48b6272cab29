"""`sheetflow policy apply`: see which open deadlines the changed service levels would move, and let them count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from sheetflow.bootstrap.house import House, read_policy_of, settings_of
from sheetflow.levels import KEPT, Proposal, described, named, proposed
from sheetflow.model import Text
from sheetflow.policy import Policy

_ALIKE = Text(
    "现在执行的就是「时效等级」里的,没有等着应用的改动。",
    "The levels of the tab are the ones that count; nothing waits.",
)
_APPLY = Text("应用吗?", "Apply?")
_APPLIED = Text(
    "已应用:未完的时限从下一轮起按新的算。",
    "Applied: the open deadlines follow with the next cycle.",
)
_NOTHING = Text("没有应用。", "Nothing was applied.")


def apply(house: House, *, confirmed: bool) -> None:
    """Show the preview, ask unless `confirmed`, and let the tab's levels count from the next cycle on."""
    counts = read_policy_of(house)
    proposal = proposed(house.ledger.records().values(), counts, settings_of(house))
    if proposal is None:
        click.echo(counts.say(_ALIKE))
        return
    for line in preview(proposal, counts):
        click.echo(line)
    if confirmed or click.confirm(counts.say(_APPLY)):
        house.ledger.keep(KEPT, proposal.document)
        click.echo(counts.say(_APPLIED))
    else:
        click.echo(counts.say(_NOTHING))


def preview(proposal: Proposal, policy: Policy) -> Iterator[str]:
    """Yield the changed levels and the open deadlines that they would move, a line each."""
    tongue = policy.language
    for one in proposal.changes:
        words = policy.say(named(one.grade, one.clock, policy))
        yield f"{words}: {described(one.before, tongue)} → {described(one.after, tongue)}"
    moved = len(proposal.moves)
    said = Text(f"会移动的未完时限:{moved}个", f"Open deadlines that would move: {moved}")
    yield policy.say(said)
    for move in proposal.moves:
        clock = policy.say(policy.clock(move.clock).label)
        before, after = (_moment(at, policy) for at in (move.before, move.after))
        yield f"  {move.ticket_no} {clock}: {before} → {after}"


def _moment(at: datetime | None, policy: Policy) -> str:
    return f"{policy.local(at):%Y-%m-%d %H:%M}" if at else "–"
