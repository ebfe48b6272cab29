"""Count what each repair costs, to the cent, and say what is doubtful in it.

P1 4.7.2 to 4.7.4 (duty 31).    过保, GSK-02 x1, 90.00 in the parts tab  ->  应收 90.00; in warranty 0.00
Each change of the amount is an event. A doubt (a part without a price, a discount without a reason, an override or a
quote that a supervisor has to confirm) is told until it is mended or read. A filed ticket keeps its amount.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.fees import asks_for_fee, fee_of
from sheetflow.gate import GIVEN_UP
from sheetflow.model import Change, Record
from sheetflow.policy import Policy
from sheetflow.record import Fee, fold
from sheetflow.rules.status import followed
from sheetflow.tickets import Snapshot, Ticket


def fee(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the amount due of each ticket that has a cause for one, and every change of it."""
    for ticket in desk.tickets:
        if ticket.record.imported or not (ticket.record.fee or asks_for_fee(ticket)):
            continue
        if ticket.record.status != "closed":
            yield from _counted(ticket, desk, now, policy)
        last = ticket.record.fee
        yield ticket.shows("amount_due", last.due if last else None)


def _counted(ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what the fee is now if that is news; until the work has ended, prices are those of the day."""
    found = fee_of(_closed(ticket, desk, now, policy) or ticket, desk.books, now)
    if found != ticket.record.fee:
        yield _charged(ticket, found, now)
    if found and ticket.state.live:
        yield ticket.wake(policy.midnight(now))


def _closed(ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy) -> Ticket | None:
    """Give a ticket as it is once closed, None unless it is just being: its amount is counted then, and stands."""
    record = ticket.record
    if not record.pending or ticket.get("close_reason") not in GIVEN_UP:
        return None
    for change in followed(ticket, desk, now, policy):
        if isinstance(change, Record):
            record = fold(record, change.event)
    return ticket.after(record) if record.status == "closed" else None


def _charged(ticket: Ticket, found: Fee | None, now: datetime) -> Change:
    if found is None:
        return ticket.happened("charged", at=now, by="system")
    return ticket.happened(
        "charged",
        at=now,
        by="system",
        due=None if found.due is None else str(found.due),
        asked=str(found.asked),
        bearing=found.bearing,
        zh=found.doubt.zh or None,
        en=found.doubt.en or None,
        beside_zh=found.terms.zh or None,
        beside_en=found.terms.en or None,
        wants=found.wants,
    )
