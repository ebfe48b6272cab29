"""What was paid for a ticket and what is still owed, by its record: its fee, and its rows of 收款欠款.

account_of(record, policy)   ->  Account(due=700.00, paid=300.00)
owed(record, policy)         ->  400.00; nothing while the repair goes on, or of what another system finished
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sheetflow.charges import Account
from sheetflow.charges.money import ZERO, shown
from sheetflow.model import Scalar, Text
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord

PAYMENTS, CONTACTS = "payments", "contacts"

#: The ticket's column of what was paid.
PAID = "amount_paid"

#: The statuses in which work has ended.
ENDED = ("completed", "closed")

#: What an amount due may wait for, in the words that papers and histories give in its place.
AWAITED = Text("待定:等配件清单或报价", "open: waits for the list of parts or a quote")
UNPRICED = Text("待定:有配件还没有价格", "open: a part has no price yet")
FREE = Text("不收费", "nothing is charged")

#: The kind of the weekly notice, and of the rows of 联系记录 in which the customer's answers are kept.
DEBT = "debt"

#: How the sentence of who has paid too much is named: a surplus that is gone takes it along.
OVERPAID = "overpaid"


def account_of(record: TicketRecord, policy: Policy) -> Account:
    """Give what is due and the sum of the payments, refunds taken off."""
    due = record.fee.due if record.fee else None
    return Account(due or ZERO, sum(_amounts(record, policy), ZERO))


def undetermined(record: TicketRecord) -> Text | None:
    """Say what the amount due waits for, or that there is none; None where it can be told, and of another system's."""
    fee = record.fee
    if record.imported:
        return None
    if fee is None or fee.due is None:
        return FREE if record.status in ENDED else AWAITED
    return UNPRICED if fee.bearing and not fee.asked else None


def paid_anything(record: TicketRecord, policy: Policy) -> bool:
    """Say whether there is any row with an amount."""
    return next(_amounts(record, policy), None) is not None


def owed(record: TicketRecord, policy: Policy) -> Decimal:
    """Give what is still to be paid for a repair that has ended (P1 4.7.5)."""
    ended = record.status in ENDED and not record.imported
    if not (ended and record.fee and record.fee.due):
        return ZERO
    return account_of(record, policy).owed


def ended_on(record: TicketRecord, policy: Policy) -> date | None:
    """Give the day on which the work ended; debts age from it."""
    at = record.stamp("completed_at") or record.stamp("closed_at")
    return policy.local(at).date() if at else None


def last_word(record: TicketRecord) -> str:
    """Give what the customer answered last."""
    said = (str(cells.get("last_word", "")).strip() for cells in _rows(record, PAYMENTS))
    return next((word for word in reversed([*said]) if word), "")


def debt_rows(record: TicketRecord) -> tuple[str, ...]:
    """Give the numbers of the debt's rows in 收款欠款 that still stand there; the last is that of what is owed now."""
    mine = f"{PAYMENTS}/{record.ticket_no}/{DEBT}"
    keys = (
        key for key, cells in record.entries.items() if key.startswith(mine) and cells is not None
    )
    return tuple(key.removeprefix(f"{PAYMENTS}/") for key in keys)


def paid_in(record: TicketRecord, number: str, policy: Policy) -> bool:
    """Say whether a row of 收款欠款 has an amount."""
    cells = record.entries.get(f"{PAYMENTS}/{number}") or {}
    found = policy.decoders_of(PAYMENTS)["amount"](cells.get("amount", ""))
    return isinstance(found, Decimal) and bool(found)


def week_of(monday: datetime) -> str:
    """Name the week of a reminder, which goes out once in each: 2026-W11."""
    return f"{monday:%G-W%V}"


def reminded_on(record: TicketRecord) -> date | None:
    """Give the Monday of the last reminder to whoever follows the debt up."""
    begin = f"{record.ticket_no}/{DEBT}/"
    weeks = (key.removeprefix(begin).split("-W") for key in record.told if key.startswith(begin))
    return max((date.fromisocalendar(int(y), int(w), 1) for y, w in weeks), default=None)


class Asked(NamedTuple):
    """One time that the customer was asked for the money: the day, where the row says one, and the answer."""

    on: date | None
    answer: str


def asked(record: TicketRecord, policy: Policy) -> tuple[Asked, ...]:
    """Give each time that the customer was asked for the money: the rows 催款 of 联系记录."""
    decode = policy.decoders_of(CONTACTS)
    rows = (row for row in _rows(record, CONTACTS) if decode["kind"](row.get("kind", "")) == DEBT)
    times = ((decode["at"](row.get("at", "")), str(row.get("note", ""))) for row in rows)
    return tuple(
        Asked(policy.local(at).date() if isinstance(at, datetime) else None, note)
        for at, note in times
    )


def reminder(record: TicketRecord, policy: Policy) -> Text:
    """Say what is owed, by whom it is followed up, and where the answer is written down (P1 4.7.5)."""
    amount, since = shown(owed(record, policy)), ended_on(record, policy)
    member = policy.colleague(record.technician)
    who = member.name if member else ""
    day = f"{since.month}/{since.day}" if since else "—"
    return Text(
        f"{who or '内勤'}:催收欠款{amount}元({day}完工),答复填「收款欠款」",
        f"{who or 'Dispatcher'}: collect {amount} (completed {day}), note the answer in Payments",
    )


def _amounts(record: TicketRecord, policy: Policy) -> Iterator[Decimal]:
    for cells in _rows(record, PAYMENTS):
        found = policy.decoders_of(PAYMENTS)["amount"](cells.get("amount", ""))
        if isinstance(found, Decimal):
            yield found


def _rows(record: TicketRecord, tab: str) -> Iterator[Mapping[str, Scalar]]:
    for key, cells in record.entries.items():
        if cells and key.startswith(f"{tab}/"):
            yield cells
