"""File finished work once revisit, papers and what was lent are complete, and say why a ticket was closed.

P1 4.8.4, P2 S5 (duties 1, 40, 41).    已完成, 状态 已结单  ->  结单原因 归档, or 「还差单据交回、满意度」 and put back
What a refused filing names shrinks with what comes in.
Filing is the dispatcher's act; payment isn't waited for. The rating stands on the receipt, so both come in together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.gate import GIVEN_UP, closing
from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.refusals import UNFILED
from sheetflow.revisits import CONTENT, answer, settled
from sheetflow.rules.completion import facts_gone, resolution
from sheetflow.rules.papers import old_part_due, papers_missing
from sheetflow.tickets import Snapshot, Ticket


def filing(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield why each ticket was closed, where nobody says, that a reason alone closes none, and loaners not back."""
    for ticket in desk.in_state("completed", "closed"):
        if ticket.record.imported:
            continue
        if loaner_out(ticket):
            yield ticket.flag("loaner_out")
        if ticket.status == "completed":
            yield from _still_missing(ticket, now)
        if ticket.status == "closed" and (reason := _reason(ticket)):
            yield ticket.shows("close_reason", reason)
    for ticket in desk.live():
        if ticket.get("close_reason") in GIVEN_UP and not _told_why(ticket):
            yield _still_open(ticket)


def missing_to_file(ticket: Ticket) -> tuple[str, ...]:
    """Name the columns that filing still wants, in the order in which they are dealt with; what completed it first."""
    wanted = {
        "revisit_result": not settled(ticket.record, ticket.policy.zone),
        "docs_in": bool(papers_missing(ticket)),
        "rating": rating_missing(ticket),
        "old_part": old_part_due(ticket),
        "loaner_back_at": loaner_out(ticket),
    }
    others = tuple(column for column, missing in wanted.items() if missing)
    return *facts_gone(ticket), *others


def _still_missing(ticket: Ticket, now: datetime) -> Iterator[Change]:
    """Yield what a filing that was refused wants by now: what was done meanwhile is asked for no more."""
    wish, policy = f"asked:closed/{UNFILED}", ticket.policy
    told = ticket.record.refusals.get(wish)
    page, unfiled = policy.ticket_page(ticket.no), missing_to_file(ticket)
    why = closing(ticket.record, ticket.get, unfiled, policy.label, page) or Text("", "")
    if told and told != why:
        yield ticket.happened("narrowed", at=now, by="system", wish=wish, zh=why.zh, en=why.en)


def rating_missing(ticket: Ticket) -> bool:
    """Say whether the receipt's rating isn't there; 未评 is one."""
    has_receipt = resolution(ticket) != "by_phone"
    return "receipt" in ticket.policy.schema.policy.documents and (
        has_receipt and ticket.get("rating") is None
    )


def loaner_out(ticket: Ticket) -> bool:
    """Say whether a loaner is still with the customer; a second repair takes it over."""
    lent, back = ticket.raw("loaner_out_at"), ticket.raw("loaner_back_at")
    return lent != "" and back == "" and not ticket.record.successor


def _told_why(ticket: Ticket) -> bool:
    """Say whether it is on its way to be closed, or why it isn't was told."""
    wishes = (*ticket.record.refusals, *(fact.name for fact in ticket.record.pending))
    return any(wish.startswith("asked:closed") for wish in wishes)


def _still_open(ticket: Ticket) -> Change:
    word = ticket.policy.label(f"close_reason.{ticket.get('close_reason')}")
    return ticket.tell(
        f"「结单原因」是{word.zh},单还没结:要结单「状态」选已结单,不结就清空「结单原因」",
        f"Closed because says {word.en}, yet the ticket is open: set Status to Closed, or empty Closed because",
    )


def _reason(ticket: Ticket) -> str | None:
    if ticket.record.successor and answer(ticket.record) not in CONTENT:
        return "second_repair"
    if ticket.raw("close_reason") != "":
        return None
    given_up = ticket.get("result") == "given_up"
    alone = ticket.record.request == "inquiry" or (
        ticket.record.request == "complaint" and not given_up and ticket.get("measures") is not None
    )
    done = ticket.record.stamp("completed_at") or alone
    return "filed" if done else "given_up" if given_up else None
