"""Flag what is still missing once the work is done: papers and old parts gate the filing, not the completion.

P1 4.6, 4.7.1, 4.8.3 (duties 33, 34, 38, 40).    已完成, 单据 without 回执√  ->  flag docs_missing, purple
What completion itself wants is checked at the one door (workflow.missing_to_complete).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket


def completion(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the flags of completed work, and how the ticket was resolved."""
    for ticket in desk.tickets:
        yield ticket.shows("resolution", resolution(ticket))
        if ticket.status != "completed" or ticket.record.imported:
            continue
        if papers_missing(ticket):
            yield ticket.flag("docs_missing")
        if ticket.get("old_part") == "pending":
            yield ticket.flag("old_part_pending")


def papers_missing(ticket: Ticket) -> tuple[str, ...]:
    """Name the papers not handed in; a ticket solved by phone has none, a parts slip is wanted with parts only."""
    if resolution(ticket) == "by_phone":
        return ()
    handed_in = ticket.get("docs_in")
    have = handed_in if isinstance(handed_in, tuple) else ()
    wanted = ("receipt", "parts_slip") if ticket.get("parts_used") else ("receipt",)
    return tuple(paper for paper in wanted if paper not in have)


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
