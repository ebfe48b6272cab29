"""The board for the desk's page, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sheetflow.board.arrangement import Block, fitted, of_today
from sheetflow.board.day import days
from sheetflow.board.line import Line
from sheetflow.model import Json, Text
from sheetflow.policy import Policy

#: What only the sentence about a technician's day is made from.
_OF_A_DAY = ("start", "end", "clash")

_NONE = Text("", "")


def document(lines: Iterable[Line], policy: Policy, now: datetime) -> Json:
    """Give the same blocks as the tab's: `count` is of all lines of a block, `more` of what isn't pressing.

    `days` of the visits' block are the technicians' days in a sentence each.
    """
    today, later = of_today(lines, now)
    told = [_both(one) for one in days(today, policy, now).values()]
    found = [
        {**_block(block, policy), "days": told if block.key == "visits" else []}
        for block in fitted(today, policy, now)
    ]
    return {"at": now.isoformat(), "blocks": found, "more": later}


def _block(block: Block, policy: Policy) -> dict[str, Json]:
    return {
        "key": block.key,
        "title": _both(block.title),
        "count": len(block.lines) + block.cut,
        "lines": [_line(line, policy) for line in block.lines],
    }


def _line(line: Line, policy: Policy) -> Json:
    member = policy.staff.get(line.technician)
    told = {name: value for name, value in line._asdict().items() if name not in _OF_A_DAY}
    return {
        **told,
        "next_due": line.next_due.isoformat() if line.next_due else None,
        "technician": member.name if member else line.technician,
        "status": _both(policy.label(f"status.{line.status}") if line.status else _NONE),
    }


def _both(text: Text) -> dict[str, Json]:
    return {"zh": text.zh, "en": text.en}
