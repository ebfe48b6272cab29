"""What changed for a page since it last asked, answered from memory.

A cursor is ``start.revision.tick``: which run of this server, the spreadsheet's revision, and how often
something has looked different since the start; colours change with time although no cell does.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.calculation import Calculation, calculation
from sheetflow.localsheets.faults import missing
from sheetflow.localsheets.grid.filtering import rows_of_view
from sheetflow.localsheets.grid.refusals import Words
from sheetflow.localsheets.grid.rows import Looks, TabRows
from sheetflow.localsheets.grid.tabs import tab, tabs_revision
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.stored import as_text, runs_of


@dataclass(frozen=True)
class Cursor:
    """How much a page has seen."""

    revision: int = -1
    tick: int = -1


class GridView:
    """The pages' view of all spreadsheets of a server; safe to use from several threads."""

    def __init__(self, sheets: LocalSheets) -> None:
        """Begin with nothing shown."""
        self.sheets = sheets
        self._start = secrets.token_hex(4)
        self._lock = threading.Lock()
        self._books: dict[str, _Shown] = {}

    def answer(
        self, key: str, sheet_id: int | None, since: str = "", people: Sequence[Json] = ()
    ) -> str:
        """Return as JSON what changed in a tab since a cursor; everything without one.

        ``{"cursor", "revision", "sheet", "title", "tabs"?, "looks"?, "order"?, "filtered"?, "rows": […],
        "people": […]}``: `rows` those that look different, `filtered` those that the basic filter hides. 404 for an
        unknown spreadsheet or tab.
        """
        seen = self._read(since)
        with self._lock:
            book = self.sheets.book(key)
            of = calculation(book, self.sheets.now())
            shown = self._books.setdefault(key, _Shown())
            told = shown.answer(of, _tab(book, sheet_id), seen, self._start)
        return f'{told},"people":{_text(list(people))}}}'

    def rows_of_view(self, key: str, sheet_id: int, view_id: int) -> list[int]:
        """Return the ids of the rows that a filter view of the workbook shows now."""
        book = self.sheets.book(key)
        return rows_of_view(calculation(book, self.sheets.now()), book.sheet(sheet_id), view_id)

    def _read(self, since: str) -> Cursor:
        parts = since.split(".")
        if (
            len(parts) != 3
            or parts[0] != self._start
            or not all(one.isdigit() for one in parts[1:])
        ):
            return Cursor()
        return Cursor(int(parts[1]), int(parts[2]))


def _tab(book: Book, sheet_id: int | None) -> Sheet:
    """Return the tab asked for, the first visible one without a wish."""
    for sheet in book.sheets.values():
        if sheet.id == sheet_id or (sheet_id is None and not sheet.properties.get("hidden")):
            return sheet
    raise missing(Words.of(book).no_tab())


class _Shown:
    """What pages have been shown of one spreadsheet."""

    def __init__(self) -> None:
        self.looks = Looks()
        self.tick = 0
        self.tabs: dict[int, TabRows] = {}

    def answer(self, of: Calculation, sheet: Sheet, seen: Cursor, start: str) -> str:
        """Return the answer without its end, to which the caller adds who else is there."""
        rows = self.tabs.setdefault(sheet.id, TabRows(self.looks))
        if rows.refresh(of, sheet, self.tick + 1):
            self.tick += 1
        book = of.book
        parts = [
            f'"cursor":"{start}.{book.revision}.{self.tick}"',
            f'"revision":{book.revision}',
            f'"sheet":{sheet.id}',
            f'"title":{_text(book.properties["title"])}',
        ]
        if tabs_revision(book) > seen.revision:
            parts.append(f'"tabs":{_text([tab(of, one) for one in book.sheets.values()])}')
        if sheet.order_revision > seen.revision:
            parts.append(f'"order":{as_text(runs_of(row.id for row in sheet.rows))}')
        if rows.filtered_at > seen.tick:
            parts.append(f'"filtered":{as_text(runs_of(rows.filtered))}')
        changed = [
            shown.text
            for shown in map(rows.shown.__getitem__, (row.id for row in sheet.rows))
            if shown.tick > seen.tick
        ]
        if changed:
            parts.append(f'"looks":{_text(self.looks.all)}')
        parts.append(f'"rows":[{",".join(changed)}]')
        return "{" + ",".join(parts)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
