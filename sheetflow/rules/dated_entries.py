"""Date the movements and payments that people type without a time: a figure of the month counts them by their day.

P1 4.3.1, 4.7.3 (duties 31, 32).    收款欠款 WX…002, 100.00, 时间 empty  ->  2026-03-10 14:31, when it was first seen
Crosses rows: they are looked at by tab, whichever ticket they name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.books import Book
from sheetflow.model import Change, SetEntry
from sheetflow.policy import Policy
from sheetflow.receivables import PAYMENTS
from sheetflow.rule import CrossesRows
from sheetflow.stockroom import MOVES
from sheetflow.tickets import Snapshot

#: The tabs whose rows happen on a day.
DATED = (MOVES, PAYMENTS)


@CrossesRows
def dated_entries(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the time of each row that is just getting its number and says none."""
    for book in desk.books.values():
        for number in undated(book):
            yield SetEntry(book.tab, number, "at", now)


def undated(book: Book) -> tuple[str, ...]:
    """Give the numbers that rows are just getting which say no time."""
    if book.tab not in DATED:
        return ()
    found = (book.entries.get(number) for number in sorted(book.numbers.values()))
    return tuple(entry.key for entry in found if entry and entry.raw("at") == "")
