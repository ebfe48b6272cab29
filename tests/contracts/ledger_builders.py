"""Runs, events and notices with good defaults, so that a test shows only what matters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sheetflow.model import CellWrite, Conflict, Event, Notice, Recipient, Writes
from sheetflow.ports import Run

NOW = datetime(2026, 3, 6, 1, 30, tzinfo=UTC)
DAY = date(2026, 3, 6)
REPORT = {"customer_name": "张三", "phone": "138-0000-0001", "fault": "=不启动\n 🔥"}
TICKET = "WX20260306001"

LI = Recipient("01", "李师傅", "li@example.com")
WANG = Recipient("02", "王主管", "wang@example.com")


def later(**passed: float) -> datetime:
    return NOW + timedelta(**passed)


def event(kind: str = "noted", ticket_no: str = TICKET, **values: Any) -> Event:
    return Event(ticket_no, kind, NOW, values)


def notice(
    once: str = "dispatch/1", *to: Recipient, ticket_no: str = TICKET, **more: Any
) -> Notice:
    return Notice(once, "dispatch", ticket_no, {"product": "ABC-2000"}, to or (LI,), **more)


def run(run_id: str = "run-1", *parts: Event | Notice | CellWrite, **more: Any) -> Run:
    return Run(
        run_id,
        NOW,
        Writes(cells=tuple(part for part in parts if isinstance(part, CellWrite))),
        events=tuple(part for part in parts if isinstance(part, Event)),
        notices=tuple(part for part in parts if isinstance(part, Notice)),
        **more,
    )


def conflict(ticket_no: str = TICKET) -> Conflict:
    write = CellWrite("tickets", ticket_no, "status", "新报修", "已派单", guarded=True)
    return Conflict(write, found="已取消", found_key=ticket_no, put_back=True)
