"""Every change is in the log with who did it and when, and every revision can be had back as a spreadsheet."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import gspread
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.localsheets import LocalSheets, NoSuchRevision, local_client
from tests.localsheets.conftest import URL, Clock, Workbook
from tests.localsheets.test_behaviours import grid, rule

ROWS, COLUMNS = 6, 4
rows, columns = st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1)
tabs = st.sampled_from([0, 1, 2])


def at(sheet: int, **place: int) -> dict[str, Any]:
    return {"sheetId": sheet, **place}


def span(sheet: int, dimension: str, start: int, count: int) -> dict[str, Any]:
    return {
        "sheetId": sheet,
        "dimension": dimension,
        "startIndex": start,
        "endIndex": start + count,
    }


def box(sheet: int, row: int, column: int) -> dict[str, Any]:
    return {**grid(row, row + 2, column, column + 2), "sheetId": sheet}


def write(sheet: int, row: int, column: int, text: str, bold: bool) -> dict[str, Any]:
    cell = {
        "userEnteredValue": {"formulaValue" if text.startswith("=") else "stringValue": text},
        "userEnteredFormat": {"textFormat": {"bold": bold}},
        "note": text,
    }
    return {
        "updateCells": {
            "start": at(sheet, rowIndex=row, columnIndex=column),
            "rows": [{"values": [cell]}],
            "fields": "userEnteredValue,userEnteredFormat,note",
        }
    }


dimensions = st.sampled_from(["ROWS", "COLUMNS"])
requests = st.one_of(
    st.builds(write, tabs, rows, columns, st.sampled_from(["a", "b", "=A1", "终"]), st.booleans()),
    st.builds(lambda *a: {"insertDimension": {"range": span(*a)}}, tabs, dimensions, rows, st.just(2)),
    st.builds(lambda *a: {"deleteDimension": {"range": span(*a)}}, tabs, dimensions, rows, st.just(1)),
    st.builds(
        lambda to, *a: {"moveDimension": {"source": span(*a), "destinationIndex": to}},
        rows, tabs, dimensions, rows, st.just(1),
    ),
    st.builds(
        lambda sheet, column: {
            "sortRange": {"range": at(sheet), "sortSpecs": [{"dimensionIndex": column}]}
        },
        tabs, columns,
    ),
    st.builds(
        lambda sheet: {
            "addSheet": {
                "properties": {
                    "sheetId": sheet, "title": f"tab {sheet}",
                    "gridProperties": {"rowCount": ROWS, "columnCount": COLUMNS},
                }
            }
        },
        tabs,
    ),
    st.builds(lambda sheet: {"deleteSheet": {"sheetId": sheet}}, tabs),
    st.builds(
        lambda sheet, name: {
            "updateSheetProperties": {"properties": at(sheet) | {"title": name}, "fields": "title"}
        },
        tabs, st.sampled_from(["工单", "x"]),
    ),
    st.builds(lambda *a: {"mergeCells": {"range": box(*a)}}, tabs, rows, columns),
    st.builds(
        lambda name, *a: {"addNamedRange": {"namedRange": {"name": name, "range": box(*a)}}},
        st.sampled_from(["one", "two"]), tabs, rows, columns,
    ),
    st.builds(
        lambda key, *a: {
            "createDeveloperMetadata": {
                "developerMetadata": {
                    "metadataKey": key, "visibility": "DOCUMENT",
                    "location": {"dimensionRange": span(*a)},
                }
            }
        },
        st.sampled_from(["k", "l"]), tabs, dimensions, rows, st.just(1),
    ),
    st.builds(lambda: rule("=$A1>1")),
)  # fmt: skip
histories = st.lists(st.lists(requests, min_size=1, max_size=3), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    return tmp_path_factory.mktemp("history")


def small_book(sheets: LocalSheets, clock: Clock) -> Workbook:
    client = local_client(sheets, "test")
    size = {"rowCount": ROWS, "columnCount": COLUMNS}
    body = {"sheets": [{"properties": {"sheetId": 0, "gridProperties": size}}]}
    key = client.http_client.request("post", URL, json=body).json()["spreadsheetId"]
    return Workbook(key, client, sheets, clock)


def picture(workbook: Workbook) -> dict[str, Any]:
    """Give all that can be read of a spreadsheet, but its address and its name."""
    shown = workbook.get(includeGridData="true")
    del shown["spreadsheetId"], shown["spreadsheetUrl"], shown["properties"]["title"]
    tags = {"dataFilters": [{"developerMetadataLookup": {"visibility": "DOCUMENT"}}]}
    shown["tags"] = workbook.call("post", "/developerMetadata:search", tags)
    formulas = [
        workbook.read(f"'{sheet['properties']['title']}'", valueRenderOption="FORMULA")
        for sheet in shown["sheets"]
    ]
    return {**shown, "formulas": formulas}


@settings(max_examples=40, deadline=None)
@given(histories, st.booleans())
def test_every_revision_of_a_history_is_had_back_as_it_stood(
    folder: Path, history: Any, reopened: bool
) -> None:
    clock = Clock()
    sheets = LocalSheets(folder / "workbook.sqlite", now=clock)
    workbook = small_book(sheets, clock)
    stood = {1: picture(workbook)}
    for batch in history:
        try:
            workbook.batch(*batch)
        except gspread.exceptions.APIError:
            continue
        stood[sheets.book(workbook.key).revision] = picture(workbook)
    if reopened:
        sheets.close()
        sheets = LocalSheets(folder / "workbook.sqlite", now=clock)
    for revision, expected in stood.items():
        again = sheets.restore(workbook.key, revision, actor="test")
        assert again.properties["title"] == f"Untitled spreadsheet (revision {revision})"
        assert picture(Workbook(again.id, local_client(sheets), sheets, clock)) == expected
    assert picture(Workbook(workbook.key, local_client(sheets), sheets, clock)) == stood[max(stood)]
    sheets.close()


def test_a_restored_spreadsheet_outlives_a_restart_and_leaves_the_other_alone(
    small: Workbook, open_sheets: Callable[[], LocalSheets]
) -> None:
    small.write("A1:B2", [["=1+1", "x"], ["y", 3]], "USER_ENTERED")
    before = picture(small)
    revision = small.sheets.book(small.key).revision
    small.write("A1", [["later"]])
    restored = small.sheets.restore(small.key, revision, actor="ops")
    sheets = open_sheets()
    assert picture(Workbook(restored.id, local_client(sheets), sheets, small.clock)) == before
    assert local_client(sheets).open_by_key(small.key).sheet1.acell("A1").value == "later"
    assert [one.acts for one in sheets.history(restored.id)] == [("restore",)]
    assert sheets.history(restored.id)[0].actor == "ops"


@pytest.mark.parametrize("revision", [0, 99])
def test_a_revision_that_never_was_is_refused_with_a_sentence(
    small: Workbook, revision: int
) -> None:
    books = len(small.sheets.books())
    with pytest.raises(NoSuchRevision, match="has revisions 1 to 2"):
        small.sheets.restore(small.key, revision, actor="ops")
    assert len(small.sheets.books()) == books


def test_a_cells_changes_are_told_with_who_and_when_wherever_its_row_went(
    small: Workbook, clock: Clock
) -> None:
    dates = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
    small.write("A1:B3", [["b", 46091], ["a", 2], ["c", 3]])
    clock.forward(hours=1)
    small.batch(
        {
            "repeatCell": {
                "range": grid(0, 1, 1, 2),
                "cell": {"userEnteredFormat": dates},
                "fields": "userEnteredFormat.numberFormat",
            }
        }
    )
    small.write("A3", [["z"]])
    small.batch({"sortRange": {"range": {"sheetId": 0}, "sortSpecs": [{"dimensionIndex": 0}]}})
    clock.forward(hours=1)
    small.write("B2", [["=A2"]], "USER_ENTERED")
    changes = small.sheets.changes_of(small.key, 0, 1, 1)
    assert [(one.before, one.after) for one in changes] == [
        ("2026-03-10", "=A2"),
        ("46091", "2026-03-10"),
        ("", "46091"),
    ]
    assert changes[0].revision == small.sheets.history(small.key, limit=1)[0]
    assert small.sheets.changes_of(small.key, 0, 1, 1, limit=1) == changes[:1]
    assert small.sheets.changes_of(small.key, 0, 5, 5) == []


def test_a_tab_put_in_the_place_of_another_of_its_id_holds_nothing_of_it(
    small: Workbook, open_sheets: Callable[[], LocalSheets]
) -> None:
    small.batch({"addSheet": {"properties": {"sheetId": 7, "title": "old"}}})
    small.write("old!A1", [["old"]])
    small.batch(
        {"deleteSheet": {"sheetId": 7}},
        {"addSheet": {"properties": {"sheetId": 7, "title": "new"}}},
    )
    assert small.read("new!A1") == []
    small.client = local_client(open_sheets())
    assert small.read("new!A1") == []


def test_an_order_of_rows_changed_a_hundred_times_is_read_back_as_it_was(
    small: Workbook, open_sheets: Callable[[], LocalSheets], tmp_path: Path
) -> None:
    small.write("A1:A10", [[number] for number in range(10)])
    for number in range(100):
        small.batch({"insertDimension": {"range": span(0, "ROWS", number % 9, 1)}})
        small.write(f"A{number % 9 + 1}", [[f"new {number}"]])
        small.batch(
            {
                "moveDimension": {
                    "source": span(0, "ROWS", 2, 3),
                    "destinationIndex": number % 20 + 6,
                }
            }
        )
    before = small.read("A:A")
    sheets = open_sheets()
    small.client = local_client(sheets)
    assert small.read("A:A") == before
    sheets.close()
    with closing(sqlite3.connect(tmp_path / "workbook.sqlite")) as file:
        [(splices,)] = file.execute("SELECT count(*) FROM splices").fetchall()
    assert 0 < splices < 64
