"""findReplace.

[measured] The replacement is parsed like typing. [documented] `matchCase` is off by default; counts of 0 are
absent from the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sheetflow.localsheets.book import Book, Formula, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.ranges import Box, box_of, whole
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.valuewriting import ValueWriter


@dataclass
class Count:
    """What was changed, for the answer."""

    values: int = 0
    formulas: int = 0
    occurrences: int = 0
    rows: set[tuple[int, int]] = field(default_factory=set)

    def answered(self) -> Json:
        """Return the FindReplaceResponse."""
        answer = {
            "valuesChanged": self.values,
            "formulasChanged": self.formulas,
            "rowsChanged": len(self.rows),
            "sheetsChanged": len({sheet for sheet, _ in self.rows}),
            "occurrencesChanged": self.occurrences,
        }
        return {name: number for name, number in answer.items() if number}


def find_replace(book: Book, request: Json) -> Json:
    """Replace a text in a range, a tab or all tabs."""
    finder = _Finder(book, request)
    for box in _boxes(book, request):
        sheet = book.edit(box.sheet_id)
        for index in box.rows:
            for column in range(box.left, min(box.right, len(sheet.rows[index].values))):
                finder.replace(sheet, index, column)
    return finder.count.answered()


def _boxes(book: Book, request: Json) -> list[Box]:
    if "range" in request:
        box = box_of(book, request["range"])
        return [box.clipped(book.sheet(box.sheet_id))]
    if "sheetId" in request:
        return [whole(book.sheet(request["sheetId"]))]
    if request.get("allSheets"):
        return [whole(sheet) for sheet in book.sheets.values()]
    raise invalid("One of range, sheetId, allSheets must be set.")


class _Finder:
    """Finds and replaces in one cell after another."""

    def __init__(self, book: Book, request: Json) -> None:
        self.writer = ValueWriter(Calculation(book, book.changed_at), "USER_ENTERED")
        self.renderer = Renderer(book)
        self.with_formulas = bool(request.get("includeFormulas"))
        self.count = Count()
        text = request.get("find", "")
        if not text:
            raise invalid("find must not be empty.")
        by_pattern = bool(request.get("searchByRegex"))
        pattern = text if by_pattern else re.escape(text)
        if request.get("matchEntireCell"):
            pattern = rf"\A(?:{pattern})\Z"
        try:
            self.pattern = re.compile(pattern, 0 if request.get("matchCase") else re.IGNORECASE)
        except re.error as fault:
            raise invalid(f"find: {text!r} is not a regular expression: {fault}") from None
        new = request.get("replacement", "")
        self.new = re.sub(r"\$(\d)", r"\\\1", new) if by_pattern else new.replace("\\", r"\\")

    def replace(self, sheet: Sheet, index: int, column: int) -> None:
        """Replace in one cell; a formula only when formulas are asked for."""
        row = sheet.rows[index]
        entered = row.value(column)
        is_formula = isinstance(entered, Formula)
        if entered is None or (is_formula and not self.with_formulas):
            return
        shown = entered.text if isinstance(entered, Formula) else entered
        before = self.renderer.formatted(shown, row.style(column))
        after, times = self.pattern.subn(self.new, before)
        if not times:
            return
        self.writer.type_into(sheet.own(index), column, after)
        self.count.occurrences += times
        self.count.rows.add((sheet.id, index))
        if is_formula:
            self.count.formulas += 1
        else:
            self.count.values += 1
