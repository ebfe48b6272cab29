"""Repair again what isn't solved: a new row with clocks of its own, and the old one goes grey with its values.

P2 S5 (duty 46), WORKFLOW.md "Second repair".    回访结果 未解决 on WX20260306002  ->  row WX20260306002-2, 第2次维修;
the old row 已结单(转返修), its missing papers flagged as before. WX20260306002-2 作废  ->  the old row 已完成 again
A customer who has reported it again is served by that row. Crosses rows: a number is given once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sheetflow.gate import merged
from sheetflow.model import AppendRow, BadCell, Change, Event, Json, Record, Value
from sheetflow.policy import Policy
from sheetflow.revisits import answer
from sheetflow.rule import CrossesRows
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def second_repair(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the new row of each ticket that isn't solved, and which one goes on with it; and each row's elder."""
    for ticket in desk.tickets:
        if ticket.record.previous:
            yield ticket.shows("previous_ticket", ticket.record.previous)
    for ticket in desk.in_state("closed"):
        elder = desk.everyone.get(ticket.record.previous)
        if elder and elder.record.successor == ticket.no and _mistaken(ticket):
            yield elder.happened("succeeded", at=now, by="system", successor="")
    for ticket in desk.in_state("completed", "closed"):
        if ticket.record.successor or not _unsolved(ticket):
            continue
        number = _reported_again(ticket, desk)
        if not number:
            number = next_number(ticket, desk.everyone)
            yield from _row(ticket, number, now, policy)
        yield ticket.happened("succeeded", at=now, by="system", successor=number)


def _mistaken(ticket: Ticket) -> bool:
    """Say whether a second repair was void, so that there was none; one merged into another goes on there."""
    return ticket.get("close_reason") == "void" and not merged(ticket.record, ticket.get)


def next_number(ticket: Ticket, taken: Collection[str]) -> str:
    """Give the number of the next repair: WX20260306002-2 after WX20260306002, -3 after that."""
    base = ticket.no.removesuffix(f"-{ticket.record.cycle}")
    cycle = ticket.record.cycle + 1
    while f"{base}-{cycle}" in taken:
        cycle += 1
    return f"{base}-{cycle}"


def _unsolved(ticket: Ticket) -> bool:
    """Say whether the customer said so, or staff closed it for 转返修."""
    if answer(ticket.record) == "unsolved":
        return True
    asked = ticket.edited("close_reason") and ticket.get("close_reason") == "second_repair"
    return asked and ticket.status == "completed"


def _reported_again(ticket: Ticket, desk: Snapshot) -> str:
    again = (one for one in desk.everyone.values() if one.record.previous == ticket.no)
    return next((one.no for one in again if one.state.live), "")


def _row(ticket: Ticket, number: str, now: datetime, policy: Policy) -> Iterator[Change]:
    values = {"ticket_no": number, **_carried(ticket, policy)}
    yield AppendRow("tickets", number, values)
    seen: dict[str, Json] = {name: policy.encode(name, value) for name, value in values.items()}
    del seen["ticket_no"]
    said: Mapping[str, Json] = {
        "seen": seen,
        "grade": ticket.record.grade,
        "cycle": ticket.record.cycle + 1,
        "previous": ticket.no,
    }
    yield Record(Event(number, "reported", now, said))


def _carried(ticket: Ticket, policy: Policy) -> dict[str, Value]:
    """Give what the new row begins with: who, where and what, and the loaner that the customer still has."""
    columns = policy.schema.tab("tickets").columns
    found = {column.key: ticket.get(column.key) for column in columns if column.carried}
    # The fault as first told stays: a note may be one of an earlier call.
    told = dict.fromkeys((ticket.text("fault"), ticket.text("revisit_note")))
    fault = "；".join(filter(None, told))
    kept = {n: v for n, v in found.items() if v is not None and not isinstance(v, BadCell)}
    return {**kept, "grade": ticket.record.grade, "request_type": "repair", "fault": fault or None}
