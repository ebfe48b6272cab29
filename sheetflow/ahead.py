"""Times that can't be what was meant: they are asked about, and count for nothing until they are put right, or true.

WORKFLOW.md, "Truth": a typed time is when it was.    维修结束时间 3/12 15:50, typed 3/10  ->  asked about, no 已完成
What happened neither lies ahead nor came before the report; a day alone, 3/12, has no hour (SHEET.md).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sheetflow.model import Scalar, Text

#: The staff's columns that say when something happened.
HAPPENED = ("departed_at", "arrived_at", "work_started_at", "work_ended_at", "beyond_desk_at")

#: The staff's columns in which a day alone says too little; midnight is what a cell makes of it.
EXACT = frozenset({"appointment_at", *HAPPENED})

#: Clocks differ, and who is about to finish rounds up. A figure of ours.
SLACK = timedelta(minutes=10)

NOT_YET = Text(
    "还没到,到时才算数;不是那时就填实际时间,昨天的连日期写",
    "lies ahead and counts once it comes. Was it another time, type that, with its date if that was yesterday",
)

COUNTED = Text(
    "还没到,已照算;不是那时就改成实际时间",
    "lies ahead and counts all the same. Was it another time, type that",
)


TOO_EARLY = Text(
    "早于报修时间,没有算数;请填实际时间,报修更早就改「报修时间」",
    "is before the report and wasn't taken. Type when it was; had it been reported before, put Reported right",
)

PLANNED_EARLY = Text(
    "早于报修时间,没有采用;请连年份写,报修更早就改「报修时间」",
    "is before the report and wasn't taken. Type it with its year; had it been reported before, put Reported right",
)

HOURLESS = Text("没写几点;请写成 3/11 14:00", "has no hour. Write it as 3/11 14:00")


def out_of_time(at: datetime, now: datetime, reported: datetime | None) -> bool:
    """Say whether nobody can have meant this time of something that has happened since the report."""
    return lies_ahead(at, now) or comes_first(at, reported)


def comes_first(at: datetime, reported: datetime | None) -> bool:
    """Say whether a time is before the report of what it is about."""
    return reported is not None and at < reported - SLACK


def too_early(column: str, at: datetime, reported: datetime | None) -> Text | None:
    """Say what is wrong with a time before the report, None where it isn't; a visit was never agreed on before it."""
    if column in HAPPENED:
        return TOO_EARLY if comes_first(at, reported) else None
    planned = column == "appointment_at" and reported is not None and at < reported
    return PLANNED_EARLY if planned else None


def hourless(raw: Scalar) -> bool:
    """Say whether a cell holds a day and no hour."""
    return isinstance(raw, (int, float)) and not isinstance(raw, bool) and raw >= 1 and raw % 1 == 0


def lies_ahead(at: datetime, now: datetime) -> bool:
    """Say whether a time is later than anybody who has been there can have meant."""
    return at > now + SLACK


def question(moment: str, why: Text) -> Text:
    """Ask for the time that was meant; after midnight 23:50 alone means this evening's."""
    return Text(f"{moment} {why.zh}", f"{moment} {why.en}")
