"""Have a ticket and the archive say the same by the end of the day on which they were found to differ.

P1 4.2.2 (duty 19).    address not the archive's at 14:30  ->  flag 资料不符, due 20:00, until either is mended
From 20:00 on 下一步 says so, and the row stands among the overdue ones of 今日.
A number that nobody has is wrong in the archive too: 空号错号 is mended by asking the customer, and calls it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.archive import CUSTOMERS, customer_of, differing
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket


def mismatch(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what each ticket says otherwise than the archive, its flag and sentence, and the call of a new number."""
    for ticket in desk.tickets:
        if ticket.record.imported:
            continue
        columns = _columns(ticket, desk)
        known = ticket.record.mismatch
        if columns != (known.columns if known else ()):
            yield ticket.happened("mismatched", at=now, by="system", columns=list(columns))
        if known and columns:
            yield ticket.flag("data_mismatch")
            due = mend_by(ticket, policy)
            if due and due > now:
                yield ticket.wake(due)
            if not wrong_number(ticket):
                yield _sentence(ticket, columns, now, policy)
        if wrong_number(ticket) and ticket.edited("phone"):
            yield ticket.happened("asked", at=now, by="system", to="dispatched")


def mend_by(ticket: Ticket, policy: Policy) -> datetime | None:
    """Give when the archive has to be mended: the desk's closing of the day on which it was found wrong."""
    found = ticket.record.mismatch
    return policy.calendar("desk").closing(found.since) if found else None


def wrong_number(ticket: Ticket) -> bool:
    """Say whether nobody can be called under the number that stands there."""
    return ticket.status == "unreachable" and ticket.get("contact_result") == "bad_number"


def _columns(ticket: Ticket, desk: Snapshot) -> tuple[str, ...]:
    if ticket.status == "closed":
        return ()
    if wrong_number(ticket):
        return ("phone",)
    if CUSTOMERS not in desk.books or ticket.raw("phone") == "":
        return ()
    archive = desk.book(CUSTOMERS)
    customer = customer_of(ticket, archive)
    return differing(ticket, customer, archive) if customer else ()


def _sentence(ticket: Ticket, columns: tuple[str, ...], now: datetime, policy: Policy) -> Change:
    due = mend_by(ticket, policy)
    by = policy.moment(due, now) if due else ""
    labels = [policy.label(column) for column in columns]
    zh, en = "、".join(one.zh for one in labels), ", ".join(one.en for one in labels)
    if due and due <= now:
        return ticket.tell(
            f"内勤:{zh}与「客户档案」不同,{by}前没有核对;改这一行或档案",
            f"Dispatcher: {en} differs from Customers since before {by}; mend this row or the archive",
        )
    return ticket.tell(
        f"{zh}与「客户档案」不同,{by}前核对,改这一行或档案",
        f"{en} differs from Customers; check by {by} and mend this row or the archive",
        aside=True,
    )
