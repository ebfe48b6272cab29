"""Times in rows beside 工单 as staff type them: 14:30, 昨天9点, 明天10点 say a day, which is written beside them.

SHEET.md, "Typing that must be understood"; docs/decisions/0012.    销售线索 下次跟进 明天10点  ->  2026-03-11 10:00
One that leaves the hour open is asked about in the row's 问题 (rules/wrong_entries.py), and so is a call to come.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sheetflow.ahead import lies_ahead
from sheetflow.books import Book, Entry
from sheetflow.policy import Policy
from sheetflow.serials import to_serial
from sheetflow.typed.times import Proposal, understand_time


def timed(book: Book, now: datetime, policy: Policy) -> Book:
    """Give the book with each such time as the instant that was understood when it was read."""
    found = {at: meant for at, meant in _worded(book, now, policy) if isinstance(meant, datetime)}
    if not found:
        return book
    cells = {at: to_serial(meant, policy.zone) for at, meant in found.items()}
    typed = {(key, name): book.entries[key].raw(name) for key, name in found}
    return replace(book.showing(cells), retyped={**book.retyped, **typed})


def asked(book: Book, now: datetime, policy: Policy) -> dict[tuple[str, str], Proposal]:
    """Give what vague times probably mean, by key and column."""
    found = _worded(book, now, policy)
    return {at: meant for at, meant in found if isinstance(meant, Proposal)}


def to_come(entry: Entry, now: datetime) -> datetime | None:
    """Give the time of a call that nobody can have made yet, None where it was made, or nobody says when."""
    at = entry.get("at")
    return at if isinstance(at, datetime) and lies_ahead(at, now) else None


def all_to_come(book: Book, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield the keys of such rows, with their times; most books have none, and only the latest are looked at."""
    for at, key in book.derived(_latest_first):
        if not lies_ahead(at, now):
            return
        yield key, at


def _latest_first(book: Book) -> tuple[tuple[datetime, str], ...]:
    times = ((entry.get("at"), entry.key) for entry in book)
    return tuple(sorted(((at, key) for at, key in times if isinstance(at, datetime)), reverse=True))


def _worded(
    book: Book, now: datetime, policy: Policy
) -> Iterator[tuple[tuple[str, str], datetime | Proposal]]:
    """Yield what the times mean that can't be read as they stand; most books have none."""
    for key, cells in book.unreadable.items():
        for name in cells.keys() & set(policy.people_columns_of(book.tab)):
            if policy.schema.tab(book.tab).column(name).type == "datetime" and (
                meant := understand_time(cells[name].text, now, policy.zone)
            ):
                yield (key, name), meant
