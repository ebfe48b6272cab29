"""How late it is in words, as a notice says them: due when, over by how much, so much left.

A notice may wait for the morning, so it is worded when it leaves and not when it was decided.
    due 15:11, sent 15:16  ->  15:11, 超时5分;  held until the next day 8:00  ->  3/10 15:11, 超时16小时49分
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sheetflow.clocks import Clock
from sheetflow.durations import format_duration
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord


def ages(clock: Clock, record: TicketRecord, now: datetime, policy: Policy) -> dict[str, str]:
    """Give all that a notice about a clock says of times, by fact; it is over by a minute at the least."""
    deadline = clock.deadline or now
    late = format_duration(max(now - deadline, timedelta(minutes=1)), policy.language)
    left = format_duration(max(deadline - now, timedelta(0)), policy.language)
    moments = {name: record.stamp(name) for name in ("dispatched_at", "completed_at")}
    zh = policy.language == "zh"
    return {
        "by": policy.moment(deadline, now),
        "over": f"超时{late}" if zh else f"{late} over",
        "left": f"剩{left}" if zh else f"{left} left",
        **{name: policy.moment(at, now) if at else "" for name, at in moments.items()},
    }
