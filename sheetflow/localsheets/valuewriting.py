"""Writing values: spreadsheets.values update, append, clear and their batch forms."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sheetflow.localsheets.a1 import column_letters, written
from sheetflow.localsheets.book import Book, Row, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.creation import grow
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.parsing import Typed, as_percent, raw, typed_json
from sheetflow.localsheets.prototext import prototext
from sheetflow.localsheets.ranges import Box
from sheetflow.localsheets.serials import wall_time
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.values import exceeds, starts_on

Lines = list[list[Any]]
NO_VALUES = (list, dict)


class Written(NamedTuple):
    """What a write did: the rectangle it covered and which cells of it were written."""

    box: Box
    cells: list[tuple[int, int]]

    def counts(self) -> tuple[int, int, int]:
        """Return how many rows, columns and cells were written."""
        if len(self.cells) == 1:
            return 1, 1, 1
        rows = {row for row, _ in self.cells}
        columns = {column for _, column in self.cells}
        return len(rows), len(columns), len(self.cells)


class ValueWriter:
    """Enters values into one draft as RAW or USER_ENTERED."""

    def __init__(self, of: Calculation, option: str | None) -> None:
        """Prepare; without an input option Google refuses."""
        if option not in ("RAW", "USER_ENTERED"):
            raise invalid("'valueInputOption' is required but not specified")
        self.of = of
        self.book: Book = of.book
        self._put = self.type_into if option == "USER_ENTERED" else _put_raw
        self.today: date = wall_time(of.at, self.book.properties["timeZone"]).date()
        self.locale: str = self.book.properties["locale"]

    def update(self, box: Box, values: Lines, *, by_columns: bool = False) -> Written:
        """Write lines from a rectangle's first cell; a single cell lets them reach on.

        null skips a cell, "" empties it; 400 for what would fall outside the range or the grid.
        """
        lines = _turned(values) if by_columns else values
        sheet = self.book.sheet(box.sheet_id)
        if not starts_on(sheet, box):
            raise exceeds(self.of, box)
        if len(lines) == 1 == len(lines[0]) and box.is_cell:
            return self.enter(box, lines)
        height, width = len(lines), max(map(len, lines), default=0)
        bottom, right = box.top + height, box.left + width
        if not box.is_cell:
            _within(self.book, box.clipped(sheet), height, width)
        covered = Box(box.sheet_id, box.top, bottom, box.left, right)
        if bottom > len(sheet.rows) or right > len(sheet.columns):
            raise exceeds(self.of, covered)
        return self.enter(covered, lines)

    def enter(self, box: Box, lines: Lines) -> Written:
        """Write lines over a rectangle that lies on the grid."""
        sheet, put = self.book.edit(box.sheet_id), self._put
        cells = []
        for index, line in enumerate(lines, box.top):
            row = sheet.own(index)
            for column, value in enumerate(line, box.left):
                if value is not None:
                    if isinstance(value, NO_VALUES):
                        place = f"[{index - box.top}][{column - box.left}]"
                        raise invalid(f"Invalid values{place}: {prototext(value)}")
                    put(row, column, value)
                    cells.append((index, column))
        return Written(box, cells)

    def type_into(self, row: Row, column: int, value: Any) -> None:
        """Enter a value as if typed; a plain cell takes the number format that typing brings."""
        style = self.book.styles.by_id[row.style(column)]
        number_format = style.get("userEnteredFormat", {}).get("numberFormat", {})
        entered = typed_json(
            value,
            locale=self.locale,
            today=self.today,
            as_text=number_format.get("type") == "TEXT",
        )
        if number_format.get("type") == "PERCENT" and isinstance(value, str):
            entered = as_percent(entered)
        row.put(column, entered.value)
        if (entered.kind and not number_format) or entered.link:
            row.put_style(column, self.book.styles.number(_restyled(style, entered)))

    def append(
        self, box: Box, values: Lines, *, by_columns: bool, insert: bool
    ) -> tuple[Box | None, Written]:
        """Write lines below the table found in a range; return the table, if any, and the write."""
        lines = _turned(values) if by_columns else values
        sheet = self.book.edit(box.sheet_id)
        table = table_in(sheet, box.clipped(sheet))
        top = table.bottom if table else box.top
        left = table.left if table else box.left
        width = max(map(len, lines), default=0)
        if insert and top < len(sheet.rows):
            sheet.rows[top:top] = sheet.new_rows(len(lines))
        grow(self.book, sheet, rows=top + len(lines), columns=left + width)
        covered = Box(sheet.id, top, top + len(lines), left, left + width)
        return table, self.enter(covered, lines)


def _put_raw(row: Row, column: int, value: Any) -> None:
    row.put(column, raw(value))


def clear(book: Book, box: Box) -> Box:
    """Empty a rectangle's values; formats, notes and validation stay. Return what was cleared."""
    sheet = book.edit(box.sheet_id)
    box = box.clipped(sheet)
    for index in box.rows:
        if any(value is not None for value in sheet.rows[index].values[box.left : box.right]):
            row = sheet.own(index)
            for column in box.columns:
                row.put(column, None)
    return box


def table_in(sheet: Sheet, box: Box) -> Box | None:
    """Return the lowest table that a range touches: cells with values, grown while any lie next to it."""
    start = _lowest(sheet, box)
    if start is None:
        return None
    top, left = start
    table = Box(sheet.id, top, top + 1, left, left + 1)
    while True:
        wider = _wider(sheet, table)
        if wider == table:
            return table
        table = wider


def _lowest(sheet: Sheet, box: Box) -> tuple[int, int] | None:
    for index in reversed(box.rows):
        for column, value in enumerate(sheet.rows[index].values[box.left : box.right]):
            if value is not None:
                return index, box.left + column
    return None


def _wider(sheet: Sheet, box: Box) -> Box:
    """Return the rectangle grown to each side where the neighbouring row or column has a value."""
    top, bottom, left, right = box.top, box.bottom, box.left, box.right
    around = slice(max(0, left - 1), right + 1)

    def filled(index: int) -> bool:
        return any(value is not None for value in sheet.rows[index].values[around])

    while top > 0 and filled(top - 1):
        top -= 1
    while bottom < len(sheet.rows) and filled(bottom):
        bottom += 1
    used = {
        column
        for row in sheet.rows[max(0, top - 1) : bottom + 1]
        for column, value in enumerate(row.values)
        if value is not None
    }
    while left - 1 in used:
        left -= 1
    while right in used:
        right += 1
    return Box(box.sheet_id, top, bottom, left, right)


def _within(book: Book, box: Box, height: int, width: int) -> None:
    place = f"Requested writing within range [{written(book, box)}], but tried writing to"
    if height > box.height:
        raise invalid(f"{place} row [{box.bottom + 1}]")
    if width > box.width:
        raise invalid(f"{place} column [{column_letters(box.right)}]")


def _restyled(style: Json, entered: Typed) -> Json:
    format_ = dict(style.get("userEnteredFormat", {}))
    if entered.kind and "numberFormat" not in format_:
        format_["numberFormat"] = {"type": entered.kind, "pattern": entered.pattern}
    if entered.link:
        format_["textFormat"] = {**format_.get("textFormat", {}), "link": {"uri": entered.link}}
    return {**style, "userEnteredFormat": format_}


def _turned(values: Lines) -> Lines:
    """Return columns as rows; a short column leaves the cells below it alone."""
    height = max(map(len, values), default=0)
    return [
        [line[place] if place < len(line) else None for line in values] for place in range(height)
    ]
