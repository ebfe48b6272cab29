"""The schema's time as declared: calendars, clocks with the columns they stand in, levels and the ladder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from sheetflow.model import Text


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
