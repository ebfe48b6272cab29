"""今日 as the last cycle left it in the ledger, read for display.

{"at": iso, "blocks": [{"key", "title": {"zh", "en"}, "count", "days": [{"zh", "en"}], "lines": [{"ticket_no",
 "unit_name", "next_action", "next_due": iso or null, "technician",
 "status": {"zh", "en"}, "level": "breach" | "warning" | ""}]}], "more": 12}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sheetflow.model import Json, Text


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket on the board; `next_due` is None when nothing is due."""

    ticket_no: str
    unit_name: str
    next_action: str
    next_due: datetime | None
    technician: str
    status: Text
    level: str

    def over(self, now: datetime) -> Text | None:
        """Say how long it is over or how little is left, as SHEET.md words it: 超时35分, 剩2分."""
        if self.next_due is None:
            return None
        late = now > self.next_due
        minutes = max(1, int(abs(now - self.next_due).total_seconds() // 60))
        if late:
            return Text(f"超时{_long_zh(minutes)}", f"{_long_en(minutes)} over")
        if self.level == "warning":
            return Text(f"剩{_long_zh(minutes)}", f"{_long_en(minutes)} left")
        return None


@dataclass(frozen=True, slots=True)
class Block:
    """The tickets that want the same thing, how many there are of them in all, and technicians' days in a sentence."""

    key: str
    title: Text
    count: int
    lines: tuple[Line, ...]
    days: tuple[Text, ...] = ()

    @property
    def cut(self) -> int:
        """Count those that there was no room for."""
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Board:
    """All blocks, when the sheet was read for them, and how many tickets can wait."""

    at: datetime
    blocks: tuple[Block, ...]
    more: int


def read(kept: Json) -> Board | None:
    """Give the board that was kept, or None before the first cycle."""
    if not isinstance(kept, Mapping):
        return None
    stored: Mapping[str, Any] = kept
    blocks = tuple(_block(block) for block in stored["blocks"])
    return Board(datetime.fromisoformat(stored["at"]), blocks, int(stored.get("more", 0)))


def _block(stored: Mapping[str, Any]) -> Block:
    days = tuple(map(_text, stored.get("days", ())))
    lines = tuple(map(_line, stored["lines"]))
    return Block(stored["key"], _text(stored["title"]), stored["count"], lines, days)


def _line(stored: Mapping[str, Any]) -> Line:
    due = stored.get("next_due")
    return Line(
        stored["ticket_no"],
        stored.get("unit_name", ""),
        stored.get("next_action", ""),
        datetime.fromisoformat(due) if due else None,
        stored.get("technician", ""),
        _text(stored.get("status", "")),
        stored.get("level", ""),
    )


def _text(stored: str | Mapping[str, str]) -> Text:
    """Give a text in both languages; what an older version kept in one stands in both."""
    if isinstance(stored, str):
        return Text(stored, stored)
    return Text(stored["zh"], stored["en"])


def _long_zh(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    return f"{hours}小时{rest}分" if hours else f"{rest}分"


def _long_en(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    return f"{hours} h {rest} min" if hours else f"{rest} min"
