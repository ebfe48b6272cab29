"""What the doctor finds: where, what, what to do, and how bad it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from sheetflow.model import Language, Text

#: `ok`: as it should be. `note`: good to know. `warning`: something will go wrong, or does for somebody. `fault`:
#: something stands still.
Level: TypeAlias = Literal["ok", "note", "warning", "fault"]
LEVELS: tuple[Level, ...] = ("ok", "note", "warning", "fault")

#: What is looked at, by section and in the order in which it is told.
SECTIONS: Mapping[str, tuple[Text, tuple[str, ...]]] = MappingProxyType(
    {
        "connection": (
            Text("连接", "Connection"),
            ("credentials", "rights", "access", "writing", "copy", "clock", "quota"),
        ),
        "file": (Text("文件", "File"), ("zone", "locale", "recalculation", "token")),
        "columns": (Text("页签和列", "Tabs and columns"), ("tabs", "headers", "tags")),
        "rows": (
            Text("行", "Rows"),
            ("missing", "renumbered", "duplicates", "keyless", "formulas"),
        ),
        "looks": (
            Text("下拉、颜色、保护", "Drop-downs, colours, protection"),
            ("drop_downs", "highlights", "protection", "views"),
        ),
        "size": (Text("大小", "Size"), ("cells", "tickets", "bytes", "metadata")),
        "work": (Text("运行", "Work"), ("ledger", "lease", "cycles", "pings", "archive")),
    }
)

#: Which section each check belongs to.
SECTION_OF: Mapping[str, str] = MappingProxyType(
    {check: section for section, (_, checks) in SECTIONS.items() for check in checks}
)

_ORDER: Mapping[str, int] = MappingProxyType({check: at for at, check in enumerate(SECTION_OF)})
_NOTHING = Text("", "")


def alike(text: str) -> Text:
    """Give a word that is the same in every language: a cell, a path."""
    return Text(text, text)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: `check` names what was looked at."""

    check: str
    level: Level
    where: Text
    found: Text
    remedy: Text = _NOTHING

    @property
    def section(self) -> str:
        """Give the section under which it is told."""
        return SECTION_OF[self.check]

    def sentence(self, language: Language) -> str:
        """Say it in a line.

        Finding("zone", "fault", alike("工单"), Text("时区不对", "the zone is wrong"), …) -> 工单:时区不对。请…
        """
        where, found, remedy = (said.of(language) for said in (self.where, self.found, self.remedy))
        if language == "zh":
            return f"{where}:{found}" + (f"。{remedy}" if remedy else "")
        return f"{where}: {found}." + (f" {remedy}." if remedy else "")


def worst(findings: Iterable[Finding]) -> Level:
    """Give the worst level among findings; `ok` where there is none."""
    return max((one.level for one in findings), key=LEVELS.index, default="ok")


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings as they are told: by section and check, the worst of each first."""
    return sorted(findings, key=lambda one: (_ORDER[one.check], -LEVELS.index(one.level)))
