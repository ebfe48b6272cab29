"""What a notice says of times, said anew when it leaves: it may have waited for the digest or for the morning.

未联系客户, decided 15:16 with 超时5分, collected  ->  at 8:00 it says 超时16小时49分, due 3/10 15:11
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sheetflow.clocks import clock
from sheetflow.overdue import ages
from sheetflow.policy import Policy
from sheetflow.ports import Delivery
from sheetflow.record import TicketRecord


def facts_now(
    delivery: Delivery, record: TicketRecord | None, policy: Policy | None, now: datetime
) -> Mapping[str, str]:
    """Give a notice's facts with the times of its clock as they are now; what can't be looked at stays as it was."""
    facts = delivery.facts
    if record is None or policy is None or not delivery.clock:
        return facts
    found = clock(record, policy.clock(delivery.clock), policy)
    if found.deadline is None:
        return facts
    told = ages(found, record, now, policy)
    return {**facts, **{name: words for name, words in told.items() if name in facts}}
