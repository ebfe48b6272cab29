"""What today's list has beside the tickets: customers to be called periodically, leads to be followed up.

Duties 44, 45. A line stands there from a day before its date; without a date there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sheetflow.board.arrangement import SOON
from sheetflow.board.line import Line
from sheetflow.books import NO_BOOK, Book, Entry
from sheetflow.model import Text
from sheetflow.policy import Policy


def lines_beside(books: Mapping[str, Book], policy: Policy, now: datetime) -> list[Line]:
    """Give the lines of the customers' and the leads' tabs that are due soon."""
    return [line for line in dated_beside(books, policy) if line.due <= now + SOON]


def dated_beside(books: Mapping[str, Book], policy: Policy) -> Iterator[Line]:
    """Yield the lines of the customers' and the leads' tabs, however far their dates lie."""
    customers, leads = (books.get(tab, NO_BOOK) for tab in ("customers", "leads"))
    yield from (_care(entry, policy) for entry in customers.derived(_due_calls))
    yield from (_lead(entry, policy) for entry in leads.derived(_open_leads))


def _due_calls(book: Book) -> tuple[Entry, ...]:
    return tuple(entry for entry in book if isinstance(entry.get("next_care_at"), datetime))


def _open_leads(book: Book) -> tuple[Entry, ...]:
    return tuple(_open(book))


def _open(book: Book) -> Iterator[Entry]:
    for entry in book:
        if isinstance(entry.get("next_at"), datetime) and entry.get("status") not in (
            "won",
            "dropped",
        ):
            yield entry


def _care(entry: Entry, policy: Policy) -> Line:
    said = Text("客服:定期回访,打完记入「联系记录」", "Service: care call; record it in Contacts")
    return _line("care_calls", entry.key, entry, "next_care_at", policy.say(said))


def _lead(entry: Entry, policy: Policy) -> Line:
    who, need = entry.text("owner"), entry.text("need")
    name = member.name if (member := policy.staff.get(who)) else who
    said = Text(f"{name or '销售'}:跟进{need}", f"{name or 'Sales'}: follow up {need}")
    return _line("leads", entry.owner or entry.key, entry, "next_at", policy.say(said))


def _line(block: str, number: str, entry: Entry, due: str, action: str) -> Line:
    at = entry.get(due)
    when = at if isinstance(at, datetime) else None
    return Line(block, number, entry.text("unit_name"), action, when, "", "", "")
