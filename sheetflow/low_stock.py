"""What the warehouse is told once a day: parts of which less than the minimum remains, or to be counted (duty 32).

P2 KP; SHEET.md, "Notices", parts low: model, on hand, reserved, minimum, who waits; "Typing": 待盘点, tell WH.
    IGBT-25 功率模块:库存0,预留0,最低2,待盘点1;在等:WX20260309004×2
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
    """Give the day's notice, if its hour has come and a part is low or to be counted.

    Its once-key keeps it to one a day.
    """
    spec, wall = policy.schema.notices[KIND], policy.local(now)
    if spec.at and wall.time() < spec.at:
        return ()
    standings = stockroom(books, policy).standings(records)
    told = [one for one in standings.values() if one.low or one.pending_count]
    if not told:
        return ()
    low, pending = sum(one.low for one in told), sum(one.pending_count > 0 for one in told)
    lines = "\n".join(policy.say(_line(one)) for one in told)
    facts = {"count": str(low), "pending": str(pending or ""), "lines": lines}
    asked = Notify(KIND, "", f"{KIND}/{wall.date().isoformat()}", spec.to, facts)
    return addressed([asked], policy, now)


def _line(standing: Standing) -> Text:
    part, on_hand, reserved = standing.part, standing.on_hand, standing.reserved
    pending = standing.pending_count
    counting = Text(f",待盘点{pending}", f", {pending} to be counted") if pending else Text("", "")
    waiting = [f"{ticket}×{quantity}" for ticket, quantity in standing.waiting]
    zh = f";在等:{'、'.join(waiting)}" if waiting else ""
    en = f"; waiting: {', '.join(waiting)}" if waiting else ""
    return Text(
        f"{part.label}:库存{on_hand},预留{reserved},最低{part.minimum}{counting.zh}{zh}",
        f"{part.label}: {on_hand} on hand, {reserved} reserved, minimum {part.minimum}"
        f"{counting.en}{en}",
    )
