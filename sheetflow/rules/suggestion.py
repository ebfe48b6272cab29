"""Show the likely cause, remedy and parts beside a new fault, as earlier repairs suggest them.

P1 4.1.2, P2 S2 (duty 7).    rules/precedents.py found them  ->  可能原因和配件; whether it is 简单 or 复杂 people say
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot

SHOWN = ("suggestion",)


def suggestion(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what was found for each ticket; imported wording stays."""
    for ticket in desk.tickets:
        if ticket.record.likely or (ticket.filled(SHOWN) and not ticket.record.imported):
            said = ticket.record.likely
            yield ticket.shows("suggestion", policy.say(said) if said else None)
