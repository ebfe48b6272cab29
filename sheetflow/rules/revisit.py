"""Call a completed customer back within a day, and mark the ticket when nobody has.

P1 4.9.1, P2 S5 (duty 45).    completed 10-01 11:30, now 10-02 11:31  ->  red, one notice to the revisit role
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.watching import watch
from sheetflow.tickets import Snapshot

#: Results that end the call; an unanswered one is tried again (WORKFLOW.md, "Revisit result").
ENDS = ("satisfied", "unsolved", "unhappy", "declined")


def revisit(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the revisit deadline of each completed ticket, its breach, and the call that ends it."""
    yield from watch(desk, "revisit", now, policy, breach_kind="revisit_overdue")
    for ticket in desk.edited("revisit_result"):
        if ticket.get("revisit_result") in ENDS:
            yield ticket.happened("stamped", at=now, name="revisited_at")
