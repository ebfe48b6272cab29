"""Link what is reported again to the finished ticket that it comes back from.

WORKFLOW.md, "States" (已结单); duty 46.    same phone and machine, filed 12 days ago  ->  上次工单, 第2次维修
Within 30 days of the filing it is a second repair; later it is a new ticket that only names the old one. Its number
stays: the customer was told it. Crosses rows: the elder may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sheetflow.archivable import filed_at
from sheetflow.machines import caller, same_machine
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def returning(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the link of each new ticket whose customer had the same machine repaired before."""
    fresh = [ticket for ticket in desk.in_state("new") if _unlinked(ticket)]
    if not fresh:
        return
    elders = [ticket for ticket in desk.everyone.values() if ticket.record.stamp("completed_at")]
    for ticket in fresh:
        phone = caller(ticket)
        known = [one for one in elders if phone and caller(one) == phone]
        same = [one for one in known if one.no != ticket.no and same_machine(one, ticket)]
        if same:
            elder = max(same, key=lambda one: (one.record.stamps["completed_at"], one.no))
            soon = soon_after_filing(elder, now, policy)
            cycle = elder.record.cycle + 1 if soon else 1
            yield ticket.happened("linked", at=now, by="system", to=elder.no, cycle=cycle)


def soon_after_filing(elder: Ticket, now: datetime, policy: Policy) -> bool:
    """Say whether a fault that is back counts as the same repair (policy.second_repair_days)."""
    closed = elder.record.status == "closed"
    filed = filed_at(elder.record) if closed else elder.record.stamp("closed_at")
    days = timedelta(days=policy.schema.policy.second_repair_days)
    return filed is None or now - filed <= days


def _unlinked(ticket: Ticket) -> bool:
    """Say whether a ticket is looked at for the first time, as rules/duplicates.py does."""
    record = ticket.record
    return not (record.imported or record.previous or ticket.told("compared"))
