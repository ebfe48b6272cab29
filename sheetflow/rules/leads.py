"""Hand a need for another machine to sales, apart from the ticket and its clocks.

P1 4.8.1, 4.8.2 (duty 44).    维修结果 换机, 退款 or 无法修复  ->  a row of 销售线索, due the next day; flag 线索
What a customer wants besides is typed there with the ticket's number. The flag stands while a lead is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

#: The tab of leads, and what says that one is done with.
TAB, DONE = "leads", ("won", "dropped")

#: Results after which the customer needs another machine.
NEEDS = ("replaced", "refunded", "unfixable")

_FOLLOWED_UP = timedelta(days=1)


def leads(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the lead of each ticket that ended without a repair, once, and the flag of those with an open one."""
    for ticket in desk.in_state("completed"):
        key = f"{ticket.no}/lead"
        needs = ticket.get("result") in NEEDS and not ticket.record.imported
        if needs and not ticket.filed(TAB, key):
            yield from _lead(ticket, key, now, policy)
    for ticket in desk.tickets:
        if ticket.record.entries and _open(ticket):
            yield ticket.flag("lead")


def _lead(ticket: Ticket, key: str, now: datetime, policy: Policy) -> Iterator[Change]:
    result = policy.label(f"result.{ticket.get('result')}")
    model = ticket.text("product_model")
    row = {
        "lead_no": key,
        "ticket_no": ticket.no,
        "customer_no": ticket.text("customer_no") or None,
        "kind": "replacement",
        "need": policy.say(Text(f"{result.zh}:{model}", f"{result.en}: {model}")),
        "status": "new",
        "next_at": now + _FOLLOWED_UP,
    }
    yield from ticket.files(TAB, key, row, at=now)


def _open(ticket: Ticket) -> bool:
    read = ticket.policy.decoders_of(TAB)["status"]
    said = (
        read(cells.get("status", "")) if cells.get("status") else None
        for key, cells in ticket.record.entries.items()
        if cells is not None and key.startswith(f"{TAB}/")
    )
    return any(status not in DONE for status in said)
