"""Let a typed time that couldn't be count once it can: its moment came, or the report's time was put right.

WORKFLOW.md, "Status follows facts".    15:50 typed as the end at 15:20  ->  asked about; 15:50  ->  the work ended then
Nobody types again what stands there already, and to leave it would say for ever that 15:50 lies ahead.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.ahead import too_early
from sheetflow.model import Change, Say
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot


def doubted_times(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield each doubted time as typed anew once it can be, and when to look again at one that lies ahead."""
    for ticket in desk.tickets:
        record = ticket.record
        if not (record.ahead or record.early) or record.imported:
            continue
        for column in sorted(filter(ticket.doubted, record.ahead | record.early)):
            at = record.means.get(column)
            if at is None:  # noted before the instant was
                continue
            if at > now:
                yield ticket.wake(at)
            elif not too_early(column, at, record.stamp("reported_at")):
                yield Say(ticket.no, column, at, at)
