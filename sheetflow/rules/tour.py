"""Keep each visit's place in its technician's day: where they come from, what can't be kept beside it, who is held up.

P1 4.4.1, 4.4.2, 4.5.6 (duties 21, 23, 24).    陈立 at WX…005 beyond 14:30, WX…006 at 15:00, 30 min away  ->  held_by
Crosses rows: a technician's day is several tickets. What it comes to is recorded with each, so that departure, clash
and held_up look at one ticket alone, and it is planned again only when its own place has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.dispatch import tours
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.record import ALONE
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot


@CrossesRows
def tour(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the new place of each ticket whose technician's day has changed around it."""
    places = tours(desk.everyone.values(), now, policy)
    for ticket in desk.everyone.values():
        place = places.get(ticket.no, ALONE)
        if place != ticket.record.tour:
            yield ticket.happened(
                "toured",
                at=now,
                by="system",
                start=place.start,
                clash=place.clash,
                held_by=place.held_by,
                holds=list(place.holds),
                look_at=place.look_at.isoformat() if place.look_at else None,
            )
