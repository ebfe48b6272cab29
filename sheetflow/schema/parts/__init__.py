"""What the schema file declares, as values: tabs, calendars, clocks, levels, the desk's policy, colours and views."""

from sheetflow.schema.parts.desk import (
    DISPATCHING,
    Dispatching,
    NoticeSpec,
    PapersSpec,
    PolicySpec,
    Skill,
)
from sheetflow.schema.parts.look import FilterView, Highlight
from sheetflow.schema.parts.tab import Group, Place, Tab
from sheetflow.schema.parts.timing import CalendarSpec, ClockSpec, Level, Outside, Rung
from sheetflow.schema.parts.whole import Profile, Schema

__all__ = [
    "DISPATCHING",
    "CalendarSpec",
    "ClockSpec",
    "Dispatching",
    "FilterView",
    "Group",
    "Highlight",
    "Level",
    "NoticeSpec",
    "Outside",
    "PapersSpec",
    "Place",
    "PolicySpec",
    "Profile",
    "Rung",
    "Schema",
    "Skill",
    "Tab",
]
