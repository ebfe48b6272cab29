"""The last visit of a ticket: which times are its own, whether it goes on, and when the next one is due.

维修结束时间 12:00 typed after a visit that was over at 11:40  ->  its technician left later (docs/decisions/0037)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from sheetflow.record.elements import Visit
from sheetflow.record.ticket import TicketRecord

#: Whose new time lies later than this turns round; for less they go on or wait nearby. A figure of ours.
TURNS_ROUND = timedelta(hours=12)

#: Until when the same time chosen again says that 联系不上 was a mistake, and 维修中 that nobody had left. A figure of
#: ours.
SOON = timedelta(minutes=30)

#: How a visit ended whose technician may be there still: the part was in the van, the customer soon agreed.
_LEFT = ("parts_wait", "another_day", "assistance")

#: Staff's column of each step, and its name in a visit.
VISIT_STEPS: Mapping[str, str] = MappingProxyType(
    {
        "departed_at": "departed_at",
        "arrived_at": "arrived_at",
        "work_started_at": "started_at",
        "work_ended_at": "ended_at",
    }
)


def of_last_visit(record: TicketRecord, column: str, at: datetime) -> bool:
    """Say whether a time is a step of the visit that is over, rather than of the next one (docs/decisions/0037).

    It is where nothing tells of another visit by then; a technician may leave after it was said how the visit ended.
    """
    last = last_visit(record)
    if last is None or last.ended_at is None or last.open:
        return False
    over = last.ended_at
    if last.outcome == "done" and record.ended:
        return True
    if _another(record, column, over) or (last.in_vain and column == "ended_at"):
        return False
    if column != "ended_at" or last.outcome == "assistance":
        return at <= over
    due = ahead(record)
    return at - over <= TURNS_ROUND and not (due and due <= at)


def _another(record: TicketRecord, column: str, over: datetime) -> bool:
    """Say whether somebody came, was sent or did the work elsewhere since a visit was over, or says what came of it.

    What the visit itself sent to the workshop may end there, but nobody arrives or begins with the customer there.
    """
    brought = record.stamp("workshop_in_at")
    said = any(fact.name in ("assigned", "resulted") for fact in record.pending)
    return (
        said
        or _came_since(record, over)
        or _sent_since(record, over)
        or (brought is not None and (brought > over or (column == "ended_at" and brought == over)))
    )


def _sent_since(record: TicketRecord, over: datetime) -> bool:
    """Say whether somebody was sent since; of who was named and done at one blow it is the dispatch of that visit."""
    sent, last = record.stamp("dispatched_at"), last_visit(record)
    if sent == over:
        return last is not None and last.outcome == "called_away"
    return sent is not None and sent > over


def _came_since(record: TicketRecord, over: datetime) -> bool:
    came = (record.stamp(name) for name in ("arrived_at", "work_started_at"))
    return any(at and at > over for at in came)


def goes_on(record: TicketRecord, at: datetime) -> bool:
    """Say whether 维修中 takes up the visit that is over: soon, and nothing tells of another way there."""
    last, sent = last_visit(record), record.stamp("dispatched_at")
    if last is None or last.ended_at is None or last.outcome not in _LEFT:
        return False
    same = last.technician == record.technician and last.planned_at == planned(record)
    again = _came_since(record, last.ended_at) or bool(sent and sent > last.ended_at)
    return same and not again and at - last.ended_at <= SOON


def last_known(record: TicketRecord, name: str) -> datetime | None:
    """Give when a step of a visit last happened before this one, None where it is no step of one."""
    column, found, last = VISIT_STEPS.get(name), record.visits, last_visit(record)
    if column is None or last is None:
        return None
    this = last.open or getattr(last, column) == record.stamp(name)
    times = [getattr(visit, column) for visit in (found[:-1] if this else found)]
    return max((at for at in times if at), default=None)


def ended_in_waiting(record: TicketRecord) -> Visit | None:
    """Give the visit that ended at the door, as the wait for the customer began, None where there is none."""
    last, since = last_visit(record), record.stamp("customer_wait_at")
    if not (last and since and last.arrived_at) or last.started_at:
        return None
    return last if last.ended_at == over_by(last, since) else None


def over_by(visit: Visit, at: datetime) -> datetime:
    """Give when a visit ended that was over by then: not before a step of it that is known."""
    return max(filter(None, (at, visit.departed_at, visit.arrived_at, visit.started_at)))


def last_visit(record: TicketRecord) -> Visit | None:
    """Give the last visit, None where nobody went yet."""
    return record.visits[-1] if record.visits else None


def planned(record: TicketRecord) -> datetime | None:
    """Give the time that stands as the appointment."""
    return record.appointment.at if record.appointment else None


def ahead(record: TicketRecord) -> datetime | None:
    """Give the time at which the next visit is due; the one that somebody came at was an earlier visit's."""
    return None if record.used else planned(record)
