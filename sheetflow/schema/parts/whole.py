"""The whole declaration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sheetflow.columns import folded
from sheetflow.model import Text
from sheetflow.schema.parts.desk import NoticeSpec, PapersSpec, PolicySpec, Skill
from sheetflow.schema.parts.look import FilterView, Highlight
from sheetflow.schema.parts.tab import Tab
from sheetflow.schema.parts.timing import CalendarSpec, ClockSpec, Level, Rung


@dataclass(frozen=True)
class Profile:
    """A ready set of differences from the base, chosen by SHEETFLOW_PROFILE."""

    name: str
    label: Text


@dataclass(frozen=True)
class Schema:
    """The whole declaration, checked: what a name in it refers to exists."""

    profile: Profile
    profiles: tuple[Profile, ...]
    tabs: tuple[Tab, ...]
    calendars: tuple[CalendarSpec, ...]
    clocks: tuple[ClockSpec, ...]
    levels: tuple[Level, ...]
    ladder: tuple[Rung, ...]
    roles: Mapping[str, Text]
    notices: Mapping[str, NoticeSpec]
    policy: PolicySpec
    papers: PapersSpec
    highlights: tuple[Highlight, ...]
    views: tuple[FilterView, ...]
    max_changes: int
    skills: tuple[Skill, ...] = ()

    def tab(self, key: str) -> Tab:
        """Give a tab by its key; an unknown key is a KeyError."""
        return self._tabs[key]

    def clock(self, name: str) -> ClockSpec:
        """Give a clock by its name; an unknown name is a KeyError."""
        return self._clocks[name]

    def tab_by_label(self, title: str) -> str | None:
        """Give the key of the tab that a title means, by key or label in either language."""
        return self._titles.get(folded(title))

    def level(self, grade: str, clock: str) -> Level | None:
        """Give the level of a grade's clock: its own, else the one for `any` grade, else None."""
        return self._levels.get((grade, clock)) or self._levels.get(("any", clock))

    def label(self, tab: str, column: str, choice: str) -> Text:
        """Give the label of a choice; unknown names are a KeyError."""
        return self.tab(tab).column(column).choice_labels[choice]

    @cached_property
    def _tabs(self) -> Mapping[str, Tab]:
        return {tab.key: tab for tab in self.tabs}

    @cached_property
    def _clocks(self) -> Mapping[str, ClockSpec]:
        return {clock.name: clock for clock in self.clocks}

    @cached_property
    def _levels(self) -> Mapping[tuple[str, str], Level]:
        return {(level.grade, level.clock): level for level in self.levels}

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        names = ((tab, name) for tab in self.tabs for name in (tab.key, tab.label.zh, tab.label.en))
        return {folded(name): tab.key for tab, name in names}
