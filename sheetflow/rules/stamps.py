"""Show when each step happened: number, report, dispatch, contact and the other stamps stand in their columns.

P2 S1 and P1 4.8.4 (duties 3 and 48).    event "moved" to 已派工 at 14:12  ->  派工时间 14:12
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot


def stamps(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield each of the system's stamp columns, and the times of the calls."""
    shown = frozenset(policy.stamp_columns)
    for ticket in desk.tickets:
        times = dict(ticket.record.stamps)
        for n, call in enumerate(ticket.record.attempts[-3:], start=1):
            times[f"attempt_{n}_at"] = call.at
        names = shown.intersection(times).union(ticket.filled(policy.stamp_columns))
        yield ticket.shows_all(
            {"cycle": ticket.record.cycle, **{name: times.get(name) for name in names}}
        )
