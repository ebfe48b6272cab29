"""What the warehouse is told once a day: the parts of which less than the minimum remains (P2 KP; duty 32).

SHEET.md, "Notices", parts low: model, on hand, reserved, minimum, who waits.
    IGBT-25 功率模块:库存0,预留0,最低2;在等:WX20260309004×2
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sheetflow.books import Book
from sheetflow.model import Notice, Notify, Text
from sheetflow.policy import Policy
from sheetflow.recipients import addressed
from sheetflow.record import TicketRecord
from sheetflow.stock import Standing
from sheetflow.stockroom import stockroom

KIND = "parts_low"


def low_stock(
    books: Mapping[str, Book], records: Iterable[TicketRecord], policy: Policy, now: datetime
) -> tuple[Notice, ...]:
    """Give the day's notice, if its hour has come and a part is low; its once-key keeps it to one a day."""
    spec, wall = policy.schema.notices[KIND], policy.local(now)
    if spec.at and wall.time() < spec.at:
        return ()
    standings = stockroom(books, policy).standings(records)
    low = [policy.say(_line(standing)) for standing in standings.values() if standing.low]
    if not low:
        return ()
    facts = {"count": str(len(low)), "lines": "\n".join(low)}
    asked = Notify(KIND, "", f"{KIND}/{wall.date().isoformat()}", spec.to, facts)
    return addressed([asked], policy, now)


def _line(standing: Standing) -> Text:
    part, on_hand, reserved = standing.part, standing.on_hand, standing.reserved
    waiting = [f"{ticket}×{quantity}" for ticket, quantity in standing.waiting]
    zh = f";在等:{'、'.join(waiting)}" if waiting else ""
    en = f"; waiting: {', '.join(waiting)}" if waiting else ""
    return Text(
        f"{part.label}:库存{on_hand},预留{reserved},最低{part.minimum}{zh}",
        f"{part.label}: {on_hand} on hand, {reserved} reserved, minimum {part.minimum}{en}",
    )
