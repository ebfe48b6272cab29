"""See who isn't with the customer at the agreed time, under way or not, and mark a visit that began late.

P1 4.5.2 (duty 26), in every profile.    appointment 16:00, left 15:40, 16:01 and not there  ->  flag 到场迟到
下一步 asks to call and apologise; arrived 16:20, the flag stays during the visit: whoever is there apologises.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.clocks import after
from sheetflow.journey import is_there
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.appointment import wishes_another
from sheetflow.rules.promise import unagreed
from sheetflow.tickets import Snapshot, Ticket


def lateness(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the flag of each visit that is late, or when it will be."""
    for ticket in desk.in_state("appointed", "dispatched", "on_site"):
        if ticket.record.imported:
            continue
        if due := expected_at(ticket):
            yield ticket.flag("late_arrival") if now > due else ticket.wake(after(due))
        elif _came_late(ticket):
            yield ticket.flag("late_arrival")


def expected_at(ticket: Ticket) -> datetime | None:
    """Give when the customer waits for somebody who isn't there yet; None where nobody has to come at a set time.

    A time that they haven't agreed to yet is nothing that they wait for.
    """
    return ticket.derived(_expected_at)


def _expected_at(ticket: Ticket) -> datetime | None:
    appointment = ticket.record.appointment
    if appointment is None or ticket.status not in ("appointed", "dispatched"):
        return None
    if ticket.record.past or is_there(ticket) or wishes_another(ticket):
        return None
    return (ticket.record.standing if unagreed(ticket) else None) or appointment.at


def _came_late(ticket: Ticket) -> bool:
    if ticket.status != "on_site" or not ticket.record.visits:
        return False
    visit = ticket.record.visits[-1]
    return bool(visit.planned_at and visit.arrived_at and visit.arrived_at > visit.planned_at)
