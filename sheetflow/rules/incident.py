"""Hand abuse and threats to the supervisor at once, and keep the technician out of it.

P1 4.5.7 (duty 37).    冲突 辱骂  ->  flag, one notice to supervisor and owner; its reminders are muted
It waits for nothing else that was typed (`Ticket.may_announce` does): whoever is threatened can't.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.words import technician_name, whose
from sheetflow.tickets import Snapshot, Ticket


def incident(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the flag of each incident on a live ticket, and its notice once."""
    for ticket in desk.edited("incident"):
        if ticket.get("incident") and ticket.state.live and ticket.status != "escalated":
            yield ticket.happened("asked", at=now, to="escalated")
    for ticket in desk.live():
        kind = ticket.get("incident")
        if kind and not ticket.record.imported:
            yield ticket.flag("incident")
            known = kind if isinstance(kind, str) else "unread"
            what = f"incident/{known}/{ticket.record.cycle}"
            if not ticket.told(what):
                facts = _facts(ticket, now, policy)
                yield from ticket.announce("incident", what, at=now, facts=facts)


def _facts(ticket: Ticket, now: datetime, policy: Policy) -> dict[str, str]:
    member = policy.staff.get(ticket.record.technician)
    return {
        **whose(ticket),
        "place": ticket.text("address"),
        "technician": technician_name(ticket, policy),
        "technician_phone": member.phone if member else "",
        "at": policy.moment(now, now),
    }
