"""Keep a polite sentence ready for the customer, to be copied or read out, for wherever the ticket stands.

P1 4.1.1, 4.1.3, 4.2.1, 4.4.2, P2 S2 (duties 5, 9, 14).    已派工  ->  您好!您报修的大锅灶 ZG-2A(单号WX…)已安排陈立…
Whoever said it chooses 已告知 in 客户告知, which stamps when (rules/escalation.py). An incident has no text: the
supervisor speaks to the customer. What the customer's status page says is the same in brief (webhooks/status.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.customer_text.address import Address
from sheetflow.rules.customer_text.sentence import sentence
from sheetflow.tickets import Snapshot

COLUMN = ("customer_text",)


def customer_text(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the text of each open or completed ticket of our own, and look again when a time in it has passed."""
    for ticket in desk.tickets:
        if ticket.record.imported:
            continue
        if ticket.status == "closed" and not ticket.filled(COLUMN):
            continue
        address = Address(ticket, now, policy)
        said = sentence(address)
        yield ticket.shows("customer_text", policy.say(said) if said else None)
        if address.turns:
            yield ticket.wake(min(address.turns))
