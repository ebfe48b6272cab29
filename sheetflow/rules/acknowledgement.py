"""Take a refusal off the row once staff have read it: they empty `problem`, a request like any.

SHEET.md, "The other tabs": a refusal stays until acknowledged.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot


def acknowledgement(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the acknowledgement of each row whose `problem` somebody emptied."""
    for ticket in desk.tickets:
        read = ticket.raw("problem") == "" and ticket.record.shown.get("problem", "") != ""
        if read and ticket.record.refusals and "problem" not in ticket.unsettled:
            yield ticket.happened("acknowledged", at=now)
