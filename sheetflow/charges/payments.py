"""What was paid of a fee, what is still owed, and for how long.

account(Decimal("700"), [Payment(monday, Decimal("300")), Payment(friday, Decimal("-50"))]).owed -> Decimal("450")
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sheetflow.charges.money import ZERO


@dataclass(frozen=True)
class Payment:
    """A row of 收款欠款; a negative amount is a refund."""

    at: datetime
    amount: Decimal


@dataclass(frozen=True)
class Account:
    """A ticket's money: what is due, and what was paid less what was paid back."""

    due: Decimal
    paid: Decimal

    @property
    def owed(self) -> Decimal:
        """Give what is still to be paid, 0 when all is."""
        return max(self.due - self.paid, ZERO)

    @property
    def overpaid(self) -> Decimal:
        """Give what is to be paid back, 0 when nothing is."""
        return max(self.paid - self.due, ZERO)


def account(due: Decimal, payments: Iterable[Payment]) -> Account:
    """Give what was paid of an amount due; paid + owed - overpaid = due, to the cent."""
    return Account(due, sum((each.amount for each in payments), ZERO))


def balances(due: Decimal, payments: Iterable[Payment]) -> tuple[tuple[Payment, Decimal], ...]:
    """Give each payment in the order of time with what was left to be paid after it; less than 0 is overpaid."""
    left, found = due, []
    for each in sorted(payments, key=lambda payment: payment.at):
        left -= each.amount
        found.append((each, left))
    return tuple(found)


def days_since(ended: date, today: date) -> int:
    """Count the days since the work's end, 0 on the day itself and before it."""
    return max((today - ended).days, 0)
