"""What the making of one paper goes by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sheetflow.books import Entry
from sheetflow.documents.entries import entries
from sheetflow.documents.facts import Facts
from sheetflow.model import Table, Text


@dataclass(frozen=True)
class Job:
    """The ticket's facts, the other tabs as read just now, and the time; `notes` is what the reader has to be told."""

    facts: Facts
    tables: Mapping[str, Table]
    now: datetime
    notes: list[Text] = field(default_factory=list)

    def entries(self, tab: str) -> Iterator[Entry]:
        """Yield the rows of a tab."""
        return entries(self.tables, tab, self.facts.policy)

    def label(self, tab: str, column: str) -> str:
        """Give a column's name in the paper's language."""
        return self.facts.told(self.facts.policy.schema.tab(tab).column(column).label)
