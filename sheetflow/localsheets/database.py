"""The SQLite file: every spreadsheet's present state and, append-only, what each revision replaced.

A request is one transaction with ``synchronous = FULL``: what was acknowledged survives ``kill
-9`` and a power cut. The connection holds the file exclusively, so that a second process can't
write behind the memory of the first; it is told so by `WorkbookBusy`.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sheetflow.localsheets.book import Book, Column, Sheet, Styles
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.stored import (
    as_text,
    book_head,
    row_from_text,
    row_order,
    row_text,
    sheet_head,
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS spreadsheets (
    id TEXT PRIMARY KEY, head TEXT NOT NULL, tags TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS styles (
    spreadsheet TEXT, id INTEGER, style TEXT NOT NULL, PRIMARY KEY (spreadsheet, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sheets (
    spreadsheet TEXT, id INTEGER, head TEXT NOT NULL, row_order TEXT NOT NULL,
    PRIMARY KEY (spreadsheet, id)
);
CREATE TABLE IF NOT EXISTS rows (
    spreadsheet TEXT, sheet INTEGER, id INTEGER, cells TEXT NOT NULL,
    PRIMARY KEY (spreadsheet, sheet, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revisions (
    spreadsheet TEXT, revision INTEGER, at TEXT NOT NULL, actor TEXT NOT NULL, acts TEXT NOT NULL,
    PRIMARY KEY (spreadsheet, revision)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS replaced (
    spreadsheet TEXT, revision INTEGER, sheet INTEGER, row INTEGER, what TEXT NOT NULL, before TEXT
);
CREATE INDEX IF NOT EXISTS replaced_by_revision ON replaced (spreadsheet, revision);
"""


FORMAT = 1
"""The layout of the tables, kept in the file as its user_version."""


class WorkbookUnreadable(Exception):
    """The file was written by another version of this server; use that version, or move the file away."""


class WorkbookBusy(Exception):
    """Another process has the workbook file open; use it through that process, or stop it first."""


@dataclass(frozen=True)
class Revision:
    """One entry of the revision log: its number, when, who, and the kinds of requests."""

    number: int
    at: datetime
    actor: str
    acts: tuple[str, ...]


class Database:
    """The one connection to the workbook file."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; raises `WorkbookBusy` when another process has it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(
            path, timeout=0.2, check_same_thread=False, isolation_level=None
        )
        try:
            self.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = FULL")
            self._make_tables(path)
        except sqlite3.OperationalError as fault:
            self.connection.close()
            if "locked" not in str(fault):
                raise
            raise WorkbookBusy(
                f"{path}: another process has this workbook open. "
                "Ask that process for it, or stop it first."
            ) from fault
        self.styles_stored: dict[str, int] = {}

    def _make_tables(self, path: Path) -> None:
        [(found,)] = self.connection.execute("PRAGMA user_version").fetchall()
        [(tables,)] = self.connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        if tables and found != FORMAT:
            self.connection.close()
            raise WorkbookUnreadable(
                f"{path}: this workbook is of format {found}, this version reads {FORMAT}. "
                "Open it with the version that wrote it, or move the file away."
            )
        self.connection.executescript(f"{SCHEMA} PRAGMA user_version = {FORMAT};")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def load(self) -> dict[str, Book]:
        """Return every spreadsheet of the file."""
        stored = self.connection.execute("SELECT id, head, tags FROM spreadsheets").fetchall()
        return {
            key: self._load_book(key, json.loads(head), json.loads(tags))
            for key, head, tags in stored
        }

    def _load_book(self, key: str, head: Json, tags: list[Json]) -> Book:
        styles = self.connection.execute(
            "SELECT id, style FROM styles WHERE spreadsheet = ?", (key,)
        )
        book = Book(
            id=key,
            properties=head["properties"],
            sheets={},
            styles=Styles({number: json.loads(style) for number, style in styles}),
            named_ranges=head["namedRanges"],
            metadata=tags,
            revision=head["revision"],
            created_at=datetime.fromisoformat(head["createdAt"]),
            changed_at=datetime.fromisoformat(head["changedAt"]),
            tabs_revision=head["revision"],
        )
        self.styles_stored[key] = len(book.styles.by_id)
        for sheet_id in head["sheets"]:
            book.sheets[sheet_id] = self._load_sheet(book, sheet_id)
        return book

    def _load_sheet(self, book: Book, sheet_id: int) -> Sheet:
        (head_text, order) = self.connection.execute(
            "SELECT head, row_order FROM sheets WHERE spreadsheet = ? AND id = ?",
            (book.id, sheet_id),
        ).fetchone()
        head = json.loads(head_text)
        stored = dict(
            self.connection.execute(
                "SELECT id, cells FROM rows WHERE spreadsheet = ? AND sheet = ?",
                (book.id, sheet_id),
            )
        )
        return Sheet(
            id=sheet_id,
            properties=head["properties"],
            rows=[
                row_from_text(number, stored.get(number), book.revision)
                for start, count in json.loads(order)
                for number in range(start, start + count)
            ],
            columns=[Column(*column) for column in head["columns"]],
            next_row_id=head["nextRowId"],
            parts=head["parts"],
            order_revision=book.revision,
            head_revision=book.revision,
        )

    def revisions(self, spreadsheet: str, limit: int) -> list[Revision]:
        """Return the latest entries of a spreadsheet's revision log, the newest first."""
        found = self.connection.execute(
            "SELECT revision, at, actor, acts FROM revisions WHERE spreadsheet = ? "
            "ORDER BY revision DESC LIMIT ?",
            (spreadsheet, limit),
        )
        return [
            Revision(number, datetime.fromisoformat(at), actor, tuple(json.loads(acts)))
            for number, at, actor, acts in found
        ]

    def commit(self, before: Book | None, after: Book, *, actor: str, acts: list[str]) -> None:
        """Store a draft as the next revision, and what it replaced, in one transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            self._store(before, after, actor=actor, acts=acts)
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.styles_stored[after.id] = len(after.styles.by_id)

    def _store(self, before: Book | None, after: Book, *, actor: str, acts: list[str]) -> None:
        execute = self.connection.execute
        key, revision = after.id, after.revision
        execute(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?)",
            (
                key,
                revision,
                after.changed_at.isoformat(),
                actor,
                as_text(list(dict.fromkeys(acts))),
            ),
        )
        new_styles = range(self.styles_stored.get(key, 1), len(after.styles.by_id))
        self.connection.executemany(
            "INSERT INTO styles VALUES (?, ?, ?)",
            ((key, number, as_text(after.styles.by_id[number])) for number in new_styles),
        )
        self._replace(after, None, None, "book", book_head(before) if before else None)
        tags = as_text(after.metadata)
        if before and before.metadata != after.metadata:
            self._replace(after, None, None, "tags", as_text(before.metadata))
        execute(
            "INSERT OR REPLACE INTO spreadsheets VALUES (?, ?, ?)", (key, book_head(after), tags)
        )
        for sheet_id in after.edited:
            old = before.sheets.get(sheet_id) if before else None
            self._store_sheet(after, old, after.sheets[sheet_id])
        for sheet_id in set(before.sheets if before else ()) - set(after.sheets):
            self._drop_sheet(after, sheet_id)

    def _store_sheet(self, book: Book, old: Sheet | None, new: Sheet) -> None:
        execute = self.connection.execute
        head = sheet_head(new)
        old_head = sheet_head(old) if old else None
        if old is None or new.reordered:
            order = row_order(new.rows)
            self._replace(book, new.id, None, "order", row_order(old.rows) if old else None)
            self._replace(book, new.id, None, "head", old_head)
            execute(
                "INSERT OR REPLACE INTO sheets VALUES (?, ?, ?, ?)", (book.id, new.id, head, order)
            )
        elif head != old_head:
            self._replace(book, new.id, None, "head", old_head)
            execute(
                "UPDATE sheets SET head = ? WHERE spreadsheet = ? AND id = ?",
                (head, book.id, new.id),
            )
        self._store_rows(book, new)

    def _store_rows(self, book: Book, sheet: Sheet) -> None:
        touched = sheet.owned | sheet.removed
        rows = [row for row in sheet.rows if row.id in sheet.owned] if sheet.owned else []
        self.connection.executemany(
            "INSERT INTO replaced SELECT ?, ?, ?, ?, 'row', "
            "(SELECT cells FROM rows WHERE spreadsheet = ? AND sheet = ? AND id = ?)",
            ((book.id, book.revision, sheet.id, one, book.id, sheet.id, one) for one in touched),
        )
        self.connection.executemany(
            "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)",
            ((book.id, sheet.id, row.id, row_text(row)) for row in rows),
        )
        self.connection.executemany(
            "DELETE FROM rows WHERE spreadsheet = ? AND sheet = ? AND id = ?",
            ((book.id, sheet.id, one) for one in sheet.removed),
        )

    def _drop_sheet(self, book: Book, sheet_id: int) -> None:
        where = (book.id, sheet_id)
        log = (book.id, book.revision, sheet_id)
        execute = self.connection.execute
        execute(
            "INSERT INTO replaced SELECT ?, ?, ?, id, 'row', cells FROM rows "
            "WHERE spreadsheet = ? AND sheet = ?",
            log + where,
        )
        execute(
            "INSERT INTO replaced SELECT ?, ?, ?, NULL, 'head', head FROM sheets "
            "WHERE spreadsheet = ? AND id = ?",
            log + where,
        )
        execute(
            "INSERT INTO replaced SELECT ?, ?, ?, NULL, 'order', row_order FROM sheets "
            "WHERE spreadsheet = ? AND id = ?",
            log + where,
        )
        execute("DELETE FROM rows WHERE spreadsheet = ? AND sheet = ?", where)
        execute("DELETE FROM sheets WHERE spreadsheet = ? AND id = ?", where)

    def _replace(
        self, book: Book, sheet: int | None, row: int | None, what: str, before: str | None
    ) -> None:
        self.connection.execute(
            "INSERT INTO replaced VALUES (?, ?, ?, ?, ?, ?)",
            (book.id, book.revision, sheet, row, what, before),
        )
