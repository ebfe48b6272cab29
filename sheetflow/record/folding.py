"""Every kind of event, and how it changes the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from sheetflow.model import Event
from sheetflow.record import aftercare, appointments, calls, course, day, entries, money, parts, row
from sheetflow.record.ticket import TicketRecord
from sheetflow.record.visits import visits

#: Every kind of event, and how it changes the record, in the order in which those of one round are folded: what the
#: status followed by now, then what people say and what is known, the sentences that answer it last. So a fact that is
#: noted while the status follows another is still to be followed, and a call typed with its technician is theirs.
#: `told` records a breach or notice; `noted` is history only.
KINDS: Mapping[str, Callable[[TicketRecord, Event], TicketRecord]] = MappingProxyType(
    {
        "reported": course.reported,
        "imported": course.imported,
        "moved": course.moved,
        "followed": course.followed,
        "waited": course.noted,
        "acknowledged": row.acknowledged,
        "edited": row.edited,
        "wrote": row.wrote,
        "row_missing": row.row_missing,
        "row_back": row.row_back,
        "archived": row.archived,
        "unarchived": row.unarchived,
        "unplaced": row.unplaced,
        "classed": aftercare.classed,
        "linked": aftercare.linked,
        "suspected": course.suspected,
        "joined": course.noted,
        "graded": course.graded,
        "assigned": course.assigned,
        "suggested": course.suggested,
        "proposed": course.proposed,
        "likened": course.likened,
        "attempted": calls.attempted,
        "paused": course.paused,
        "appointed": appointments.appointed,
        "consented": money.consented,
        "unstamped": aftercare.unstamped,
        "stamped": course.stamped,
        "listed": parts.listed,
        "charged": money.charged,
        "confirmed": money.confirmed,
        "filed": entries.entered,
        "entered": entries.entered,
        "struck": entries.struck,
        "supplied": parts.supplied,
        "revisited": aftercare.revisited,
        "succeeded": aftercare.succeeded,
        "asked": course.asked,
        "toured": day.toured,
        "mismatched": day.mismatched,
        "overwritten": row.overwritten,
        "form_changed": row.refused,
        "locked": aftercare.locked,
        "refused": row.refused,
        "narrowed": row.narrowed,
        "told": course.told,
        "noted": course.noted,
    }
)

_TURNS = {kind: turn for turn, kind in enumerate(KINDS)}


def in_turn(events: Iterable[Event]) -> list[Event]:
    """Give what rules recorded of one snapshot in the order in which it is folded, whichever rule was asked first.

    Of one kind it goes by the rules' names; what one rule recorded keeps its order.
    """
    return sorted(events, key=lambda event: (_TURNS[event.kind], event.rule))


def fold(record: TicketRecord | None, event: Event) -> TicketRecord:
    """Give the record as it is after the event; an event of a ticket unknown so far begins its record."""
    before = record or TicketRecord(event.ticket_no)
    after = KINDS[event.kind](before, event)
    found = visits(before, after, event)
    return after if found is before.visits else replace(after, visits=found)
