"""Tell whoever has a job that its address, phone or agreed time has changed since they were told of it.

P1 4.1.3, P2 S3, KP (duties 14, 25).    陈立 dispatched 14:31, 维修地址 changed 14:50  ->  派工 again: 维修地址改了
Of a time that they agreed on themselves, typed with their call, they know (docs/decisions/0032).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.clocks import named
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.assignment import acts, job_facts
from sheetflow.rules.words import listed
from sheetflow.tickets import Snapshot, Ticket

#: Where somebody who was sent hasn't begun yet.
_STILL_TO_COME = ("dispatched", "appointed", "unreachable", "customer_wait")

#: Where to go, and whom to call there.
_PLACE = ("address", "phone", "site_contact")


def amendment(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the dispatch notice anew, with what has changed, to whoever has had it."""
    for ticket in desk.edited(*_PLACE, "appointment_at"):
        technician, moved = ticket.record.technician, _moved(ticket, now)
        changed = [one for one in _PLACE if ticket.edited(one) and ticket.text(one)]
        changed += ["appointment_at"] if moved else []
        if not changed or acts(ticket, policy) != technician or not _was_told(ticket):
            continue
        words = listed((policy.say(policy.label(one)) for one in changed), policy)
        facts = {**job_facts(ticket, desk, now, policy), "changed": words}
        if moved:
            facts |= {"appointment": policy.moment(moved, now), "arrive_by": ""}
        what = f"dispatch/changed/{technician}/{named(now)}"
        yield from ticket.announce("dispatch", what, at=now, facts=facts)


def _was_told(ticket: Ticket) -> bool:
    """Say whether the one who has it was told of it, and hasn't begun yet."""
    notice = ticket.key(f"dispatch/{ticket.record.technician}/")
    told = any(key.startswith(notice) for key in ticket.record.told)
    return told and ticket.status in _STILL_TO_COME and not ticket.record.imported


def _moved(ticket: Ticket, now: datetime) -> datetime | None:
    """Give the time that takes the place of the agreed one, unless whoever has it has just called about it."""
    last, at = ticket.record.appointment, ticket.moment("appointment_at", now)
    if last is None or at is None or not ticket.edited("appointment_at"):
        return None
    called = ticket.edited("contact_result") and ticket.get("contact_result") == "reached"
    return None if called or at == last.at or at < now else at
