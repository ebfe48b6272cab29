"""The debtor list: who owes what, and for how long (P1 4.7.5, duty 43).

found = debtor_list(debts, today)
found.debts[0]              ->  the oldest
found.by_age["month"]       ->  what has been owed for up to 30 days
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sheetflow.charges.money import ZERO
from sheetflow.charges.payments import days_since
from sheetflow.model import Text


@dataclass(frozen=True)
class AgeClass:
    """A column of the ageing table, up to and with its last day; the last class has none."""

    key: str
    label: Text
    last_day: int | None = None

    def has(self, days: int) -> bool:
        """Say whether a debt of so many days is no older than the class."""
        return self.last_day is None or days <= self.last_day


#: The classes of any ageing table, 30 days each; past the first a debt is the supervisor's (SHEET.md, "Notices").
AGES = (
    AgeClass("month", Text("0-30天", "0 to 30 days"), 30),
    AgeClass("two_months", Text("31-60天", "31 to 60 days"), 60),
    AgeClass("quarter", Text("61-90天", "61 to 90 days"), 90),
    AgeClass("older", Text("90天以上", "over 90 days")),
)


@dataclass(frozen=True)
class Debt:
    """What a ticket's customer owes since the work ended; the technician who did it follows it up.

    `reminded` is when that one was last told to, `asked` when the customer last was, `last_word` what they answered.
    """

    ticket_no: str
    owed: Decimal
    ended: date
    unit_name: str = ""
    technician: str = ""
    reminded: date | None = None
    asked: date | None = None
    last_word: str = ""

    def days(self, today: date) -> int:
        """Count for how many days it has been owed."""
        return days_since(self.ended, today)


@dataclass(frozen=True)
class DebtorList:
    """The open debts on a day, the oldest first and of one age the greatest, with their sums by age class."""

    today: date
    debts: tuple[Debt, ...]
    by_age: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        """Give what is owed in all."""
        return sum(self.by_age.values(), ZERO)

    def aged(self, age: AgeClass) -> tuple[Debt, ...]:
        """Give the debts of a class."""
        return tuple(debt for debt in self.debts if age_of(debt.days(self.today)) is age)


def age_of(days: int) -> AgeClass:
    """Give the class of a debt of so many days."""
    return next(age for age in AGES if age.has(days))


def debtor_list(debts: Iterable[Debt], today: date) -> DebtorList:
    """List what is owed today; what is paid isn't there."""
    still = sorted(
        (debt for debt in debts if debt.owed > 0),
        key=lambda debt: (debt.ended, -debt.owed, debt.ticket_no),
    )
    sums = dict.fromkeys((age.key for age in AGES), ZERO)
    for debt in still:
        sums[age_of(debt.days(today)).key] += debt.owed
    return DebtorList(today, tuple(still), sums)
