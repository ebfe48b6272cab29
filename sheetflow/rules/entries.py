"""Rows beside 工单 belong to the tickets they name: what people say in them is recorded, and what changed.

P1 4.8.4, duty 48.    收款欠款 F20260310001: WX20260310002, 100.00  ->  entered payments/F20260310001 {amount: 100}
A row that names no ticket of ours, or holds a cell that can't be understood, says so in its 问题; other rows go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.books import OWNER, Book
from sheetflow.model import Change, Json, TellEntry, Text
from sheetflow.policy import Policy
from sheetflow.rounds import CrossesRows
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def entries(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what people typed, changed or took out in the rows that name a ticket, and what is wrong with rows."""
    for book in desk.books.values():
        if OWNER in book.layout.columns:
            theirs, owners = policy.people_columns_of(book.tab), book.owners()
            for ticket in desk.tickets:
                if ticket.record.entries or ticket.no in owners:
                    yield from _changes(ticket, book, theirs, now)
            yield from _nobodys(desk, book)
        for key, bad in book.unreadable.items():
            for cell in bad:
                yield TellEntry(book.tab, key, cell.why)


def _changes(
    ticket: Ticket, book: Book, theirs: tuple[str, ...], now: datetime
) -> Iterator[Change]:
    """Yield what differs from what was recorded; a row that names another ticket now is struck here, entered there."""
    known = ticket.record.entries
    found = {f"{book.tab}/{entry.key}": entry.said(theirs) for entry in book.of(ticket.no)}
    for key, cells in found.items():
        if known.get(key) != cells:
            said: dict[str, Json] = dict(cells)
            yield ticket.happened("entered", at=now, key=key, cells=said)
    for key, last in known.items():
        here = key.startswith(f"{book.tab}/") and last is not None
        if here and key not in found:
            yield ticket.happened("struck", at=now, key=key)


def _nobodys(desk: Snapshot, book: Book) -> Iterator[TellEntry]:
    for owner in book.owners():
        if owner not in desk.everyone:
            for entry in book.of(owner):
                yield TellEntry(book.tab, entry.key, _unknown(owner))


def _unknown(owner: str) -> Text:
    return Text(
        f"没有单号「{owner}」的工单。请照「工单」里的维修单号填",
        f"There is no ticket '{owner}'. Copy the number from the tickets tab",
    )
