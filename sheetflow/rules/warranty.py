"""Show how each product stands in warranty: by the day of purchase and the policy, by its contract, or unknown.

P1 4.7.2 to 4.7.4 (duty 29).    购买日期 2025-06-01, 12 months  ->  保修 在保; none, and no contract  ->  不明
A day of purchase that lies ahead decides nothing and is asked about.
An override, 保修改判 with its reason, is a supervisor's act: it counts once a named one has confirmed it on the
ticket's page (docs/decisions/0013). A filed ticket keeps what it was filed with.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sheetflow.fees import standing, watches
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

BOUGHT = "purchase_date"


def warranty(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield each open or completed ticket's warranty; imported ones stay as another system left them."""
    contracts = bool(policy.tariff.contracts)
    for ticket in desk.tickets:
        if ticket.record.imported or ticket.record.status == "closed":
            continue
        yield ticket.shows("warranty", standing(ticket, desk.books))
        if ticket.raw(BOUGHT) != "":
            yield from _not_bought_yet(ticket, now, policy)
        if contracts:
            yield from watches(ticket, desk.books)


def _not_bought_yet(ticket: Ticket, now: datetime, policy: Policy) -> Iterator[Change]:
    day = ticket.get(BOUGHT)
    if isinstance(day, date) and day > policy.local(now).date():
        label = policy.label(BOUGHT)
        yield ticket.wake(policy.midnight(now))
        yield ticket.tell(
            f"「{label.zh}」{day:%Y-%m-%d} 还没到,保修算不出;请改成发票上的日期",
            f"{label.en} {day:%Y-%m-%d} lies ahead, so nothing is known of the warranty. Write the day on the invoice",
            aside=True,
        )
