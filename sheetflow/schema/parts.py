"""What the schema file declares, as values: tabs, calendars, clocks, levels, the desk's policy, colours and views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from sheetflow.columns import Column, folded
from sheetflow.model import Language, Text, Value
from sheetflow.schema.template import Template

Place: TypeAlias = Literal["front", "settings", "hidden"]


@dataclass(frozen=True)
class Group:
    """Columns that are folded away together."""

    key: str
    label: Text


@dataclass(frozen=True)
class Tab:
    """A tab with its columns in sheet order; `rewritten` when the system writes its whole body anew.

    `frozen` counts the columns that stay in sight, `key_columns` tell its rows apart, `first` are the rows it
    begins with, by column key, a Text where the wording depends on the workbook's language. A row that people type
    gets a number that begins with `numbered`, once all columns in `telling` are filled; "" where they give the key.
    """

    key: str
    label: Text
    place: Place
    columns: tuple[Column, ...]
    key_columns: tuple[str, ...]
    frozen: int = 0
    groups: tuple[Group, ...] = ()
    rewritten: bool = False
    first: tuple[Mapping[str, Value | Text], ...] = ()
    numbered: str = ""
    telling: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """Give a column by its key; an unknown key is a KeyError."""
        return self.by_key[key]

    def by_label(self, header: str) -> str | None:
        """Give the key of the column that a header means, by key, label in either language or alias."""
        return self._by_name.get(folded(header))

    def first_rows(self, language: Language) -> tuple[Mapping[str, Value], ...]:
        """Give the typed values of the rows that a new workbook of this language begins with."""
        return tuple(
            {
                key: cell.of(language) if isinstance(cell, Text) else cell
                for key, cell in row.items()
            }
            for row in self.first
        )

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """Map each column's key to it."""
        return {column.key: column for column in self.columns}

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        return {folded(name): column.key for column in self.columns for name in column.names}


@dataclass(frozen=True)
class CalendarSpec:
    """A calendar as written; `spec` goes to `Calendar.from_spec`."""

    name: str
    label: Text
    spec: Mapping[str, object]


@dataclass(frozen=True)
class Outside:
    """Where a deadline goes that falls outside `calendar`: to its next opening, plus `plus`."""

    calendar: str
    plus: timedelta


@dataclass(frozen=True)
class ClockSpec:
    """A clock: from which stamps it runs, what stops it, in which calendar; its target stands in the levels.

    `prefix` names its columns: `<prefix>_by`, `<prefix>_warn_at`, `<prefix>_met_at`. `pausable` clocks stand still
    in a P status (WORKFLOW.md, clocks, 5); requests of the types in `not_for` have no such clock, nor has what goes a
    way (处理方式) named there while nobody is sent. A stamp of `moot` before the deadline leaves nothing to meet
    (docs/decisions/0019). Only in the statuses of `seen_in` is it coloured, so that a ticket that staff moved on or
    closed while the system was away doesn't stay red (GOOGLE_SHEETS.md "Highlights").
    """

    name: str
    label: Text
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    calendar: str
    prefix: str
    seen_in: tuple[str, ...]
    pausable: bool = False
    not_for: tuple[str, ...] = ()
    moot: tuple[str, ...] = ()
    outside: Outside | None = None

    @cached_property
    def columns(self) -> tuple[str, str, str]:
        """Name its three columns."""
        return self.due, self.warn, self.met

    @cached_property
    def due(self) -> str:
        """Name the column of its deadline."""
        return f"{self.prefix}_by"

    @cached_property
    def warn(self) -> str:
        """Name the hidden column of its warning."""
        return f"{self.prefix}_warn_at"

    @cached_property
    def met(self) -> str:
        """Name the hidden column that says when it was met."""
        return f"{self.prefix}_met_at"


@dataclass(frozen=True)
class Level:
    """A service level: the target of one clock for one grade, or for `any`; None switches the clock off."""

    grade: str
    clock: str
    target: timedelta | None
    warn_percent: int

    @cached_property
    def warns_after(self) -> timedelta:
        """Give the part of the target after which it warns."""
        return (self.target or timedelta(0)) * self.warn_percent / 100


@dataclass(frozen=True)
class Rung:
    """A step of the ladder: so long after a breach these roles are told."""

    after: timedelta
    roles: tuple[str, ...]


@dataclass(frozen=True)
class NoticeSpec:
    """A kind of notice: who gets it. `technician` is the ticket's own; `urgent` ones ignore quiet hours."""

    kind: str
    label: Text
    to: tuple[str, ...]
    urgent: bool = False
    at: time | None = None


@dataclass(frozen=True)
class PolicySpec:
    """The desk's switches and figures; the comments in sheet_schema.yaml say what each does."""

    triage: Literal["auto", "manual"]
    dispatch: Literal["suggest", "automatic"]
    retry_gap: timedelta
    max_attempts: int
    upgrade_floor: timedelta
    one_message_per: timedelta
    hold_after_edit: timedelta
    quiet_from: time
    quiet_to: time
    parts_wait_pauses: bool
    guidance_counts_as_revisit: bool
    second_repair_days: int
    unreachable_close_days: int
    old_parts: bool
    same_region_minutes: int
    charges: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True)
class PapersSpec:
    """The papers that this desk prints, in order, and what is its own on them; without a logo the name stands alone."""

    printed: tuple[str, ...]
    shop: Text
    greeting: Text
    phone: str
    logo: Path | None = None


@dataclass(frozen=True)
class Skill:
    """A kind of product that technicians can repair or not; `words` name it in a type, a model or a fault."""

    key: str
    label: Text
    words: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Give every wording that means this skill in 人员."""
        return (self.key, self.label.zh, self.label.en, *self.words)


@dataclass(frozen=True)
class Highlight:
    """One colour rule: on which columns of a tab, when, and how it looks. Earlier rules win.

    `when` is a formula template; `cell` names a cell that isn't in a column (`last_run`) and then has no columns.
    """

    name: str
    label: Text
    tab: str
    columns: tuple[str, ...]
    when: Template
    fill: str = ""
    text: str = ""
    bold: bool = False
    cell: str = ""


@dataclass(frozen=True)
class FilterView:
    """A filter view shipped with the sheet; without `when` it shows all rows. `sort` is ascending."""

    name: str
    label: Text
    tab: str
    when: Template | None
    sort: tuple[str, ...] = ()


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
