"""The desk as declared: its notices, its switches, its papers, and what its technicians can repair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from sheetflow.model import Text

#: Who chooses technicians: dispatch suggests and people confirm, dispatch sends, or people choose without a word.
Dispatching: TypeAlias = Literal["suggest", "automatic", "manual"]
DISPATCHING: tuple[Dispatching, ...] = ("suggest", "automatic", "manual")


#: Whether a notice goes out in quiet hours: never, about a critical ticket, or always (docs/decisions/0025).
Urgency: TypeAlias = Literal["never", "critical", "always"]


@dataclass(frozen=True)
class NoticeSpec:
    """A kind of notice: who gets it. `technician` is the ticket's own; what is `urgent` ignores quiet hours."""

    kind: str
    label: Text
    to: tuple[str, ...]
    urgent: Urgency = "never"
    at: time | None = None

    def is_urgent(self, grade: str) -> bool:
        """Say whether one about a ticket of this grade goes out in quiet hours."""
        return self.urgent == "always" or (self.urgent == "critical" and grade == "critical")


#: What a desk may ask for before 已完成 besides WORKFLOW.md's gate: cause and measures (P1 4.5.4, P2 S4; duty 28), and
#: that the customer agreed to the plan (duty 30). docs/decisions/0023.
COMPLETION_WANTS = ("consent", "cause", "measures")


@dataclass(frozen=True)
class PolicySpec:
    """The desk's switches and figures; the comments in sheet_schema.yaml say what each does."""

    triage: Literal["auto", "manual"]
    dispatch: Dispatching
    retry_gap: timedelta
    max_attempts: int
    correction_within: timedelta
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
    completion_wants: tuple[str, ...]
    consumables: tuple[str, ...] = ()


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
