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
        kind = _kind(ticket)
        if kind and ticket.state.live and ticket.status != "escalated":
            yield ticket.happened("asked", at=now, to="escalated")
        if kind and ticket.status == "closed" and not ticket.record.imported:
            yield from _notice(ticket, _key(ticket, kind) + FILED, now, policy)
    for ticket in desk.tickets:
        kind = _kind(ticket)
        if kind and ticket.status != "closed" and not ticket.record.imported:
            yield ticket.flag("incident")
            yield from _notice_or_correction(ticket, kind, now, policy)


def by_incident(record: TicketRecord) -> bool:
    """Say whether an incident brought the ticket to the supervisor, rather than what the desk can't solve."""
    chosen = record.stamp(INCIDENT)
    return chosen is not None and chosen == record.stamp("escalated_at")


def _kind(ticket: Ticket) -> str:
    """Name what stands in 冲突, "" for nothing."""
    found = ticket.get("incident")
    return found if isinstance(found, str) else _UNREAD if found else ""


def _notice_or_correction(
    ticket: Ticket, kind: str, now: datetime, policy: Policy
) -> Iterator[Change]:
    """Yield the notice, or only note the kind as told where its word is put right of which nobody understood any.

    Then the supervisor was told under `_UNREAD`, and of no kind: the word that is understood now is the same incident.
    """
    what, kinds = _key(ticket, kind), policy.column("incident").choice_labels
    unread_only = ticket.told(_key(ticket, _UNREAD)) and not any(
        ticket.told(_key(ticket, each)) for each in kinds
    )
    if unread_only and not ticket.told(what):
        yield ticket.happened("told", at=now, by="system", key=ticket.key(what))
    else:
        yield from _notice(ticket, what, now, policy)


def _notice(ticket: Ticket, what: str, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the notice of this name unless it went out before."""
    if not ticket.told(what):
        facts = _facts(ticket, now, policy)
        yield from ticket.announce("incident", what, at=now, facts=facts)


def _key(ticket: Ticket, kind: str) -> str:
    """Name the notice of a kind of incident in this repair."""
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
