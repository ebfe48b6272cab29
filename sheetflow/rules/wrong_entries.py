"""Say in a row beside 工单 what is wrong with it; all other rows go on.

ARCHITECTURE.md, invariant 8.    收款欠款: WX2026031, 一百  ->  its 问题: no such ticket; 「一百」不是金额 …
Crosses rows: it is said anew at every plan, for every row, and what isn't wrong any more is taken off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from sheetflow.ahead import COUNTED, NOT_YET, TOO_EARLY, question
from sheetflow.archive import CUSTOMERS, customers_of
from sheetflow.books import OWNER, Book, Entry
from sheetflow.copied import counting
from sheetflow.model import Change, TellEntry, Text
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.rules.calls import TAB as CALLS
from sheetflow.rules.calls import before_report
from sheetflow.rules.care import is_care_call
from sheetflow.rules.dated_entries import LEADS
from sheetflow.rules.words import nobody, staff_no
from sheetflow.tickets import Snapshot
from sheetflow.timed_entries import all_to_come, asked

#: Tabs whose rows tell of what has happened, and what is said of one that lies ahead; what counts all the same may be
#: of a later hour, not of a later day.
_AHEAD = MappingProxyType({CALLS: NOT_YET, "payments": COUNTED, "part_moves": COUNTED})

_NO_MINIMUM = Text(
    "最低库存不能是负数,这样就不会提醒缺货;不用提醒就清空",
    "A minimum below zero never tells that the part runs low. Empty it if nobody need be told",
)


@CrossesRows
def wrong_entries(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield a sentence for each row with a double or without a ticket of ours, and for each unreadable cell."""
    for book in desk.books.values():
        for key in book.places:
            yield TellEntry(book.tab, key, counting(book, policy))
        if OWNER in book.layout.columns:
            yield from _nobodys(desk, book, policy)
        for key, owner in book.derived(_owned_leads) if book.tab == LEADS else ():
            if policy.staff and not staff_no(owner, policy):
                yield TellEntry(book.tab, key, nobody(owner), "owner")
        if why := _AHEAD.get(book.tab):
            for key, at in all_to_come(book, now):
                if why is NOT_YET or policy.local(at).date() > policy.local(now).date():
                    yield TellEntry(book.tab, key, question(policy.moment(at, now), why), "at")
        for entry in book.derived(_by_people) if book.tab == CALLS else ():
            ticket = desk.everyone.get(entry.owner)
            if ticket and (early := before_report(entry, ticket)):
                yield TellEntry(
                    book.tab, entry.key, question(policy.moment(early, now), TOO_EARLY), "at"
                )
        for key in book.derived(_below_zero) if book.tab == "parts" else ():
            yield TellEntry(book.tab, key, _NO_MINIMUM, "minimum")
        vague = asked(book, now, policy)
        for key, bad in book.unreadable.items():
            for column, cell in bad.items():
                meant = vague.get((key, column))
                yield TellEntry(book.tab, key, meant.sentence if meant else cell.why, column)


def _owned_leads(book: Book) -> tuple[tuple[str, str], ...]:
    return tuple((entry.key, owner) for entry in book if (owner := entry.text("owner")))


def _by_people(book: Book) -> tuple[Entry, ...]:
    """Give the rows with a time that the system didn't write."""
    typed = (row for row in book if row.raw("at") != "")
    return tuple(row for row in typed if not row.key.startswith(f"{row.owner}/"))


def _below_zero(book: Book) -> tuple[str, ...]:
    minimums = ((entry.key, entry.get("minimum")) for entry in book)
    return tuple(key for key, least in minimums if isinstance(least, int) and least < 0)


def _nobodys(desk: Snapshot, book: Book, policy: Policy) -> Iterator[TellEntry]:
    customers = desk.book(CUSTOMERS)
    for owner in book.owners():
        ticket = desk.everyone.get(owner)
        if ticket and ticket.record.archived and policy.schema.tab(book.tab).archived:
            for entry in book.of(owner):
                yield TellEntry(book.tab, entry.key, _archived(owner))
        known = owner in desk.everyone or owner in desk.recorded
        if known or (book.tab == CALLS and owner in customers.entries):
            continue
        named = book.tab == CALLS and owner in customers_of(customers).named
        for entry in book.of(owner):
            if not (named and is_care_call(entry)):
                yield TellEntry(book.tab, entry.key, _unknown(owner))


def _archived(owner: str) -> Text:
    return Text(
        f"工单{owner}已归档,这一行还没有算进去;请先运行 sheetflow archive --restore {owner}",
        f"Ticket {owner} is archived and this row doesn't count yet: run sheetflow archive --restore {owner} first",
    )


def _unknown(owner: str) -> Text:
    return Text(
        f"没有单号「{owner}」的工单。请照「工单」里的维修单号填",
        f"There is no ticket '{owner}'. Copy the number from the tickets tab",
    )
