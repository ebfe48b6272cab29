"""Keep stock as the sum of its movements, and say in a row of 配件流水 why it isn't booked.

P1 4.3.1, P2 KP (duty 32).    领用 3 of 2 in the store  ->  问题 「账上仓库只有2个…」; 库存, 已预留, 待盘点 by the books
Crosses rows: all movements of a part make its stock, and all open tickets that plan it set it aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, SetEntry, TellEntry
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.stockroom import MOVES, PARTS, stockroom
from sheetflow.tickets import Snapshot


@CrossesRows
def stock(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what is wrong with movements, and how each part stands."""
    if MOVES not in desk.books:
        return
    room = stockroom(desk.books, policy)
    for number, sentence in room.problems.items():
        yield TellEntry(MOVES, number, sentence)
    records = (ticket.record for ticket in desk.everyone.values())
    for number, standing in room.standings(records).items():
        yield SetEntry(PARTS, number, "on_hand", standing.on_hand)
        yield SetEntry(PARTS, number, "reserved", standing.reserved)
        yield SetEntry(PARTS, number, "pending_count", standing.pending_count)
