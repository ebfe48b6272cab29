"""copyPaste and cutPaste: cells from one place to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sheetflow.localsheets.batch.merging import copy_merges
from sheetflow.localsheets.batch.rulecopies import copy_rules
from sheetflow.localsheets.book import PLAIN, Book, Formula, Row, Sheet, Value
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.faults import invalid, unsupported
from sheetflow.localsheets.formulas.kinds import ErrorValue
from sheetflow.localsheets.formulas.references import Reference, moved
from sheetflow.localsheets.ranges import Box, box_of, inside, must_fit
from sheetflow.localsheets.rewriting import rewrite
from sheetflow.localsheets.shapes import Json

Copied = tuple[Value, int, Value, int, int]
"""What was entered, its style, what it comes to, and the row and column it stood in."""

Block = list[list[Copied]]
RULES = "PASTE_CONDITIONAL_FORMATTING"
EVERYTHING = ("PASTE_NORMAL", "PASTE_NO_BORDERS")
STYLE_PARTS = {
    "PASTE_FORMAT": ("userEnteredFormat", "dataValidation"),
    "PASTE_DATA_VALIDATION": ("dataValidation",),
}


def copy_paste(book: Book, request: Json) -> Json:
    """Copy a range over another, repeated as often as it fits; by default everything of each cell.

    A destination smaller than the source is filled with the whole source.
    """
    source = inside(book, request.get("source", {}))
    block, kind = _copied(book, source), request.get("pasteType", "PASTE_NORMAL")
    turned = request.get("pasteOrientation") == "TRANSPOSE"
    if turned:
        block = [list(line) for line in zip(*block, strict=True)]
    target = box_of(book, request.get("destination", {}))
    sheet = book.edit(target.sheet_id)
    covered = _covered(target, len(block), len(block[0]) if block else 0)
    must_fit(covered, sheet)
    if kind == RULES:
        if turned:
            raise unsupported(f"Turning with pasteType {kind}")
        if block:
            copy_rules(book, source, covered)
        return {}
    paste = paster(book, kind)
    for row, column, cell in _tiled(block, covered):
        paste(sheet.own(row), column, cell, row)
    if kind in EVERYTHING and block and not turned:
        copy_merges(book, source, covered)
    return {}


def _copied(book: Book, box: Box) -> Block:
    sheet, of = book.sheet(box.sheet_id), Calculation(book, book.changed_at)
    return [
        [
            (
                sheet.rows[row].value(column),
                sheet.rows[row].style(column),
                _as_value(of.value(sheet, row, column)),
                row,
                column,
            )
            for column in box.columns
        ]
        for row in box.rows
    ]


def _as_value(value: object) -> Value:
    if isinstance(value, ErrorValue):
        return value.shown
    return value if isinstance(value, str | int | float) else None


def _covered(target: Box, height: int, width: int) -> Box:
    """Return what is pasted over: the target where the source fits into it a whole number of times."""
    if height == 0 or width == 0:
        return target._replace(bottom=target.top, right=target.left)
    down = max(1, target.height // height) if target.height % height == 0 else 1
    right = max(1, target.width // width) if target.width % width == 0 else 1
    return target._replace(bottom=target.top + down * height, right=target.left + right * width)


def _tiled(block: Block, box: Box) -> list[tuple[int, int, Copied]]:
    return [
        (row, column, block[(row - box.top) % len(block)][(column - box.left) % len(block[0])])
        for row in box.rows
        for column in box.columns
    ]


def paster(book: Book, kind: str) -> Callable[[Row, int, Copied, int], None]:
    """Return what pastes one cell for a PasteType; the last argument is the row's index."""

    def formula_or_value(row: Row, column: int, cell: Copied, index: int) -> None:
        value, _, _, from_row, from_column = cell
        if isinstance(value, Formula):
            value = Formula(moved(value.text, index - from_row, column - from_column))
        row.put(column, value)

    def everything(row: Row, column: int, cell: Copied, index: int) -> None:
        formula_or_value(row, column, cell, index)
        row.put_style(column, cell[1])

    def styles_only(row: Row, column: int, cell: Copied, _index: int) -> None:
        row.put_style(column, _merged(book, row.style(column), cell[1], STYLE_PARTS[kind]))

    if kind == "PASTE_VALUES":
        return lambda row, column, cell, index: row.put(column, cell[2])
    if kind == "PASTE_FORMULA":
        return formula_or_value

    def without_borders(row: Row, column: int, cell: Copied, index: int) -> None:
        formula_or_value(row, column, cell, index)
        row.put_style(column, _borderless(book, row.style(column), cell[1]))

    if kind == "PASTE_NORMAL":
        return everything
    if kind == "PASTE_NO_BORDERS":
        return without_borders
    if kind in STYLE_PARTS:
        return styles_only
    raise unsupported(f"pasteType {kind}")


def _merged(book: Book, onto: int, source: int, names: tuple[str, ...]) -> int:
    below, above = book.styles.by_id[onto], book.styles.by_id[source]
    kept = {name: value for name, value in below.items() if name not in names}
    return book.styles.number({**kept, **{name: above[name] for name in names if name in above}})


def _borderless(book: Book, onto: int, source: int) -> int:
    """Return the style of a source with the borders of what it is pasted onto."""
    above: Json = dict(book.styles.by_id[source])
    kept = book.styles.by_id[onto].get("userEnteredFormat", {}).get("borders")
    format_ = {k: v for k, v in above.pop("userEnteredFormat", {}).items() if k != "borders"}
    if kept:
        format_["borders"] = kept
    return book.styles.number({**above, **({"userEnteredFormat": format_} if format_ else {})})


def cut_paste(book: Book, request: Json) -> Json:
    """Move a range to another place; formulas that refer to what was moved follow it."""
    source = inside(book, request.get("source", {}))
    there = request.get("destination", {})
    target = Box(
        there.get("sheetId", 0),
        top := there.get("rowIndex", 0),
        top + source.height,
        left := there.get("columnIndex", 0),
        left + source.width,
    )
    if top < 0 or left < 0:
        raise invalid("destination.rowIndex and columnIndex must be greater than or equal to 0.")
    must_fit(target, book.sheet(target.sheet_id))
    kind = request.get("pasteType", "PASTE_NORMAL")
    if kind not in ("PASTE_NORMAL", "PASTE_VALUES"):
        raise unsupported(f"pasteType {kind} of cutPaste")
    block = _copied(book, source)
    emptied(book.edit(source.sheet_id), source, styles=kind == "PASTE_NORMAL")
    sheet = book.edit(target.sheet_id)
    for row, column, (entered, style, value, _, _) in _tiled(block, target):
        mine = sheet.own(row)
        mine.put(column, value if kind == "PASTE_VALUES" else entered)
        if kind == "PASTE_NORMAL":
            mine.put_style(column, style)
    _follow(book, source, target)
    return {}


def emptied(sheet: Sheet, box: Box, *, styles: bool = True) -> None:
    """Empty the cells of a rectangle, with `styles` their formats, notes and validation too."""
    for index in box.rows:
        row = sheet.own(index)
        for column in box.columns:
            row.put(column, None)
            if styles:
                row.put_style(column, PLAIN)


def _follow(book: Book, source: Box, target: Box) -> None:
    """Rewrite references that lie wholly in the source."""
    if source.sheet_id == target.sheet_id:
        down, right = target.top - source.top, target.left - source.left
        sheet = book.sheet(source.sheet_id)
        rewrite(book, sheet, lambda reference: _moved_by(reference, source, down, right))


def _moved_by(reference: Reference, source: Box, down: int, right: int) -> Reference:
    ends = [reference.first, reference.last or reference.first]
    for end in ends:
        if end.row is None or end.column is None or not source.contains(end.row, end.column):
            return reference
    first, last = (
        replace(end, row=(end.row or 0) + down, column=(end.column or 0) + right) for end in ends
    )
    return replace(reference, first=first, last=last if reference.last else None)
