"""sheet_schema.yaml as checked values: what the sheet looks like, and the desk's calendars, clocks and policy.

schema = load(Path("sheet_schema.yaml"), profile="stove")
schema.tab("tickets").column("status").label.zh -> "状态"
"""

from sheetflow.columns import Choice, Column, folded
from sheetflow.schema.documents import PAPERS, PICTURES
from sheetflow.schema.loader import load, load_calendars
from sheetflow.schema.parts import (
    DISPATCHING,
    CalendarSpec,
    ClockSpec,
    Dispatching,
    FilterView,
    Group,
    Highlight,
    Level,
    NoticeSpec,
    Outside,
    PapersSpec,
    PolicySpec,
    Profile,
    Rung,
    Schema,
    Skill,
    Tab,
)
from sheetflow.schema.template import Template

__all__ = [
    "DISPATCHING",
    "PAPERS",
    "PICTURES",
    "CalendarSpec",
    "Choice",
    "ClockSpec",
    "Column",
    "Dispatching",
    "FilterView",
    "Group",
    "Highlight",
    "Level",
    "NoticeSpec",
    "Outside",
    "PapersSpec",
    "PolicySpec",
    "Profile",
    "Rung",
    "Schema",
    "Skill",
    "Tab",
    "Template",
    "folded",
    "load",
    "load_calendars",
]
