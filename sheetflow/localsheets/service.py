"""The spreadsheets of one file, held in memory for reading and changed one request at a time."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sheetflow.localsheets.book import Book, Row, Sheet
from sheetflow.localsheets.database import Database, Revision
from sheetflow.localsheets.faults import missing
from sheetflow.localsheets.past import CellChange, anew, changes_of, stood, writers


class LocalSheets:
    """Spreadsheets in one SQLite file; safe to use from several threads.

    `now` is asked for the time of each change and for ``NOW()``; it returns aware datetimes. Raises
    `WorkbookBusy` when another process has the file, `WorkbookUnreadable` for a file of another version.
    """

    def __init__(self, path: Path, *, now: Callable[[], datetime]) -> None:
        """Open the file, making it when it isn't there, and read it whole."""
        self.now = now
        self.kept: frozenset[str] = frozenset()
        self._writing = threading.RLock()
        self._database = Database(path)
        self._books = self._database.load()

    def close(self) -> None:
        """Close the file; the object can't be used afterwards."""
        with self._writing:
            self._database.close()

    def books(self) -> list[Book]:
        """Return all spreadsheets as they stand, the latest changed first."""
        return sorted(self._books.values(), key=lambda book: book.changed_at, reverse=True)

    def book(self, spreadsheet_id: str) -> Book:
        """Return a spreadsheet as it stands: a snapshot that later changes leave alone. 404 if unknown."""
        try:
            return self._books[spreadsheet_id]
        except KeyError:
            raise missing() from None

    def history(self, spreadsheet_id: str, *, limit: int = 100) -> list[Revision]:
        """Return the latest revisions, the newest first."""
        with self._writing:
            return self._database.revisions(spreadsheet_id, limit)

    def changes_of(
        self, spreadsheet_id: str, sheet_id: int, row: int, column: int, *, limit: int = 100
    ) -> list[CellChange]:
        """Return the latest changes of a cell, the newest first; the row is followed wherever it moved."""
        with self._writing:
            book = self.book(spreadsheet_id)
            return changes_of(self._database, book, sheet_id, row, column, limit)

    def writers(
        self, spreadsheet_id: str, sheet_id: int, row: Row, column: int | None, *, since: int
    ) -> list[tuple[int, str]]:
        """Return which revisions after one have changed a cell, or without a column its row, and who made them."""
        with self._writing:
            return writers(self._database, spreadsheet_id, sheet_id, row, column, since=since)

    def restore(self, spreadsheet_id: str, revision: int, *, actor: str) -> Book:
        """Store a spreadsheet as it stood at a revision as a new one; raises `NoSuchRevision`.

        Values, styles, order, tabs, named ranges and metadata are as they were; its title names the revision.
        """
        with self._writing:
            past = stood(self._database, self.book(spreadsheet_id), revision)
            return self.add(lambda key, at: anew(past, key, at), actor=actor, act="restore")

    def add(
        self, make: Callable[[str, datetime], Book], *, actor: str, act: str = "create"
    ) -> Book:
        """Store a new spreadsheet that `make` builds for an id and a time."""
        with self._writing:
            book = make(secrets.token_urlsafe(33), self.now())
            return self._commit(None, book, actor=actor, acts=[act])

    def keep(self, spreadsheet_id: str) -> None:
        """Let nobody delete this spreadsheet through the API: it is the one that is worked in."""
        self.kept |= {spreadsheet_id}

    def remove(self, spreadsheet_id: str, *, actor: str, act: str) -> None:
        """Answer no more for a spreadsheet; what it was stays in the file, with who removed it and when."""
        with self._writing:
            with self.changing(spreadsheet_id, actor=actor, acts=[act]) as draft:
                draft.drive["deleted"] = True
            del self._books[spreadsheet_id]

    @contextmanager
    def changing(self, spreadsheet_id: str, *, actor: str, acts: list[str]) -> Iterator[Book]:
        """Lend a draft; when the block ends without an exception it is stored and becomes what is read.

        `acts` names what is done, for the revision log; the block may add to it.
        """
        with self._writing:
            before = self.book(spreadsheet_id)
            draft = before.draft()
            draft.changed_at = self.now()
            yield draft
            draft.revision = before.revision + 1
            self._commit(before, draft, actor=actor, acts=acts)

    def _commit(self, before: Book | None, after: Book, *, actor: str, acts: list[str]) -> Book:
        if before is None or list(before.sheets) != list(after.sheets):
            after.tabs_revision = after.revision
        for sheet_id in after.edited:
            sheet = after.sheets[sheet_id]
            for row in sheet.owned.values():
                row.revision = after.revision
            old = None if before is None else before.sheets.get(sheet_id)
            if _head_differs(old, sheet) or (sheet.reordered and _newest_gone(sheet)):
                sheet.head_revision = after.revision
            if sheet.reordered:
                sheet.order_revision = after.revision
        after.memo.clear()
        self._database.commit(before, after, actor=actor, acts=acts)
        self._books[after.id] = after
        return after


def _head_differs(old: Sheet | None, new: Sheet) -> bool:
    """Say whether anything of a tab beside its rows has changed."""
    return old is None or (old.properties, old.columns, old.parts) != (
        new.properties,
        new.columns,
        new.parts,
    )


def _newest_gone(sheet: Sheet) -> bool:
    """Say whether rows with the highest ids were deleted: only the head then keeps them from being given again."""
    return max((row.id for row in sheet.rows), default=0) + 1 < sheet.next_row_id
