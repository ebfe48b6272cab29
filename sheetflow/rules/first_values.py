"""Fill what a new row leaves open and the desk's defaults know: grade, request type, channel, region, `reported_at`.

P2 S2 (duty 9: 普通 is the default).    grade empty  ->  普通, once; whoever empties it later is not corrected
Only cells that nobody has ever filled are touched, and only on new rows (GOOGLE_SHEETS.md, "Safe writing", 2). But the
region goes with an address that the customer changes (P2 KP, duty 25): the way there is counted from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, Say
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

#: A typed row was taken on the phone unless it says otherwise (duty 2).
DEFAULTS = (("grade", "normal"), ("request_type", "repair"), ("channel", "phone"))


def first_values(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the first value of each open cell of our own tickets.

    However far they are: a row may be typed when all is done, and goes all the way in the planning in which it is met.
    """
    for ticket in desk.tickets:
        if ticket.record.imported or ticket.status == "closed":
            continue
        for column, value in DEFAULTS:
            if _untouched(ticket, column):
                yield ticket.shows(column, value)
        if _untouched(ticket, "region") and ticket.region:
            yield ticket.shows("region", ticket.region)
    for ticket in desk.edited("address"):
        yield from _moved(ticket, now, policy)


def _moved(ticket: Ticket, now: datetime, policy: Policy) -> Iterator[Change]:
    if there := another_region(ticket, policy):
        yield Say(ticket.no, "region", there, now)


def another_region(ticket: Ticket, policy: Policy) -> str:
    """Give the region of an address typed just now, where the one before was guessed from its address; else ""."""
    before = policy.region_at(str(ticket.record.seen.get("address", "")))
    there = policy.region_at(ticket.text("address")) or ""
    guessed = ticket.text("region") == before and not ticket.edited("region")
    moves = ticket.edited("address") and guessed and before and there != before
    return there if moves and ticket.state.live else ""


def _untouched(ticket: Ticket, column: str) -> bool:
    return column not in ticket.record.seen and ticket.raw(column) == ""
