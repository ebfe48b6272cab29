"""Rows beside 工单 belong to the tickets they name: what people say in them is recorded, and what changed.

P1 4.8.4, duty 48.    收款欠款 F20260310001: WX20260310002, 100.00  ->  entered payments/F20260310001 {amount: 100}
What is wrong with a row is said by rules/wrong_entries.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sheetflow.books import OWNER, Book
from sheetflow.model import Change, Scalar
from sheetflow.policy import Policy
from sheetflow.rules.dated_entries import begun
from sheetflow.tickets import Snapshot, Ticket


def entries(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what people typed, changed or took out in the rows that name a ticket."""
    known = {ticket.no: _tabs(ticket) for ticket in desk.tickets if ticket.record.entries}
    for book in desk.books.values():
        if OWNER in book.layout.columns:
            theirs, owners = policy.people_columns_of(book.tab), book.owners()
            begins = _begins(book, now, policy)
            for ticket in desk.tickets:
                if ticket.no in owners or book.tab in known.get(ticket.no, ()):
                    yield from _changes(ticket, book, theirs, begins, now)


def _tabs(ticket: Ticket) -> frozenset[str]:
    return frozenset(key.partition("/")[0] for key in ticket.record.entries)


def _begins(book: Book, now: datetime, policy: Policy) -> dict[str, dict[str, Scalar]]:
    """Give the cells that stand in rows with their number, since rules/dated_entries.py gives them."""
    tab = policy.schema.tab(book.tab)
    return {
        f"{book.tab}/{number}": policy.encode_row(tab, {column: value})
        for number, (column, value) in begun(book, now).items()
    }


def _changes(
    ticket: Ticket,
    book: Book,
    theirs: tuple[str, ...],
    begins: Mapping[str, Mapping[str, Scalar]],
    now: datetime,
) -> Iterator[Change]:
    """Yield what differs from what was recorded; a row that names another ticket now is struck here, entered there."""
    known = ticket.record.entries
    found = {
        (key := f"{book.tab}/{entry.key}"): entry.said(theirs, known.get(key))
        for entry in book.of(ticket.no)
    }
    for key in begins.keys() & found.keys():
        found[key] |= begins[key]
    for key, cells in found.items():
        if known.get(key) != cells:
            yield ticket.happened("entered", at=now, key=key, cells=cells)
    for key, last in known.items():
        gone = last is not None and key not in found
        if gone and key.startswith(f"{book.tab}/"):
            yield ticket.happened("struck", at=now, key=key)
