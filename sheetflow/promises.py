"""What was agreed with the customer in place of a deadline, and when somebody came (docs/decisions/0020).

promised by 17:30, 16:00 agreed, there at 15:58  ->  the promise is 16:00, kept at 15:58
待配件, and 3/12 14:00 agreed for the next visit  ->  the promise is 3/12 14:00, and nobody has kept it yet
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sheetflow.record import TicketRecord


def promised_instead(
    record: TicketRecord, clock: str, anchor: datetime, deadline: datetime | None
) -> datetime | None:
    """Give the time that takes the clock's place: the last one agreed to, on-site the last one asked for (rule 6).

    A time that nobody has agreed to leaves it standing; one that was struck out only lengthened the promise; one that
    somebody came at before another visit was decided is no promise of that. `deadline` is None where the profile
    promises none, which leaves what was agreed.
    """
    appointment, promised = record.appointment, record.promised
    if clock == "onsite" and appointment:
        return appointment.at if appointment.agreed and appointment.by_customer else record.wished
    if clock != "promise" or _spent(record, anchor):
        return None
    if appointment and appointment.agreed:
        return appointment.at
    if promised and (appointment or (deadline and promised > deadline)):
        return promised
    within = appointment and deadline and appointment.at <= deadline
    return appointment.at if appointment and within else None


def since(record: TicketRecord, clock: str, anchor: datetime) -> datetime:
    """Give from when an arrival keeps the promise: a time agreed for another visit isn't kept by those before it."""
    at, from_then = record.promised, anchor
    if clock != "promise" or at is None:
        return anchor
    for visit in record.visits:
        if visit.planned_at == at and visit.came_at:
            break
        if visit.ended_at and visit.ended_at <= at:
            from_then = max(from_then, visit.ended_at + timedelta.resolution)
    return from_then


def came(record: TicketRecord, begin: datetime) -> datetime | None:
    """Give when somebody was first there from then on; a later visit takes no arrival back."""
    known = (record.stamp("arrived_at"), *(visit.arrived_at for visit in record.visits))
    return min((at for at in known if at and at >= begin), default=None)


def _spent(record: TicketRecord, decided: datetime) -> bool:
    """Say whether somebody came at the agreed time before this visit was decided."""
    if not record.visits:
        return False
    at = record.appointment and record.appointment.at
    there = (visit.came_at for visit in record.visits if visit.planned_at == at)
    return any(known is not None and known < decided for known in there)
