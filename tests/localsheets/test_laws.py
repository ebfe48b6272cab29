"""Laws of batches: one by one is the same, an inverse restores everything, a failed batch changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.localsheets.batch.registry import ACTS
from sheetflow.localsheets.shapes import SHAPES
from tests.localsheets.conftest import URL, Clock, Workbook
from tests.localsheets.fuzzing import Fuzz
from tests.localsheets.test_behaviours import grid
from tests.localsheets.test_fuzz import faults_of_answers, stored
from tests.localsheets.test_model import COLUMNS, ROWS, Table, _trimmed, span, steps

Request = dict[str, Any]
Opened = Callable[[], Workbook]


def cell(value: str, colour: float, note: str = "") -> Request:
    made: Request = {
        "userEnteredValue": {"formulaValue" if value.startswith("=") else "stringValue": value},
        "userEnteredFormat": {"backgroundColor": {"red": colour}},
    }
    return made | ({"note": note} if note else {})


def rows_of(texts: list[list[str]]) -> list[Request]:
    return [
        {"values": [cell(text, row / 10, f"{text}!" if row == column else "")
                    for column, text in enumerate(line)]}
        for row, line in enumerate(texts)
    ]  # fmt: skip


SIZE = {"rowCount": ROWS, "columnCount": COLUMNS}
TEXTS = [
    ["a", "c", "=A1&B2"],
    ["b", "a", "=Sheet1!A$1"],
    ["c", "b", "=SUM(b!A3:B4)"],
    ["d", "d", "x"],
]
RULE = {
    "ranges": [grid(1, 4, 0, 3)],
    "booleanRule": {
        "condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": "b"}]},
        "format": {"textFormat": {"bold": True}},
    },
}
WIDE, PLAIN = {"properties": {"pixelSize": 50}}, {"properties": {"pixelSize": 100}}
FURNISHED: list[Request] = [
    {"mergeCells": {"range": grid(4, 6, 3, 5)}},
    {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "n", "range": grid(1, 4, 0, 2)}}},
    {"addConditionalFormatRule": {"rule": RULE}},
    {"addProtectedRange": {"protectedRange": {"protectedRangeId": 7, "range": grid(0, 1, 0, 5)}}},
    {"updateDimensionProperties": {"range": span("ROWS", 2, 3), **WIDE, "fields": "pixelSize"}},
]  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Make furnished spreadsheets of two tabs, all in one file."""
    clock = Clock()
    sheets = LocalSheets(tmp_path_factory.mktemp("laws") / "workbook.sqlite", now=clock)
    client = local_client(sheets, "test")
    data = [{"rowData": rows_of(TEXTS)}]
    tabs = [
        {"properties": {"sheetId": number, "title": title, "gridProperties": SIZE}, "data": data}
        for number, title in ((0, "Sheet1"), (1, "b"))
    ]

    def made() -> Workbook:
        answer = client.http_client.request("post", URL, json={"sheets": tabs}).json()
        workbook = Workbook(answer["spreadsheetId"], client, sheets, clock)
        workbook.batch(*FURNISHED)
        return workbook

    yield made
    sheets.close()


def whole(workbook: Workbook) -> Any:
    """Return everything that the API tells of a spreadsheet but its own id."""
    told = workbook.get(includeGridData="true")
    return {name: value for name, value in told.items() if not name.startswith("spreadsheet")}


# ── One by one ──────────────────────────────────────────────────────────────────────────────────────────────────────

#: They make up an id or a name where none is sent.
BY_CHANCE = {"addSheet", "duplicateSheet", "createDeveloperMetadata", "randomizeRange", "addNamedRange",
             "addProtectedRange", "addFilterView", "duplicateFilterView", "addBanding", "setBasicFilter"}  # fmt: skip
KINDS = sorted(set(ACTS) - BY_CHANCE)


@examples(max_examples=40)
@given(seed=st.integers(0, 10**9), count=st.integers(1, 12))
def test_a_batch_is_its_requests_one_by_one(opened: Opened, seed: int, count: int) -> None:
    one_by_one, at_once = opened(), opened()
    taken = [request for request in requests(seed, count) if accepted(one_by_one, request)]
    if taken:
        at_once.batch(*taken)
    assert whole(at_once) == whole(one_by_one)
    assert faults_of_answers() == []


def requests(seed: int, count: int) -> list[Request]:
    """Return random requests, most of them well formed."""
    fuzz = Fuzz(str(seed), "key")
    kinds = [fuzz.chance.choice(KINDS) for _ in range(count)]
    made = [{kind: fuzz.value(kind, SHAPES["Request"][kind], SHAPES, 2)} for kind in kinds]
    return json.loads(json.dumps(made))


def accepted(workbook: Workbook, *sent: Request) -> bool:
    url = f"{URL}/{workbook.key}:batchUpdate"
    answer = workbook.client.http_client.session.post(url, json={"requests": sent})
    return bool(answer.status_code == 200)


@examples(max_examples=20)
@given(steps)
def test_a_batch_does_to_a_tab_what_its_requests_do_to_a_table(
    opened: Opened, changes: Any
) -> None:
    workbook = opened()
    workbook.batch({"updateCells": {"range": {"sheetId": 1}, "fields": "userEnteredValue"}})
    table: Table = [[None] * COLUMNS for _ in range(ROWS)]
    for _, change in changes:
        change(table)
    workbook.batch(*(on_second_tab(request) for request, _ in changes))
    assert workbook.raw("b") == _trimmed(table)


def on_second_tab(request: Any) -> Any:
    """Return a request with its ranges on the tab of id 1."""
    return json.loads(json.dumps(request).replace('"sheetId": 0', '"sheetId": 1'))


# ── A failed batch ──────────────────────────────────────────────────────────────────────────────────────────────────


@examples(max_examples=40)
@given(seed=st.integers(0, 10**9), count=st.integers(1, 8), at=st.integers(0, 8))
def test_a_batch_that_fails_changes_nothing(opened: Opened, seed: int, count: int, at: int) -> None:
    workbook = opened()
    before = stored(workbook.sheets.book(workbook.key)), whole(workbook)
    sent = requests(seed, count)
    sent.insert(min(at, count), {"deleteSheet": {"sheetId": 99}})
    assert not accepted(workbook, *sent)
    assert faults_of_answers() == []
    assert (stored(workbook.sheets.book(workbook.key)), whole(workbook)) == before


# ── Inverses ────────────────────────────────────────────────────────────────────────────────────────────────────────


def inserting(dimension: str, start: int, size: int) -> tuple[Request, Request]:
    new = {"range": span(dimension, start, start + size)}
    return {"insertDimension": new}, {"deleteDimension": new}


def moving(dimension: str, start: int, size: int, to: int) -> tuple[Request, Request]:
    """Move a block and move it back; destinations count before the block is taken out."""
    to = start if start < to < start + size else to
    lands = to - size if to > start else to
    home = start + size if lands < start else start
    return (
        {"moveDimension": {"source": span(dimension, start, start + size), "destinationIndex": to}},
        {
            "moveDimension": {
                "source": span(dimension, lands, lands + size),
                "destinationIndex": home,
            }
        },
    )


def sorting(column: int, order: str) -> tuple[Request, Request]:
    """Sort four rows whose first column, a to d, tells where each stood."""
    by = {"range": grid(0, 4, 0, 5)}
    return (
        {"sortRange": {**by, "sortSpecs": [{"dimensionIndex": column, "sortOrder": order}]}},
        {"sortRange": {**by, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}},
    )


def merging(top: int, left: int, kind: str) -> tuple[Request, Request]:
    """Merge cells that are empty: a merge keeps the first value only."""
    box = grid(4, 6, left, left + 2) if top == 4 else grid(top, top + 3, 3, 5)
    return {"mergeCells": {"range": box, "mergeType": kind}}, {"unmergeCells": {"range": box}}


dimensions = st.sampled_from(["ROWS", "COLUMNS"])
inverses = (
    st.builds(inserting, dimensions, st.integers(0, 3), st.integers(1, 3))
    | st.builds(sorting, st.integers(0, 4), st.sampled_from(["ASCENDING", "DESCENDING"]))
    | st.builds(
        merging,
        st.sampled_from([1, 4]),
        st.integers(0, 1),
        st.sampled_from(["MERGE_ALL", "MERGE_ROWS", "MERGE_COLUMNS"]),
    )
)
#: A range that is moved in part shrinks for good, in Google's too.
BARE: list[Request] = [
    {"unmergeCells": {"range": grid(0, 6, 0, 5)}},
    {"deleteNamedRange": {"namedRangeId": "n"}},
    {"deleteConditionalFormatRule": {"index": 0}},
    {"deleteProtectedRange": {"protectedRangeId": 7}},
]
LOOK = {"range": grid(0, 6, 0, 5)}
PAIRS = {
    "a tab": (
        {"addSheet": {"properties": {"sheetId": 9, "title": "new", "index": 1}}},
        {"deleteSheet": {"sheetId": 9}},
    ),
    "a copied tab": (
        {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 9, "insertSheetIndex": 1}},
        {"deleteSheet": {"sheetId": 9}},
    ),
    "a name": (
        {"addNamedRange": {"namedRange": {"namedRangeId": "m", "name": "m", **LOOK}}},
        {"deleteNamedRange": {"namedRangeId": "m"}},
    ),
    "a rule": (
        {"addConditionalFormatRule": {"index": 0, "rule": RULE}},
        {"deleteConditionalFormatRule": {"index": 0}},
    ),
    "a protection": (
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 8, **LOOK}}},
        {"deleteProtectedRange": {"protectedRangeId": 8}},
    ),
    "a filter view": (
        {"addFilterView": {"filter": {"filterViewId": 8, "title": "f", **LOOK}}},
        {"deleteFilterView": {"filterId": 8}},
    ),
    "a filter": ({"setBasicFilter": {"filter": LOOK}}, {"clearBasicFilter": {}}),
    "a group": (
        {"addDimensionGroup": {"range": span("ROWS", 1, 3)}},
        {"deleteDimensionGroup": {"range": span("ROWS", 1, 3)}},
    ),
    "a width": (
        {"updateDimensionProperties": {"range": span("COLUMNS", 1, 2), **WIDE, "fields": "pixelSize"}},
        {"updateDimensionProperties": {"range": span("COLUMNS", 1, 2), **PLAIN, "fields": "pixelSize"}},
    ),
    "a tab's name": (
        {"updateSheetProperties": {"properties": {"sheetId": 1, "title": "x y"}, "fields": "title"}},
        {"updateSheetProperties": {"properties": {"sheetId": 1, "title": "b"}, "fields": "title"}},
    ),
    "a tab's place": (
        {"updateSheetProperties": {"properties": {"sheetId": 0, "index": 2}, "fields": "index"}},
        {"updateSheetProperties": {"properties": {"sheetId": 0, "index": 0}, "fields": "index"}},
    ),
    "a cut": (
        {"cutPaste": {"source": grid(0, 2, 0, 2), "destination": {"rowIndex": 4, "columnIndex": 1}}},
        {"cutPaste": {"source": grid(4, 6, 1, 3), "destination": {}}},
    ),
    "a replacement": (
        {"findReplace": {"find": "d", "replacement": "zz", "allSheets": True}},
        {"findReplace": {"find": "zz", "replacement": "d", "allSheets": True}},
    ),
}  # fmt: skip


@examples(max_examples=40)
@given(inverse=inverses)
def test_an_inverse_restores_everything(opened: Opened, inverse: tuple[Request, Request]) -> None:
    workbook = opened()
    workbook.batch({"unmergeCells": {"range": grid(0, 6, 0, 5)}})
    before = whole(workbook)
    for request in inverse:
        workbook.batch(request)
    assert whole(workbook) == before


@examples(max_examples=40)
@given(dimensions, st.integers(0, 2), st.integers(1, 2), st.integers(0, 4))
def test_what_is_moved_back_stands_where_it_stood_with_all_that_refers_to_it(
    opened: Opened, dimension: str, start: int, size: int, to: int
) -> None:
    workbook = opened()
    workbook.batch(*BARE)
    before = whole(workbook)
    for request in moving(dimension, start, size, to):
        workbook.batch(request)
    assert whole(workbook) == before


@pytest.mark.parametrize("pair", PAIRS)
def test_what_is_added_and_taken_away_leaves_nothing(opened: Opened, pair: str) -> None:
    workbook, (there, back) = opened(), PAIRS[pair]
    before = whole(workbook)
    workbook.batch(there)
    assert whole(workbook) != before
    workbook.batch(back)
    assert whole(workbook) == before
