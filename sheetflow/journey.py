"""Whether the technician has left for a visit, is there already, or has done its work.

departed 14:30, not arrived  ->  under_way, not is_there
"""

from __future__ import annotations

from sheetflow.tickets import Ticket


def under_way(ticket: Ticket) -> bool:
    """Say whether the technician has left for this visit, or is there already and waits for the customer's consent."""
    visits = ticket.record.visits
    return bool(visits and visits[-1].open) or is_there(ticket)


def is_there(ticket: Ticket) -> bool:
    """Say whether the technician has arrived for this visit; what was before another one doesn't count."""
    visits, there = ticket.record.visits, ticket.record.stamp("arrived_at")
    if visits and visits[-1].open:
        return visits[-1].arrived_at is not None
    if there is None:
        return False
    before = (ticket.record.stamp("dispatched_at"), visits[-1].ended_at if visits else None)
    return all(there > at for at in before if at)


def work_over(ticket: Ticket) -> bool:
    """Say whether the work of this visit has ended, be the ticket completed or still wanting something."""
    visits, ended = ticket.record.visits, ticket.record.stamp("work_ended_at")
    begun = visits[-1].started_at or visits[-1].arrived_at if visits else None
    return bool(begun and ended and ended >= begun)
