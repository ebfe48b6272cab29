"""Whose work a cell is since a set of edits: what the system alone has reworded since is still the typist's own.

Somebody types 明天10点 and the system writes 2026-03-11 10:00 instead, or somebody pastes rows and the system numbers
them: taking that back is nobody else's loss.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sheetflow.localsheets.book import Row
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.wsgi import SYSTEM


@dataclass(frozen=True)
class Authors:
    """Who has written in a tab since a revision; without one nobody is asked, and anybody may have.

    `own` are revisions that the page which asks has made itself, as `actor`.
    """

    sheets: LocalSheets
    key: str
    sheet: int
    actor: str
    since: int | None
    own: Collection[int]

    def is_own(self, row_id: int, column: int | None = None) -> bool:
        """Say whether since then nobody but the page and the system has changed a cell, or a row without a column."""
        row = self._rows.get(row_id)
        if self.since is None or row is None:
            return False
        written = self.sheets.writers(self.key, self.sheet, row, column, since=self.since)
        return all(
            actor == SYSTEM or (actor == self.actor and revision in self.own)
            for revision, actor in written
        )

    @cached_property
    def _rows(self) -> dict[int, Row]:
        return {row.id: row for row in self.sheets.book(self.key).sheet(self.sheet).rows}
