"""What the calculator needs for a book's formulas: each as it reads it, and the cells that they look at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sheetflow.localsheets.a1 import column_letters, quoted
from sheetflow.localsheets.book import Book, Formula, Sheet
from sheetflow.localsheets.formulas.calculator import Place
from sheetflow.localsheets.formulas.kinds import ErrorValue, FormulaError
from sheetflow.localsheets.formulas.known import FILLS, called, needs_calculator
from sheetflow.localsheets.formulas.reading import Unreadable
from sheetflow.localsheets.formulas.references import Reference
from sheetflow.localsheets.formulas.syntax import compiled
from sheetflow.localsheets.formulas.translation import Writer
from sheetflow.localsheets.ranges import Box, box_of

TITLE = re.compile(r"[^\[\]*?:/\\']{1,31}")
"""A tab's name that the calculator takes; another is called by its place."""

LOOKS_ANYWHERE = frozenset({"INDIRECT", "OFFSET"})
PARSE_ERROR = ErrorValue("#ERROR!", "Formula parse error.")


def foreign_cells(sheet: Sheet) -> list[tuple[int, int, str]]:
    """Return the row, column and text of a tab's formulas that need the calculator."""
    found = []
    for index, row in enumerate(sheet.rows):
        if row.formulas and row.foreign is not False:
            here = [
                (index, column, value.text)
                for column, value in enumerate(row.values)
                if isinstance(value, Formula) and needs_calculator(value.text)
            ]
            row.foreign = bool(here)
            found += here
    return found


@dataclass
class Gathering:
    """Gathers one book's job: formulas as the calculator reads them, and the cells that they look at."""

    book: Book
    now: float
    value: Callable[[Sheet, int, int], Any]
    cells: dict[Place, Any] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    failed: dict[Place, ErrorValue] = field(default_factory=dict)
    wanted: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Number the tabs, and find those whose values only the calculator knows."""
        self._seen: set[Box] = set()
        self.sheets = list(self.book.sheets.values())
        self.tabs = [
            one.title if TITLE.fullmatch(one.title) else f"tab {index}"
            for index, one in enumerate(self.sheets)
        ]
        self.index = {one.id: index for index, one in enumerate(self.sheets)}
        self.by_title = {one.title.casefold(): one for one in self.sheets}
        self.tainted = _tainted(self.book, self.by_title)

    def add(self, sheet: Sheet, row: int, column: int, text: str) -> None:
        """Add a cell's formula to the job and what it looks at to what is wanted."""
        self.put((self.index[sheet.id], row, column), sheet, text)

    def put(self, place: Place, sheet: Sheet, text: str) -> None:
        """Add a formula that is read from a tab, wherever it stands."""
        writer = Writer(lambda reference: self._place(sheet, reference), self._named, self.now)
        try:
            fills = not called(text).isdisjoint(FILLS)
            self.formulas[place] = writer.formula(text, fills=fills)
        except Unreadable:
            self.failed[place] = PARSE_ERROR
        except FormulaError as failure:
            self.failed[place] = failure.error
        if not called(text).isdisjoint(LOOKS_ANYWHERE):
            for one in self.sheets:
                self._box(Box(one.id, 0, len(one.rows), 0, len(one.columns)))

    def gather(self) -> None:
        """Enter what the formulas look at, and what that looks at."""
        while self.wanted:
            box = self.wanted.pop()
            sheet, tab = self.book.sheet(box.sheet_id), self.index[box.sheet_id]
            for index in range(box.top, box.bottom):
                row = sheet.rows[index]
                for column in range(box.left, min(box.right, len(row.values))):
                    entered = row.values[column]
                    place = (tab, index, column)
                    if entered is None or place in self.cells or place in self.formulas:
                        continue
                    if isinstance(entered, Formula) and self._goes_along(sheet, entered):
                        self.add(sheet, index, column, entered.text)
                    elif not isinstance(entered, Formula) or place not in self.failed:
                        value = self.value(sheet, index, column)
                        if value is not None:
                            self.cells[place] = value
        self.cells |= self.failed

    def _goes_along(self, sheet: Sheet, entered: Formula) -> bool:
        return sheet.id in self.tainted and (
            needs_calculator(entered.text) or _looks_at(self, sheet, entered)
        )

    def _place(self, sheet: Sheet, reference: Reference) -> str:
        """Write a reference in full, clipped to the grid as a range in Google is."""
        title = reference.title
        there = sheet if title is None else self.by_title.get(title.casefold())
        if there is None:
            raise FormulaError("#REF!", f"Unresolved sheet name '{title}'.")
        first, last = reference.first, reference.last or reference.first
        rows = sorted((_or(first.row, 0), _or(last.row, len(there.rows) - 1)))
        columns = sorted((_or(first.column, 0), _or(last.column, len(there.columns) - 1)))
        if rows[0] >= len(there.rows) or columns[0] >= len(there.columns):
            raise FormulaError("#REF!", "The cell is not on the grid.")
        bottom, right = min(rows[1] + 1, len(there.rows)), min(columns[1] + 1, len(there.columns))
        return self._box(Box(there.id, rows[0], bottom, columns[0], right))

    def _named(self, name: str) -> str:
        for known in self.book.named_ranges:
            if known["name"].casefold() == name.casefold():
                box = box_of(self.book, known["range"])
                return self._box(box.clipped(self.book.sheet(box.sheet_id)))
        raise FormulaError("#NAME?", f"Unknown range name: '{name.upper()}'.")

    def _box(self, box: Box) -> str:
        if box not in self._seen:
            self._seen.add(box)
            self.wanted.append(box)
        tab = quoted(self.tabs[self.index[box.sheet_id]])
        first = f"{tab}!${column_letters(box.left)}${box.top + 1}"
        if (box.height, box.width) == (1, 1):
            return first
        return f"{first}:${column_letters(box.right - 1)}${box.bottom}"


def _or(index: int | None, otherwise: int) -> int:
    return otherwise if index is None else index


def _tainted(book: Book, by_title: dict[str, Sheet]) -> set[int]:
    """Return the tabs with formulas for the calculator, and those whose formulas look at one of them."""
    found = {sheet.id for sheet in book.sheets.values() if foreign_cells(sheet)}
    looked = {sheet.id: _looked_at(book, sheet, by_title) for sheet in book.sheets.values()}
    before = -1
    while before != len(found):
        before = len(found)
        found |= {one for one, others in looked.items() if not others.isdisjoint(found)}
    return found


def _looked_at(book: Book, sheet: Sheet, by_title: dict[str, Sheet]) -> set[int]:
    texts = {
        value.text
        for row in sheet.rows
        if row.formulas
        for value in row.values
        if isinstance(value, Formula)
    }
    return {one for text in texts for one in tabs_of(book, sheet, text, by_title)}


def tabs_of(book: Book, sheet: Sheet, text: str, by_title: dict[str, Sheet]) -> set[int]:
    """Return the tabs that a formula of the small evaluator looks at."""
    formula = compiled(text)
    titles = [reference.title for reference in formula.references]
    named = {
        known["range"].get("sheetId", 0)
        for known in book.named_ranges
        if any(known["name"].casefold() == name.casefold() for name in formula.names)
    }
    others = {by_title[t.casefold()].id for t in titles if t and t.casefold() in by_title}
    return named | others | ({sheet.id} if None in titles else set())


def _looks_at(gathering: Gathering, sheet: Sheet, entered: Formula) -> bool:
    looked = tabs_of(gathering.book, sheet, entered.text, gathering.by_title)
    return not looked.isdisjoint(gathering.tainted)
