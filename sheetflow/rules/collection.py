"""Keep every answer of a debtor: what 最近答复 says now and what it said before, each a row 催款 of 联系记录.

P1 4.7.5 (duty 43).    收款欠款 WX…002/debt, 最近答复 "月底付"  ->  联系记录 WX…002, 催款, 1, "月底付", 3/16 10:00
The cell holds the last answer only, and the next one is typed over it. Who asked is who follows the debt up. An emptied
cell says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sheetflow.books import Entry
from sheetflow.model import Change, Value
from sheetflow.policy import Policy
from sheetflow.receivables import CONTACTS, DEBT, PAYMENTS, asked
from sheetflow.rules.words import row_no
from sheetflow.tickets import Snapshot, Ticket


def collection(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield a row for what the customer has just answered; answers of several rows at once are one call."""
    book = desk.book(PAYMENTS)
    for ticket in desk.tickets:
        if not ticket.record.imported and (rows := book.of(ticket.no)):
            words = [word for row in rows if (word := _answered(row, ticket))]
            if words:
                yield from _row(ticket, words, now, policy)


def _answered(row: Entry, ticket: Ticket) -> str:
    """Give an answer that isn't the one recorded (rules/entries.py does, of the same planning), else ""."""
    before = (ticket.record.entries.get(f"{PAYMENTS}/{row.key}") or {}).get("last_word", "")
    word = row.text("last_word").strip()
    return "" if word == str(before).strip() else word


def _row(ticket: Ticket, words: Sequence[str], now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the row; what was answered last already is a row of 收款欠款 that was away and came back."""
    before, answer = asked(ticket.record, policy), "；".join(dict.fromkeys(words))
    if before and before[-1].answer == answer:
        return
    key = row_no(ticket.no, now, policy, DEBT)
    row: dict[str, Value] = {
        "contact_no": key,
        "ticket_no": ticket.no,
        "at": now,
        "who": ticket.record.technician or None,
        "kind": DEBT,
        "attempt": len(before) + 1,
        "note": answer,
    }
    yield from ticket.files(CONTACTS, key, row, at=now)
