"""Tell a ticket that waits for parts once all of them are in stock, so that the customer is called.

P1 4.3.1, P2 KP (duty 32).    待配件, 预备配件 IGBT-25×2, 入库 2  ->  下一步 「…已到货,约客户」, 今日 到件可预约
Crosses rows: who has waited longest is served first; what was already promised to them is nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.stock import Standing
from sheetflow.stockroom import MOVES, stockroom
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def arrival(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield, for each ticket that waits for parts, that they are there, or that they aren't any more."""
    waiting = [ticket for ticket in desk.anywhere_in("parts_wait") if ticket.record.listed]
    if not waiting or MOVES not in desk.books:
        return
    records = (ticket.record for ticket in desk.everyone.values())
    standings = stockroom(desk.books, policy).standings(records)
    for ticket in waiting:
        ready = _ready(ticket, standings)
        if ready != ticket.record.supplied:
            yield ticket.happened("supplied", at=now, by="system", ready=ready)


def _ready(ticket: Ticket, standings: Mapping[str, Standing]) -> bool:
    """Say whether all is there that the ticket plans and hasn't got; of a list that isn't clear nobody can tell."""
    planned = ticket.record.listed.get("planned_parts")
    if not planned or not planned.clear:
        return False
    lacking = [standings[part] for part in planned.parts if part in standings]
    served = [standing.serves(ticket.no) for standing in lacking]
    return len(lacking) == len(planned.parts) > 0 and all(served)
