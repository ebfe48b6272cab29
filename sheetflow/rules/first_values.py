"""Fill what a new row leaves open and the desk's defaults know: grade, request type, channel, region, `reported_at`.

P2 S2 (duty 9: 普通 is the default).    grade empty  ->  普通, once; whoever empties it later is not corrected
Only cells that nobody has ever filled are touched, and only on new rows (GOOGLE_SHEETS.md, "Safe writing", 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

#: A typed row was taken on the phone unless it says otherwise (duty 2).
DEFAULTS = (("grade", "normal"), ("request_type", "repair"), ("channel", "phone"))


def first_values(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the first value of each open cell of tickets that haven't left the desk yet."""
    for ticket in desk.in_state("new", "to_dispatch"):
        if ticket.record.imported:
            continue
        for column, value in DEFAULTS:
            if _untouched(ticket, column):
                yield ticket.shows(column, value)
        region = _region(ticket, policy)
        if region and _untouched(ticket, "region"):
            yield ticket.shows("region", region)


def _untouched(ticket: Ticket, column: str) -> bool:
    return ticket.raw(column) == "" and column not in ticket.record.seen


def _region(ticket: Ticket, policy: Policy) -> str | None:
    """Give the region whose name or alias the address contains, the longest match first."""
    address = ticket.text("address")
    names = ((name, r.name) for r in policy.regions.values() for name in (r.name, *r.aliases))
    found = [(len(name), region) for name, region in names if name and name in address]
    return max(found)[1] if found else None
