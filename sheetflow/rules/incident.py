"""Hand abuse and threats to the supervisor at once, and keep the technician out of it.

P1 4.5.7 (duty 37).    冲突 辱骂  ->  flag, one notice to supervisor and owner; its reminders are muted
It waits for nothing else that was typed (`Ticket.may_announce` does): whoever is threatened can't. One that is typed
when the work is done, or on a filed ticket whose debt is asked for (P1 4.7.5), is told all the same; a word put right
that nobody understood is no other incident.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.record.row import INCIDENT
from sheetflow.rules.words import technician_name, whose
from sheetflow.tickets import Snapshot, Ticket

#: What an incident is called whose word nobody understands yet.
_UNREAD = "unread"

#: How the key of one ends that is typed once the ticket is filed.
FILED = "/filed"


def incident(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the flag of each incident on a ticket that isn't filed, and the notice of each once."""
    for ticket in desk.edited("incident"):
        kind = ticket.get("incident")
        if kind and ticket.state.live and ticket.status != "escalated":
            yield ticket.happened("asked", at=now, to="escalated")
        if kind and ticket.status == "closed" and not ticket.record.imported:
            what = _key(ticket, kind if isinstance(kind, str) else _UNREAD) + FILED
            if not ticket.told(what):
                facts = _facts(ticket, now, policy)
                yield from ticket.announce("incident", what, at=now, facts=facts)
    for ticket in desk.tickets:
        kind = ticket.get("incident")
        if kind and ticket.status != "closed" and not ticket.record.imported:
            yield ticket.flag("incident")
            yield from _told(ticket, kind if isinstance(kind, str) else _UNREAD, now, policy)


def by_incident(record: TicketRecord) -> bool:
    """Say whether an incident brought the ticket to the supervisor, rather than what the desk can't solve."""
    chosen = record.stamp(INCIDENT)
    return chosen is not None and chosen == record.stamp("escalated_at")


def _told(ticket: Ticket, kind: str, now: datetime, policy: Policy) -> Iterator[Change]:
    what, unread = _key(ticket, kind), _key(ticket, _UNREAD)
    if ticket.told(what):
        return
    known = ticket.record.told & {
        ticket.key(_key(ticket, one)) for one in policy.column("incident").choice_labels
    }
    if ticket.told(unread) and not known:
        yield ticket.happened("told", at=now, by="system", key=ticket.key(what))
        return
    yield from ticket.announce("incident", what, at=now, facts=_facts(ticket, now, policy))


def _key(ticket: Ticket, kind: str) -> str:
    return f"incident/{kind}/{ticket.record.cycle}"


def _facts(ticket: Ticket, now: datetime, policy: Policy) -> dict[str, str]:
    member = policy.staff.get(ticket.record.technician)
    return {
        **whose(ticket),
        "place": ticket.text("address"),
        "technician": technician_name(ticket, policy),
        "technician_phone": member.phone if member else "",
        "at": policy.moment(now, now),
    }
