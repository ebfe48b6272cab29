"""List to the dispatcher the later visits of a technician whose job runs over, before those customers wait.

P1 4.4.2 (duty 23).    陈立 still at WX…005 at 14:31, WX…006 at 15:00 is 30 min away  ->  flag 延误有险, one notice
Crosses rows: the notice names other tickets. What is held up by what is found by rules/tour.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.clocks import after
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.rules.words import called, technician_name, whose
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def held_up(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the flag of each visit that is held up, and for each job that holds some up its notice, once a visit."""
    for ticket in desk.tickets:
        place = ticket.record.tour
        if place.held_by:
            yield ticket.flag("held_up")
        if place.look_at:
            yield ticket.wake(after(place.look_at))
        if place.holds and ticket.may_remind:
            yield from _told(ticket, desk, now, policy)


def _told(ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the notice of all that is held up; another one only when one more is."""
    due = [
        (other, other.record.appointment.at, f"held_up/{held}")
        for held in ticket.record.tour.holds
        if (other := desk.everyone.get(held.partition("/")[0])) and other.record.appointment
    ]
    new = [key for _, _, key in due if not ticket.told(key)]
    if not new:
        return
    lines = [f"{policy.moment(at, now)} {one.no} {called(one)}".rstrip() for one, at, _ in due]
    facts = {
        **whose(ticket),
        "technician": technician_name(ticket, policy),
        "by": policy.moment(min(at for _, at, _ in due), now),
        "visits": "\n".join(lines),
    }
    yield from ticket.announce("held_up", new[0], at=now, facts=facts)
    for key in new[1:]:
        yield ticket.happened("told", at=now, by="system", key=ticket.key(key))
