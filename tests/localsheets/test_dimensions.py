"""Rows and columns inserted, deleted, moved, hidden, grouped; and everything that names them follows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.localsheets.conftest import Workbook

pytestmark = pytest.mark.documented


def span(start: int, end: int, dimension: str = "ROWS") -> dict[str, Any]:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


@pytest.fixture
def dressed(small: Workbook) -> Workbook:
    """A tab where everything that can name rows and columns names rows 3 to 5 of columns B and C."""
    box = {
        "sheetId": 0,
        "startRowIndex": 2,
        "endRowIndex": 5,
        "startColumnIndex": 1,
        "endColumnIndex": 3,
    }
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$B3>1"}]}
    tag = {
        "metadataKey": "due",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": span(2, 3, "COLUMNS")},
    }
    small.write(
        "A1:C4",
        [["=SUM(B3:C5)", "x", "y"], ["=$B$3", 1, 2], ["c", 3, 4], ["d", 5, 6]],
        "USER_ENTERED",
    )
    small.batch(
        {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "box", "range": box}}},
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 1, "range": box}}},
        {"addFilterView": {"filter": {"filterViewId": 2, "title": "mine", "range": box}}},
        {"setBasicFilter": {"filter": {"range": box}}},
        {"mergeCells": {"range": {**box, "startRowIndex": 4}, "mergeType": "MERGE_ALL"}},
        {"createDeveloperMetadata": {"developerMetadata": tag}},
        {
            "addConditionalFormatRule": {
                "rule": {"ranges": [box], "booleanRule": {"condition": condition, "format": {}}}
            }
        },
    )
    return small


def places(workbook: Workbook) -> dict[str, Any]:
    """Return where everything now is, as rows and columns."""

    def bounds(one: dict[str, Any]) -> tuple[Any, ...]:
        names = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
        return tuple(one.get(name) for name in names)

    answer = workbook.get()
    sheet = answer["sheets"][0]
    [rule] = sheet.get("conditionalFormats", [None])
    found = workbook.call(
        "post",
        "/developerMetadata:search",
        {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "due"}}]},
    )
    return {
        "named": [bounds(one["range"]) for one in answer.get("namedRanges", [])],
        "protected": [bounds(one["range"]) for one in sheet.get("protectedRanges", [])],
        "view": [bounds(one["range"]) for one in sheet.get("filterViews", [])],
        "filter": bounds(sheet["basicFilter"]["range"]) if "basicFilter" in sheet else None,
        "merge": [bounds(one) for one in sheet.get("merges", [])],
        "rule": rule
        and (
            bounds(rule["ranges"][0]),
            rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"],
        ),
        "tag": [
            (one["developerMetadata"]["location"]["dimensionRange"]["startIndex"])
            for one in found.get("matchedDeveloperMetadata", [])
        ],
        "formulas": [row[0] for row in workbook.read("A1:A3", valueRenderOption="FORMULA") if row],
    }


def everywhere(box: tuple[int, ...], **other: Any) -> dict[str, Any]:
    return {"named": [box], "protected": [box], "view": [box], "filter": box, **other}


@pytest.mark.parametrize(
    ("request_", "after"),
    [
        pytest.param(
            {"insertDimension": {"range": span(3, 5)}},
            everywhere(
                (2, 7, 1, 3),
                merge=[(6, 7, 1, 3)],
                rule=((2, 7, 1, 3), "=$B3>1"),
                tag=[2],
                formulas=["=SUM(B3:C7)", "=$B$3", "c"],
            ),
            id="rows-inserted-inside-widen-it",
        ),
        pytest.param(
            {"insertDimension": {"range": span(2, 3), "inheritFromBefore": True}},
            everywhere(
                (3, 6, 1, 3),
                merge=[(5, 6, 1, 3)],
                rule=((3, 6, 1, 3), "=$B4>1"),
                tag=[2],
                formulas=["=SUM(B4:C6)", "=$B$4"],
            ),
            id="a-row-inserted-before-moves-it",
        ),
        pytest.param(
            {"insertDimension": {"range": span(5, 6)}},
            everywhere(
                (2, 5, 1, 3),
                merge=[(4, 5, 1, 3)],
                rule=((2, 5, 1, 3), "=$B3>1"),
                tag=[2],
                formulas=["=SUM(B3:C5)", "=$B$3", "c"],
            ),
            id="a-row-inserted-right-after-leaves-it",
        ),
        pytest.param(
            {"deleteDimension": {"range": span(2, 4)}},
            everywhere(
                (2, 3, 1, 3),
                merge=[(2, 3, 1, 3)],
                rule=((2, 3, 1, 3), "=$B3>1"),
                tag=[2],
                formulas=["=SUM(B3:C3)", "=#REF!"],
            ),
            id="rows-deleted-inside-narrow-it",
        ),
        pytest.param(
            {"deleteDimension": {"range": span(1, 3, "COLUMNS")}},
            {
                "named": [],
                "protected": [],
                "view": [],
                "filter": None,
                "merge": [],
                "rule": None,
                "tag": [],
                "formulas": ["=SUM(#REF!)", "=#REF!", "c"],
            },
            id="columns-deleted-take-it-along",
        ),
        pytest.param(
            {"insertDimension": {"range": span(0, 2, "COLUMNS")}},
            everywhere(
                (2, 5, 3, 5),
                merge=[(4, 5, 3, 5)],
                rule=((2, 5, 3, 5), "=$D3>1"),
                tag=[4],
                formulas=[],
            ),
            id="columns-inserted-before-move-it",
        ),
        pytest.param(
            {"moveDimension": {"source": span(2, 5), "destinationIndex": 8}},
            everywhere(
                (5, 8, 1, 3),
                merge=[(7, 8, 1, 3)],
                rule=((5, 8, 1, 3), "=$B6>1"),
                tag=[2],
                formulas=["=SUM(B6:C8)", "=$B$6"],
            ),
            id="the-rows-moved-take-it-along",
        ),
    ],
)
def test_what_names_rows_and_columns_follows_them(
    dressed: Workbook, request_: dict[str, Any], after: dict[str, Any]
) -> None:
    dressed.batch(request_)
    assert places(dressed) == after


@pytest.mark.parametrize(
    ("request_", "formula"),
    [
        ({"deleteDimension": {"range": span(1, 2)}}, "=SUM(B2:B)"),
        ({"deleteDimension": {"range": span(0, 1)}}, "=SUM(B1:B)"),
        ({"insertDimension": {"range": span(1, 3)}}, "=SUM(B4:B)"),
        ({"moveDimension": {"source": span(1, 2), "destinationIndex": 5}}, "=SUM(B2:B)"),
        ({"deleteDimension": {"range": span(1, 2, "COLUMNS")}}, "=SUM(#REF!)"),
    ],
    ids=["first-deleted", "before-deleted", "inserted", "first-moved", "column-deleted"],
)
def test_a_range_without_an_end_goes_on_from_its_first_row(
    small: Workbook, request_: dict[str, Any], formula: str
) -> None:
    small.write("F10", [["=SUM(B2:B)"]], "USER_ENTERED")
    small.batch(request_)
    [found] = [
        cell
        for row in small.read("A1:F12", valueRenderOption="FORMULA")
        for cell in row
        if str(cell).startswith("=")
    ]
    assert found == formula


RULED = {
    "sheetId": 0,
    "startRowIndex": 2,
    "endRowIndex": 8,
    "startColumnIndex": 0,
    "endColumnIndex": 2,
}


@pytest.mark.parametrize(
    ("request_", "formula"),
    [
        ({"deleteDimension": {"range": span(2, 3)}}, "=AND($A3<>$A2,B3>$E$1)"),
        ({"deleteDimension": {"range": span(2, 5)}}, "=AND($A3<>$A2,B3>$E$1)"),
        ({"deleteDimension": {"range": span(1, 2)}}, "=AND($A2<>$A1,B2>$E$1)"),
        ({"deleteDimension": {"range": span(0, 1)}}, "=AND($A2<>$A1,B2>#REF!)"),
        ({"insertDimension": {"range": span(1, 3)}}, "=AND($A5<>$A4,B5>$E$1)"),
        ({"insertDimension": {"range": span(3, 5)}}, "=AND($A3<>$A2,B3>$E$1)"),
        ({"insertDimension": {"range": span(2, 3)}}, "=AND($A4<>$A3,B4>$E$1)"),
        (
            {"moveDimension": {"source": span(2, 3), "destinationIndex": 6}},
            "=AND($A3<>$A2,B3>$E$1)",
        ),
        ({"deleteDimension": {"range": span(0, 1, "COLUMNS")}}, "=AND(#REF!<>#REF!,B3>$D$1)"),
    ],
)
def test_a_rules_formula_is_read_from_its_first_cell_whichever_that_is_then(
    small: Workbook, request_: dict[str, Any], formula: str
) -> None:
    condition = {
        "type": "CUSTOM_FORMULA",
        "values": [{"userEnteredValue": "=AND($A3<>$A2,B3>$E$1)"}],
    }
    rule = {"ranges": [RULED], "booleanRule": {"condition": condition, "format": {}}}
    small.batch({"addConditionalFormatRule": {"rule": rule}})
    small.batch(request_)
    [kept] = small.get()["sheets"][0]["conditionalFormats"]
    assert kept["booleanRule"]["condition"]["values"] == [{"userEnteredValue": formula}]


@pytest.mark.measured
@pytest.mark.parametrize("dimension", ["ROWS", "COLUMNS"])
def test_the_header_alone_is_never_left(small: Workbook, dimension: str) -> None:
    rows = dimension == "ROWS"
    kind, size = ("row", 10) if rows else ("column", 6)
    name = "frozenRowCount" if rows else "frozenColumnCount"

    def freeze(count: int) -> dict[str, Any]:
        return {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "gridProperties": {name: count}},
                "fields": f"gridProperties.{name}",
            }
        }

    def delete(start: int, end: int) -> dict[str, Any]:
        return {"deleteDimension": {"range": span(start, end, dimension)}}

    assert small.refusal(freeze(size)).endswith(
        f"You can't freeze all visible {kind}s on the sheet."
    )
    assert small.refusal(delete(3, size + 1)).endswith(
        f"Cannot delete a {kind} that doesn't exist. Tried to delete {kind} index {size} "
        f"but there are only {size} {kind}s."
    )
    for request in (freeze(-1), {"addSheet": {"properties": {"gridProperties": {name: -1}}}}):
        assert small.refusal(request).endswith(f"gridProperties.{name} must not be negative.")
    small.batch(freeze(2))
    assert small.refusal(delete(2, size)).endswith(
        f"Sorry, it is not possible to delete all non-frozen {kind}s."
    )
    assert small.refusal(delete(0, size)).endswith(
        f"You can't delete all the {kind}s on the sheet."
    )
    small.batch(delete(1, 3))
    assert small.get()["sheets"][0]["properties"]["gridProperties"][name] == 1
    small.batch(delete(0, 1))
    assert name not in small.get()["sheets"][0]["properties"]["gridProperties"]


def test_what_a_validation_compares_with_is_followed(small: Workbook) -> None:
    def rule(text: str) -> dict[str, Any]:
        return {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]}}

    small.batch({"setDataValidation": {"range": RULED, "rule": rule("=AND(A3>$E$1,$D3=D$2)")}})
    small.batch(
        {"insertDimension": {"range": span(0, 1)}},
        {"insertDimension": {"range": span(3, 4, "COLUMNS")}},
    )
    found = small.cells("A4:A5", "dataValidation")
    assert [row[0]["dataValidation"] for row in found] == [
        rule("=AND(A4>$F$2,$E4=D$3)"),
        rule("=AND(A5>$F$2,$E5=D$3)"),
    ]


def test_cells_move_with_their_columns(small: Workbook) -> None:
    small.write("A1:D2", [["a", "b", "c", "d"], [1, 2, 3, 4]])
    small.batch(
        {"insertDimension": {"range": span(1, 2, "COLUMNS")}},
        {"deleteDimension": {"range": span(3, 4, "COLUMNS")}},
        {"moveDimension": {"source": span(0, 1, "COLUMNS"), "destinationIndex": 3}},
    )
    assert small.read("A1:F2") == [["", "b", "a", "d"], ["", "2", "1", "4"]]


def test_an_inserted_row_takes_the_format_but_not_the_note_of_its_neighbour(
    small: Workbook,
) -> None:
    bold = {"textFormat": {"bold": True}}
    small.batch(
        {
            "repeatCell": {
                "range": {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "endColumnIndex": 1},
                "cell": {"userEnteredFormat": bold, "note": "n"},
                "fields": "userEnteredFormat.textFormat.bold,note",
            }
        },
        {"insertDimension": {"range": span(2, 3), "inheritFromBefore": True}},
    )
    assert small.cells("A1:A4", "userEnteredFormat,note") == [
        [],
        [{"userEnteredFormat": bold, "note": "n"}],
        [{"userEnteredFormat": bold}],
        [],
    ]


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"deleteDimension": {"range": span(0, 10)}}, id="all-rows-deleted"),
        pytest.param({"deleteDimension": {"range": span(5, 11)}}, id="deleted-past-the-end"),
        pytest.param({"insertDimension": {"range": span(3, 3)}}, id="nothing-inserted"),
        pytest.param(
            {"insertDimension": {"range": span(0, 1), "inheritFromBefore": True}},
            id="nothing-before",
        ),
        pytest.param(
            {"moveDimension": {"source": span(2, 5), "destinationIndex": 3}}, id="moved-into-itself"
        ),
        pytest.param(
            {"appendDimension": {"dimension": "ROWS", "length": 0}}, id="nothing-appended"
        ),
    ],
)
def test_what_makes_no_sense_is_refused(small: Workbook, request_: dict[str, Any]) -> None:
    assert small.refusal(request_).startswith(f"Invalid requests[0].{next(iter(request_))}: ")


def test_widths_hiding_and_groups_are_kept(small: Workbook) -> None:
    small.batch(
        {
            "updateDimensionProperties": {
                "range": span(1, 3, "COLUMNS"),
                "properties": {"pixelSize": 240, "hiddenByUser": True},
                "fields": "pixelSize,hiddenByUser",
            }
        },
        {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 2}},
    )
    data = small.get(fields="sheets.data(rowMetadata,columnMetadata)")["sheets"][0]["data"][0]
    assert data["columnMetadata"][:3] == [
        {"pixelSize": 100},
        {"hiddenByUser": True, "pixelSize": 240},
        {"hiddenByUser": True, "pixelSize": 240},
    ]
    assert len(data["rowMetadata"]) == 12


def test_grouping_raises_the_depth_of_what_it_covers(small: Workbook) -> None:
    small.batch({"addDimensionGroup": {"range": span(1, 4, "COLUMNS")}})
    answer = small.batch({"addDimensionGroup": {"range": span(2, 5, "COLUMNS")}})
    groups = answer["replies"][0]["addDimensionGroup"]["dimensionGroups"]
    shown = [(one["range"]["startIndex"], one["range"]["endIndex"], one["depth"]) for one in groups]
    assert shown == [(1, 5, 1), (2, 4, 2)]
    assert small.get()["sheets"][0]["columnGroups"] == groups


def test_taking_a_group_away_makes_what_it_covers_shallower(small: Workbook) -> None:
    small.batch(
        {"addDimensionGroup": {"range": span(1, 5, "COLUMNS")}},
        {"deleteDimensionGroup": {"range": span(2, 3, "COLUMNS")}},
    )
    groups = small.get()["sheets"][0]["columnGroups"]
    shown = [(one["range"]["startIndex"], one["range"]["endIndex"]) for one in groups]
    assert shown == [(1, 2), (3, 5)]
    assert "no group" in small.refusal({"deleteDimensionGroup": {"range": span(7, 8)}})


def test_folding_a_group_hides_its_columns_and_unfolding_shows_them(small: Workbook) -> None:
    group = {"range": span(1, 3, "COLUMNS"), "depth": 1}

    def fold(collapsed: bool) -> list[bool]:
        body = {"dimensionGroup": {**group, "collapsed": collapsed}, "fields": "collapsed"}
        small.batch({"updateDimensionGroup": body})
        columns = small.get(fields="sheets.data.columnMetadata")["sheets"][0]["data"][0]
        return ["hiddenByUser" in column for column in columns["columnMetadata"][:4]]

    small.batch({"addDimensionGroup": {"range": group["range"]}})
    assert fold(True) == [False, True, True, False]
    assert small.get()["sheets"][0]["columnGroups"][0]["collapsed"] is True
    assert fold(False) == [False] * 4


def test_columns_fit_their_longest_text(small: Workbook) -> None:
    small.write("A1:B1", [["短", "a much longer text than the other"]])
    small.batch({"autoResizeDimensions": {"dimensions": span(0, 2, "COLUMNS")}})
    columns = small.get(fields="sheets.data.columnMetadata")["sheets"][0]["data"][0][
        "columnMetadata"
    ]
    assert columns[0]["pixelSize"] < 100 < columns[1]["pixelSize"]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("dimension", "said"),
    [
        pytest.param(
            "ROWS", "number of cells in the workbook above the limit of 10000000", id="rows"
        ),
        pytest.param("COLUMNS", "A sheet has at most 18278 columns", id="columns"),
    ],
)
def test_a_grid_grows_to_googles_limits_and_not_beyond(
    small: Workbook, dimension: str, said: str
) -> None:
    span = {"dimension": dimension, "startIndex": 0, "endIndex": 2**31 - 1}
    assert said in small.refusal({"insertDimension": {"range": span}})
    more = {"sheetId": 0, "dimension": dimension, "length": 2**31 - 1}
    assert said in small.refusal({"appendDimension": more})
    name = "rowCount" if dimension == "ROWS" else "columnCount"
    grid = {"gridProperties": {name: 2**31 - 1}}
    assert said in small.refusal({"addSheet": {"properties": grid}})
    size = {"properties": grid, "fields": f"gridProperties.{name}"}
    assert said in small.refusal({"updateSheetProperties": size})


@pytest.mark.documented
def test_numbers_that_their_type_does_not_hold_are_refused(small: Workbook) -> None:
    span = {"dimension": "ROWS", "startIndex": 0, "endIndex": 2**31}
    assert small.refusal({"deleteDimension": {"range": span}}) == (
        "Invalid value at 'requests[0].delete_dimension.range.end_index' (TYPE_INT32), 2147483648"
    )
    cell = {"userEnteredValue": {"numberValue": "NaN"}}
    rows = {"rows": [{"values": [cell]}], "fields": "*", "start": {"sheetId": 0}}
    assert 'number_value\' (TYPE_DOUBLE), "NaN"' in small.refusal({"updateCells": rows})


@pytest.mark.assumed
@pytest.mark.parametrize("kind", ["addDimensionGroup", "deleteDimensionGroup"])
def test_a_group_ends_on_the_grid(small: Workbook, kind: str) -> None:
    span = {"dimension": "COLUMNS", "startIndex": 4, "endIndex": 2**31 - 1}
    assert "is after the last of 6" in small.refusal({kind: {"range": span}})
