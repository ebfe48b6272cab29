"""今日: what has to be done today, one list in blocks, the nearest deadline first.

SHEET.md, "今日": 40 lines at most, then how many others are due soon, and 还有12条不急. The same lines fill the tab and
the desk's board.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from sheetflow.model import Json, Page, Scalar, Text
from sheetflow.policy import Policy
from sheetflow.rounds import Asked
from sheetflow.tickets import Ticket

#: So many lines are shown; the others are counted only (SHEET.md, "今日").
MOST = 40

_BY_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "new": "to_dispatch",
        "to_dispatch": "to_dispatch",
        "guidance": "to_dispatch",
        "dispatched": "visits",
        "unreachable": "customer_due",
        "appointed": "visits",
        "on_site": "visits",
        "assistance": "incident",
        "escalated": "incident",
        "parts_wait": "parts_arrived",
        "customer_wait": "customer_due",
        "completed": "revisits",
    }
)


class Line(NamedTuple):
    """One ticket on the board; `level` is breach, warning or ""."""

    block: str
    ticket_no: str
    unit_name: str
    next_action: str
    next_due: datetime | None
    technician: str
    status: str
    level: str


def line_of(ticket: Ticket, asked: Asked, now: datetime) -> Line | None:
    """Give a ticket's line, or None when it isn't today's business; imported and filed tickets are not."""
    if ticket.record.imported or ticket.status == "closed":
        return None
    due = asked.cells.get("next_due")
    level = _level(ticket, asked, now)
    block = _block(ticket, asked, level)
    if block is None:
        return None
    action = asked.cells.get("next_action")
    return Line(
        block,
        ticket.no,
        ticket.text("unit_name"),
        str(action or ""),
        due if isinstance(due, datetime) else None,
        ticket.record.technician,
        ticket.status,
        level,
    )


def arranged(lines: Iterable[Line], policy: Policy, now: datetime) -> tuple[list[Line], int]:
    """Give all lines of today in order, and how many less pressing ones there are."""
    order = {block: number for number, block in enumerate(blocks(policy))}
    soon = now + timedelta(days=1)
    today, later = [], 0
    for line in lines:
        if line.level == "" and line.next_due and line.next_due > soon:
            later += 1
        else:
            today.append(line)
    today.sort(key=lambda line: (order[line.block], line.next_due or soon, line.ticket_no))
    return today, later


def page_of(lines: Iterable[Line], policy: Policy, now: datetime) -> Page:
    """Give the body of the 今日 tab: the first lines of today, then how many others there are."""
    tab = policy.schema.tab("today")
    today, later = arranged(lines, policy, now)
    rows: list[Mapping[str, Scalar]] = [
        policy.encode_row(tab, {name: getattr(line, name) or None for name in tab.by_key})
        for line in today[:MOST]
    ]
    cut = len(today) - MOST
    if cut > 0:
        rest = Text(f"另有{cut}条,看筛选视图", f"{cut} more: see the filter views")
        rows.append({"next_action": policy.say(rest)})
    if later:
        rest = Text(f"还有{later}条不急", f"{later} more, not pressing")
        rows.append({"next_action": policy.say(rest)})
    return Page("today", tuple(rows))


def document(lines: Iterable[Line], policy: Policy, now: datetime) -> Json:
    """Give the board for the desk's page, as JSON: `more` are not pressing, `cut` are but don't fit."""
    today, later = arranged(lines, policy, now)
    found = [_block_json(key, title, today, policy) for key, title in blocks(policy).items()]
    cut = max(len(today) - MOST, 0)
    return {"at": now.isoformat(), "blocks": found, "more": later, "cut": cut}


def blocks(policy: Policy) -> Mapping[str, Text]:
    """Give the blocks in order with their titles, as the schema lists them."""
    return policy.schema.tab("today").column("block").choice_labels


def _block_json(key: str, title: Text, today: list[Line], policy: Policy) -> Json:
    """Give a block with those of its lines that fit, and the count of all."""
    return {
        "key": key,
        "title": {"zh": title.zh, "en": title.en},
        "count": sum(line.block == key for line in today),
        "lines": [_json(line, policy) for line in today[:MOST] if line.block == key],
    }


def _json(line: Line, policy: Policy) -> dict[str, Json]:
    member = policy.staff.get(line.technician)
    return {
        **line._asdict(),
        "next_due": line.next_due.isoformat() if line.next_due else None,
        "technician": member.name if member else line.technician,
        "status": policy.say(policy.label(f"status.{line.status}")),
    }


def _level(ticket: Ticket, asked: Asked, now: datetime) -> str:
    """Give breach where a rule has flagged one, warning where one of the clocks that are shown says so."""
    if any(flag.endswith("_overdue") for flag in asked.flags):
        return "breach"
    for name in ticket.policy.watched[ticket.record.status]:
        if ticket.clock(name).warned(now):
            return "warning"
    return ""


def _block(ticket: Ticket, asked: Asked, level: str) -> str | None:
    """Give the first block that a ticket belongs into: what isn't routine, what is late, what its status says."""
    if "incident" in asked.flags:
        return "incident"
    if level == "breach":
        return "overdue"
    block = _BY_STATUS.get(ticket.status)
    if block != "revisits" or ticket.clock("revisit").runs:
        return block
    return "papers" if asked.flags & {"docs_missing", "old_part_pending"} else None
