"""Keep stock as the sum of its movements, and say in a row of 配件流水 why it isn't booked.

P1 4.3.1, P2 KP (duty 32).    领用 3 of 2 in the store  ->  问题 「账上仓库只有2个…」; 库存, 已预留, 待盘点 by the books
A figure typed over one of the three is put back, and quoted in the part's 问题 until somebody empties that.
Crosses rows: all movements of a part make its stock, and all open tickets that plan it set it aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.bookkeeping import APART
from sheetflow.books import PROBLEM, Entry
from sheetflow.cells import display
from sheetflow.model import Change, SetEntry, TellEntry, Text
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.stock import Standing
from sheetflow.stockroom import MOVES, PARTS, stockroom
from sheetflow.tickets import Snapshot

#: A part's columns of the system.
FIGURES = ("on_hand", "reserved", "pending_count")

#: What was last written into them, hidden beside them: 3/1/0. Whatever differs was typed by somebody.
RECKONED = "reckoned"


@CrossesRows
def stock(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what is wrong with movements, how each part stands, and what somebody typed over that."""
    if MOVES not in desk.books:
        return
    room = stockroom(desk.books, policy)
    for number, sentence in room.problems.items():
        yield TellEntry(MOVES, number, sentence)
    records, parts = (ticket.record for ticket in desk.everyone.values()), desk.book(PARTS)
    for number, standing in room.standings(records).items():
        for name in FIGURES:
            yield SetEntry(PARTS, number, name, getattr(standing, name))
        yield SetEntry(PARTS, number, RECKONED, _reckoned(standing))
        if RECKONED in parts.layout.columns and (entry := parts.entries.get(number)):
            yield from _typed_over(entry, standing, policy)


def _reckoned(standing: Standing) -> str:
    return "/".join(str(getattr(standing, name)) for name in FIGURES)


def _typed_over(entry: Entry, standing: Standing, policy: Policy) -> Iterator[TellEntry]:
    """Yield the sentence for each figure that isn't ours, and what was said of others until it is read."""
    columns = policy.schema.tab(PARTS)
    last = str(entry.raw(RECKONED) or _reckoned(standing)).split("/")
    said = str(entry.raw(PROBLEM)).split(policy.say(APART))
    for name, figure in zip(FIGURES, last, strict=False):
        column, raw = columns.column(name), entry.raw(name)
        lead = _lead(column.label)
        if raw != "" and str(entry.get(name)) != figure:
            yield TellEntry(PARTS, entry.key, _put_back(lead, display(column, raw)))
        else:
            for one in said:
                if one.startswith(policy.say(lead)):
                    yield TellEntry(PARTS, entry.key, Text(one, one))


def _lead(label: Text) -> Text:
    return Text(f"「{label.zh}」由系统按「配件流水」算", f"{label.en} is the sum of Part moves")


def _put_back(lead: Text, typed: str) -> Text:
    return Text(
        f"{lead.zh},你写的「{typed}」已恢复;点过数就在「配件流水」记一行盘点",
        f"{lead.en}: your '{typed}' was put back. If you counted, book a Count in Part moves",
    )
