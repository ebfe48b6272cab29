"""Keep account of each change of an agreed time: how often, from when to when, why, at whose wish, and with consent.

P1 4.4.2 (duty 22).    15:00 → 3/11 10:00, 改约原因 堵车, 同意改约  ->  改约次数 1, 联系记录 改约 with all of it
A customer who wants another time and gives none yet, but says when to call again, is waited for: 待客户, and the
promise stands still (WORKFLOW.md, clock rule 5). A missing reason is asked for in 下一步, and the row waits for it
until the visit begins; when a time is moved once more, it is asked whether the last one's still holds, which emptying
问题 answers: nothing that staff wrote is emptied for them. A move that is taken back is asked about no more. A visit
that was kept and goes on another day is no change of its time, but a visit more (rules/visits.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, Text, Value
from sheetflow.policy import Policy
from sheetflow.record import TIME_WRITTEN, gives_way, moved
from sheetflow.record.row import unclear
from sheetflow.rules.appointment import refuses, wishes_another
from sheetflow.rules.words import technician_name
from sheetflow.standing import stood
from sheetflow.tickets import Snapshot, Ticket

#: The result of a call in which the customer asks for another time.
BY_CUSTOMER = "customer_reschedules"

#: How the question is named whether the reason of the last change holds for the next one, too.
WHY_MOVED = unclear("reschedule_reason")

#: Where a customer who will be called again is waited for instead.
_BEFORE = ("to_dispatch", "dispatched", "appointed")


def reschedule(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield how often each appointment was moved, the row of the last time that it was, and the wait for a time."""
    for ticket in desk.edited("contact_result", "next_contact_at"):
        if ticket.status in _BEFORE and _called_again(ticket, now):
            yield ticket.happened("asked", at=now, to="customer_wait")
    for ticket in desk.edited("appointment_at"):
        if (to := _moved_again(ticket, now)) and not ticket.edited("reschedule_reason"):
            why = _still(ticket.text("reschedule_reason"), policy.moment(to, now))
            yield ticket.refuse("reschedule_reason", why, at=now, wish=WHY_MOVED)
    for ticket in desk.tickets:
        times = len(ticket.record.rescheduled)
        if times or ticket.raw("reschedule_count") != "":
            yield ticket.shows("reschedule_count", times or None)
        for serial in range(1, times + 1) if ticket.record.appointment else ():
            key = f"{ticket.no}/R{serial}"
            if not ticket.filed("contacts", key) and not (serial == times and _waits(ticket)):
                row = _row(ticket, key, serial, now, policy)
                yield from ticket.files("contacts", key, row, at=now)


def _waits(ticket: Ticket) -> bool:
    """Say whether the row of the last change is still to hear its reason and the customer's word.

    It waits until the visit begins, for the reason also until it is moved again: what is written beside yet another
    time is that one's. A time that is refused was no change.
    """
    if _unagreed(ticket):
        return ticket.state.live and ticket.status != "on_site"
    lacks = reason_lacks(ticket) or ticket.edited("appointment_at")
    return lacks and ticket.status in ("dispatched", "appointed", "unreachable")


def _unagreed(ticket: Ticket) -> bool:
    """Say whether the customer hasn't agreed yet to the time that took the place of an agreed one."""
    appointment = ticket.record.appointment
    return moved(ticket.record) and appointment is not None and not appointment.agreed


def _called_again(ticket: Ticket, now: datetime) -> bool:
    """Say whether the customer wants another time, and all that is known is when to call them again."""
    again = ticket.moment("next_contact_at", now)
    if ticket.get("contact_result") != BY_CUSTOMER or ticket.edited("appointment_at"):
        return False
    if again is None or again <= now or ticket.record.imported:
        return False
    said = ticket.edited("contact_result")
    return ticket.record.appointment is None or (
        stood(ticket.record, now, ticket.policy) if said else wishes_another(ticket)
    )


def _moved_again(ticket: Ticket, now: datetime) -> datetime | None:
    """Give the time that is being put in place of an agreed one, where one was moved before for a reason.

    One that the customer asks for needs none; one that they refuse, or the first of another visit, is no move. Where it
    is asked already, it is asked of the time that stands last.
    """
    record, at = ticket.record, ticket.moment("appointment_at", now)
    wished = ticket.edited("contact_result") and ticket.get("contact_result") == BY_CUSTOMER
    if not (record.rescheduled and at) or wished or refuses(ticket) or at == record.standing:
        return None
    asks = gives_way(record, at) or WHY_MOVED in record.refusals
    return at if asks and ticket.text("reschedule_reason") else None


def _still(reason: str, at: str) -> Text:
    return Text(
        f"又改到{at}:「改约原因」还是「{reason}」吗?不是就改;是就清空「问题」",
        f"Moved again, to {at}: is the Reason for rescheduling still '{reason}'? If not change it, if so empty Problem",
    )


def reason_lacks(ticket: Ticket) -> bool:
    """Say whether the time that stands took another's place and nobody has said why; the customer's wish says it."""
    appointment = ticket.record.appointment
    wished = appointment is not None and appointment.by_customer
    return moved(ticket.record) and not wished and not ticket.text("reschedule_reason")


def _row(ticket: Ticket, key: str, serial: int, now: datetime, policy: Policy) -> dict[str, Value]:
    record, last = ticket.record, serial == len(ticket.record.rescheduled)
    appointment = record.appointment
    wished = last and appointment is not None and appointment.by_customer
    written = record.stamp(TIME_WRITTEN) if last else None
    return {
        "contact_no": key,
        "ticket_no": ticket.no,
        "at": written or now,
        "who": technician_name(ticket, policy) or None,
        "kind": "reschedule",
        "attempt": serial,
        "result": "customer_reschedules" if wished else "reached",
        "note": policy.say(
            _note(ticket, now, policy) if last else _earlier(ticket, serial, policy, now)
        ),
    }


def _earlier(ticket: Ticket, serial: int, policy: Policy, now: datetime) -> Text:
    """Give what was moved by a change for which nobody gave a reason before the next one."""
    before, after = (
        policy.moment(at, now) for at in ticket.record.rescheduled[serial - 1 : serial + 1]
    )
    return Text(f"{before} → {after}", f"{before} → {after}")


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
