"""Rows and columns: insert, delete, move, append, hide, resize."""

from __future__ import annotations

from collections.abc import MutableSequence
from dataclasses import replace
from typing import Any

from sheetflow.localsheets.book import PLAIN, Book, Column, Row, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.creation import grow, must_have_room
from sheetflow.localsheets.faults import invalid, unsupported
from sheetflow.localsheets.masks import required
from sheetflow.localsheets.metadata import dimension_box
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.shifting import deleted, inserted, relocated, shift

NARROWEST, LATIN, WIDE, MARGIN = 21, 7, 13, 17
CJK = 0x2E7F


def span_of(book: Book, span: Json) -> tuple[Sheet, bool, int, int]:
    """Return a DimensionRange's tab, whether it means rows, and its bounds on the grid."""
    kind = span.get("dimension")
    if kind not in ("ROWS", "COLUMNS"):
        raise invalid("range.dimension must be ROWS or COLUMNS.")
    sheet = book.sheet(span.get("sheetId", 0))
    size = len(sheet.rows) if kind == "ROWS" else len(sheet.columns)
    start, end = span.get("startIndex", 0), span.get("endIndex", size)
    if not 0 <= start <= size or start > end:
        raise invalid(f"range.startIndex[{start}] is not on the grid of {size} {kind.lower()}.")
    return sheet, kind == "ROWS", start, end


def insert_dimension(book: Book, request: Json) -> Json:
    """Insert empty rows or columns; formats come from before or, by default, from after."""
    sheet, rows, start, end = span_of(book, request.get("range", {}))
    if end == start:
        raise invalid("range must contain at least one row or column.")
    before = bool(request.get("inheritFromBefore"))
    if before and start == 0:
        raise invalid("inheritFromBefore cannot be true when startIndex is 0.")
    more = (end - start, 0) if rows else (0, end - start)
    must_have_room(book, sheet.id, len(sheet.rows) + more[0], len(sheet.columns) + more[1])
    sheet = book.edit(sheet.id)
    shift(book, sheet, inserted(start, end - start), rows=rows)
    like = start - 1 if before else start
    if rows:
        insert_rows(book, sheet, start, end - start, like=like)
    else:
        _insert_columns(sheet, start, end - start, like=like)
    return {}


def insert_rows(book: Book, sheet: Sheet, at: int, count: int, *, like: int) -> None:
    """Put empty rows before an index, styled like the row at `like` (notes aren't copied)."""
    fresh = sheet.new_rows(count)
    if 0 <= like < len(sheet.rows):
        styles = [_without_note(book, style) for style in sheet.rows[like].styles]
        for row in fresh:
            row.styles = list(styles)
            sheet.owned[row.id] = row
    sheet.rows[at:at] = fresh


def _without_note(book: Book, style: int) -> int:
    known = book.styles.by_id[style]
    if "note" not in known:
        return style
    return book.styles.number({name: value for name, value in known.items() if name != "note"})


def _insert_columns(sheet: Sheet, at: int, count: int, *, like: int) -> None:
    model = sheet.columns[like] if 0 <= like < len(sheet.columns) else Column()
    sheet.columns[at:at] = [replace(model, hidden=False)] * count
    for index, row in enumerate(sheet.rows):
        style = row.style(like)
        if at < len(row.values) or at < len(row.styles) or style != PLAIN:
            mine = sheet.own(index)
            if at < len(mine.values):
                mine.values[at:at] = [None] * count
            if at < len(mine.styles):
                mine.styles[at:at] = [style] * count
            elif style != PLAIN:
                for column in range(at, at + count):
                    mine.put_style(column, style)


def delete_dimension(book: Book, request: Json) -> Json:
    """Delete rows or columns; never all of them."""
    sheet, rows, start, end = span_of(book, request.get("range", {}))
    _must_leave_some(sheet, start, end, rows=rows)
    sheet = book.edit(sheet.id)
    shift(book, sheet, deleted(start, end), rows=rows)
    thaw(sheet, start, end, rows=rows)
    if rows:
        remove_rows(sheet, start, end)
    else:
        remove_columns(sheet, start, end)
    return {}


def thaw(sheet: Sheet, start: int, end: int, *, rows: bool) -> None:
    """Count those rows (columns) as frozen no more that are deleted."""
    frozen = _frozen(sheet, rows=rows)
    gone = max(0, min(end, frozen) - start)
    if gone:
        grid = {**sheet.properties["gridProperties"], _FROZEN[rows]: frozen - gone}
        sheet.properties["gridProperties"] = {name: value for name, value in grid.items() if value}


def _must_leave_some(sheet: Sheet, start: int, end: int, *, rows: bool) -> None:
    """Refuse to delete what isn't there, and all rows (columns) that aren't frozen. [measured] The sentences."""
    size, kind = (len(sheet.rows), "row") if rows else (len(sheet.columns), "column")
    if end > size:
        raise invalid(
            f"Cannot delete a {kind} that doesn't exist. Tried to delete {kind} index {end - 1} "
            f"but there are only {size} {kind}s."
        )
    frozen = _frozen(sheet, rows=rows)
    if end - start >= size:
        raise invalid(f"You can't delete all the {kind}s on the sheet.")
    if start <= frozen and start < end == size:
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {kind}s.")


def _frozen(sheet: Sheet, *, rows: bool) -> int:
    """Return how many rows or columns of a tab are frozen."""
    found: int = sheet.properties.get("gridProperties", {}).get(_FROZEN[rows], 0)
    return found


_FROZEN = {True: "frozenRowCount", False: "frozenColumnCount"}


def remove_rows(sheet: Sheet, start: int, end: int) -> None:
    """Take rows out of the grid; their ids are never used again."""
    del sheet.rows[start:end]
    sheet.reordered = True


def remove_columns(sheet: Sheet, start: int, end: int) -> None:
    """Take columns out of the grid."""
    del sheet.columns[start:end]
    for index, row in enumerate(sheet.rows):
        if start < len(row.values) or start < len(row.styles):
            mine = sheet.own(index)
            del mine.values[start:end]
            del mine.styles[start:end]
            _tidy(mine)


def _tidy(row: Row) -> None:
    """Cut blanks off the ends after cells have gone."""
    if row.values:
        row.put(len(row.values) - 1, row.values[-1])
    if row.styles:
        row.put_style(len(row.styles) - 1, row.styles[-1])


def move_dimension(book: Book, request: Json) -> Json:
    """Move rows or columns before `destinationIndex`, counted before the move."""
    sheet, rows, start, end = span_of(book, request.get("source", {}))
    to = request.get("destinationIndex", 0)
    size = len(sheet.rows) if rows else len(sheet.columns)
    if end > size or not 0 <= to <= size:
        raise invalid(f"destinationIndex[{to}] must lie between 0 and {size}.")
    if start < to < end:
        raise invalid("destinationIndex must not lie inside the source range.")
    if start <= to <= end:
        return {}
    sheet = book.edit(sheet.id)
    shift(book, sheet, relocated(start, end, to), rows=rows)
    if rows:
        _move(sheet.rows, start, end, to)
        sheet.reordered = True
    else:
        _move_columns(sheet, start, end, to)
    return {}


def _move(items: MutableSequence[Any], start: int, end: int, to: int) -> None:
    block = items[start:end]
    del items[start:end]
    target = to if to <= start else to - len(block)
    items[target:target] = block


def _move_columns(sheet: Sheet, start: int, end: int, to: int) -> None:
    _move(sheet.columns, start, end, to)
    first = min(start, to)
    reach = max(end, to)
    for index, row in enumerate(sheet.rows):
        if first < len(row.values) or first < len(row.styles):
            mine = sheet.own(index)
            mine.values.extend([None] * (reach - len(mine.values)))
            mine.styles.extend([PLAIN] * (reach - len(mine.styles)))
            _move(mine.values, start, end, to)
            _move(mine.styles, start, end, to)
            _tidy(mine)


def append_dimension(book: Book, request: Json) -> Json:
    """Add empty rows or columns at the end of the grid."""
    sheet = book.edit(request.get("sheetId", 0))
    length = request.get("length", 0)
    if length < 1:
        raise invalid("length must be greater than 0.")
    if request.get("dimension") == "ROWS":
        grow(book, sheet, rows=len(sheet.rows) + length, columns=0)
    elif request.get("dimension") == "COLUMNS":
        grow(book, sheet, rows=0, columns=len(sheet.columns) + length)
    else:
        raise invalid("dimension must be ROWS or COLUMNS.")
    return {}


def update_dimension_properties(book: Book, request: Json) -> Json:
    """Set width, height or hiding of rows or columns."""
    mask = required(request, "DimensionProperties")
    if "dataSourceSheetRange" in request:
        raise unsupported("dataSourceSheetRange")
    for name in set(mask) - {"pixelSize", "hiddenByUser"}:
        raise unsupported(f"Changing properties.{name}")
    sheet, rows, start, end = span_of(book, request.get("range", {}))
    wanted = request.get("properties", {})
    changes = {}
    if not mask or "pixelSize" in mask:
        changes["size"] = wanted.get("pixelSize")
    if not mask or "hiddenByUser" in mask:
        changes["hidden"] = wanted.get("hiddenByUser", False)
    resize(book.edit(sheet.id), rows, range(start, end), changes)
    return {}


def resize(sheet: Sheet, rows: bool, indices: range, changes: Json) -> None:
    """Apply ``size`` and ``hidden`` to rows or columns."""
    if not rows:
        named = {{"size": "width"}.get(name, name): value for name, value in changes.items()}
        for index in indices[: max(0, len(sheet.columns) - indices.start)]:
            sheet.columns[index] = replace(sheet.columns[index], **named)
        return
    for index in indices[: max(0, len(sheet.rows) - indices.start)]:
        row = sheet.own(index)
        row.height = changes.get("size", row.height)
        row.hidden = changes.get("hidden", row.hidden)


def auto_resize(book: Book, request: Json) -> Json:
    """Fit columns to their longest text, as near as can be said without a font."""
    if "dimensions" not in request:
        raise unsupported("dataSourceSheetDimensions")
    sheet, rows, start, end = span_of(book, request["dimensions"])
    sheet = book.edit(sheet.id)
    if rows:
        resize(sheet, True, range(start, end), {"size": None})
        return {}
    of, renderer = Calculation(book, book.changed_at), Renderer(book)
    box = dimension_box(book, request["dimensions"]).clipped(sheet)
    for column in box.columns:
        texts = (
            renderer.formatted(of.value(sheet, index, column), row.style(column))
            for index, row in enumerate(sheet.rows)
            if row.value(column) is not None
        )
        width = max(map(_pixels, texts), default=0)
        if width:
            resize(sheet, False, range(column, column + 1), {"size": max(NARROWEST, width)})
    return {}


def _pixels(text: str) -> int:
    """Return about how wide a text is shown at ten points: Chinese letters are twice as wide."""
    return (
        max(sum(WIDE if ord(one) > CJK else LATIN for one in line) for line in text.split("\n"))
        + MARGIN
    )
