"""updateCells, repeatCell, appendCells, setDataValidation: what is written cell by cell."""

from __future__ import annotations

from sheetflow.localsheets.book import Book, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.cells import CellWriter
from sheetflow.localsheets.conditionkinds import checked
from sheetflow.localsheets.creation import grow
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.filtering import filtered_out
from sheetflow.localsheets.formulas.references import moved
from sheetflow.localsheets.masks import required
from sheetflow.localsheets.ranges import Box, box_of, must_fit
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.validity import anchored


def update_cells(book: Book, request: Json) -> Json:
    """Write rows of CellData at `start`, or over `range`, whose other cells lose what the mask names."""
    writer = CellWriter(book, required(request, "CellData"))
    rows: list[Json] = request.get("rows", [])
    if "range" in request:
        _over_range(book, box_of(book, request["range"]), rows, writer)
    elif "start" in request:
        start = request["start"]
        sheet = book.edit(start.get("sheetId", 0))
        _from_start(sheet, start.get("rowIndex", 0), start.get("columnIndex", 0), rows, writer)
    else:
        raise invalid("One of 'start' or 'range' must be set.")
    return {}


def _over_range(book: Book, box: Box, rows: list[Json], writer: CellWriter) -> None:
    sheet = book.edit(box.sheet_id)
    must_fit(box, sheet)
    _no_wider(rows, box)
    for offset, index in enumerate(box.rows):
        cells = rows[offset].get("values", []) if offset < len(rows) else []
        row = sheet.own(index)
        for place, column in enumerate(box.columns):
            cell = cells[place] if place < len(cells) else {}
            writer.write(row, column, anchored(cell, index, column))


def _no_wider(rows: list[Json], box: Box) -> None:
    if len(rows) > box.height:
        raise invalid(
            f"Attempting to write row: {box.bottom}, beyond the last requested row of: "
            f"{box.bottom - 1}"
        )
    if any(len(row.get("values", [])) > box.width for row in rows):
        raise invalid(
            f"Attempting to write column: {box.right}, beyond the last requested column of: "
            f"{box.right - 1}"
        )


def _from_start(sheet: Sheet, top: int, left: int, rows: list[Json], writer: CellWriter) -> None:
    width = max((len(row.get("values", [])) for row in rows), default=0)
    if top + len(rows) > len(sheet.rows) or top < 0:
        bad, last = max(top + len(rows) - 1, top), len(sheet.rows) - 1
        raise invalid(f"GridCoordinate.rowIndex[{bad}] is after last row in grid[{last}]")
    if left + width > len(sheet.columns) or left < 0:
        bad, last = max(left + width - 1, left), len(sheet.columns) - 1
        raise invalid(f"GridCoordinate.columnIndex[{bad}] is after last column in grid[{last}]")
    for offset, row in enumerate(rows):
        _write_row(sheet, top + offset, left, row, writer)


def _write_row(sheet: Sheet, index: int, left: int, row_data: Json, writer: CellWriter) -> None:
    row = sheet.own(index)
    for column, cell in enumerate(row_data.get("values", []), left):
        writer.write(row, column, anchored(cell, index, column))


def append_cells(book: Book, request: Json) -> Json:
    """Write rows after the last row that holds a value, growing the grid where needed."""
    writer = CellWriter(book, required(request, "CellData"))
    sheet = book.edit(request.get("sheetId", 0))
    rows: list[Json] = request.get("rows", [])
    top = last_used_row(sheet) + 1
    width = max((len(row.get("values", [])) for row in rows), default=0)
    grow(book, sheet, rows=top + len(rows), columns=width)
    _from_start(sheet, top, 0, rows, writer)
    return {}


def last_used_row(sheet: Sheet) -> int:
    """Return the index of the last row with a value in it, -1 for a tab without any."""
    for index in range(len(sheet.rows) - 1, -1, -1):
        if sheet.rows[index].values:
            return index
    return -1


def repeat_cell(book: Book, request: Json) -> Json:
    """Write one cell all over a range; a formula's references move along.

    What reaches past the grid is left out and the grid stays as it is.
    """
    writer = CellWriter(book, required(request, "CellData"))
    cell: Json = request.get("cell", {})
    sheet = book.edit(request.get("range", {}).get("sheetId", 0))
    box = box_of(book, request.get("range", {})).clipped(sheet)
    cell = anchored(cell, box.top, box.left)
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    for index in box.rows:
        row = sheet.own(index)
        for column in box.columns:
            if formula:
                text = moved(formula, index - box.top, column - box.left)
                cell = {**cell, "userEnteredValue": {"formulaValue": text}}
            writer.write(row, column, cell)
    return {}


def set_data_validation(book: Book, request: Json) -> Json:
    """Give every cell of a range a validation rule, or take it away when none is sent.

    [documented] Rows that the basic filter hides are left as they are unless `filteredRowsIncluded`.
    """
    rule = request.get("rule")
    if rule is not None:
        checked(rule.get("condition", {}))
    writer = CellWriter(book, {"dataValidation": {}})
    sheet = book.edit(request.get("range", {}).get("sheetId", 0))
    box = box_of(book, request.get("range", {})).clipped(sheet)
    cell = anchored({"dataValidation": rule}, box.top, box.left) if rule else {}
    every = request.get("filteredRowsIncluded")
    hidden = frozenset() if every else filtered_out(Calculation(book, book.changed_at), sheet)
    for index in sorted(set(box.rows) - hidden):
        row = sheet.own(index)
        for column in box.columns:
            writer.write(row, column, cell)
    return {}
