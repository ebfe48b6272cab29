"""Follow the visit: departure, arrival, start and end of the work, as the technician has them typed.

P1 4.5.2, P2 S4 (duty 26).    维修开始时间 14:30  ->  维修中, arrived 14:30
The times typed are the times that count, an hour later or not (WORKFLOW.md, "Truth"); about one that can't be it is
asked by rules/edits.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.ahead import out_of_time
from sheetflow.gate import ends_first
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

#: Staff's columns that stamp a step of the visit.
STEPS = ("departed_at", "arrived_at", "work_started_at", "work_ended_at")


def visit(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield a stamp for each time that staff typed, and arrival with the start where nobody typed it."""
    for ticket in desk.edited(*STEPS):
        if ticket.record.imported or _backwards(ticket, now):
            continue
        for column in STEPS:
            at = ticket.moment(column, now) if ticket.edited(column) else None
            if at and not out_of_time(at, now, ticket.record.stamp("reported_at")):
                yield ticket.happened("stamped", at=at, name=column)
                if column == "work_started_at" and _arrives(ticket):
                    yield ticket.happened("stamped", at=at, name="arrived_at")


def _backwards(ticket: Ticket, now: datetime) -> bool:
    """Say whether finished work is said to end before it began, which rules/completion.py tells."""
    return ticket.status == "completed" and ends_first(lambda name: ticket.moment(name, now))


def _arrives(ticket: Ticket) -> bool:
    """Say whether the start tells of the arrival too: nobody typed one, and it isn't the second visit.

    One that the status was chosen at (rules/status.py) tells nothing new: who chose it was there by then.
    """
    mended = ticket.status == "on_site" and "work_started_at" not in ticket.said
    return ticket.raw("arrived_at") == "" and (mended or not ticket.record.arrived)
