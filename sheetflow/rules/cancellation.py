"""Bring back the parts of a cancelled job: what a ticket still has out is returned to the store, van by van.

P1 4.3.1 (duty 32).    已结单(取消), PWR-001×2 in van 01  ->  配件流水 退回 PWR-001 2, 工01车 to 仓库
The door lets only a supervisor close such a ticket (workflow.py); the warehouse confirms the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.clocks import named
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.parts_used import filed
from sheetflow.stock import follow_cancellation
from sheetflow.stockroom import stockroom
from sheetflow.tickets import Snapshot
from sheetflow.workflow import gives_up


def cancellation(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the returns of each ticket that was given up, once for each closing."""
    for ticket in desk.in_state("closed"):
        record, closed_at = ticket.record, ticket.record.stamp("closed_at")
        if not record.entries or record.imported or not closed_at or not gives_up(ticket.get):
            continue
        what = f"returned/{named(closed_at)}"
        if ticket.told(what):
            continue
        shelf = stockroom(desk.books, policy).shelf
        if moves := follow_cancellation(ticket.no, shelf, at=now):
            yield from filed(ticket, moves, now, policy)
            yield ticket.happened("told", at=now, by="system", key=ticket.key(what))
