"""How one installation runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sheetflow.model import Language
from sheetflow.rounds import Rule
from sheetflow.schema import Schema


@dataclass(frozen=True)
class Office:
    """How this desk runs: its schema, rules, language, zone, and the switches of this installation."""

    schema: Schema
    rules: Sequence[Rule]
    language: Language
    zone: ZoneInfo
    automatic: bool | None = None
    max_changes: int = 500
    desk_url: str = ""
    strict: bool = False
