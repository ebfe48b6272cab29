"""Keep the three-hour promise, or agree another time with the customer first.

P1 4.1.3 (duty 15).    visit decided 12:24, promise 15:24, nobody there and no consent  ->  red, one notice
Who hasn't left when the road is longer than the time that remains puts the promise at risk: red before it is broken,
and told by rules/promise_at_risk.py. An agreed appointment takes the promise's place (WORKFLOW.md, clock rule 6). No
promise in the profile, no clock; red is what was agreed all the same, until another time is agreed to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sheetflow.clocks import after
from sheetflow.dispatch import late_there
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.watching import watch
from sheetflow.tickets import Snapshot, Ticket

#: When somebody would have had to leave who never could be there in time.
_TOO_LATE = datetime.min.replace(tzinfo=UTC)


def promise(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the promised time of each ticket and what its passing calls for; a refused new time is the supervisor's."""
    yield from watch(desk, "promise", now, policy)
    for ticket in desk.tickets:
        if last := leave_by(ticket):
            yield ticket.wake(after(last)) if now <= last else ticket.flag("promise_at_risk")
        elif unagreed(ticket) or comes_too_late(ticket):
            yield ticket.flag("promise_at_risk")
    for ticket in desk.edited("consent"):
        if ticket.get("consent") == "refuse_reschedule":
            yield ticket.happened("asked", at=now, to="escalated")


def at_risk(ticket: Ticket, now: datetime) -> bool:
    """Say whether nobody can be there in time any more, and the customer hasn't agreed to another time."""
    last = leave_by(ticket)
    return last is not None and now > last


def comes_too_late(ticket: Ticket) -> bool:
    """Say whether who is under way can't be there at the agreed hour (WORKFLOW.md, clock rule 6)."""
    record = ticket.record
    return bool(record.visits) and late_there(record, ticket.policy, ticket.region) is not None


def leave_by(ticket: Ticket) -> datetime | None:
    """Give when somebody has to be under way at the latest; None while the promise is kept, met or not running.

    A later appointment that nobody agreed to is too late from the beginning (WORKFLOW.md, clock rule 6). So is whoever
    was suggested or sent with more on hand than fits in before.
    """
    return ticket.derived(_leave_by)


def unagreed(ticket: Ticket) -> bool:
    """Say whether the time that is written is later than the promise, and the customer hasn't agreed to it.

    Where the profile promises nothing, the last time that they agreed to is a promise all the same.
    """
    record = ticket.record
    if not record.appointment or record.appointment.agreed or record.imported:
        return False
    if not ticket.state.live:
        return False
    clock = ticket.clock("promise")
    waits = ticket.status in ticket.policy.clock("promise").seen_in
    promised = clock.deadline if clock.runs else record.standing if waits else None
    return promised is not None and record.appointment.at > promised


def _leave_by(ticket: Ticket) -> datetime | None:
    policy = ticket.policy
    clock = ticket.clock("promise")
    appointment = ticket.record.appointment
    seen = ticket.status in policy.clock("promise").seen_in
    if not (clock.runs and clock.deadline and seen) or ticket.record.imported:
        return None
    if unagreed(ticket):
        return _TOO_LATE
    if ticket.record.stamp("departed_at") or (appointment and appointment.agreed):
        return None
    if ticket.record.suggestion and ticket.record.suggestion.late:
        return _TOO_LATE
    return clock.deadline - policy.travel(ticket.region)
