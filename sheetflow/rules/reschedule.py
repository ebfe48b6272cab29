"""Keep account of each change of an agreed time: how often, from when to when, why, at whose wish, and with consent.

P1 4.4.2 (duty 22).    15:00 → 3/11 10:00, 改约原因 堵车, 同意改约  ->  改约次数 1, 联系记录 改约 with all of it
A missing reason is asked for in 下一步. A visit that was kept and goes on another day is no change of its time, but a
visit more (rules/visits.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, Text, Value
from sheetflow.policy import Policy
from sheetflow.rules.words import technician_name
from sheetflow.tickets import Snapshot, Ticket


def reschedule(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield how often each appointment was moved, and the row of the last time that it was."""
    for ticket in desk.tickets:
        times = len(ticket.record.rescheduled)
        if times or ticket.raw("reschedule_count") != "":
            yield ticket.shows("reschedule_count", times or None)
        key = f"{ticket.no}/R{times}"
        if times and ticket.record.appointment and not ticket.filed("contacts", key):
            yield from ticket.files("contacts", key, _row(ticket, key, now, policy), at=now)


def reason_lacks(ticket: Ticket) -> bool:
    """Say whether an agreed time was moved and nobody has said why; that the customer asked for it says why."""
    appointment = ticket.record.appointment
    wished = appointment is not None and appointment.by_customer
    return bool(ticket.record.rescheduled) and not wished and not ticket.text("reschedule_reason")


def _row(ticket: Ticket, key: str, now: datetime, policy: Policy) -> dict[str, Value]:
    appointment = ticket.record.appointment
    wished = appointment is not None and appointment.by_customer
    return {
        "contact_no": key,
        "ticket_no": ticket.no,
        "at": now,
        "who": technician_name(ticket, policy) or None,
        "kind": "reschedule",
        "attempt": len(ticket.record.rescheduled),
        "result": "customer_reschedules" if wished else "reached",
        "note": policy.say(_note(ticket, now, policy)),
    }


def _note(ticket: Ticket, now: datetime, policy: Policy) -> Text:
    """Give what was moved, why, at whose wish, and whether the customer agreed: it speaks of now, and stays so."""
    appointment, reason = ticket.record.appointment, ticket.text("reschedule_reason")
    before = policy.moment(ticket.record.rescheduled[-1], now)
    after = policy.moment(appointment.at, now) if appointment else ""
    agreed = appointment is not None and appointment.agreed
    wished = appointment is not None and appointment.by_customer
    zh = [f"{before} → {after}", reason, "客户提出" if wished else "我方提出"]
    en = [f"{before} → {after}", reason, "the customer's wish" if wished else "our wish"]
    zh.append("客户同意" if agreed else "客户还没同意")
    en.append("agreed" if agreed else "not agreed yet")
    return Text(";".join(filter(None, zh)), "; ".join(filter(None, en)))
