"""The requests of a batch, one function each. Values are typed, never parsed as if somebody typed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sheetflow.model import Scalar
from sheetflow.store.api import Message

#: Only the value: mask `*` would wipe staff's notes and formats.
VALUE: Final = "userEnteredValue"


def cell(value: Scalar) -> Message:
    """Give a CellData that holds a raw value; "" empties the cell."""
    if value == "":
        return {}
    if isinstance(value, bool):
        return {VALUE: {"boolValue": value}}
    return {VALUE: {"stringValue" if isinstance(value, str) else "numberValue": value}}


def row_of(values: Iterable[Scalar]) -> Message:
    """Give a RowData of raw values."""
    return {"values": [cell(value) for value in values]}


def area(
    sheet_id: int, rows: tuple[int, int | None], columns: tuple[int | None, int | None]
) -> Message:
    """Give a GridRange, half open; None leaves an end out."""
    bounds = {
        "startRowIndex": rows[0],
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }
    return {"sheetId": sheet_id, **{name: at for name, at in bounds.items() if at is not None}}


def one_cell(sheet_id: int, row: int, column: int) -> Message:
    """Give the GridRange of one cell."""
    return area(sheet_id, (row, row + 1), (column, column + 1))


def update(sheet_id: int, row: int, column: int, rows: Sequence[Message]) -> Message:
    """Write RowData from a cell on; cells past the grid fail the batch."""
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": list(rows), "fields": VALUE}}


def fill(grid_range: Message, rows: Sequence[Message] = ()) -> Message:
    """Write RowData over a range; what they don't cover is emptied."""
    return {"updateCells": {"range": grid_range, "rows": list(rows), "fields": VALUE}}


def copy_values(source: Message, destination: Message) -> Message:
    """Copy values as they stand at that point of the batch, without formats or formulas."""
    paste = {"source": source, "destination": destination, "pasteType": "PASTE_VALUES"}
    return {"copyPaste": paste}


def append(sheet_id: int, rows: Sequence[Message]) -> Message:
    """Write rows after the last row that holds anything; the answer doesn't say where."""
    return {"appendCells": {"sheetId": sheet_id, "rows": list(rows), "fields": VALUE}}


def grow(sheet_id: int, dimension: str, length: int) -> Message:
    """Add empty ROWS or COLUMNS at the end of the grid."""
    return {"appendDimension": {"sheetId": sheet_id, "dimension": dimension, "length": length}}


def add_token(token: str, name: str, scratch_id: int) -> Message:
    """Begin to hold a token: a named range whose id it is."""
    named = {"namedRangeId": token, "name": name, "range": one_cell(scratch_id, 0, 0)}
    return {"addNamedRange": {"namedRange": named}}


def drop_token(token: str) -> Message:
    """Give a token up; fails the batch when another writer took it."""
    return {"deleteNamedRange": {"namedRangeId": token}}


def runs(cells: Mapping[tuple[int, int], Scalar]) -> list[tuple[int, int, list[Scalar]]]:
    """Join cells, keyed by (row, column), with their neighbours in the row; rows stay apart, for they may be moved.

    `runs({(1, 2): "a", (1, 3): "b", (2, 2): "c"})` -> `[(1, 2, ["a", "b"]), (2, 2, ["c"])]`
    """
    found: list[tuple[int, int, list[Scalar]]] = []
    for row, column in sorted(cells):
        value = cells[row, column]
        if found and found[-1][0] == row and found[-1][1] + len(found[-1][2]) == column:
            found[-1][2].append(value)
        else:
            found.append((row, column, [value]))
    return found
