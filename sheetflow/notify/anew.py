"""What a notice says of times, said anew when it leaves: it may have waited for the digest, the morning or an edit.

未联系客户, decided 15:16 with 超时5分, collected  ->  at 8:00 it says 超时16小时49分, due 3/10 15:11
派工, call by 14:41, held while somebody types that he called  ->  it names no call
派工有变 to whom no 派工 had left yet  ->  派工
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sheetflow.clocks import clock
from sheetflow.handover import expects, times
from sheetflow.overdue import ages
from sheetflow.policy import Policy
from sheetflow.ports import Delivery
from sheetflow.record import TicketRecord


def facts_now(
    delivery: Delivery,
    record: TicketRecord | None,
    policy: Policy | None,
    now: datetime,
    heard: Sequence[str] = (),
) -> Mapping[str, str]:
    """Give a notice's facts with its times as they are now; what can't be looked at stays as it was.

    `heard` are the once-keys of what its reader has got about the ticket, oldest first.
    """
    facts = delivery.facts
    if record is None or policy is None:
        return facts
    if delivery.kind == "dispatch":
        known = expects(delivery.ticket_no, delivery.recipient.staff_no, heard)
        changed = facts.get("changed", "") if known else ""
        return {**facts, **times(record, now, policy), "changed": changed}
    if not policy.has_clock(delivery.clock):
        return facts
    found = clock(record, policy.clock(delivery.clock), policy)
    if found.deadline is None:
        return facts
    told = ages(found, record, now, policy)
    return {**facts, **{name: words for name, words in told.items() if name in facts}}
