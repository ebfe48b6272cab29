"""Write down what staff changed: every edit of a staff cell is an event with before and after.

P1 4.8.4 (duty 48: every change can be traced).    预约时间 "" -> "明天10点"  ->  understood as 3/11 10:00
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import BadCell, Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket


def edits(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield an event for each staff cell that differs from what was last seen."""
    for ticket in desk.tickets:
        for column in ticket.edits:
            if policy.column(column).written_by == "staff":
                yield _edit(ticket, column, now, policy)


def _edit(ticket: Ticket, column: str, now: datetime, policy: Policy) -> Change:
    means = None
    if isinstance(ticket.get(column), BadCell) and policy.column(column).type == "datetime":
        understood = ticket.moment(column, now)
        means = understood.isoformat() if understood else None
    before = ticket.record.seen.get(column, "")
    return ticket.happened(
        "edited", at=now, column=column, before=before, after=ticket.raw(column), means=means
    )
