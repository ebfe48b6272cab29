"""Follow the visit: departure, arrival, start and end of the work, as the technician has them typed.

P1 4.5.2, P2 S4 (duty 26).    维修开始时间 14:30  ->  维修中, arrived 14:30
The times typed are the times that count, an hour later or not (WORKFLOW.md, "Truth"); about one that can't be it is
asked by rules/edits.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.ahead import out_of_time
from sheetflow.gate import ends_first
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.record import VISIT_STEPS
from sheetflow.record.last_visit import of_last_visit
from sheetflow.tickets import Snapshot, Ticket

#: Staff's columns that stamp a step of the visit.
STEPS = tuple(VISIT_STEPS)


def visit(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield a stamp for each time that staff typed, and arrival with the start or end where nobody typed it.

    A time that was emptied is taken back, and with a start or end the arrival that only it told of.
    """
    for ticket in desk.edited(*STEPS):
        if ticket.record.imported or _backwards(ticket, now):
            continue
        for column in STEPS:
            if not ticket.edited(column):
                continue
            at = ticket.moment(column, now)
            if at and not out_of_time(at, now, ticket.record.stamp("reported_at")):
                yield ticket.happened("stamped", at=at, name=column)
                if _arrives(ticket, column, at):
                    yield ticket.happened("stamped", at=at, name="arrived_at")
            elif ticket.raw(column) == "" and _of_this_visit(ticket, column, now):
                yield ticket.happened("unstamped", at=now, name=column)
                if _told_arrival(ticket, column):
                    yield ticket.happened("unstamped", at=now, name="arrived_at")


def _backwards(ticket: Ticket, now: datetime) -> bool:
    """Say whether finished work is said to end before it began, which rules/completion.py tells."""
    return ticket.status == "completed" and ends_first(lambda name: ticket.moment(name, now))


def _of_this_visit(ticket: Ticket, column: str, now: datetime) -> bool:
    """Say whether an emptied time was one of the visit under way or ahead; what is over isn't taken back.

    One whose agreed time is still to come isn't over: who was there by mistake is sent back to it.
    """
    visits, at = ticket.record.visits, ticket.record.stamp(column)
    if at is None or not ticket.state.live or not visits:
        return at is not None and ticket.state.live
    last, agreed = visits[-1], ticket.record.appointment
    ahead = agreed and now < agreed.at == last.planned_at and ticket.status == "appointed"
    if last.open or ahead:
        return bool(getattr(last, VISIT_STEPS[column]) == at)
    return last.ended_at is None or at > last.ended_at


def _brought(ticket: Ticket) -> bool:
    """Say whether the work is the workshop's: the machine is there, or is said to be by who never sent anybody.

    Not of who is just chosen as at work at the customer's.
    """
    if ticket.record.technician or ticket.raw("technician") != "":
        chosen = any(fact.name == "asked:on_site" for fact in ticket.record.pending)
        return ticket.status == "workshop" and not chosen
    said = "workshop" in (ticket.status, ticket.get("status")) or ticket.get("route") == "send_in"
    return said or ticket.record.stamp("workshop_in_at") is not None


def _came(ticket: Ticket) -> bool:
    """Say whether somebody typed the arrival of this visit, so that it stands without the start."""
    visits, typed = ticket.record.visits, ticket.time("arrived_at")
    if typed and visits and visits[-1].open:
        return visits[-1].arrived_at == typed
    return typed is not None


def _arrives(ticket: Ticket, column: str, at: datetime) -> bool:
    """Say whether a time tells of the arrival too: nobody typed one, and it isn't the second visit.

    In the workshop nobody arrives. One that the status was chosen at (rules/status.py) tells nothing new: who chose it
    was there by then. An end tells that they had come by then, until somebody types when they began.
    """
    if (
        _brought(ticket)
        or ticket.raw("arrived_at") != ""
        or column not in ("work_started_at", "work_ended_at")
    ):
        return False
    known = _of_visit_known(ticket) or _of_visit_over(ticket, column, at)
    if column == "work_ended_at":
        return known and _by_end_only(ticket)
    mended = known and column not in ticket.said
    return mended or not ticket.record.arrived


def _of_visit_known(ticket: Ticket) -> bool:
    """Say whether the clocks were met by the visit under way, or by the one that completed the ticket.

    Before anybody is named whose visit it is: by the start that told of the arrival.
    """
    visits, met = ticket.record.visits, ticket.record.stamp("arrived_at")
    if not visits:
        return met is not None and met == ticket.record.stamp("work_started_at")
    here = visits[-1].open if ticket.status == "on_site" else visits[-1].outcome == "done"
    return here and (met is None or met == visits[-1].arrived_at)


def _of_visit_over(ticket: Ticket, column: str, at: datetime) -> bool:
    """Say whether a time tells of the visit that is over, and that met the clocks, that somebody was there by then."""
    if ticket.edited("technician") or ticket.edited("result"):
        return False
    if not of_last_visit(ticket.record, VISIT_STEPS[column], at):
        return False
    last, met = ticket.record.visits[-1], ticket.record.stamp("arrived_at")
    return met == last.arrived_at and bool(last.ended_at and at <= last.ended_at)


def _by_end_only(ticket: Ticket) -> bool:
    """Say whether only the end of this visit's work tells that somebody came."""
    if not ticket.record.visits or ticket.raw("work_started_at") != "":
        return False
    last = ticket.record.visits[-1]
    return last.started_at is None and last.arrived_at in (None, last.ended_at)


def _told_arrival(ticket: Ticket, column: str) -> bool:
    """Say whether the time that was emptied is all that told of the arrival."""
    if column == "work_ended_at":
        known = ticket.status == "on_site" and _of_visit_known(ticket)
        return known and not _came(ticket) and _by_end_only(ticket)
    return column == "work_started_at" and not _came(ticket)
