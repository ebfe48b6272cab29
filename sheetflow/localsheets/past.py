"""A spreadsheet as it stood at an earlier revision, and what happened to one cell.

The log holds what each revision replaced (commits.py). Going back from the present, the earliest entry after the
revision asked for says how a row, a head or the tags stood then; the orders of rows are turned back one by one.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from sheetflow.localsheets.book import Book, Formula, Row, Sheet, Value
from sheetflow.localsheets.database import Database, Revision, sheet_of
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.stored import ids_of, row_from_text, row_text


class NoSuchRevision(Exception):
    """The spreadsheet never had this revision; its history names those it has."""


@dataclass(frozen=True)
class CellChange:
    """What one revision did to a cell: what it showed before and after, "" for an empty cell.

    Both are the same where only its format, note or validation changed.
    """

    revision: Revision
    before: str
    after: str


def stood(database: Database, present: Book, revision: int) -> Book:
    """Return a spreadsheet as it stood at a revision, everything of it but when it was changed.

    Raises `NoSuchRevision` for one it never had.
    """
    if not 1 <= revision <= present.revision:
        raise NoSuchRevision(
            f"revision {revision}: this spreadsheet has revisions 1 to {present.revision}. "
            "Name one of those; `sheetflow workbook history` lists them."
        )
    past = _Past(database, present)
    for entry in _replaced_after(database.connection, present.id, revision):
        past.turn_back(*entry)
    return past.book(revision)


def _replaced_after(connection: sqlite3.Connection, key: str, revision: int) -> sqlite3.Cursor:
    """Return the log's entries after a revision, the latest first."""
    return connection.execute(
        "SELECT sheet, row, what, before FROM replaced WHERE spreadsheet = ? AND revision > ? "
        "ORDER BY revision DESC, rowid DESC",
        (key, revision),
    )


class _Past:
    """A spreadsheet's stored texts on their way back from the present."""

    def __init__(self, database: Database, present: Book) -> None:
        connection, key = database.connection, present.id
        [(self.head, self.tags)] = connection.execute(
            "SELECT head, tags FROM spreadsheets WHERE id = ?", (key,)
        )
        self.present = present
        self.styles = database.styles(key)
        self.heads: dict[int, str | None] = dict(
            connection.execute("SELECT id, head FROM sheets WHERE spreadsheet = ?", (key,))
        )
        self.orders = {sheet_id: database.order(key, sheet_id) for sheet_id in self.heads}
        self.rows: dict[int, dict[int, str | None]] = {}
        for sheet_id, row_id, cells in connection.execute(
            "SELECT sheet, id, cells FROM rows WHERE spreadsheet = ?", (key,)
        ):
            self.rows.setdefault(sheet_id, {})[row_id] = cells

    def turn_back(self, sheet: int, row: int, what: str, before: str | None) -> None:
        """Put what an entry replaced back in its place."""
        match what:
            case "row":
                self.rows.setdefault(sheet, {})[row] = before
            case "head":
                self.heads[sheet] = before
            case "order":
                self.orders[sheet] = ids_of(before or "[]")
            case "splice":
                at, here, runs = json.loads(before or "")
                self.orders[sheet][at : at + here] = ids_of(json.dumps(runs))
            case "tags":
                self.tags = before
            case "book" if before:
                self.head = before

    def book(self, revision: int) -> Book:
        """Return the spreadsheet of the texts."""
        head: Json = json.loads(self.head)
        return Book(
            id=self.present.id,
            properties=head["properties"],
            sheets={sheet_id: self._sheet(sheet_id, revision) for sheet_id in head["sheets"]},
            styles=self.styles,
            named_ranges=head["namedRanges"],
            metadata=json.loads(self.tags),
            revision=revision,
            created_at=self.present.created_at,
            changed_at=self.present.changed_at,
            drive=head.get("drive", {}),
        )

    def _sheet(self, sheet_id: int, revision: int) -> Sheet:
        rows = self.rows.get(sheet_id, {})
        cells = {row_id: text for row_id, text in rows.items() if text is not None}
        head = json.loads(self.heads[sheet_id] or "")
        return sheet_of(sheet_id, head, self.orders[sheet_id], cells, revision)


def anew(past: Book, key: str, at: datetime) -> Book:
    """Return a spreadsheet as it stood as a new one, its title naming the revision; it is shared with nobody."""
    chinese = past.properties["locale"].startswith("zh")
    words = f"修订 {past.revision}" if chinese else f"revision {past.revision}"
    title = f"{past.properties['title']} ({words})"
    for sheet in past.sheets.values():
        sheet.owned = {
            row.id: row for row in sheet.rows if row != Row(row.id, revision=row.revision)
        }
    return replace(
        past,
        id=key,
        properties={**past.properties, "title": title},
        revision=1,
        created_at=at,
        changed_at=at,
        drive={name: past.drive[name] for name in ("comments",) if name in past.drive},
        edited=set(past.sheets),
    )


def changes_of(
    database: Database, present: Book, sheet_id: int, row: int, column: int, limit: int
) -> list[CellChange]:
    """Return what changed a cell, the newest first.

    The row is followed wherever it was moved or sorted to; the column is the one that has this letter, so that a
    column which was put in front of it shows as a change.
    """
    here = present.sheet(sheet_id).rows[row]
    renderer = Renderer(present)
    after, found = row_from_text(here.id, row_text(here), 0), []
    for number, at, actor, acts, text in database.connection.execute(
        "SELECT revision, at, actor, acts, before FROM replaced NATURAL JOIN revisions "
        "WHERE spreadsheet = ? AND sheet = ? AND row = ? AND what = 'row' ORDER BY revision DESC",
        (present.id, sheet_id, here.id),
    ):
        before = row_from_text(here.id, text, 0)
        one, other = (_cell(before, column), _cell(after, column))
        if one != other:
            revision = Revision(number, datetime.fromisoformat(at), actor, tuple(json.loads(acts)))
            shown = [_shown(renderer, *cell) for cell in (one, other)]
            found.append(CellChange(revision, *shown))
            if len(found) == limit:
                break
        after = before
    return found


def writers(
    database: Database, key: str, sheet_id: int, row: Row, column: int | None, *, since: int
) -> list[tuple[int, str]]:
    """Return which revisions after one have changed a cell, or without a column its row, and who made them.

    `row` is the row as it stands.
    """
    found, after = [], row
    for revision, actor, text in database.connection.execute(
        "SELECT revision, actor, before FROM replaced NATURAL JOIN revisions WHERE spreadsheet = ? "
        "AND revision > ? AND sheet = ? AND row = ? AND what = 'row' ORDER BY revision DESC",
        (key, since, sheet_id, row.id),
    ):
        before = row_from_text(row.id, text, 0)
        if column is None or _cell(before, column) != _cell(after, column):
            found.append((revision, actor))
        after = before
    return found


def _cell(row: Row, column: int) -> tuple[Value, int]:
    return row.value(column), row.style(column)


def _shown(renderer: Renderer, value: Value, style: int) -> str:
    return value.text if isinstance(value, Formula) else renderer.formatted(value, style)
