"""Cells as a batch answers them after the write, as the raw values that a read would give."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.model import Scalar
from sheetflow.store.api import Message

#: How a read shows an error value; its type is what a batch answers.
ERRORS: Mapping[str, str] = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}


def cells_of(answer: Message, sheet_id: int, *, row: int) -> list[list[Scalar]]:
    """Give the rows of the range answered of a tab that begins in a row; blanks are ""."""
    for sheet in answer.get("updatedSpreadsheet", {}).get("sheets", ()):
        if sheet["properties"].get("sheetId", 0) != sheet_id:
            continue
        for data in sheet.get("data", ()):
            if data.get("startRow", 0) == row:
                rows = data.get("rowData", ())
                return [[_raw(cell) for cell in one.get("values", ())] for one in rows]
    return []


def _raw(cell: Message) -> Scalar:
    for kind, value in cell.get("effectiveValue", {}).items():
        if kind == "errorValue":
            return ERRORS.get(value.get("type", ""), "#ERROR!")
        if isinstance(value, (str, int, float, bool)):
            return value
    return ""
