"""Show when each step happened: number, report, dispatch, contact and the other stamps stand in their columns.

P2 S1 and P1 4.8.4 (duties 3 and 48).    event "moved" to 已派工 at 14:12  ->  派工时间 14:12
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, Value
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot


def stamps(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield each of the system's stamp columns, and the times of the calls."""
    shown = frozenset(policy.stamp_columns)
    for ticket in desk.tickets:
        times = dict(ticket.record.stamps)
        for n, call in enumerate(ticket.record.attempts[-3:], start=1):
            times[f"attempt_{n}_at"] = call.at
        names = (*ticket.filled(policy.stamp_columns), *times)
        cells: dict[str, Value] = {name: times.get(name) for name in names if name in shown}
        cells["cycle"] = ticket.record.cycle
        yield ticket.shows_all(cells)
