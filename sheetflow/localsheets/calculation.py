"""The effective value of every cell: what was entered, or what its formula comes to.

Formulas are calculated when somebody reads them, once per revision and moment of recalculation.
`Calculation.value` is all that readers ask: the everyday shapes are calculated here, the rest by `foreign`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sheetflow.localsheets.book import Book, Formula, Sheet
from sheetflow.localsheets.foreign import CIRCULAR, Key, foreign_values, values_beside
from sheetflow.localsheets.formulas.kinds import Area, ErrorValue, FormulaError, none_beside
from sheetflow.localsheets.formulas.known import needs_calculator
from sheetflow.localsheets.formulas.syntax import compiled, value_of
from sheetflow.localsheets.gathering import foreign_cells
from sheetflow.localsheets.inferring import inferred_format
from sheetflow.localsheets.ranges import box_of
from sheetflow.localsheets.serials import serial, wall_time
from sheetflow.localsheets.shapes import Json

EVERY = {"MINUTE": timedelta(minutes=1), "HOUR": timedelta(hours=1)}
TOO_DEEP = 30
NESTED = ErrorValue("#ERROR!", "The formula is nested too deeply.")


def recalculated_at(book: Book, now: datetime) -> datetime:
    """Return when ``NOW()`` was last calculated: at the last change or, by `autoRecalc`, since then.

    [documented] ON_CHANGE recalculates on every change, MINUTE and HOUR also every minute and hour.
    """
    every = EVERY.get(book.properties.get("autoRecalc", "ON_CHANGE"))
    if every is None:
        return book.changed_at
    return max(book.changed_at, now - timedelta(seconds=now.timestamp() % every.total_seconds()))


def calculation(book: Book, now: datetime) -> Calculation:
    """Return the calculation of a book at this moment; the last one is kept with the book."""
    at = recalculated_at(book, now)
    kept = book.memo.get("calculation")
    if isinstance(kept, Calculation) and kept.at == at:
        return kept
    fresh = Calculation(book, at)
    book.memo["calculation"] = fresh
    return fresh


class Calculation:
    """The values of one book at one moment."""

    def __init__(self, book: Book, at: datetime) -> None:
        """Prepare; nothing is calculated before it is asked for."""
        self.book = book
        self.at = at
        self.now = serial(wall_time(at, book.properties["timeZone"]))
        self.by_title = {sheet.title.casefold(): sheet for sheet in book.sheets.values()}
        self.highlights: dict[int, object] = {}
        self._known: dict[Key, Any] = {}
        self._foreign: dict[Key, Any] | None = None
        self._under_way: set[Key] = set()
        self._one_at_a_time = threading.RLock()

    def value(self, sheet: Sheet, row: int, column: int) -> Any:
        """Return a cell's effective value: number, text, boolean, None, or an `ErrorValue`."""
        entered = sheet.rows[row].value(column)
        if entered is None:
            return self.filled(sheet, row, column)
        if not isinstance(entered, Formula):
            return entered
        key = (sheet.id, row, column)
        if key not in self._known:
            with self._one_at_a_time:
                self._calculate(_Deeper(sheet, key, entered))
        return self._known[key]

    def filled(self, sheet: Sheet, row: int, column: int) -> Any:
        """Return what a formula's array puts into a cell in which nothing is entered, else None."""
        return self.foreign.get((sheet.id, row, column)) if sheet.id in self.with_foreign else None

    def reach(self, sheet: Sheet, row: int) -> int:
        """Return how many cells of a row, from its first, may have a value."""
        entered = len(sheet.rows[row].values)
        if sheet.id not in self.with_foreign:
            return entered
        return max(entered, self.filled_to.get((sheet.id, row), 0))

    @cached_property
    def filled_to(self) -> dict[tuple[int, int], int]:
        """Return by tab and row how far arrays reach."""
        found: dict[tuple[int, int], int] = {}
        for sheet_id, row, column in self.foreign:
            found[sheet_id, row] = max(found.get((sheet_id, row), 0), column + 1)
        return found

    def inferred(self, sheet: Sheet, row: int, column: int) -> Json:
        """Return the format that a formula brings to a cell without one, also to those that its array fills."""
        there = sheet.rows[row]
        entered = there.value(column)
        if not isinstance(entered, Formula) and (entered or sheet.id not in self.with_foreign):
            return {}
        style = self.book.styles.by_id[there.style(column)]
        if "numberFormat" in style.get("userEnteredFormat", {}):
            return {}
        if isinstance(entered, Formula):
            return inferred_format(self.book, sheet, entered.text)
        text, beside = self.filled_by.get((sheet.id, row, column), ("", 0))
        return inferred_format(self.book, sheet, text, beside=beside) if text else {}

    @cached_property
    def filled_by(self) -> dict[Key, tuple[str, int]]:
        """Return for each cell that an array fills its formula, and how many columns beside it the cell is."""
        found: dict[Key, tuple[str, int]] = {}
        for sheet_id in self.with_foreign:
            for row, column, text in foreign_cells(self.book.sheets[sheet_id]):
                beside = 0
                while (sheet_id, row, column + beside) in self.foreign:
                    below = 0
                    while (key := (sheet_id, row + below, column + beside)) in self.foreign:
                        found.setdefault(key, (text, beside))
                        below += 1
                    beside += 1
        return found

    @cached_property
    def with_foreign(self) -> frozenset[int]:
        """Return the tabs that have formulas for the calculator."""
        return frozenset(one.id for one in self.book.sheets.values() if foreign_cells(one))

    def beside(self, sheet: Sheet, texts: list[str]) -> list[Any]:
        """Return what formulas for the calculator come to that are read from a tab but stand in no cell."""
        filled = self.foreign if self.with_foreign else {}
        return values_beside(self.book, self.now, self.value, filled, sheet=sheet, texts=texts)

    @property
    def foreign(self) -> dict[Key, Any]:
        """Return what comes from the calculator; calculated when first asked for, by one thread."""
        with self._one_at_a_time:
            if self._foreign is None:
                self._foreign = foreign_values(self.book, self.now, self.value)
            return self._foreign

    def _calculate(self, wanted: _Deeper) -> None:
        """Calculate a cell; before it, those of a long chain of cells that it hangs on."""
        if self._under_way:
            self._known[wanted.key] = self._calculated(wanted.sheet, wanted.key, wanted.entered)
            return
        chain = [wanted]
        while chain:
            last = chain[-1]
            try:
                self._known[last.key] = self._calculated(last.sheet, last.key, last.entered)
                chain.pop()
            except _Deeper as deeper:
                if any(one.key == deeper.key for one in chain):
                    self._known[deeper.key] = CIRCULAR
                else:
                    chain.append(deeper)

    def _calculated(self, sheet: Sheet, key: Key, entered: Formula) -> Any:
        if needs_calculator(entered.text):
            return self.foreign.get(key)
        if key in self._under_way:
            return CIRCULAR
        if len(self._under_way) > TOO_DEEP:
            raise _Deeper(sheet, key, entered)
        self._under_way.add(key)
        try:
            value = value_of(compiled(entered.text), SheetScope(self, sheet, at=key[1:]))
        except FormulaError as failure:
            return failure.error
        except RecursionError:
            return NESTED
        finally:
            self._under_way.discard(key)
        return _whole(value)


class _Deeper(Exception):
    """A cell that is to be calculated first: too many others wait for it to go on from here."""

    def __init__(self, sheet: Sheet, key: Key, entered: Formula) -> None:
        """Keep which cell it is."""
        super().__init__()
        self.sheet, self.key, self.entered = sheet, key, entered


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


class SheetScope:
    """What formulas of one tab see (`Scope`)."""

    def __init__(self, of: Calculation, sheet: Sheet, *, at: tuple[int, int] | None = None) -> None:
        """Look at a calculation from a tab, and from a formula's own cell where it has one."""
        self.of = of
        self.at = at
        self.sheet = sheet
        self.now = of.now
        self.rows, self.width = sheet.rows, len(sheet.columns)
        self.has_arrays = sheet.id in of.with_foreign

    def cell(self, title: str | None, row: int, column: int) -> Any:
        """Return a cell's value; raises `FormulaError` when it shows an error or isn't on the grid."""
        if title is None and 0 <= row < len(self.rows) and 0 <= column < self.width:
            values = self.rows[row].values
            entered = values[column] if column < len(values) else None
            if not isinstance(entered, Formula) and not (entered is None and self.has_arrays):
                return entered
        sheet = self.sheet if title is None else self._titled(title)
        if not (0 <= row < len(sheet.rows) and 0 <= column < len(sheet.columns)):
            raise FormulaError("#REF!", "The cell is not on the grid.")
        return _sound(self.of.value(sheet, row, column))

    def area(
        self,
        title: str | None,
        top: int | None,
        bottom: int | None,
        left: int | None,
        right: int | None,
    ) -> Area:
        """Return the values of a range, inclusive bounds, clipped to the grid."""
        sheet = self.sheet if title is None else self._titled(title)
        rows = range(
            top or 0, len(sheet.rows) if bottom is None else min(bottom + 1, len(sheet.rows))
        )
        columns = range(
            left or 0, len(sheet.columns) if right is None else min(right + 1, len(sheet.columns))
        )

        def read() -> list[list[Any]]:
            return [
                [_sound(self.of.value(sheet, row, column)) for column in columns] for row in rows
            ]

        return Area(read, self._beside(sheet, rows, columns))

    def _beside(self, sheet: Sheet, rows: range, columns: range) -> Callable[[], Any] | None:
        """Return what reads the cell of a single column or row that is beside the formula."""
        if self.at is None or len(rows) * len(columns) == 1:
            return None
        row, column = self.at
        if len(columns) == 1 and row in rows:
            return lambda: _sound(self.of.value(sheet, row, columns[0]))
        if len(rows) == 1 and column in columns:
            return lambda: _sound(self.of.value(sheet, rows[0], column))
        return none_beside

    def named(self, name: str) -> Any:
        """Return a named range's area; an unknown name is #NAME?."""
        for known in self.of.book.named_ranges:
            if known["name"].casefold() == name.casefold():
                box = box_of(self.of.book, known["range"])
                title = self.of.book.sheet(box.sheet_id).title
                return self.area(title, box.top, box.bottom - 1, box.left, box.right - 1)
        raise FormulaError("#NAME?", f"Unknown range name: '{name.upper()}'.")

    def _titled(self, title: str) -> Sheet:
        sheet = self.of.by_title.get(title.casefold())
        if sheet is None:
            raise FormulaError("#REF!", f"Unresolved sheet name '{title}'.")
        return sheet


def _sound(value: Any) -> Any:
    if isinstance(value, ErrorValue):
        raise FormulaError(value.shown, value.message)
    return value
