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
    """Yield the first value of each open cell of tickets that nobody has gone out for yet.

    已派工 belongs to them: a report may be dispatched in the very planning in which its row is made.
    """
    for ticket in desk.in_state("new", "to_dispatch", "dispatched"):
        if ticket.record.imported:
            continue
        for column, value in DEFAULTS:
            if _untouched(ticket, column):
                yield ticket.shows(column, value)
        if _untouched(ticket, "region") and (region := policy.region_at(ticket.text("address"))):
            yield ticket.shows("region", region)


def _untouched(ticket: Ticket, column: str) -> bool:
    return ticket.raw(column) == "" and column not in ticket.record.seen
