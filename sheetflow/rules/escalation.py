"""Bring what the desk can't solve to the supervisor within two hours, and tell the customer when to expect it.

P2 key points (duty 36).    超出能力时间 14:50  ->  上报期限 16:50, one notice to the supervisor; 主管处理  ->  met
客户告知 已告知 stamps when the customer was told. A discovery that was taken back stops the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.ahead import out_of_time
from sheetflow.clocks import named
from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.rules.incident import by_incident
from sheetflow.rules.watching import watch
from sheetflow.rules.words import about, technician_name, where_stuck
from sheetflow.tickets import Snapshot, Ticket

FOUND = "beyond_desk_at"

#: Where what was tried may be written, the technician's last word first.
_TRIED = ("measures", "cause", "verified_fault")


def escalation(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the escalation deadline and its breach, the discovery, its notice, and when the customer was told."""
    yield from watch(desk, "escalation", now, policy)
    for ticket in desk.edited(FOUND):
        yield from _discovery(ticket, now)
    for ticket in desk.edited("customer_informed"):
        if ticket.get("customer_informed") == "informed":
            yield ticket.happened("stamped", at=now, name="customer_informed_at")
    for ticket in desk.live():
        found_at = _found_at(ticket)
        if found_at and ticket.may_remind:
            yield from _notice(ticket, found_at, now, policy)


def _discovery(ticket: Ticket, now: datetime) -> Iterator[Change]:
    at = ticket.moment(FOUND, now)
    if at and not out_of_time(at, now, ticket.record.stamp("reported_at")):
        yield ticket.happened("stamped", at=at, name=FOUND)
    elif ticket.raw(FOUND) == "" and ticket.record.stamp(FOUND):
        yield ticket.happened("unstamped", at=now, name=FOUND)


def _found_at(ticket: Ticket) -> datetime | None:
    """Give when it was found to be beyond the desk; what came to the supervisor otherwise was found then.

    Of an incident they were told as one, and nothing was found.
    """
    settles = ticket.status == "escalated" and not by_incident(ticket.record)
    escalated = ticket.record.stamp("escalated_at") if settles else None
    return ticket.record.stamp(FOUND) or escalated


def _notice(ticket: Ticket, found_at: datetime, now: datetime, policy: Policy) -> Iterator[Change]:
    what = f"escalation/{ticket.record.cycle}/found/{named(found_at)}"
    if not ticket.told(what):
        facts = _facts(ticket, found_at, now, policy)
        yield from ticket.announce("escalation", what, at=now, facts=facts)


def _refused(ticket: Ticket, found_at: datetime, now: datetime, policy: Policy) -> str:
    """Give the new time that the customer said no to, why it was asked for and what stands, where that is the cause."""
    said, standing = ticket.record.consents.get("appointment"), ticket.record.standing
    if said is None or said.given or said.at != found_at or ticket.record.stamp(FOUND):
        return ""
    at = policy.moment(said.offered, now) if said.offered else ""
    why, agreed = ticket.text("reschedule_reason"), policy.moment(standing, now) if standing else ""
    return policy.say(
        Text(
            (at or "别的时间")
            + (f"（{why}）" if why else "")
            + (f"，约的还是{agreed}" if agreed else ""),
            (at or "another time")
            + (f" ({why})" if why else "")
            + (f"; still agreed: {agreed}" if agreed else ""),
        )
    )


def _found_there(ticket: Ticket) -> bool:
    """Say whether somebody found on the spot, or said, that it can't be solved."""
    came = any(visit.arrived_at for visit in ticket.record.visits)
    return came or ticket.record.stamp(FOUND) is not None


def _facts(ticket: Ticket, found_at: datetime, now: datetime, policy: Policy) -> dict[str, str]:
    deadline = ticket.clock("escalation").deadline
    told_at = ticket.record.stamp("customer_informed_at")
    tried = next((text for column in _TRIED if (text := ticket.text(column))), "")
    told = Text("已告知", "at") if told_at else Text("还没告诉", "not yet")
    refused = _refused(ticket, found_at, now, policy)
    return {
        **about(ticket, policy),
        "refused": refused,
        "handed": "" if refused or _found_there(ticket) else where_stuck(ticket, policy),
        "found_at": policy.moment(found_at, now),
        "by": policy.moment(deadline, now) if deadline else "",
        "tried": tried,
        "informed": policy.say(told) + (f" {policy.moment(told_at, now)}" if told_at else ""),
        "technician": technician_name(ticket, policy),
        "step": where_stuck(ticket, policy),
    }
