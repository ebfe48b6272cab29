"""Tell the dispatcher once of two appointments that one technician can't both keep.

P1 4.5.6 (duty 24).    陈立 15:00 城东 and 15:30 城南, 30 min away  ->  one notice, with the later of the two
Crosses rows: the notice names both times. The rows say so by rules/clash.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.clocks import named
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.rules.words import called, technician_name, whose
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def clash_notice(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the notice of the later of two visits that clash."""
    for ticket in desk.tickets:
        other = desk.everyone.get(ticket.record.tour.clash)
        if other and ticket.may_remind and _later(ticket, other):
            yield from _told(ticket, other, now, policy)


def _later(ticket: Ticket, other: Ticket) -> bool:
    mine, theirs = ticket.record.appointment, other.record.appointment
    return bool(mine and theirs and (mine.at, ticket.no) > (theirs.at, other.no))


def _told(ticket: Ticket, other: Ticket, now: datetime, policy: Policy) -> Iterator[Change]:
    mine, theirs = ticket.record.appointment, other.record.appointment
    if mine is None or theirs is None:
        return
    what = f"visit_clash/{other.no}/{named(theirs.at)}/{named(mine.at)}"
    if ticket.told(what):
        return
    facts = {
        **whose(ticket),
        "technician": technician_name(ticket, policy),
        "by": policy.moment(mine.at, now),
        "other": f"{policy.moment(theirs.at, now)} {other.no} {called(other)}".rstrip(),
    }
    yield from ticket.announce("visit_clash", what, at=now, facts=facts)
