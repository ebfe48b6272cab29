"""Put back a repair whose technician is still at work on another ticket: nobody is in two places.

WORKFLOW.md, "Status follows facts"; P1 4.5.6.    维修开始时间 of WX…006 while 陈立 is 维修中 on WX…005  ->  put back
Crosses rows: the technician's other tickets. One whose end is typed in the same breath isn't in the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sheetflow.model import Change, Record, Text
from sheetflow.policy import Policy
from sheetflow.record import fold
from sheetflow.rule import CrossesRows
from sheetflow.rules.status import begins, followed
from sheetflow.rules.words import technician_name
from sheetflow.tickets import Snapshot, Ticket

_NEVER = datetime.max.replace(tzinfo=UTC)


@CrossesRows
def two_places(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the beginning of each repair that is about to begin, or why it doesn't."""
    for ticket in desk.tickets:
        if not (ticket.record.pending and begins(ticket)):
            continue
        other = _in_the_way(ticket, desk, now, policy)
        if other is None:
            yield from followed(ticket, desk, now, policy)
            continue
        why = _busy(technician_name(ticket, policy), other.no)
        yield ticket.refuse("status", why, at=now, wish="asked:on_site")
        yield ticket.happened("followed", at=now, by="system")


def _in_the_way(ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy) -> Ticket | None:
    """Give the ticket at which the technician is once all that was typed is taken in; of two beginnings the first."""
    mine = ticket.record.technician
    if not mine or ticket.record.imported or ticket.status == "on_site":
        return None
    for other in desk.everyone.values():
        record = other.record
        if record.technician != mine or other is ticket or record.imported or other.no == ticket.no:
            continue
        if record.status == "on_site" and _stays(other, desk, now, policy):
            return other
        if (
            record.status != "on_site"
            and record.pending
            and begins(other)
            and _first(other, ticket)
        ):
            return other
    return None


def _first(one: Ticket, other: Ticket) -> bool:
    began = [ticket.record.stamp("work_started_at") or _NEVER for ticket in (one, other)]
    return (began[0], one.no) < (began[1], other.no)


def _stays(ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy) -> bool:
    record = ticket.record
    for change in followed(ticket, desk, now, policy) if record.pending else ():
        if isinstance(change, Record):
            record = fold(record, change.event)
    return record.status == "on_site"


def _busy(name: str, number: str) -> Text:
    return Text(
        f"状态没改成「维修中」:{name}还在{number}维修中。先结束那一单,再选一次",
        f"Status not changed to On site: {name} is still at work on {number}. End that first, then choose it again",
    )
