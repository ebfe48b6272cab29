"""Reading values: spreadsheets.values get, batchGet and batchGetByDataFilter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheetflow.localsheets.a1 import written
from sheetflow.localsheets.book import Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.ranges import Box
from sheetflow.localsheets.rendering import Renderer, as_formula
from sheetflow.localsheets.shapes import Json

Line = list[Any]


class ValueReader:
    """Reads values of one book with one request's options.

    `options` are majorDimension, valueRenderOption (FORMATTED_VALUE by default) and dateTimeRenderOption.
    """

    def __init__(self, of: Calculation, options: Any) -> None:
        """Prepare for the options of a query or a body."""
        self.of = of
        self.book = of.book
        self.renderer = Renderer(of.book)
        self.option = options.get("valueRenderOption") or "FORMATTED_VALUE"
        self.by_columns = options.get("majorDimension") == "COLUMNS"
        self.dates_as_text = options.get("dateTimeRenderOption") == "FORMATTED_STRING"

    def value_range(self, box: Box) -> Json:
        """Return a rectangle's ValueRange, clipped to the grid: trailing blanks cut, inner ones ""."""
        sheet = self.book.sheet(box.sheet_id)
        box = on_grid(self.of, box).clipped(sheet)
        read = self._reader(sheet)
        lines = [_cut(read(index, box.left, box.right)) for index in box.rows]
        if self.by_columns:
            lines = _turned(lines)
        while lines and not lines[-1]:
            lines.pop()
        answer: Json = {
            "range": written(self.book, box),
            "majorDimension": "COLUMNS" if self.by_columns else "ROWS",
        }
        if lines:
            answer["values"] = lines
        return answer

    def _reader(self, sheet: Sheet) -> Callable[[int, int, int], Line]:
        """Return what reads one row; rows without formulas need no calculation to be unformatted."""
        rows, value, answered = sheet.rows, self.of.value, self.renderer.answered
        reach, inferred = self.of.reach, self.of.inferred
        filled = self.of.filled_to if sheet.id in self.of.with_foreign else {}

        def as_formulas(index: int, left: int, right: int) -> Line:
            return [as_formula(one) for one in rows[index].values[left:right]]

        def rendered(index: int, left: int, right: int) -> Line:
            row = rows[index]
            return [
                answered(
                    value(sheet, index, column),
                    row.style(column),
                    inferred(sheet, index, column),
                    self.option,
                    dates_as_text=self.dates_as_text,
                )
                for column in range(left, min(right, reach(sheet, index)))
            ]

        def plain(index: int, left: int, right: int) -> Line:
            row = rows[index]
            if row.formulas or (sheet.id, index) in filled:
                return rendered(index, left, right)
            return ["" if one is None else one for one in row.values[left:right]]

        def shown(index: int, left: int, right: int) -> Line:
            row = rows[index]
            if row.formulas or (sheet.id, index) in filled:
                return rendered(index, left, right)
            return self.renderer.line(row, left, right)

        if self.option == "FORMULA":
            return as_formulas
        if self.option == "UNFORMATTED_VALUE" and not self.dates_as_text:
            return plain
        return shown if self.option == "FORMATTED_VALUE" else rendered


def on_grid(of: Calculation, box: Box) -> Box:
    """Return the rectangle; 400 when it starts past the grid's end."""
    if not starts_on(of.book.sheet(box.sheet_id), box):
        raise exceeds(of, box)
    return box


def starts_on(sheet: Sheet, box: Box) -> bool:
    """Say whether a rectangle's first cell lies on the grid."""
    return box.top < len(sheet.rows) and box.left < len(sheet.columns)


def exceeds(of: Calculation, box: Box) -> Exception:
    """Return the 400 for a range past the grid's end."""
    sheet = of.book.sheet(box.sheet_id)
    return invalid(
        f"Range ({written(of.book, box)}) exceeds grid limits. "
        f"Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
    )


def _cut(line: Line) -> Line:
    while line and line[-1] == "":
        line.pop()
    return line


def _turned(lines: list[Line]) -> list[Line]:
    """Return rows as columns."""
    width = max(map(len, lines), default=0)
    columns = [
        [line[place] if place < len(line) else "" for line in lines] for place in range(width)
    ]
    return [_cut(column) for column in columns]
