"""Storing one draft as the next revision, with what it replaced.

Only what differs is written. A tab's order of rows is written whole once; afterwards each change of it is a
splice of its own, until there are `SPLICES` of them: an inserted row costs as much in a tab of 50,000 rows as in
one of 50. The log (`replaced`) holds per revision what stood there before:

    what     sheet  row  before
    book     -      -    the spreadsheet's head: properties, tab order, named ranges, what Drive keeps
    tags     -      -    its developer metadata
    head     tab    -    the tab's properties, columns and parts; null: there was no such tab
    order    tab    -    its whole order of rows; null: there was no such tab
    splice   tab    -    [at, how many rows are there now, the runs of ids that were there]
    row      tab    id   the row's cells; null: it was empty or not there
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sheetflow.localsheets.book import Book, Row, Sheet
from sheetflow.localsheets.rowlist import Splice, splice_of
from sheetflow.localsheets.stored import as_text, book_head, row_text, runs_of, sheet_head

if TYPE_CHECKING:
    from collections.abc import Iterable

SPLICES = 64
"""So many splices of a tab are kept before its order is written whole again."""


class Commit:
    """One draft on its way into the file; the caller opens and ends the transaction."""

    def __init__(self, connection: sqlite3.Connection, before: Book | None, after: Book) -> None:
        """Prepare to store `after` in the place of `before`."""
        self.execute = connection.execute
        self.executemany = connection.executemany
        self.before = before
        self.after = after
        self.key = after.id
        self.revision = after.revision

    def store(self, *, actor: str, acts: Iterable[str], styles_stored: int) -> None:
        """Write the revision's entry and everything that differs."""
        after = self.after
        self.execute(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?)",
            (
                self.key,
                self.revision,
                after.changed_at.isoformat(),
                actor,
                as_text(list(dict.fromkeys(acts))),
            ),
        )
        self._store_styles(styles_stored)
        self._store_book()
        for sheet_id in after.edited:
            old = self.before.sheets.get(sheet_id) if self.before else None
            self._store_sheet(old, after.sheets[sheet_id])
        for sheet_id in set(self.before.sheets if self.before else ()) - set(after.sheets):
            self._drop_sheet(sheet_id)

    def _store_styles(self, stored: int) -> None:
        styles = self.after.styles.by_id
        self.executemany(
            "INSERT INTO styles VALUES (?, ?, ?)",
            ((self.key, one, as_text(styles[one])) for one in range(stored, len(styles))),
        )

    def _store_book(self) -> None:
        before, after = self.before, self.after
        if before is None:
            self._replace("book", None)
            self.execute(
                "INSERT INTO spreadsheets VALUES (?, ?, ?)",
                (self.key, book_head(after), as_text(after.metadata)),
            )
            return
        if before.metadata != after.metadata:
            self._replace("tags", as_text(before.metadata))
            self.execute(
                "UPDATE spreadsheets SET tags = ? WHERE id = ?",
                (as_text(after.metadata), self.key),
            )
        if (before.properties, list(before.sheets), before.named_ranges, before.drive) != (
            after.properties,
            list(after.sheets),
            after.named_ranges,
            after.drive,
        ):
            self._replace("book", book_head(before))
            self.execute(
                "UPDATE spreadsheets SET head = ? WHERE id = ?", (book_head(after), self.key)
            )

    def _store_sheet(self, old: Sheet | None, new: Sheet) -> None:
        if old is None or new.fresh:
            if old is not None:
                self._drop_sheet(new.id)
            self._replace("order", None, new.id)
            self._replace("head", None, new.id)
            self._store_whole(new)
            self._store_rows(new, _standing(new, {row.id for row in new.rows}, 0), set())
            return
        if new.head_revision == self.revision:
            self._replace("head", sheet_head(old), new.id)
            self.execute(
                "UPDATE sheets SET head = ? WHERE spreadsheet = ? AND id = ?",
                (sheet_head(new), self.key, new.id),
            )
        if not new.reordered:
            self._store_rows(new, list(new.owned.values()), set())
            return
        splice = splice_of(old.rows, new.rows)
        here = {row.id for row in splice.after}
        gone = {row.id for row in splice.before} - here
        self._store_order(new, splice)
        owned = [row for row in _standing(new, here, old.next_row_id) if row.id not in gone]
        self._store_rows(new, owned, gone)

    def _store_order(self, sheet: Sheet, splice: Splice[Row]) -> None:
        """Write how the order changed, or all of it when that is as short or there are many splices."""
        before = [splice.at, len(splice.after), runs_of(row.id for row in splice.before)]
        self._replace("splice", as_text(before), sheet.id)
        [(kept,)] = self.execute(
            "SELECT count(*) FROM splices WHERE spreadsheet = ? AND sheet = ?",
            (self.key, sheet.id),
        )
        if kept + 1 >= SPLICES or 2 * len(splice.after) > len(sheet.rows):
            self._store_whole(sheet)
            return
        here = as_text(runs_of(row.id for row in splice.after))
        self.execute(
            "INSERT INTO splices VALUES (?, ?, ?, ?, ?, ?)",
            (self.key, sheet.id, self.revision, splice.at, len(splice.before), here),
        )

    def _store_whole(self, sheet: Sheet) -> None:
        """Write a tab's head and order; the head keeps which ids were ever used."""
        order = as_text(runs_of(row.id for row in sheet.rows))
        self.execute(
            "INSERT OR REPLACE INTO sheets VALUES (?, ?, ?, ?)",
            (self.key, sheet.id, sheet_head(sheet), order),
        )
        self._drop_splices(sheet.id)

    def _store_rows(self, sheet: Sheet, rows: list[Row], gone: set[int]) -> None:
        """Write the rows that were changed, and take out those that have left the tab."""
        changed = as_text([*(row.id for row in rows), *gone])
        self.execute(
            "INSERT INTO replaced SELECT ?1, ?2, ?3, changed.value, 'row', rows.cells "
            "FROM json_each(?4) AS changed LEFT JOIN rows "
            "ON rows.spreadsheet = ?1 AND rows.sheet = ?3 AND rows.id = changed.value",
            (self.key, self.revision, sheet.id, changed),
        )
        self.executemany(
            "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)",
            ((self.key, sheet.id, row.id, row_text(row)) for row in rows),
        )
        self.executemany(
            "DELETE FROM rows WHERE spreadsheet = ? AND sheet = ? AND id = ?",
            ((self.key, sheet.id, one) for one in gone),
        )

    def _drop_sheet(self, sheet_id: int) -> None:
        """Take a tab out, its rows, head and order into the log."""
        old = self.before.sheets[sheet_id] if self.before else None
        if old is None:
            return
        self.execute(
            "INSERT INTO replaced SELECT spreadsheet, ?2, sheet, id, 'row', cells FROM rows "
            "WHERE spreadsheet = ?1 AND sheet = ?3",
            (self.key, self.revision, sheet_id),
        )
        self._replace("head", sheet_head(old), sheet_id)
        self._replace("order", as_text(runs_of(row.id for row in old.rows)), sheet_id)
        where = (self.key, sheet_id)
        self.execute("DELETE FROM rows WHERE spreadsheet = ? AND sheet = ?", where)
        self.execute("DELETE FROM sheets WHERE spreadsheet = ? AND id = ?", where)
        self._drop_splices(sheet_id)

    def _drop_splices(self, sheet_id: int) -> None:
        self.execute(
            "DELETE FROM splices WHERE spreadsheet = ? AND sheet = ?", (self.key, sheet_id)
        )

    def _replace(self, what: str, before: str | None, sheet: int | None = None) -> None:
        self.execute(
            "INSERT INTO replaced VALUES (?, ?, ?, NULL, ?, ?)",
            (self.key, self.revision, sheet, what, before),
        )


def _standing(sheet: Sheet, here: set[int], fresh: int) -> list[Row]:
    """Return the rows of a draft to be stored; one with an id from `fresh` on stands only if it is `here`."""
    return [row for row in sheet.owned.values() if row.id < fresh or row.id in here]
