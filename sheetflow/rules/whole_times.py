"""Write the date beside a time that staff typed without one: a cell that says 14:30 tells nobody of which day.

P2's record (预约时间, 维修开始时间, 维修结束时间).    14:30 typed on 3/10  ->  2026-03-10 14:30, in place
What is written is the instant that was understood when it was typed, over the very words that were read and no others
(docs/decisions/0012). What a customer wishes stays in their words, and only its day becomes a date: 明天下午 is read on
another day by whoever goes there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, Say
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import dated

_WISHED = "wished_time"

#: Where a wish still matters: nobody has agreed on a time yet.
_EARLY = ("new", "to_dispatch", "dispatched")


def whole_times(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the instant of each understood wording that still stands in its cell; imported rows stay as they are."""
    for ticket in desk.tickets:
        if not ticket.record.imported:
            for column, at in ticket.record.means.items():
                if ticket.get(column) == at or ticket.doubted(column):
                    yield ticket.shows(column, at)
    for ticket in desk.in_state(*_EARLY):
        if not ticket.record.imported and ticket.raw(_WISHED) != "":
            reported = ticket.record.stamp("reported_at")
            yield from _dated(ticket, now if ticket.edited(_WISHED) else reported or now)


def _dated(ticket: Ticket, said: datetime) -> Iterator[Change]:
    typed = ticket.text(_WISHED)
    if (whole := dated(typed, said, ticket.policy.zone)) != typed:
        yield Say(ticket.no, _WISHED, whole)
