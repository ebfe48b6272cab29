"""Names, masks and ranges: against the discovery document, and by law."""

from __future__ import annotations

import json
from typing import Any

import gspread
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.shapes import TABLES, Table
from sheetflow.localsheets import masks
from sheetflow.localsheets.a1 import column_index, column_letters, parse, written
from sheetflow.localsheets.batch.left_out import WHY
from sheetflow.localsheets.batch.registry import ACTS
from sheetflow.localsheets.book import Row
from sheetflow.localsheets.ranges import Box
from sheetflow.localsheets.shapes import SHAPES, snake
from sheetflow.localsheets.stored import as_text, ids_of, row_from_text, row_text, runs_of
from tests.discovery.lint import LINT
from tests.localsheets.conftest import Workbook


@pytest.mark.documented
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.document)
def test_the_shapes_are_those_of_the_discovery_document(table: Table) -> None:
    assert table.path.read_text(encoding="utf-8") == table.text, "run scripts/shapes.py"


@pytest.mark.documented
def test_every_request_served_is_one_of_googles() -> None:
    assert set(ACTS) | set(WHY) == set(SHAPES["Request"])
    assert not set(ACTS) & set(WHY)


@pytest.mark.parametrize("kind", sorted(WHY))
def test_a_request_left_out_is_answered_with_501_and_why(workbook: Workbook, kind: str) -> None:
    with pytest.raises(gspread.exceptions.APIError) as refused:
        workbook.batch({"addSheet": {}}, {kind: {}})
    assert refused.value.error["status"] == "UNIMPLEMENTED"
    assert refused.value.error["message"] == (
        f"requests[1].{kind} is not supported by the local workbook. {WHY[kind]}"
    )
    assert len(workbook.get()["sheets"]) == 1


@pytest.mark.measured
@pytest.mark.parametrize("kind", ACTS)
def test_an_unknown_name_in_a_request_is_refused(workbook: Workbook, kind: str) -> None:
    before = workbook.sheets.book(workbook.key)
    assert workbook.refusal({kind: {"nmae": 1}}) == (
        'Invalid JSON payload received. Unknown name "nmae" '
        f"at 'requests[0].{snake(kind)}': Cannot find field."
    )
    assert workbook.sheets.book(workbook.key) is before


@pytest.mark.assumed
def test_an_enum_that_is_unspecified_is_as_good_as_absent(workbook: Workbook) -> None:
    body = {"dataFilters": [{"a1Range": "A1"}], "majorDimension": "DIMENSION_UNSPECIFIED"}
    answer = workbook.call("post", "/values:batchGetByDataFilter", body)
    assert answer["valueRanges"][0]["valueRange"]["majorDimension"] == "ROWS"
    nothing = {"valueInputOption": "INPUT_VALUE_OPTION_UNSPECIFIED", "data": []}
    message = workbook.fault("post", "/values:batchUpdate", nothing)
    assert message == "'valueInputOption' is required but not specified"
    [told] = LINT.told()
    assert "'DIMENSION_UNSPECIFIED' is not to be used" in told


BODIES = [
    ("post", ":batchUpdate"),
    ("post", ":getByDataFilter"),
    ("post", "/developerMetadata:search"),
    ("post", "/sheets/0:copyTo"),
    ("post", "/values/A1:append?valueInputOption=RAW"),
    ("post", "/values/A1:clear"),
    ("post", "/values:batchClear"),
    ("post", "/values:batchClearByDataFilter"),
    ("post", "/values:batchGetByDataFilter"),
    ("post", "/values:batchUpdate"),
    ("post", "/values:batchUpdateByDataFilter"),
    ("put", "/values/A1?valueInputOption=RAW"),
]


@pytest.mark.measured
@pytest.mark.parametrize(("method", "path"), BODIES)
def test_an_unknown_name_in_a_body_is_refused(workbook: Workbook, method: str, path: str) -> None:
    place = " at 'data'" if "valueInputOption" in path else ""
    assert workbook.fault(method, path, {"nmae": 1}) == (
        f'Invalid JSON payload received. Unknown name "nmae"{place}: Cannot find field.'
    )


@pytest.mark.documented
@pytest.mark.parametrize(
    "text",
    [
        "sheets(properties(sheetId,title),data)",
        "sheets.properties.sheetId,sheets.properties.title,sheets.data",
        "sheets/properties(sheetId,title),sheets/data",
        "sheets(properties/sheetId,properties.title),sheets(data)",
        "sheets(properties(sheet_id,title), data(*))",
    ],
)
def test_a_mask_may_be_written_in_several_ways(text: str) -> None:
    assert masks.parse(text) == {"sheets": {"properties": {"sheetId": {}, "title": {}}, "data": {}}}


@pytest.mark.parametrize("text", ["sheets(", "a)b", "a,,(", "sheets.", "a b!"])
def test_a_broken_mask_is_refused(workbook: Workbook, text: str) -> None:
    assert "Invalid field selection" in workbook.fault("get", "", fields=text)


@pytest.mark.measured
@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        pytest.param({"fields": "sheets.title"}, "Invalid field selection sheets.title", id="mask"),
        pytest.param(
            {"feilds": "x"}, 'Unknown name "feilds": Cannot bind query parameter', id="name"
        ),
        pytest.param({"majorDimension": "UP"}, "Invalid value at 'major_dimension'", id="enum"),
    ],
)
def test_an_unknown_parameter_or_field_is_refused(
    workbook: Workbook, parameters: dict[str, str], message: str
) -> None:
    assert message in workbook.fault("get", "", **parameters)


trees = st.recursive(
    st.just({}),
    lambda below: st.dictionaries(st.sampled_from("abcd"), below, max_size=3),
    max_leaves=8,
)


@given(trees, trees)
def test_a_merged_mask_lets_through_what_either_does(one: masks.Mask, other: masks.Mask) -> None:
    value = {name: {inner: dict.fromkeys("abcd", 1) for inner in "abcd"} for name in "abcd"}
    both = masks.only(masks.merge(one, other), value)
    for mask in (one, other):
        assert masks.only(mask, both) == masks.only(mask, value)


@given(st.integers(0, 18_277))
def test_columns_have_letters_and_letters_columns(index: int) -> None:
    assert column_index(column_letters(index)) == index


@pytest.mark.documented
@pytest.mark.parametrize(
    ("text", "box"),
    [
        pytest.param("A1:B2", (0, 2, 0, 2), id="cells"),
        pytest.param("B2:A1", (0, 2, 0, 2), id="turned"),
        pytest.param("Sheet1!C3", (2, 3, 2, 3), id="one-cell"),
        pytest.param("Sheet1", (0, 10, 0, 6), id="a-tab"),
        pytest.param("B:C", (0, 10, 1, 3), id="columns"),
        pytest.param("2:3", (1, 3, 0, 6), id="rows"),
        pytest.param("B3:C", (2, 10, 1, 3), id="open-below"),
        pytest.param("'Sheet1'!$A$1", (0, 1, 0, 1), id="quoted-and-fixed"),
        pytest.param("R2C3:R4C5", (1, 4, 2, 5), id="r1c1"),
        pytest.param("BOX", (1, 2, 1, 2), id="a-named-range"),
    ],
)
def test_a_range_in_a1_notation_means(small: Workbook, text: str, box: tuple[int, ...]) -> None:
    cell = {
        "sheetId": 0,
        "startRowIndex": 1,
        "endRowIndex": 2,
        "startColumnIndex": 1,
        "endColumnIndex": 2,
    }
    small.batch({"addNamedRange": {"namedRange": {"name": "box", "range": cell}}})
    assert parse(small.sheets.book(small.key), text) == Box(0, *box)


@pytest.mark.parametrize("text", ["", "A", "7", "Nowhere!A1", "A1:B2:C3", "A0", "Sheet1!"])
def test_a_range_that_means_nothing_is_refused(small: Workbook, text: str) -> None:
    body = {"dataFilters": [{"a1Range": text}]}
    message = small.fault("post", "/values:batchGetByDataFilter", body)
    assert message == f"Unable to parse range: {text}"


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 5), st.integers(0, 5))
def test_a_written_range_is_read_as_itself(top: int, bottom: int, left: int, right: int) -> None:
    book = _book()
    box = Box(0, min(top, bottom), max(top, bottom) + 1, min(left, right), max(left, right) + 1)
    assert parse(book, written(book, box)) == box


def _book() -> Any:
    from datetime import UTC, datetime

    from sheetflow.localsheets.creation import new_book

    return new_book("key", datetime(2026, 3, 10, tzinfo=UTC), {})


values = st.lists(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | st.text(),
    max_size=8,
)


@given(values, st.lists(st.integers(0, 5), max_size=8), st.booleans())
def test_a_stored_row_comes_back_as_it_was(
    entered: list[Any], styles: list[int], hidden: bool
) -> None:
    row = Row(7, hidden=hidden, revision=3)
    for column, value in enumerate(entered):
        row.put(column, value)
    for column, style in enumerate(styles):
        row.put_style(column, style)
    assert row_from_text(7, row_text(row), 3) == row


@given(st.lists(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()))
def test_a_stored_row_is_what_any_reader_of_json_reads(entered: list[Any]) -> None:
    assert json.loads(row_text(Row(7, entered))) == {"v": entered}


@given(st.lists(st.integers(1, 60), unique=True))
def test_the_order_of_rows_is_stored_as_runs(ids: list[int]) -> None:
    assert ids_of(as_text(runs_of(ids))) == ids
