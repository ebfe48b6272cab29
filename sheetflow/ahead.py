"""Times of what has happened: one that lies ahead was typed wrong, and counts for nothing until it is put right.

WORKFLOW.md, "Truth": a typed time is when it was.    维修结束时间 3/12 15:50, typed 3/10  ->  asked about, no 已完成
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sheetflow.model import Text

#: The staff's columns that say when something happened.
HAPPENED = ("departed_at", "arrived_at", "work_started_at", "work_ended_at", "beyond_desk_at")

#: Clocks differ, and who is about to finish rounds up. A figure of ours.
SLACK = timedelta(minutes=10)

NOT_YET = Text(
    "还没到,没有算数;请填实际时间,昨天的连日期写",
    "lies ahead and wasn't taken. Type when it was, with its date if that was yesterday",
)


def lies_ahead(at: datetime, now: datetime) -> bool:
    """Say whether a time is later than anybody who has been there can have meant."""
    return at > now + SLACK


def question(moment: str) -> Text:
    """Ask for the time that was meant; after midnight 23:50 alone means this evening's."""
    return Text(f"{moment} {NOT_YET.zh}", f"{moment} {NOT_YET.en}")
