"""Their texts as cells of ours: to the character, but for times and plain figures, which a sheet has to compute with.

"2023-10-01 10:00" in 维修开始时间 -> 45200.4166…        "=SUM(A1)" in 备注 -> "=SUM(A1)", a text
"约两点" in 维修开始时间 -> "约两点"                      "¥180" in 报价 -> "¥180", understood all the same
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sheetflow.cells import decoder, display, encode
from sheetflow.columns import Column
from sheetflow.model import Scalar, Text
from sheetflow.policy import Policy
from sheetflow.serials import plausible

_TIMES = ("date", "datetime", "deadline")
_FIGURES = ("money", "integer", "percent")

_DAY = Column("day", Text("日期", "Day"), "date")
_STAMP = Column("stamp", Text("时刻", "Time"), "datetime")


def reader(column: Column, policy: Policy) -> Callable[[str], Scalar]:
    """Give what turns a text of theirs into the cell of a column of ours, prepared once for many rows."""
    if column.type in _TIMES:
        return lambda text: _time(column, text, policy)
    if column.type in _FIGURES:
        return lambda text: _figure(column, text, policy)
    return lambda text: text


def instant(text: str, policy: Policy) -> datetime | None:
    """Give when a stamp of theirs says; a day without an hour counts from its beginning, in the desk's zone."""
    found = decoder(_STAMP, policy.zone)(text)
    if isinstance(found, datetime):
        return found if _within(found, policy.zone) else None
    day = decoder(_DAY, policy.zone)(text)
    if not isinstance(day, date):
        return None
    beginning = datetime(day.year, day.month, day.day, tzinfo=policy.zone)
    return beginning if _within(beginning, policy.zone) else None


def _within(at: datetime, zone: ZoneInfo) -> bool:
    return 1970 <= at.astimezone(zone).year < 2200


def _time(column: Column, text: str, policy: Policy) -> Scalar:
    value = policy.decoders[column.key](text)
    if not isinstance(value, date):
        return text
    cell = encode(column, value, zone=policy.zone, language=policy.language)
    return cell if isinstance(cell, (int, float)) and plausible(cell) else text


def _figure(column: Column, text: str, policy: Policy) -> Scalar:
    """Give the figure where it shows what the text said, so that nothing of the wording is lost."""
    cell = encode(
        column,
        policy.decoders[column.key](text),
        zone=policy.zone,
        language=policy.language,
    )
    if isinstance(cell, str):
        return text
    return cell if text.strip() in (display(column, cell), f"{cell:g}") else text
