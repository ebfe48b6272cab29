"""pasteData, textToColumns and trimWhitespace: texts that become cells, or are put in order where they are."""

from __future__ import annotations

import csv
import io
import re

from sheetflow.localsheets.batch.tables import cells_of_table
from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.creation import grow
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.ranges import Box, box_of, inside
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.valuewriting import ValueWriter

WITH_VALUES = ("PASTE_NORMAL", "PASTE_VALUES", "PASTE_NO_BORDERS", "PASTE_FORMULA")
DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}
DETECTED = (",", ";", "\t", "|", ".", " ")
"""What AUTODETECT looks for; of two found as often, the first."""


def paste_data(book: Book, request: Json) -> Json:
    """Enter a delimited text, or the table of an HTML text, as if pasted; the grid grows where needed.

    What has only a text has no formats to paste: such types change nothing.
    """
    there = request.get("coordinate", {})
    sheet = book.edit(there.get("sheetId", 0))
    top, left = there.get("rowIndex", 0), there.get("columnIndex", 0)
    if not (0 <= top < len(sheet.rows) and 0 <= left < len(sheet.columns)):
        raise invalid(f"coordinate: row {top}, column {left} is not on the grid.")
    lines = _lines(request)
    if request.get("type", "PASTE_NORMAL") in WITH_VALUES:
        _typed(book, sheet, top, left, lines)
    return {}


def _lines(request: Json) -> list[list[str]]:
    data = request.get("data", "")
    if request.get("html"):
        return cells_of_table(data)
    delimiter = request.get("delimiter", "")
    if not delimiter:
        raise invalid("One of 'delimiter' or 'html' must be set.")
    if len(delimiter) == 1 and delimiter not in '\r\n"':
        return _quoted(data, delimiter)
    return [line.split(delimiter) for line in data.splitlines()]


def _quoted(data: str, delimiter: str) -> list[list[str]]:
    """Return the fields of lines; one in quotes may hold the delimiter and line ends."""
    try:
        return list(csv.reader(io.StringIO(data, newline=""), delimiter=delimiter))
    except csv.Error as fault:
        raise invalid(f"data can't be read: {fault}.") from None


def text_to_columns(book: Book, request: Json) -> Json:
    """Split the texts of one column over the columns beside it; each part is parsed like typing."""
    box = inside(book, request.get("source", {}))
    if box.width != 1:
        raise invalid("source must span exactly one column.")
    sheet = book.edit(box.sheet_id)
    of, renderer = Calculation(book, book.changed_at), Renderer(book)
    shown = {
        row: renderer.formatted(of.value(sheet, row, box.left), sheet.rows[row].style(box.left))
        for row in box.rows
        if sheet.rows[row].value(box.left) is not None
    }
    delimiter = _delimiter(request, list(shown.values()))
    for row, text in shown.items():
        if delimiter in text:
            _typed(book, sheet, row, box.left, [text.split(delimiter)])
    return {}


def _delimiter(request: Json, texts: list[str]) -> str:
    kind = request.get("delimiterType", "")
    if kind == "CUSTOM":
        if not request.get("delimiter"):
            raise invalid("delimiter is required when delimiterType is CUSTOM.")
        return str(request["delimiter"])
    if kind == "AUTODETECT":
        return max(DETECTED, key=lambda one: sum(one in text for text in texts))
    if kind not in DELIMITERS:
        raise invalid("delimiterType must be set.")
    return DELIMITERS[kind]


def _typed(book: Book, sheet: Sheet, top: int, left: int, lines: list[list[str]]) -> None:
    width = max(map(len, lines), default=0)
    grow(book, sheet, rows=top + len(lines), columns=left + width)
    writer = ValueWriter(Calculation(book, book.changed_at), "USER_ENTERED")
    writer.enter(Box(sheet.id, top, top + len(lines), left, left + width), list(lines))


def trim_whitespace(book: Book, request: Json) -> Json:
    """Cut blanks off both ends of each text in a range, and make one of several inside.

    [documented] What then begins with = stays a text.
    """
    sheet = book.edit(request.get("range", {}).get("sheetId", 0))
    box = box_of(book, request.get("range", {})).clipped(sheet)
    changed = 0
    for index in box.rows:
        for column in box.columns:
            before = sheet.rows[index].value(column)
            if not isinstance(before, str):
                continue
            after = re.sub(r"\s+", " ", before).strip()
            if after != before:
                sheet.own(index).put(column, after or None)
                changed += 1
    return {"cellsChangedCount": changed} if changed else {}
