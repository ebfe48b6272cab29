"""Sum up what was paid: every row of 收款欠款 that names a ticket, and what somebody types into 实收.

P1 4.7.3 (duty 31).    收款欠款 300.00 and 400.00  ->  实收 700.00
A figure typed into 实收 is a payment, and gets its row (未注明); the cell then shows the sum. The sum itself, typed
again, is none (docs/decisions/0013). Who has paid more than is due is told, for the refund; so is the deposit of a
ticket that was cancelled, which stands on 今日 until it is settled or somebody has read it. More paid back than was
ever paid is told too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sheetflow.charges import Account
from sheetflow.charges.money import shown
from sheetflow.model import Change, Text, Value
from sheetflow.policy import Policy
from sheetflow.receivables import OVERPAID, PAID, PAYMENTS, account_of, paid_anything
from sheetflow.rules.assignment import acts
from sheetflow.rules.words import row_no
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.workflow import gives_up

#: How the sentence of who was paid back too much is named.
REFUNDED = "refunded"


def payments(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield each ticket's sum, the payments typed into it, and what was paid too much."""
    for ticket in desk.tickets:
        if not (ticket.record.entries or ticket.filled((PAID,))):
            continue
        if PAID in ticket.overwritten:
            yield from _typed(ticket, now, policy)
        paid = bool(ticket.record.entries) and paid_anything(ticket.record, policy)
        account = account_of(ticket.record, policy) if paid else None
        if account:
            yield ticket.shows(PAID, account.paid)
        elif ticket.filled((PAID,)) and not ticket.record.imported:
            yield ticket.shows(PAID, None)
        yield from _doubted(ticket, account, now)


def _given_up(ticket: Ticket) -> bool:
    """Say whether nothing is due any more, so that all that was paid is too much."""
    return ticket.status == "closed" and gives_up(ticket.get)


def _typed(ticket: Ticket, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the payment that a figure beside the sum stands for; other words are put back (rules/overwritten.py)."""
    amount = ticket.get(PAID)
    if not isinstance(amount, Decimal):
        return
    yield ticket.happened("overwritten", at=now, column=PAID, typed=ticket.raw(PAID))
    if amount:
        key = row_no(ticket.no, now, policy)
        row: dict[str, Value] = {
            "payment_no": key,
            "ticket_no": ticket.no,
            "at": now,
            "amount": amount,
            "method": "unstated",
            "technician": acts(ticket, policy) or None,
        }
        yield from ticket.files(PAYMENTS, key, row, at=now)


def _doubted(ticket: Ticket, account: Account | None, now: datetime) -> Iterator[Change]:
    """Yield the sentence once for each sum that can't be right, to be acknowledged, and take back what is over.

    One that is put right before somebody acknowledges it says what is too much by now.
    """
    for name, found in (
        (OVERPAID, _overpaid(ticket, account) if account else None),
        (REFUNDED, _refunded(account) if account else None),
    ):
        stands = ticket.record.refusals.get(name)
        if found is None:
            if stands:
                yield ticket.happened("narrowed", at=now, by="system", wish=name, zh="", en="")
            continue
        what, why = f"{name}/{found[0]}", found[1]
        if stands != why if stands else not ticket.told(what):
            yield ticket.refuse(PAID, why, at=now, wish=name)
            yield ticket.happened("told", at=now, by="system", key=ticket.key(what))


def _overpaid(ticket: Ticket, account: Account) -> tuple[Decimal, Text] | None:
    """Give what was paid too much; while the repair goes on the fee may still rise, but for what was told already."""
    if not (account.overpaid and (ticket.record.fee or _given_up(ticket))):
        return None
    if ticket.state.live and OVERPAID not in ticket.record.refusals:
        return None
    paid, due, over = map(shown, (account.paid, account.due, account.overpaid))
    return account.overpaid, Text(
        f"实收{paid}比应收{due}多{over}:请核对,退款在「收款欠款」写负数",
        f"Paid {paid}, {over} more than the {due} due: check it; a refund is a negative row in Payments",
    )


def _refunded(account: Account) -> tuple[Decimal, Text] | None:
    """Give what was paid back although nobody had paid it: a slip, or a payment with the wrong sign."""
    if account.paid >= 0:
        return None
    over = shown(-account.paid)
    return account.paid, Text(
        f"退款比收款多{over}:请核对「收款欠款」,收到的钱不写负号",
        f"{over} more was refunded than was ever paid: check Payments; what came in has no minus",
    )
