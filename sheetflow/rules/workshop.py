"""Keep when a machine went on to the factory and when it came back, as 送修位置 says where it is.

WORKFLOW.md, "States" (送修返厂); P2 S2 (duty 8).    送修位置 厂家 3/11 9:00, 店内 3/12 16:00  ->  发往厂家, 厂家返回
What was put right at once, or emptied, never left (docs/decisions/0021); who goes there again is out anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import BadCell, Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

PLACE, OUT, BACK = "workshop_place", "factory_out_at", "factory_back_at"


def workshop(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the stamp of each machine that left for the factory or is back, and what was none after all."""
    for ticket in desk.tickets:
        if ticket.raw(PLACE) == "" and not ticket.record.stamp(OUT):
            continue
        if ticket.status != "closed" and not ticket.record.imported:
            yield from _followed(ticket, now, policy)


def _followed(ticket: Ticket, now: datetime, policy: Policy) -> Iterator[Change]:
    place, out, back = ticket.get(PLACE), ticket.record.stamp(OUT), ticket.record.stamp(BACK)
    if place == "factory":
        if out is None or back:
            yield ticket.happened("stamped", at=now, name=OUT)
        if back:
            yield ticket.happened("unstamped", at=now, name=BACK)
    elif out and back is None and not isinstance(place, BadCell):
        put_right = place is None or now - out < policy.schema.policy.correction_within
        said = ("unstamped", OUT) if put_right else ("stamped", BACK)
        yield ticket.happened(said[0], at=now, name=said[1])
