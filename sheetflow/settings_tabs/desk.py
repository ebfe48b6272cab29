"""The rows of 区域路程, 服务时限 and 节假日: what is wrong with one, the region, level or day that it means."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.calendars import DatedHours
from sheetflow.durations import parse_duration
from sheetflow.levels import EVERY_GRADE
from sheetflow.model import Text
from sheetflow.policy import Policy, Region
from sheetflow.schema import Level
from sheetflow.settings_tabs.cells import CellProblem, Cells, Sources, word, words
from sheetflow.settings_tabs.rows import (
    ALL_ELSE_GOES_ON,
    Findings,
    RowKind,
    by_columns,
    rows_of,
)

#: When a clock warns, in percent of its time, where the level doesn't say (WORKFLOW.md, clock rule 8).
WARN_PERCENT = 75


def look_at_region(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a row of regions."""
    minutes = cells.get("minutes")
    if not word(cells, "region") or minutes is None:
        missing = Text("没有区域或分钟数", "no region or no minutes")
        yield CellProblem(
            "minutes", missing, Text("请填写,分钟数例如 20", "Fill in both, minutes such as 20")
        )


def region(cells: Cells, sources: Sources) -> Region:
    """Give its region."""
    name, minutes = word(cells, "region"), int(cells["minutes"])
    return Region(name, minutes, words(cells, "aliases"), words(cells, "neighbours"))


def strange_neighbours(sources: Sources, policy: Policy, findings: Findings) -> None:
    """Tell the neighbours that are no region of the tab: nobody's way there is the shorter for them."""
    for position, cells in rows_of(sources, REGIONS.tab):
        named = words(cells, "neighbours")
        if strange := [one for one in named if policy.region_named(one) not in policy.regions]:
            found = Text(f"没有区域「{'、'.join(strange)}」", f"no region {', '.join(strange)}")
            remedy = Text("请照「区域」一列写", "Write it as the column Region does")
            problem = CellProblem("neighbours", found, remedy)
            findings.tell(sources, REGIONS.tab, position, problem, ALL_ELSE_GOES_ON)


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


#: What a day of a calendar can't be without.
_OF_A_DAY = (("date", Text("没有日期", "no date")), ("calendar", Text("没有日历", "no calendar")))


def look_at_holiday(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a row of holidays."""
    for column, missing in _OF_A_DAY:
        if not word(cells, column):
            yield CellProblem(column, missing, Text("请填写", "Fill it in"))


def holiday(cells: Cells, sources: Sources) -> tuple[str, DatedHours]:
    """Give the calendar and the day of a row; its hours are for the calendar to judge."""
    day, hours = cells["date"], word(cells, "hours")
    where = f"{sources.schema.tab('holidays').label.of(sources.language)} {day}"
    return word(cells, "calendar"), DatedHours(day, word(cells, "kind"), hours or None, where)


def _level_key(cells: Cells) -> tuple[str, str]:
    return (word(cells, "grade") or EVERY_GRADE, word(cells, "clock"))


REGIONS = RowKind(
    "regions", look_at_region, region, by_columns("region"), lambda policy: policy.regions
)
LEVELS = RowKind(
    "levels", look_at_level, level, _level_key, lambda policy: policy.levels, wait=True
)
#: A wrong holiday has no last good version of its own: its calendar has (see `reading._calendars`).
HOLIDAYS = RowKind(
    "holidays", look_at_holiday, holiday, by_columns("date", "calendar"), lambda policy: {}
)
