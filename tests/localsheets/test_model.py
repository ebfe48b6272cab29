"""Any mix of requests does to a tab what it does to a plain table, and the file holds the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.localsheets import LocalSheets, local_client
from tests.localsheets.conftest import URL, Clock, Workbook
from tests.localsheets.test_behaviours import grid

Table = list[list[Any]]
ROWS, COLUMNS = 6, 5
rows, columns = st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1)
cell_values = st.sampled_from([None, "a", "b", 1, 2, True, "007"])


def _cell(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    kind = {bool: "boolValue", int: "numberValue", str: "stringValue"}[type(value)]
    return {"userEnteredValue": {kind: value}}


def write(row: int, column: int, value: Any) -> Any:
    def on_table(table: Table) -> None:
        table[row][column] = value

    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    return {
        "updateCells": {
            "start": start,
            "rows": [{"values": [_cell(value)]}],
            "fields": "userEnteredValue",
        }
    }, on_table


def span(dimension: str, start: int, end: int) -> dict[str, Any]:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def turned(change: Any) -> Any:
    """Do to columns what a change does to rows."""

    def on_table(table: Table) -> None:
        flipped = [list(column) for column in zip(*table, strict=True)]
        change(flipped)
        table[:] = [list(row) for row in zip(*flipped, strict=True)]

    return on_table


def insert(dimension: str, at: int, count: int) -> Any:
    def on_rows(table: Table) -> None:
        table[at:at] = [[None] * len(table[0]) for _ in range(count)]

    request = {"insertDimension": {"range": span(dimension, at, at + count)}}
    return request, on_rows if dimension == "ROWS" else turned(on_rows)


def delete(dimension: str, at: int) -> Any:
    def on_rows(table: Table) -> None:
        del table[at]

    request = {"deleteDimension": {"range": span(dimension, at, at + 1)}}
    return request, on_rows if dimension == "ROWS" else turned(on_rows)


def move(dimension: str, start: int, size: int, to: int) -> Any:
    start, size = min(start, 3), min(size, 2)
    if start < to < start + size:
        to = start

    def on_rows(table: Table) -> None:
        block = table[start : start + size]
        marked = [
            (index, row) for index, row in enumerate(table) if not start <= index < start + size
        ]
        before = [row for index, row in marked if index < to]
        table[:] = before + block + [row for index, row in marked if index >= to]

    source = span(dimension, start, start + size)
    request = {"moveDimension": {"source": source, "destinationIndex": to}}
    return request, on_rows if dimension == "ROWS" else turned(on_rows)


def paste(row: int, column: int, to_row: int, to_column: int) -> Any:
    def on_table(table: Table) -> None:
        block = [line[column : column + 2] for line in table[row : row + 2]]
        for down, line in enumerate(block):
            table[to_row + down][to_column : to_column + 2] = line

    request = {
        "copyPaste": {
            "source": grid(row, row + 2, column, column + 2),
            "destination": grid(to_row, to_row + 1, to_column, to_column + 1),
            "pasteType": "PASTE_VALUES",
        }
    }
    return request, on_table


def sort(column: int, descending: bool) -> Any:
    def rank(value: Any) -> Any:
        kind = 2 if isinstance(value, bool) else int(isinstance(value, str))
        return kind, value

    def on_table(table: Table) -> None:
        filled = [row for row in table if row[column] is not None]
        blank = [row for row in table if row[column] is None]
        table[:] = sorted(filled, key=lambda row: rank(row[column]), reverse=descending) + blank

    order = "DESCENDING" if descending else "ASCENDING"
    spec = {"dimensionIndex": column, "sortOrder": order}
    return {"sortRange": {"range": {"sheetId": 0}, "sortSpecs": [spec]}}, on_table


small_rows, small_columns = st.integers(0, 3), st.integers(0, 2)
dimensions = st.sampled_from(["ROWS", "COLUMNS"])
steps = st.lists(
    st.builds(write, rows, columns, cell_values)
    | st.builds(write, rows, columns, cell_values)
    | st.builds(insert, dimensions, small_rows, st.integers(1, 2))
    | st.builds(move, dimensions, small_rows, st.integers(1, 2), st.integers(0, 4))
    | st.builds(paste, small_rows, small_columns, small_rows, small_columns)
    | st.builds(sort, columns, st.booleans()),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    return tmp_path_factory.mktemp("model")


@settings(max_examples=30, deadline=None)
@given(steps, st.builds(delete, dimensions, small_rows))
def test_a_tab_is_the_table_that_the_requests_make(folder: Path, changes: Any, last: Any) -> None:
    clock = Clock()
    sheets = LocalSheets(folder / "workbook.sqlite", now=clock)
    client = local_client(sheets, "test")
    size = {"rowCount": ROWS, "columnCount": COLUMNS}
    body = {"sheets": [{"properties": {"sheetId": 0, "gridProperties": size}}]}
    key = client.http_client.request("post", URL, json=body).json()["spreadsheetId"]
    workbook = Workbook(key, client, sheets, clock)
    table: Table = [[None] * COLUMNS for _ in range(ROWS)]
    for request, change in [*changes, last]:
        change(table)
        workbook.batch(request)
    expected = _trimmed(table)
    assert workbook.raw("Sheet1") == expected
    sheets.close()
    again = LocalSheets(folder / "workbook.sqlite", now=lambda: datetime(2026, 3, 10, tzinfo=UTC))
    workbook.client = local_client(again)
    try:
        assert workbook.raw("Sheet1") == expected
    finally:
        again.close()


def _trimmed(table: Table) -> Table:
    lines = [["" if value is None else value for value in row] for row in table]
    for line in lines:
        while line and line[-1] == "":
            line.pop()
    while lines and not lines[-1]:
        lines.pop()
    return lines


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"values": [[NaN]]}', id="nan"),
        pytest.param('{"values": [["\\ud800"]]}', id="half"),
    ],
)
def test_a_body_that_no_json_reader_takes_is_400(small: Workbook, text: str) -> None:
    url = f"{URL}/{small.key}/values/A1?valueInputOption=RAW"
    answer = small.client.http_client.session.put(url, data=text.encode())
    assert answer.status_code == 400
    assert small.read("A1") == []
