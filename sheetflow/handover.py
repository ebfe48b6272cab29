"""A job given to a technician and taken from them again: what they have heard of it, and what they hear of its times.

told of it 14:34, given to 刘勇 14:50     ->  陈立 hears that he need not go
chosen 14:31, 刘勇 instead at 14:33, before any mail left  ->  he hears nothing
chosen 14:31, called 14:33, mail at 14:36  ->  it names no deadline of a call that was made
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sheetflow.clocks import clock, named
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.standing import agreed

#: Where whoever was sent is still to go there; from the supervisor it may come back to them.
TO_COME = ("dispatched", "appointed", "unreachable", "customer_wait", "escalated")

#: How it ends where they have called the customer: they know of the job without a mail.
_CALLED = "/called"


def taken(former: str, sent: str, at: datetime, *, called: bool) -> str:
    """Give what a once-key says of a job that went from one technician to another."""
    return f"reassigned/{former}/{sent}/{named(at)}{_CALLED if called else ''}"


def called_off(once: str, ticket_no: str, staff_no: str, heard: Iterable[str]) -> bool:
    """Say whether the reader of such a notice needs it: who never heard of the job that they had doesn't."""
    if not once.startswith(f"{ticket_no}/reassigned/{staff_no}/") or once.endswith(_CALLED):
        return True
    return expects(ticket_no, staff_no, heard)


def expects(ticket_no: str, staff_no: str, heard: Iterable[str]) -> bool:
    """Say whether a technician thinks that a job is theirs: what they have heard of it last says so.

    `heard` are the once-keys of what they have got about the ticket, oldest first.
    """
    off = f"{ticket_no}/reassigned/{staff_no}/"
    given = tuple(f"{ticket_no}/dispatch/{kind}{staff_no}/" for kind in ("", "changed/"))
    last = [key for key in heard if key.startswith((off, *given))][-1:]
    return bool(last) and last[0].startswith(given)


def times(record: TicketRecord, now: datetime, policy: Policy) -> dict[str, str]:
    """Give what a dispatch notice says of times, by fact: the call, the visit, and by when somebody has to be there."""
    call = clock(record, policy.clock("contact"), policy)
    visit, last = agreed(record, now, policy), record.attempts[-1:]
    at = policy.moment(visit, now) if visit else ""
    found = (clock(record, policy.clock(name), policy) for name in ("promise", "onsite"))
    # A visit before, or while nobody is to come, leaves nothing to be there by.
    first = next((one.deadline for one in found if one.runs), None)
    arrive_by = first if first and first > now else None  # nobody is told to be there in the past
    return {
        "by": policy.moment(call.deadline, now) if call.deadline and not call.met_at else "",
        "appointment": at,
        "reached": policy.moment(last[0].at, now) if last and last[0].reached and not at else "",
        "arrive_by": policy.moment(arrive_by, now) if arrive_by and not at else "",
    }
