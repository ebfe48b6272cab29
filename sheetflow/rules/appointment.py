"""Take the time agreed with the customer: it replaces the promise, and on-site too when the customer asked for it.

P1 4.1.3, 4.2.1 (duties 15, 17); WORKFLOW.md, clock rule 6.    预约时间 3/11 10:00 with 联系结果 接通  ->  已预约
A time that the customer asked for is agreed to (docs/decisions/0020); one that they refused gives way to the last one
that they agreed to, in the row too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sheetflow.ahead import too_early
from sheetflow.clocks import clock
from sheetflow.model import Change, Say
from sheetflow.policy import Policy
from sheetflow.record import AGREED_BEFORE, CONSENT_USED
from sheetflow.rules.refusal import REFUSED
from sheetflow.standing import another_wished, stood
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import understand_time

#: What makes a new time the customer's own wish (rule 6).
_ASKED_FOR = {"contact_result": "customer_reschedules", "wait_reason": "reschedule"}
#: What says which time is agreed on.
SAYS = ("appointment_at", "consent", "contact_result", "wait_reason")


def appointment(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the appointment of each ticket whose time, consent or reason staff have just changed."""
    for ticket in desk.edited(*SAYS):
        if not ticket.state.live:
            continue
        at = ticket.moment("appointment_at", now)
        if at is None:
            if ticket.record.appointment and ticket.raw("appointment_at") == "":
                yield ticket.happened("appointed", at=now)
            continue
        if ticket.edited("appointment_at") and too_early(
            "appointment_at", at, ticket.record.stamp("reported_at")
        ):
            continue
        if not ticket.edited("appointment_at") and _asks_for_another(ticket, at, now):
            continue
        consents, asked = _consents(ticket), _by_customer(ticket, at, now)
        last = ticket.record.appointment
        if refuses(ticket) and not asked and not (last and last.agreed and last.at == at):
            yield from _taken_back(ticket, now)
            continue
        agreed = consents or asked or _agreed(ticket, at, now)
        if last is None or (last.at, last.agreed, last.by_customer) != (at, agreed, asked):
            yield ticket.happened(
                "appointed",
                at=now,
                agreed=agreed,
                by_customer=asked,
                consented=consents or (asked and (last is None or last.at != at)),
                **{"for": at.isoformat()},
            )


def _asks_for_another(ticket: Ticket, at: datetime, now: datetime) -> bool:
    """Say whether the customer has just wished another time than this one, which isn't known yet."""
    wishes = ticket.get("contact_result") == "customer_reschedules"
    return (
        wishes
        and ticket.edited("contact_result")
        and (at <= now or stood(ticket.record, now, ticket.policy))
    )


def wishes_another(ticket: Ticket) -> bool:
    """Say whether the customer, when last spoken to, wished another time than the one that stood there."""
    return ticket.derived(_wishes_another)


def _wishes_another(ticket: Ticket) -> bool:
    return another_wished(ticket.record, ticket.get("contact_result"), ticket.policy)


def refuses(ticket: Ticket) -> bool:
    """Say whether the customer is just refusing a new time."""
    return ticket.edited("consent") and ticket.get("consent") == REFUSED


def _taken_back(ticket: Ticket, now: datetime) -> Iterator[Change]:
    """Yield the time that stands now that the customer refused the one written: the last that they agreed to, or none.

    Nobody is to go by a refused time, so it stands in the row no more either (docs/decisions/0018).
    """
    record, at = ticket.record, ticket.record.standing
    if record.appointment and record.appointment.at != at:
        words = {"for": at.isoformat()} if at else {}
        wished = at is not None and at == record.wished
        yield ticket.happened("appointed", at=now, agreed=True, by_customer=wished, **words)
    yield Say(ticket.no, "appointment_at", at, now)


def _agreed(ticket: Ticket, at: datetime, now: datetime) -> bool:
    """Say whether nobody has to agree to a time: it isn't later than what the customer was last promised.

    What was agreed with them is a promise. The first time of a visit that was promised for none is just agreed, and so
    is the next one of a customer who wasn't there, and the one before where another was typed over it by a slip.
    """
    record, last = ticket.record, ticket.record.appointment
    if last and last.at == at and (last.agreed or record.kept):
        return last.agreed
    if (record.used and record.visits[-1].in_vain) or _puts_back(ticket, at, now):
        return True
    if last and record.standing and not _corrects(ticket, now):
        return at <= record.standing
    before = replace(record, appointment=None, promised=None if last else record.promised)
    promise = clock(before, ticket.policy.clock("promise"), ticket.policy)
    return promise.deadline is None or promise.met_at is not None or at <= promise.deadline


def _puts_back(ticket: Ticket, at: datetime, now: datetime) -> bool:
    """Say whether a time of ours that was only just typed gives way to the one that was agreed on before it."""
    last, before = ticket.record.appointment, ticket.record.stamp(AGREED_BEFORE)
    ours = last is not None and last.agreed and not last.by_customer
    return ours and at == before and not stood(ticket.record, now, ticket.policy)


def _corrects(ticket: Ticket, now: datetime) -> bool:
    """Say whether the first time that was agreed on is put right by whoever has just typed it."""
    record, last = ticket.record, ticket.record.appointment
    first = last is not None and last.at == record.promised and not record.rescheduled
    return first and not stood(ticket.record, now, ticket.policy)


def _consents(ticket: Ticket) -> bool:
    """Say whether the customer has agreed to a new time since they last agreed to one: a yes is good for one time."""
    if ticket.get("consent") != "agree_reschedule":
        return False
    return ticket.edited("consent") or _unused(
        ticket, ticket.record.stamp("appointment_consent_at")
    )


def _by_customer(ticket: Ticket, at: datetime, now: datetime) -> bool:
    """Say whether the customer asked for this time: as reported, or when last spoken to; a wish is good for one too."""
    record = ticket.record
    said = record.stamp("reported_at") or now
    if understand_time(ticket.text("wished_time"), said, ticket.policy.zone) == at:
        return True
    if record.appointment and record.appointment.by_customer and record.appointment.at == at:
        return True
    spoken = {
        "contact_result": record.attempts[-1].at if record.attempts else None,
        "wait_reason": record.stamp("customer_wait_at"),
    }
    return any(
        ticket.get(column) == value and (ticket.edited(column) or _unused(ticket, spoken[column]))
        for column, value in _ASKED_FOR.items()
    )


def _unused(ticket: Ticket, said: datetime | None) -> bool:
    """Say whether what the customer said then came after the last time that was agreed on such a word."""
    used = ticket.record.stamp(CONSENT_USED)
    return said is not None and (used is None or said > used)
