"""Who owes what for work that has ended, who follows it up, and what was said last (P1 4.7.5, duty 43).

    debtors(records, policy, today)  ->  DebtorList(debts=(Debt("WX20260309007", 90.00, …), …), by_age={"month": 90.00})

The list of the page 欠款, and the figures of the report: both are counted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sheetflow.charges import Debt, DebtorList, debtor_list
from sheetflow.policy import Policy
from sheetflow.receivables import asked, ended_on, last_word, owed, reminded_on
from sheetflow.record import TicketRecord


def debtors(records: Iterable[TicketRecord], policy: Policy, today: date) -> DebtorList:
    """Give the list as of today, the oldest debt first; what another system finished isn't there."""
    return debtor_list(_debts(records, policy), today)


def _debts(records: Iterable[TicketRecord], policy: Policy) -> Iterator[Debt]:
    for record in records:
        amount, ended = owed(record, policy), ended_on(record, policy)
        if amount and ended:
            yield Debt(
                record.ticket_no,
                amount,
                ended,
                unit_name=str(record.stands("unit_name")),
                technician=record.technician,
                reminded=reminded_on(record),
                asked=max((one.on for one in asked(record, policy) if one.on), default=None),
                last_word=last_word(record),
            )
