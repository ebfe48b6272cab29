"""Say when to leave for the appointment, and see to it that somebody is under way by then.

P1 4.4.1 (duty 21).    appointment 15:00, 30 min from the customer before  ->  最晚出发 14:30; 14:31  ->  red
A time that the customer hasn't agreed to moves nothing: the last one that they agreed to counts. The way is counted
from the region of the customer before on the same day, else from the desk (SHEET.md, "Lists"). An address or a region
that changes moves it (P2 KP, duty 25); what was typed stands in the history.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.clocks import after
from sheetflow.journey import under_way
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.appointment import wishes_another
from sheetflow.rules.promise import unagreed
from sheetflow.tickets import Snapshot, Ticket


def departure(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield when to leave for each appointment, and the flag where nobody has by then."""
    for ticket in desk.tickets:
        leave = depart_by(ticket)
        yield ticket.shows("depart_by", leave)
        if leave and not ticket.record.imported and not under_way(ticket):
            yield ticket.flag("depart_overdue") if now > leave else ticket.wake(after(leave))


def depart_by(ticket: Ticket) -> datetime | None:
    """Give when to leave for the appointment, counted back by the travel time where it is known."""
    return ticket.derived(_depart_by)


def _depart_by(ticket: Ticket) -> datetime | None:
    appointment = ticket.record.appointment
    if appointment is None or ticket.status not in ("appointed", "dispatched"):
        return None
    if ticket.record.past:  # whoever is sent there again agrees on a time of their own
        return None
    if wishes_another(ticket):
        return None
    agreed = ticket.record.promised if unagreed(ticket) else appointment.at
    way = ticket.policy.travel(ticket.region, start=ticket.record.tour.start)
    return agreed - way if agreed and way else None
