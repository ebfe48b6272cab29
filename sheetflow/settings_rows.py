"""A row of a settings tab: what is wrong with its cells, and the member of staff, region, level or day it means.

look_at_member(cells, sources) -> problems, each with its column; none: member(cells, sources) -> StaffMember
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sheetflow.calendars import DatedHours
from sheetflow.durations import parse_duration
from sheetflow.model import Language, Table, Text, Value
from sheetflow.policy import Policy, Region
from sheetflow.recipients import collectable
from sheetflow.robots import robot_of
from sheetflow.roster import StaffMember, leave_is_clear
from sheetflow.schema import Level, Schema
from sheetflow.switches import switch, switches

#: When a clock warns, in percent of its time, where the level doesn't say (WORKFLOW.md, clock rule 8).
WARN_PERCENT = 75

#: What an empty grade stands for.
EVERY_GRADE = "any"


@dataclass(frozen=True)
class Sources:
    """What policy is read from, and what stands in for a wrong row."""

    schema: Schema
    tables: Mapping[str, Table]
    language: Language
    zone: ZoneInfo
    last: Policy | None = None


@dataclass(frozen=True)
class CellProblem:
    """Why a settings row can't be used: the column, what was found, and what to write."""

    column: str
    found: Text
    remedy: Text


Cells = dict[str, Any]


def word(cells: Cells, column: str) -> str:
    """Give a cell as text, several words between semicolons."""
    found: Value = cells.get(column)
    if isinstance(found, tuple):
        return ";".join(found)
    return "" if found is None else str(found).strip()


def words(cells: Cells, column: str) -> tuple[str, ...]:
    """Give a cell as several words."""
    found = cells.get(column)
    if isinstance(found, tuple):
        return found
    return (str(found),) if found else ()


def number(cells: Cells) -> str:
    """Give the staff number with two digits at least."""
    no = word(cells, "no")
    return no.zfill(2) if no.isdigit() else no


def look_at_member(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a row of staff."""
    if not (word(cells, "no") and word(cells, "name")):
        empty = Text("工号或姓名是空的", "the number or the name is empty")
        yield CellProblem("no", empty, Text("两者都要填", "Fill in both"))
    leave = word(cells, "leave")
    if not leave_is_clear(leave, date(2000, 1, 1)):
        example = "2026-03-10..2026-03-12; 3/15 13:30-18:00"
        write = Text(f"请写成 {example}", f"Write it such as {example}")
        yield CellProblem("leave", Text(f"「{leave}」", f"'{leave}'"), write)


def member(cells: Cells, sources: Sources) -> StaffMember:
    """Give the member of staff of a row that nothing is wrong with."""
    return StaffMember(
        no=number(cells),
        name=word(cells, "name"),
        roles=words(cells, "roles"),
        phone=word(cells, "phone"),
        email=word(cells, "email"),
        bot=word(cells, "bot") if robot_of(word(cells, "bot")) else "",
        skills=words(cells, "skills"),
        regions=words(cells, "regions"),
        shift=word(cells, "shift"),
        leave=word(cells, "leave"),
        active=cells.get("active") is not False,
        notices=switches(words(cells, "notices"), sources.schema.notices),
    )


def look_at_ways(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield why somebody can't be told as was written: no group bot's link, a wish that nobody understands."""
    link, notices = word(cells, "bot"), sources.schema.notices
    if link and robot_of(link) is None:
        # It isn't quoted: whoever has a bot's key can post there.
        found = Text("这不是群机器人的链接", "this is no group bot's link")
        copy = Text(
            "请从企业微信、钉钉或飞书的群设置里复制", "Copy it from WeCom, DingTalk or Feishu"
        )
        yield CellProblem("bot", found, copy)
    for part in words(cells, "notices"):
        kind, wish = switch(part, notices) or ("?", "")
        quoted = Text(f"「{part}」", f"'{part}'")
        if not wish:
            example = notices["clock_warning"].label
            write = Text(
                f"请写 不收、汇总 或 立即,只对一类写「{example.zh}=汇总」",
                f"Write off, digest or at once, or for one kind {example.en}=digest",
            )
            yield CellProblem("notices", quoted, write)
        elif kind and wish == "digest" and not collectable(kind):
            write = Text(
                "这一类等不到汇总:请写 不收 或 立即", "It can't wait: write off or at once"
            )
            yield CellProblem("notices", quoted, write)


def look_at_region(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a row of regions."""
    if not word(cells, "region") or cells.get("minutes") is None:
        missing = Text("没有区域或分钟数", "no region or no minutes")
        yield CellProblem("minutes", missing, Text("请写成 20", "Write it such as 20"))


def region(cells: Cells, sources: Sources) -> Region:
    """Give its region."""
    name, minutes = word(cells, "region"), int(cells["minutes"])
    return Region(name, minutes, words(cells, "aliases"), words(cells, "neighbours"))


def look_at_level(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a row of levels."""
    clock = word(cells, "clock")
    if clock not in {spec.name for spec in sources.schema.clocks}:
        unknown = Text(f"没有时限「{clock}」", f"no clock '{clock}'")
        yield CellProblem("clock", unknown, Text("请从下拉里选", "Choose one from the list"))


def level(cells: Cells, sources: Sources) -> Level:
    """Give its service level."""
    target, percent = word(cells, "target"), cells.get("warn_percent")
    return Level(
        word(cells, "grade") or EVERY_GRADE,
        word(cells, "clock"),
        parse_duration(target) if target else None,
        WARN_PERCENT if percent is None else int(percent),
    )


def look_at_holiday(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a row of holidays."""
    if not (cells.get("date") and word(cells, "calendar")):
        missing = Text("没有日期或日历", "no date or no calendar")
        yield CellProblem("date", missing, Text("两者都要填", "Fill in both"))


def holiday(cells: Cells, sources: Sources) -> tuple[str, DatedHours]:
    """Give the calendar and the day of a row; its hours are for the calendar to judge."""
    day, hours = cells["date"], word(cells, "hours")
    where = f"{sources.schema.tab('holidays').label.of(sources.language)} {day}"
    return word(cells, "calendar"), DatedHours(day, word(cells, "kind"), hours or None, where)
