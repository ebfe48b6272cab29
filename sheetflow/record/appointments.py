"""How the time agreed with a customer follows from what is typed, and those whose place it took.

16:00 agreed, 18:30 typed over it  ->  moved once, not agreed yet;  refused  ->  16:00 again, moved never
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sheetflow.model import Event
from sheetflow.record.elements import Appointment
from sheetflow.record.row import unasked, unclear, without
from sheetflow.record.ticket import TicketRecord
from sheetflow.record.values import instant

#: When a consent to a new time was last used up: it is good for one time, not for all that follow.
CONSENT_USED = "appointment_consent_used_at"

#: When the time that stands as the appointment was written there.
TIME_WRITTEN = "appointment_written_at"

#: The time that the customer had agreed to before the one that was agreed to last.
AGREED_BEFORE = "agreed_before_at"

#: When an agreed time last gave way to another.
MOVED = "appointment_moved_at"


def appointed(record: TicketRecord, event: Event) -> TicketRecord:
    """A time agreed with the customer, or none any more; back to the last one agreed to, nothing was moved."""
    at, standing = event.values.get("for"), record.standing
    if not at:
        return replace(_never_moved(record), appointment=None, promised=standing)
    agreed, wished = bool(event.values.get("agreed")), bool(event.values.get("by_customer"))
    appointment, last = Appointment(instant(at), agreed, wished), record.appointment
    if appointment.at > event.at:
        record = unasked(record)
    another = last is None or last.at != appointment.at
    stamps = {**record.stamps, TIME_WRITTEN: event.at} if another else record.stamps
    if another and agreed and record.promised:
        stamps = {**stamps, AGREED_BEFORE: record.promised}
    if event.values.get("consented"):
        stamps = {**stamps, CONSENT_USED: event.at}
    return replace(
        _moved(replace(record, stamps=stamps), appointment.at, event.at),
        appointment=appointment,
        promised=appointment.at if agreed else standing,
        wished=appointment.at if agreed and wished else record.wished,
        pending=record.awaiting("appointed", event),
    )


def gives_way(record: TicketRecord, to: datetime) -> datetime | None:
    """Give the agreed time whose place another would take, None where it is the same or the first of a visit.

    A time that nobody has agreed to yet has taken the place of one already; typed over, it is none itself.
    """
    last = record.appointment
    if last is None or not last.agreed or last.at == to or record.kept:
        return None
    return last.at


def moved(record: TicketRecord) -> bool:
    """Say whether the time that stands took the place of an agreed one, rather than being the first of its visit."""
    at = record.stamp(MOVED)
    return record.appointment is not None and at is not None and at == record.stamp(TIME_WRITTEN)


def _moved(record: TicketRecord, to: datetime, at: datetime) -> TicketRecord:
    """Count an agreed time that gives way to another, and none whose place was given back to it."""
    last = record.appointment
    proposed = last is not None and not last.agreed and last.at != to
    if proposed and to == record.standing:
        return _never_moved(record)
    before, stamps = gives_way(record, to), {**record.stamps, MOVED: at}
    if before:
        return replace(record, stamps=stamps, rescheduled=(*record.rescheduled, before))
    return replace(record, stamps=stamps) if proposed and record.stamp(MOVED) else record


def _never_moved(record: TicketRecord) -> TicketRecord:
    """Forget a move to a time that nobody agreed to and that stands no more, and the question about its reason."""
    last, standing = record.appointment, record.standing
    if last is None or last.agreed:
        return record
    moved = standing is not None and record.rescheduled[-1:] == (standing,)
    return replace(
        record,
        rescheduled=record.rescheduled[:-1] if moved else record.rescheduled,
        stamps={name: at for name, at in record.stamps.items() if name != MOVED},
        refusals=without(record, unclear("reschedule_reason")),
    )
