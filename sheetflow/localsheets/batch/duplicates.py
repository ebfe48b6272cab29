"""deleteDuplicates and randomizeRange: rows of a range that go or change places as a whole."""

from __future__ import annotations

from random import SystemRandom
from typing import Any

from sheetflow.localsheets.batch.dimensions import span_of
from sheetflow.localsheets.batch.pasting import emptied
from sheetflow.localsheets.batch.sorting import apply_order
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.ranges import Box, box_of, inside
from sheetflow.localsheets.shapes import Json


def delete_duplicates(book: Book, request: Json) -> Json:
    """Take out of a range the rows that show what an earlier one shows; those below move up inside it.

    [documented] Letter case, formats and formulas don't count, only the columns asked for. [assumed] Rows without
    any value there aren't duplicates.
    """
    box = inside(book, request.get("range", {}))
    columns = _compared(book, box, request.get("comparisonColumns", []))
    sheet, of = book.edit(box.sheet_id), Calculation(book, book.changed_at)
    seen: set[tuple[Any, ...]] = set()
    kept: list[int] = []
    gone: list[int] = []
    for row in box.rows:
        shown = tuple(_told_apart(of.value(sheet, row, column)) for column in columns)
        (gone if shown in seen else kept).append(row)
        if any(value is not None for _, value in shown):
            seen.add(shown)
    apply_order(sheet, box, kept + gone)
    emptied(sheet, Box(box.sheet_id, box.bottom - len(gone), box.bottom, box.left, box.right))
    return {"duplicatesRemovedCount": len(gone)} if gone else {}


def _compared(book: Book, box: Box, spans: list[Json]) -> list[int]:
    """Return the columns to compare, all of the range's when none is named."""
    if not spans:
        return list(box.columns)
    columns: list[int] = []
    for span in spans:
        _, rows, start, end = span_of(book, {"sheetId": box.sheet_id, **span})
        if rows or start < box.left or end > box.right:
            raise invalid("comparisonColumns must be columns of the range.")
        columns += range(start, end)
    return columns


def _told_apart(value: Any) -> tuple[str, Any]:
    """Return a value with its kind: 1, TRUE and the text 1 are different."""
    if isinstance(value, str):
        return "text", value.casefold()
    return ("number" if type(value) in (int, float) else type(value).__name__), value


def randomize_range(book: Book, request: Json) -> Json:
    """Put the rows of a range into an order by chance."""
    sheet = book.edit(request.get("range", {}).get("sheetId", 0))
    box = box_of(book, request.get("range", {})).clipped(sheet)
    order = list(box.rows)
    SystemRandom().shuffle(order)
    apply_order(sheet, box, order)
    return {}
