"""Who has left for a visit and can't be there at the agreed hour: the way is longer than it was when they left.

left 15:38 for 16:00, the address is in 城北 since 15:45, 55 min  ->  there about 16:33
"""

from __future__ import annotations

from datetime import datetime

from sheetflow.dispatch.given import LATE_BY
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord


def late_there(record: TicketRecord, policy: Policy, region: str | None = None) -> datetime | None:
    """Give when whoever is under way is there, where that is too late for the agreed hour; else None.

    `region` is where the row says that the customer is; without the row at hand it is what was last known of it.
    """
    visit, due = record.visits[-1] if record.visits else None, record.agreed_at
    if not (due and visit and visit.open and visit.departed_at) or visit.arrived_at:
        return None
    if region is None:
        region = policy.region_of(str(record.stands("region")), str(record.stands("address")))
    way = policy.travel(region, start=record.tour.start)
    there = visit.departed_at + way
    return there if way and there - due > LATE_BY else None
