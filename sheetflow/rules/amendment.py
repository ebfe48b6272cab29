"""Tell whoever has a job that its address, phone or agreed time has changed since they were told of it.

P1 4.1.3, P2 S3, KP (duties 14, 25).    陈立 dispatched 14:31, 维修地址 changed 14:50  ->  派工 again: 维修地址改了
Of a time that they agreed on themselves, typed with their call, they know; of one that the customer hasn't agreed to
they hear with the customer's yes (docs/decisions/0032).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sheetflow.clocks import named
from sheetflow.handover import TO_COME
from sheetflow.model import Change, Record
from sheetflow.policy import Policy
from sheetflow.record import fold
from sheetflow.rules.appointment import SAYS, appointment
from sheetflow.rules.assignment import acts, job_facts
from sheetflow.rules.words import listed
from sheetflow.tickets import Snapshot, Ticket

#: Where to go, and whom to call there.
_PLACE = ("address", "phone", "site_contact")


def amendment(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the dispatch notice anew, with what has changed, to whoever has had it."""
    for ticket in desk.edited(*_PLACE, *SAYS):
        technician, moved = ticket.record.technician, _moved(ticket, desk, now, policy)
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
    """Say whether the one who has it was told of it, and hasn't begun yet; what the supervisor has may come back."""
    notice = ticket.key(f"dispatch/{ticket.record.technician}/")
    told = any(key.startswith(notice) for key in ticket.record.told)
    return told and ticket.status in TO_COME and not ticket.record.imported


def _moved(ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy) -> datetime | None:
    """Give the agreed time that takes the place of another, unless whoever has it has just called about it."""
    record = ticket.record
    before = record.agreed_at or record.standing
    if before is None or (
        ticket.edited("contact_result") and ticket.get("contact_result") == "reached"
    ):
        return None
    for change in appointment(replace(desk, tickets=(ticket,)), now, policy):
        record = fold(record, change.event) if isinstance(change, Record) else record
    at = record.agreed_at
    return None if at is None or at == before or at < now else at
