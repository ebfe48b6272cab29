"""Say how a ticket was resolved, once work on it has ended.

P1 4.6.1, 4.6.2, P2 S4 (duty 38).    已完成, 维修结果 已修复  ->  解决方式 上门修复; from the workshop 送修完成
What completion itself wants is checked at the one door (workflow.missing_to_complete).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket


def completion(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield each ticket's resolution."""
    for ticket in desk.tickets:
        yield ticket.shows("resolution", resolution(ticket))


def resolution(ticket: Ticket) -> str | None:
    """Give the resolution that follows from the result (WORKFLOW.md, "Resolution")."""
    if ticket.state.live:
        return None
    if (
        ticket.get("contact_result") == "solved_by_phone"
        or ticket.get("guidance_result") == "solved"
    ):
        return "by_phone"
    sent_in = ticket.record.stamp("workshop_in_at") is not None
    found = {
        "fixed": "workshop" if sent_in else "on_site",
        "replaced": "replaced",
        "refunded": "refunded",
        "given_up": "given_up",
        "unfixable": "unfixable",
        "solved_by_phone": "by_phone",
    }
    return found.get(str(ticket.get("result")))
