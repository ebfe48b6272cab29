"""How spreadsheets, tabs and rows are written down as JSON in the workbook file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic_core import from_json, to_json

from sheetflow.localsheets.book import Book, Formula, Row, Sheet, Value
from sheetflow.localsheets.shapes import Json


def as_text(value: Any) -> str:
    """Return a value as compact JSON."""
    return to_json(value).decode()


def book_head(book: Book) -> str:
    """Return what is stored of a spreadsheet beside its tabs; the log knows its revision and when it was changed."""
    head: Json = {
        "properties": book.properties,
        "sheets": list(book.sheets),
        "namedRanges": book.named_ranges,
        "createdAt": book.created_at.isoformat(),
    }
    return as_text({**head, "drive": book.drive} if book.drive else head)


def sheet_head(sheet: Sheet) -> str:
    """Return what is stored of a tab beside its rows."""
    return as_text(
        {
            "properties": sheet.properties,
            "columns": [[column.width, column.hidden] for column in sheet.columns],
            "nextRowId": sheet.next_row_id,
            "parts": sheet.parts,
        }
    )


def runs_of(ids: Iterable[int]) -> list[list[int]]:
    """Return ids in their order as runs: 1, 2, 3, 9 are ``[[1, 3], [9, 1]]``."""
    runs: list[list[int]] = []
    following = None
    for one in ids:
        if one == following:
            runs[-1][1] += 1
        else:
            runs.append([one, 1])
        following = one + 1
    return runs


def ids_of(runs: str) -> list[int]:
    """Return the ids of runs as stored."""
    return [one for start, count in from_json(runs) for one in range(start, start + count)]


def row_text(row: Row) -> str:
    """Return a row as stored: values, styles, formulas by column, height and hidden where set."""
    stored: Json = {"v": row.values}
    if row.formulas:
        stored = {
            "v": [None if isinstance(value, Formula) else value for value in row.values],
            "f": {
                index: value.text
                for index, value in enumerate(row.values)
                if isinstance(value, Formula)
            },
        }
    if row.styles:
        stored["s"] = row.styles
    if row.hidden:
        stored["hidden"] = True
    if row.height is not None:
        stored["height"] = row.height
    return as_text(stored)


def row_from_text(number: int, text: str | None, revision: int) -> Row:
    """Return the row that `row_text` stored; a row never stored is empty."""
    if text is None:
        return Row(number, revision=revision)
    stored = from_json(text)
    values: list[Value] = stored["v"]
    for column, formula in stored.get("f", {}).items():
        values[int(column)] = Formula(formula)
    return Row(
        number,
        values,
        stored.get("s", []),
        stored.get("hidden", False),
        stored.get("height"),
        revision,
        "f" in stored,
    )
