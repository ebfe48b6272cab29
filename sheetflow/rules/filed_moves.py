"""Put back what is typed over a movement that the list of parts made, and say so; say too when one was deleted.

P1 4.3.1 (duty 32), SHEET.md "The other tabs".    WX…001-P1 数量 4  ->  1 again, 下一步 「…要改请改「更换配件清单」」
Crosses rows: such a row is known by its number, whichever ticket it names now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.books import OWNER
from sheetflow.filed_moves import LOCKED, SERIAL, mover
from sheetflow.model import Change, Scalar, Text
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.stockroom import MOVES
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def filed_moves(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the refusal of each such edit, and of each such row taken out of a ticket that is planned."""
    columns = policy.schema.tab(MOVES)
    for (key, column), typed in desk.book(MOVES).retyped.items():
        ticket = desk.everyone.get(mover(key)) if column in (*LOCKED, OWNER) else None
        if ticket:
            label, page = columns.column(column).label, policy.label("parts_used")
            why = Text(
                f"「配件流水」{key}是系统按工单记的,「{label.zh}」写的「{typed}」已恢复;要改请改「{page.zh}」",
                f"Move {key} is kept by the system: '{typed}' in {label.en} was put back. Change {page.en} instead",
            )
            yield from _refused(ticket, key, column, typed, why, now)
    if "move_no" in desk.book(MOVES).layout.columns:
        for ticket in desk.tickets:
            for key in _booked(ticket) - desk.book(MOVES).entries.keys():
                yield from _refused(ticket, key, "move_no", "", _missing(key, policy), now)


def _booked(ticket: Ticket) -> set[str]:
    """Give the numbers of its movements that stood there."""
    begin = f"{MOVES}/{ticket.no}{SERIAL}"
    stood = (name for name, cells in ticket.record.entries.items() if cells is not None)
    return {name.removeprefix(f"{MOVES}/") for name in stood if name.startswith(begin)}


def _missing(key: str, policy: Policy) -> Text:
    page = policy.label("parts_used")
    return Text(
        f"「配件流水」{key}被删掉了,库存不再算它:请撤销删除;没有用就改「{page.zh}」",
        f"Move {key} was deleted and stock no longer counts it: undo that, or change {page.en} if it isn't so",
    )


def _refused(
    ticket: Ticket, key: str, column: str, typed: Scalar, why: Text, now: datetime
) -> Iterator[Change]:
    """Yield the refusal, once for as long as it stands."""
    wish = f"{MOVES}/{key}/{column}"
    if ticket.record.refusals.get(wish) != why:
        said = {"column": "parts_used", "typed": typed, "zh": why.zh, "en": why.en}
        yield ticket.happened("refused", at=now, by="system", wish=wish, **said)
