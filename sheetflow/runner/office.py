"""How one installation runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sheetflow.errors import Problem
from sheetflow.model import Json, Language, Table
from sheetflow.policy import Policy
from sheetflow.rule import Rule
from sheetflow.schema import Dispatching, Schema
from sheetflow.settings_tabs import read_policy, restored

#: The kept document of the settings tabs: as they were last read, and the rows that counted then.
SETTINGS = "settings"


@dataclass(frozen=True)
class Office:
    """How this desk runs: its schema, rules, language, zone, and the switches of this installation."""

    schema: Schema
    rules: Sequence[Rule]
    language: Language
    zone: ZoneInfo
    dispatch: Dispatching | None = None
    max_changes: int = 500
    desk_url: str = ""
    strict: bool = False

    def policy(
        self, tables: Mapping[str, Table], last: Policy | None = None
    ) -> tuple[Policy, tuple[Problem, ...]]:
        """Give the policy as these settings tabs have it, or the last one where they say the same."""
        return read_policy(
            self.schema,
            tables,
            language=self.language,
            zone=self.zone,
            dispatch=self.dispatch,
            last=last,
            desk_url=self.desk_url,
        )

    def last_good(self, kept: Json) -> Policy | None:
        """Give the policy of the settings rows that counted last, of the document kept under `SETTINGS`."""
        good = kept.get("good") if isinstance(kept, Mapping) else None
        return restored(
            self.schema, good, language=self.language, zone=self.zone, dispatch=self.dispatch
        )
