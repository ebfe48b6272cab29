"""Merge a report into the ticket that it repeats, as the dispatcher says: it is closed as void, with the link.

P2 KP (duty 6).    重复于 WX20260310007  ->  已结单(作废), and WX…007 tells in its history what was merged into it
Through the one door, like a status chosen by hand: parts that are out want a supervisor. Crosses rows: the other ticket
has to be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sheetflow.columns import folded
from sheetflow.gate import merged
from sheetflow.model import Change, Record, Text
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot, Ticket

COLUMN = "duplicate_of"


@CrossesRows
def merging(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the closing of each ticket that somebody calls a duplicate, or why not, and its reason once closed."""
    for ticket in desk.edited(COLUMN):
        if ticket.state.live and ticket.get(COLUMN) is not None:
            yield from _merged(ticket, desk.everyone, now)
    for ticket in desk.in_state("closed"):
        if ticket.record.duplicate_of and merged(ticket.record, ticket.get) and _unsaid(ticket):
            yield ticket.shows("close_reason", "void")


def _merged(ticket: Ticket, everyone: Mapping[str, Ticket], now: datetime) -> Iterator[Change]:
    elder = _elder(ticket, everyone)
    if elder is None:
        yield ticket.refuse(COLUMN, _why(ticket), at=now)
        return
    yield ticket.happened("suspected", at=now, of=elder.no, decided=True)
    yield ticket.happened("asked", at=now, to="closed")
    yield _noted(elder, ticket, now)


def _noted(elder: Ticket, ticket: Ticket, now: datetime) -> Record:
    return elder.happened("joined", at=now, number=ticket.no)


def _elder(ticket: Ticket, everyone: Mapping[str, Ticket]) -> Ticket | None:
    """Give the other ticket of that number, unless it was itself closed as a duplicate."""
    said = folded(ticket.text(COLUMN))
    found = next((one for one in everyone.values() if folded(one.no) == said), None)
    if found is None or found.no == ticket.no:
        return None
    gone = found.status == "closed" and merged(found.record, found.get)
    return None if gone else found


def _why(ticket: Ticket) -> Text:
    typed, likely = ticket.text(COLUMN), ticket.record.duplicate_of or "WX20260310007"
    return Text(
        f"「重复于」填的「{typed}」不是另一张有效的单;请填要并入的维修单号,如{likely}",
        f"'{typed}' in Duplicate of is no other ticket that stands; give the number of the one kept, such as {likely}",
    )


def _unsaid(ticket: Ticket) -> bool:
    return ticket.raw("close_reason") == "" and "close_reason" not in ticket.record.seen
