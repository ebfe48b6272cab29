"""Every kind of event, and how it changes the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from sheetflow.model import Event
from sheetflow.record import aftercare, course, day, entries, money, parts, row
from sheetflow.record.ticket import TicketRecord
from sheetflow.record.visits import visits

#: Every kind of event, and how it changes the record. `told` records a breach or notice; `noted` is history only.
KINDS: Mapping[str, Callable[[TicketRecord, Event], TicketRecord]] = MappingProxyType(
    {
        "reported": course.reported,
        "imported": course.imported,
        "edited": row.edited,
        "asked": course.asked,
        "moved": course.moved,
        "followed": course.followed,
        "assigned": course.assigned,
        "graded": course.graded,
        "appointed": course.appointed,
        "attempted": course.attempted,
        "stamped": course.stamped,
        "suggested": course.suggested,
        "likened": course.likened,
        "refused": row.refused,
        "overwritten": row.overwritten,
        "suspected": course.suspected,
        "joined": course.noted,
        "wrote": row.wrote,
        "acknowledged": row.acknowledged,
        "row_missing": row.row_missing,
        "row_back": row.row_back,
        "filed": entries.entered,
        "entered": entries.entered,
        "struck": entries.struck,
        "listed": parts.listed,
        "supplied": parts.supplied,
        "unplaced": row.unplaced,
        "classed": aftercare.classed,
        "linked": aftercare.linked,
        "revisited": aftercare.revisited,
        "succeeded": aftercare.succeeded,
        "locked": aftercare.locked,
        "unstamped": aftercare.unstamped,
        "toured": day.toured,
        "mismatched": day.mismatched,
        "charged": money.charged,
        "consented": money.consented,
        "confirmed": money.confirmed,
        "told": course.told,
        "noted": course.noted,
    }
)


def fold(record: TicketRecord | None, event: Event) -> TicketRecord:
    """Give the record as it is after the event; an event of a ticket unknown so far begins its record."""
    before = record or TicketRecord(event.ticket_no)
    after = KINDS[event.kind](before, event)
    found = visits(before, after, event)
    return after if found is before.visits else replace(after, visits=found)
