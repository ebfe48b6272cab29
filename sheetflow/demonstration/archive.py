"""WX2023901: the record of the procedure P2 itself, taken over from paper, with its fifteen fields word for word."""

from __future__ import annotations

from datetime import datetime

from sheetflow.model import Event, Json, NewRow, Value
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord, fold

NUMBER = "WX2023901"


def archive(policy: Policy) -> tuple[list[Event], TicketRecord, list[NewRow]]:
    """Give the imported ticket: its event, its record, its row."""
    began = datetime(2023, 10, 1, 10, 0, tzinfo=policy.zone)
    ended = datetime(2023, 10, 1, 11, 30, tzinfo=policy.zone)
    cells: dict[str, Value] = {
        "customer_name": "张*",
        "phone": "138-0000-0000",
        "product_model": "ABC-2000",
        "serial_no": "SN56",
        "fault": "不启动,指示灯不亮",
        "verified_fault": "电源模块故障",
        "technician": "*师傅(工号01)",
        "work_started_at": began,
        "work_ended_at": ended,
        "parts_used": "电源模块(型号PWR-001)",
        "result": "fixed",
        "signature": "张*",
        "revisit_result": "satisfied",
        "revisit_note": "满意,运行正常",
        "remarks": "保修期内,配件免费",
        "close_reason": "filed",
    }
    raw = {name: policy.encode(name, value) for name, value in cells.items()}
    seen: dict[str, Json] = dict(raw)
    stamps: dict[str, Json] = {
        "reported_at": began.isoformat(),
        "arrived_at": began.isoformat(),
        "completed_at": ended.isoformat(),
    }
    event = Event(
        NUMBER,
        "imported",
        began,
        {"status": "closed", "stamps": stamps, "seen": seen},
        "demo",
        "demo",
    )
    return [event], fold(None, event), [NewRow("tickets", NUMBER, {"ticket_no": NUMBER, **raw})]
