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
from sheetflow.localsheets.collector import collector_at_rest
from sheetflow.localsheets.commits import Commit
from sheetflow.localsheets.rowlist import Rows
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.stored import ids_of, row_from_text

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
CREATE TABLE IF NOT EXISTS splices (
    spreadsheet TEXT, sheet INTEGER, revision INTEGER, at INTEGER NOT NULL, gone INTEGER NOT NULL,
    here TEXT NOT NULL, PRIMARY KEY (spreadsheet, sheet, revision)
) WITHOUT ROWID;
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
"""`splices` are the changes of a tab's `row_order` since it was last written whole (commits.py)."""

FORMAT = 2
"""The layout of the tables, kept in the file as its user_version. Format 1 had no splices; it is taken over."""

READ = (1, FORMAT)

CACHE = 16_000
"""So many KiB of the file SQLite keeps at hand: a batch writes rows that lie apart, and reads each before it."""


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
            self.connection.execute(f"PRAGMA cache_size = -{CACHE}")
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
        if tables and found not in READ:
            self.connection.close()
            raise WorkbookUnreadable(
                f"{path}: this workbook is of format {found}, this version reads {FORMAT}. "
                "Open it with the version that wrote it, or move the file away."
            )
        if found != FORMAT:
            self.connection.executescript(f"{SCHEMA} PRAGMA user_version = {FORMAT};")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @collector_at_rest()
    def load(self) -> dict[str, Book]:
        """Return every spreadsheet of the file but those deleted."""
        stored = self.connection.execute("SELECT id, head, tags FROM spreadsheets").fetchall()
        heads = [(key, json.loads(head), tags) for key, head, tags in stored]
        return {
            key: self._load_book(key, head, json.loads(tags))
            for key, head, tags in heads
            if not head.get("drive", {}).get("deleted")
        }

    def _load_book(self, key: str, head: Json, tags: list[Json]) -> Book:
        [latest] = self.revisions(key, 1)
        book = Book(
            id=key,
            properties=head["properties"],
            sheets={},
            styles=self.styles(key),
            named_ranges=head["namedRanges"],
            metadata=tags,
            revision=latest.number,
            created_at=datetime.fromisoformat(head["createdAt"]),
            changed_at=latest.at,
            drive=head.get("drive", {}),
            tabs_revision=latest.number,
        )
        self.styles_stored[key] = len(book.styles.by_id)
        for sheet_id in head["sheets"]:
            book.sheets[sheet_id] = self._load_sheet(book, sheet_id)
        return book

    def styles(self, key: str) -> Styles:
        """Return all styles that a spreadsheet ever had."""
        found = self.connection.execute(
            "SELECT id, style FROM styles WHERE spreadsheet = ?", (key,)
        )
        return Styles({number: json.loads(style) for number, style in found})

    def _load_sheet(self, book: Book, sheet_id: int) -> Sheet:
        (head,) = self.connection.execute(
            "SELECT head FROM sheets WHERE spreadsheet = ? AND id = ?", (book.id, sheet_id)
        ).fetchone()
        cells = self.connection.execute(
            "SELECT id, cells FROM rows WHERE spreadsheet = ? AND sheet = ?", (book.id, sheet_id)
        )
        order = self.order(book.id, sheet_id)
        return sheet_of(sheet_id, json.loads(head), order, dict(cells), book.revision)

    def order(self, key: str, sheet_id: int) -> list[int]:
        """Return the ids of a tab's rows from the top."""
        (base,) = self.connection.execute(
            "SELECT row_order FROM sheets WHERE spreadsheet = ? AND id = ?", (key, sheet_id)
        ).fetchone()
        order = ids_of(base)
        for at, gone, here in self.connection.execute(
            "SELECT at, gone, here FROM splices WHERE spreadsheet = ? AND sheet = ? "
            "ORDER BY revision",
            (key, sheet_id),
        ):
            order[at : at + gone] = ids_of(here)
        return order

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
            Commit(self.connection, before, after).store(
                actor=actor, acts=acts, styles_stored=self.styles_stored.get(after.id, 1)
            )
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        self.styles_stored[after.id] = len(after.styles.by_id)


def sheet_of(
    sheet_id: int, head: Json, order: list[int], cells: dict[int, str], revision: int
) -> Sheet:
    """Return a tab from what is stored of it; a row without stored cells is empty."""
    return Sheet(
        id=sheet_id,
        properties=head["properties"],
        rows=Rows([row_from_text(number, cells.get(number), revision) for number in order]),
        columns=[Column(*column) for column in head["columns"]],
        next_row_id=max(head["nextRowId"], max(order, default=0) + 1),
        parts=head["parts"],
        order_revision=revision,
        head_revision=revision,
    )
