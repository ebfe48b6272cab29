"""Write the date beside a time that staff typed without one: a cell that says 14:30 tells nobody of which day.

P2's record (预约时间, 维修开始时间, 维修结束时间).    14:30 typed on 3/10  ->  2026-03-10 14:30, in place
What is written is the instant that was understood when it was typed, over the very words that were read and no others
(docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot


def whole_times(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the instant of each understood wording that still stands in its cell; imported rows stay as they are."""
    for ticket in desk.tickets:
        if not ticket.record.imported:
            for column, at in ticket.record.means.items():
                if ticket.get(column) == at or ticket.doubted(column):
                    yield ticket.shows(column, at)
