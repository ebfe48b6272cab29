"""Keep 上门记录: a row for each way to a customer, filled in as it goes, with how it ended.

P1 4.4.2, 4.5.2, 4.8.4 (duties 22, 26, 48); P2 S4.    departed 14:30  ->  WX…006/V1, 出发 14:30; 待配件  ->  结果 待配件
Several visits of one repair cycle are several rows. A visit for nothing is one too: 已预约 → 联系不上 is 空跑, and
so is 待客户 from the door because of 不在 (docs/decisions/0031).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sheetflow.model import Change, SetEntry, Value
from sheetflow.policy import Policy
from sheetflow.record import Visit
from sheetflow.record.causality import possible
from sheetflow.record.last_visit import ended_in_waiting
from sheetflow.tickets import Snapshot, Ticket

TAB = "visits"

#: The steps of a visit, each a column of its row.
_STEPS = ("planned_at", "departed_at", "arrived_at", "started_at", "ended_at")


def visits(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the row of each visit that has none yet, what is known of the visits by now, and which found nobody."""
    for ticket in desk.in_state("customer_wait"):
        yield from _at_the_door(ticket, now)
    for ticket in desk.tickets:
        for serial, visit in enumerate(possible(ticket.record.visits), start=1):
            key, cells = f"{ticket.no}/V{serial}", _cells(ticket, visit, policy)
            if not ticket.filed(TAB, key):
                own: dict[str, Value] = {"visit_no": key, "ticket_no": ticket.no}
                own["cycle"] = ticket.record.cycle
                yield from ticket.files(TAB, key, own | dict(cells), at=now)
                continue
            for column, value in cells.items():
                yield SetEntry(TAB, key, column, value)
        if ticket.record.entries:
            yield from _unmade(ticket)


def _at_the_door(ticket: Ticket, now: datetime) -> Iterator[Change]:
    """Yield whether the visit was for nothing that ended before the work began, by why the customer is waited for."""
    last, away = ended_in_waiting(ticket.record), ticket.get("wait_reason") == "away"
    if last and last.in_vain != away:
        yield ticket.happened("waited", at=now, in_vain=away)


def _unmade(ticket: Ticket) -> Iterator[Change]:
    """Empty the row of a visit that was taken back; the next one is filled into it."""
    key = f"{ticket.no}/V{len(ticket.record.visits) + 1}"
    if ticket.filed(TAB, key):
        for column in ("technician", *_STEPS, "outcome"):
            yield SetEntry(TAB, key, column, None)


def _cells(ticket: Ticket, visit: Visit, policy: Policy) -> Mapping[str, Value]:
    member = policy.staff.get(visit.technician)
    return {
        "technician": member.no if member else visit.technician or None,
        **{name: getattr(visit, name) for name in _STEPS},
        "outcome": visit.outcome or None,
    }
