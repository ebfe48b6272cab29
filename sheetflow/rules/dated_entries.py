"""Date the movements, payments and calls that people type without a time, and begin the leads that they type.

P1 4.2.1, 4.3.1, 4.7.3, 4.8.2 (duties 18, 31, 32, 44).    收款欠款 WX…002, 100.00, 时间 empty  ->  2026-03-10 14:31,
when it was first seen: a figure of the month counts it by its day.    销售线索 换机, 状态 empty  ->  新
Crosses rows: they are looked at by tab, whichever ticket they name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.books import Book
from sheetflow.model import Change, SetEntry, Value
from sheetflow.policy import Policy
from sheetflow.receivables import PAYMENTS
from sheetflow.rule import CrossesRows
from sheetflow.stockroom import MOVES
from sheetflow.tickets import Snapshot

#: The tabs whose rows happen on a day, and where the leads stand.
DATED, LEADS = (MOVES, PAYMENTS, "contacts"), "leads"


@CrossesRows
def dated_entries(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the time, or status, of each row that is just getting its number and says none."""
    for book in desk.books.values():
        for number, (column, value) in begun(book, now).items():
            yield SetEntry(book.tab, number, column, value)


def begun(book: Book, now: datetime) -> dict[str, tuple[str, Value]]:
    """Give the column and value that rows begin with which are just getting their number and leave it empty."""
    first: tuple[str, Value] = ("at", now) if book.tab in DATED else ("status", "new")
    if book.tab not in (*DATED, LEADS):
        return {}
    found = (book.entries.get(number) for number in sorted(book.numbers.values()))
    return {entry.key: first for entry in found if entry and entry.raw(first[0]) == ""}
