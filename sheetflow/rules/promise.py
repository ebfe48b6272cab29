"""Keep the three-hour promise, or agree another time with the customer first.

P1 4.1.3 (duty 15).    visit decided 12:24, promise 15:24, nobody there and no consent  ->  red, one notice
An agreed appointment takes the promise's place (WORKFLOW.md, clock rule 6). No promise in the profile, no clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.watching import shows_clock, watch
from sheetflow.tickets import Snapshot


def promise(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the promised time of each ticket and what its passing calls for; a refused new time is the supervisor's."""
    for ticket in desk.tickets:
        clock = ticket.clock("promise")
        if ticket.state.live:
            yield from watch(ticket, clock, now, policy)
        else:
            yield from shows_clock(ticket, clock, policy)
        if ticket.edited("consent") and ticket.get("consent") == "refuse_reschedule":
            yield ticket.happened("asked", at=now, to="escalated")
