"""Where a call to the customer leads: whoever answers, whoever doesn't, and who was out of reach by mistake only.

P1 4.2.1 (duties 17, 18); WORKFLOW.md, "Status follows facts".    没接 14:40, 14:50, 15:00  ->  联系不上, clocks pause
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sheetflow.policy import Policy
from sheetflow.record import CORRECTED, TAKEN_BACK, Fact, TicketRecord, Visit
from sheetflow.reopening import stood
from sheetflow.states import Facts


def spoken_to(record: TicketRecord, fact: Fact, facts: Facts) -> str | None:
    """Give where a customer who was reached leads: to the appointment, and from 联系不上 back to whose turn it is."""
    if goes_on := _under_way(record):
        return goes_on
    agreed = None if record.used else record.appointment
    found_again = record.status == "unreachable" and fact.name == "answered"
    if agreed and _called(record) and not (found_again and agreed.at <= fact.at):
        return "appointed"
    if not found_again:
        return None
    if facts("contact_result") == "customer_reschedules":
        return "customer_wait"
    return "dispatched" if record.technician else "to_dispatch"


def _called(record: TicketRecord) -> bool:
    """Say whether the customer was spoken to; who was just sent calls them, whoever did before (P2 S3, duty 16)."""
    named = next((fact.at for fact in record.pending if fact.name == "assigned"), None)
    sent = record.stamp("dispatched_at") if record.status == "dispatched" else None
    since = max(filter(None, (sent, named)), default=None) if record.technician else None
    if since is None:
        return record.stamp("contacted_at") is not None
    return any(call.reached and call.at >= since for call in record.calls)


def _under_way(record: TicketRecord) -> str | None:
    """Give where a visit goes on that a wrong choice had ended; None where there is none."""
    last = record.visits[-1] if record.visits else None
    if record.status != "unreachable" or last is None or not last.open:
        return None
    return "on_site" if last.arrived_at else "appointed"


def in_reach_after_all(record: TicketRecord, fact: Fact) -> str | None:
    """Give where a customer stood who was out of reach by a wrong choice only."""
    if record.status != "unreachable":
        return None
    if goes_on := _under_way(record):
        return goes_on
    if record.visits and record.visits[-1].in_vain and record.visits[-1].arrived_at:
        return None
    if record.appointment and record.appointment.at > fact.at and record.stamp("contacted_at"):
        return "appointed"
    return "dispatched" if record.technician else "to_dispatch"


def before_the_call(record: TicketRecord) -> str | None:
    """Give where a ticket stood that a call completed which was taken back; None when none was."""
    if record.status != "completed" or not any(f.name == TAKEN_BACK for f in record.pending):
        return None
    status = stood(record)
    if status == "unreachable" and record.attempts and record.attempts[-1].reached:
        status = "dispatched"
    return "to_dispatch" if status == "dispatched" and not record.technician else status


def found_again(record: TicketRecord, start: str, step: str) -> bool:
    """Say whether the technician who was sent has reached the customer at last: that is no dispatch anew."""
    last, pending = record.attempts[-1:], record.pending
    found = any(call.reached for call in last) or any(one.name == CORRECTED for one in pending)
    return (start, step) == ("unreachable", "dispatched") and found


def lost_from(record: TicketRecord, policy: Policy) -> datetime | None:
    """Give from when a ticket that nobody answers may be closed for that alone; None in another status.

    WORKFLOW.md, "States": 联系不上 to 已结单 after `unreachable_close_days`.
    """
    since = record.stamp("unreachable_at") if record.status == "unreachable" else None
    return since + timedelta(days=policy.schema.policy.unreachable_close_days) if since else None


def tried_enough(record: TicketRecord, policy: Policy) -> bool:
    """Say whether the ladder was climbed as it should be: enough calls, each a gap after another (clock rule 5).

    One made too soon, or never written down, is none of them; what else was tried counts.
    """
    spec = policy.schema.policy
    spaced = list[datetime]()
    for call in record.failures:
        if not spaced or call.at - spaced[-1] >= spec.retry_gap:
            spaced.append(call.at)
    return len(spaced) >= spec.max_attempts


def closed_door(record: TicketRecord, policy: Policy) -> Visit | None:
    """Give the visit for nothing that is the last that is known of a customer: calls from the door say the same.

    None where there is none, or they were called later. Who never arrived may have learnt that by the ladder of calls.
    """
    last, calls = record.visits[-1:], record.failures
    if not last or not last[0].in_vain:
        return None
    visit, since = last[0], calls[-1].at if calls else None
    called_later = visit.ended_at is not None and since is not None and since > visit.ended_at
    climbed = visit.arrived_at is None and len(calls) >= policy.schema.policy.max_attempts
    return None if called_later or climbed else visit
