"""Tabs, the file's properties, protections, filter views, tags, and what isn't supported."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from tests.localsheets.conftest import URL, Workbook
from tests.localsheets.test_behaviours import grid

pytestmark = pytest.mark.documented


def titles(workbook: Workbook) -> list[str]:
    return [one["properties"]["title"] for one in workbook.get()["sheets"]]


def tab(change: dict[str, Any]) -> dict[str, Any]:
    return {
        "updateSheetProperties": {
            "properties": {"sheetId": 0, **change},
            "fields": ",".join(change),
        }
    }


def test_a_tab_is_added_where_asked_with_what_was_asked(small: Workbook) -> None:
    wish = {
        "sheetId": 7,
        "title": "工单",
        "index": 0,
        "hidden": True,
        "tabColor": {"red": 1},
        "gridProperties": {"rowCount": 5, "columnCount": 3, "frozenRowCount": 1},
    }
    small.batch({"addSheet": {"properties": wish}})
    assert small.get()["sheets"][0]["properties"] == {
        **wish,
        "sheetType": "GRID",
        "tabColorStyle": {"rgbColor": {"red": 1}},
    }


@pytest.mark.parametrize(
    ("index", "order"),
    [
        pytest.param(3, ["b", "c", "a"], id="to-the-end"),
        pytest.param(2, ["b", "a", "c"], id="on-by-one"),
    ],
)
def test_a_tab_moves_before_an_index_counted_before_it_is_taken_out(
    small: Workbook, index: int, order: list[str]
) -> None:
    small.batch(
        tab({"title": "a"}),
        {"addSheet": {"properties": {"title": "b"}}},
        {"addSheet": {"properties": {"title": "c"}}},
        tab({"index": index}),
    )
    assert titles(small) == order


def test_a_renamed_tab_is_followed_and_a_deleted_one_is_lost_to_formulas(small: Workbook) -> None:
    small.batch({"addSheet": {"properties": {"sheetId": 5, "title": "prices"}}})
    small.write("prices!A1", [[7]])
    small.write("A1", [["=prices!A1*2"]], "USER_ENTERED")
    small.batch(
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 5, "title": "price list"},
                "fields": "title",
            }
        }
    )
    assert small.read("A1", valueRenderOption="FORMULA") == [["='price list'!A1*2"]]
    assert small.raw("A1") == [[14]]
    small.batch({"deleteSheet": {"sheetId": 5}})
    assert small.raw("A1") == [["#REF!"]]


def test_choices_from_a_range_follow_their_tab(small: Workbook) -> None:
    small.batch({"addSheet": {"properties": {"sheetId": 5, "title": "staff"}}})
    condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=staff!$A$2:$A$9"}]}
    small.batch(
        {"setDataValidation": {"range": grid(1, 3, 0, 1), "rule": {"condition": condition}}},
        {
            "insertDimension": {
                "range": {"sheetId": 5, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
            }
        },
    )
    [[cell]] = small.cells("A2", "dataValidation")
    assert cell["dataValidation"]["condition"]["values"] == [
        {"userEnteredValue": "=staff!$A$3:$A$10"}
    ]


def test_a_smaller_grid_loses_what_was_past_its_end(small: Workbook) -> None:
    small.write("A9:F9", [list("abcdef")])
    small.batch(
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "gridProperties": {"columnCount": 3}},
                "fields": "gridProperties.columnCount",
            }
        }
    )
    assert small.read("A9:C9") == [["a", "b", "c"]]
    assert small.get()["sheets"][0]["properties"]["gridProperties"] == {
        "rowCount": 10,
        "columnCount": 3,
    }


def test_a_duplicate_has_cells_and_rules_but_its_own_protections(small: Workbook) -> None:
    small.write("A1", [["x"]])
    small.batch(
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 1, "range": {"sheetId": 0}}}},
        {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 9, "insertSheetIndex": 1}},
    )
    assert titles(small) == ["Sheet1", "Copy of Sheet1"]
    assert small.read("'Copy of Sheet1'!A1") == [["x"]]
    copy = small.get()["sheets"][1]["protectedRanges"][0]
    assert copy["range"] == {"sheetId": 9}
    assert copy["protectedRangeId"] != 1


def test_a_tab_copied_to_another_file_keeps_its_formats(small: Workbook) -> None:
    small.write("A1", [["2026-03-10"]], "USER_ENTERED")
    other = small.client.create("other")
    made = small.worksheet.copy_to(other.id)
    assert made["title"] == "Copy of Sheet1"
    assert other.worksheet("Copy of Sheet1").acell("A1").value == "2026-03-10"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        pytest.param("timeZone", "Asia/Shanghai", "Mars/Base", id="zone"),
        pytest.param("locale", "zh_CN", "chinese", id="locale"),
        pytest.param("title", "维修台", "", id="title"),
    ],
)
def test_a_property_of_the_file_is_checked(small: Workbook, name: str, good: str, bad: str) -> None:
    def change(value: str) -> dict[str, Any]:
        return {"updateSpreadsheetProperties": {"properties": {name: value}, "fields": name}}

    small.batch(change(good))
    assert small.get()["properties"][name] == good
    assert f"properties.{name}" in small.refusal(change(bad))


def test_a_protection_is_changed_and_taken_away(small: Workbook) -> None:
    part = {"range": grid(0, 1, 0, 6), "description": "header", "warningOnly": True}
    reply = small.batch({"addProtectedRange": {"protectedRange": part}})["replies"][0]
    made = reply["addProtectedRange"]["protectedRange"]
    small.batch(
        {
            "updateProtectedRange": {
                "protectedRange": {
                    "protectedRangeId": made["protectedRangeId"],
                    "description": "key",
                },
                "fields": "description",
            }
        }
    )
    [kept] = small.get()["sheets"][0]["protectedRanges"]
    assert kept == {**made, "description": "key"}
    small.batch({"deleteProtectedRange": {"protectedRangeId": made["protectedRangeId"]}})
    assert "protectedRanges" not in small.get()["sheets"][0]
    assert "protectedRangeId" in small.refusal({"deleteProtectedRange": {"protectedRangeId": 5}})


def test_a_filter_view_is_made_copied_changed_and_deleted(small: Workbook) -> None:
    small.batch(
        {"addFilterView": {"filter": {"filterViewId": 3, "title": "欠款", "range": {"sheetId": 0}}}}
    )
    copy = small.batch({"duplicateFilterView": {"filterId": 3}})["replies"][0][
        "duplicateFilterView"
    ]
    small.batch(
        {"updateFilterView": {"filter": {"filterViewId": 3, "title": "待派工"}, "fields": "title"}},
        {"deleteFilterView": {"filterId": copy["filter"]["filterViewId"]}},
    )
    assert small.get()["sheets"][0]["filterViews"] == [
        {"filterViewId": 3, "title": "待派工", "range": {}}
    ]
    assert "is already taken" in small.refusal(
        {"addFilterView": {"filter": {"filterViewId": 3, "range": {"sheetId": 0}}}}
    )


def tag(key: str, location: dict[str, Any], number: int) -> dict[str, Any]:
    body = {
        "metadataId": number,
        "metadataKey": key,
        "metadataValue": str(number),
        "visibility": "DOCUMENT",
        "location": location,
    }
    return {"createDeveloperMetadata": {"developerMetadata": body}}


COLUMN_B = {
    "dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
}


def test_tags_are_found_by_key_by_place_and_by_number(small: Workbook) -> None:
    small.batch(
        tag("id", {"spreadsheet": True}, 1), tag("tab", {"sheetId": 0}, 2), tag("due", COLUMN_B, 3)
    )

    def search(data_filter: dict[str, Any]) -> list[int]:
        answer = small.call("post", "/developerMetadata:search", {"dataFilters": [data_filter]})
        return [
            one["developerMetadata"]["metadataId"]
            for one in answer.get("matchedDeveloperMetadata", [])
        ]

    assert search({"developerMetadataLookup": {"metadataKey": "due"}}) == [3]
    assert search({"developerMetadataLookup": {"locationType": "SHEET"}}) == [2]
    assert search({"gridRange": grid(0, 1, 1, 2)}) == [2, 3]
    assert search({"gridRange": grid(0, 1, 4, 5)}) == [2]
    assert search({"developerMetadataLookup": {"metadataKey": "none"}}) == []
    assert small.call("get", "/developerMetadata/1")["location"] == {
        "locationType": "SPREADSHEET",
        "spreadsheet": True,
    }
    assert small.get()["developerMetadata"][0]["metadataId"] == 1
    assert small.get()["sheets"][0]["developerMetadata"][0]["metadataKey"] == "tab"


def test_a_tagged_column_is_read_written_and_cleared_by_its_tag(small: Workbook) -> None:
    small.batch(tag("due", COLUMN_B, 3))
    lookup = {"developerMetadataLookup": {"metadataKey": "due"}}
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": lookup, "values": [["x"], ["y"]]}]}
    answer = small.call("post", "/values:batchUpdateByDataFilter", body)
    assert answer["responses"][0]["updatedRange"] == "Sheet1!B1:B2"
    read = small.call("post", "/values:batchGetByDataFilter", {"dataFilters": [lookup]})
    assert read["valueRanges"][0]["valueRange"]["values"] == [["x"], ["y"]]
    small.call("post", "/values:batchClearByDataFilter", {"dataFilters": [lookup]})
    assert small.read("A1:F10") == []


def test_tags_are_changed_and_deleted_by_filter(small: Workbook) -> None:
    small.batch(tag("due", COLUMN_B, 3), tag("due", {"sheetId": 0}, 4))
    lookup = {"developerMetadataLookup": {"metadataKey": "due"}}
    reply = small.batch(
        {
            "updateDeveloperMetadata": {
                "dataFilters": [lookup],
                "developerMetadata": {"metadataValue": "new"},
                "fields": "metadataValue",
            }
        },
        {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": 4}}}},
    )["replies"]
    assert len(reply[0]["updateDeveloperMetadata"]["developerMetadata"]) == 2
    assert small.call("get", "/developerMetadata/3")["metadataValue"] == "new"
    assert "already exists" in small.refusal(tag("other", {"sheetId": 0}, 3))


def test_a_name_is_given_to_other_cells_and_to_formulas_with_it(small: Workbook) -> None:
    small.write("A1:C1", [[1, 2, "=SUM(box)"]], "USER_ENTERED")
    named = {"namedRangeId": "n", "name": "box", "range": grid(0, 1, 0, 1)}
    small.batch({"addNamedRange": {"namedRange": named}})
    assert small.raw("C1") == [[1]]
    wider = {"namedRangeId": "n", "name": "lost", "range": grid(0, 1, 0, 2)}
    small.batch({"updateNamedRange": {"namedRange": wider, "fields": "range"}})
    assert small.raw("C1") == [[3]]
    assert small.get()["namedRanges"][0]["name"] == "box"
    unknown = {"namedRangeId": "m", "name": "box"}
    assert "Cannot find named range with id: m" in small.refusal(
        {"updateNamedRange": {"namedRange": unknown, "fields": "name"}}
    )


def test_a_basic_filter_is_set_and_cleared(small: Workbook) -> None:
    part = {"range": grid(0, 5, 0, 2), "sortSpecs": [{"dimensionIndex": 1}]}
    small.batch({"setBasicFilter": {"filter": part}})
    assert small.get()["sheets"][0]["basicFilter"]["range"]["endRowIndex"] == 5
    small.batch({"clearBasicFilter": {"sheetId": 0}}, {"clearBasicFilter": {"sheetId": 0}})
    assert "basicFilter" not in small.get()["sheets"][0]


@pytest.fixture
def stock(small: Workbook) -> Workbook:
    """Parts with their numbers under a header; row 5 is empty."""
    small.write("A1:B4", [["part", "left"], ["pump", 3], ["fan", 12], ["belt", 7]])
    return small


def shown(workbook: Workbook) -> list[int]:
    """Return the first rows that no filter hides, counted from 1."""
    answer = workbook.get(ranges="A1:A6", fields="sheets.data.rowMetadata")
    rows = answer["sheets"][0]["data"][0]["rowMetadata"]
    return [number for number, row in enumerate(rows, 1) if not row.get("hiddenByFilter")]


OVER_5 = {"condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "5"}]}}


@pytest.mark.parametrize(
    ("criteria", "rows"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"0": {"hiddenValues": ["fan", ""]}}, [1, 2, 4, 6]),
        ({"1": OVER_5}, [1, 3, 4, 6]),
        ({"0": {"hiddenValues": ["fan"]}, "1": OVER_5}, [1, 4, 6]),
    ],
)
def test_rows_that_a_basic_filter_hides_are_told(
    stock: Workbook, criteria: dict[str, Any], rows: list[int]
) -> None:
    stock.batch({"setBasicFilter": {"filter": {"range": grid(0, 5, 0, 2), "criteria": criteria}}})
    assert shown(stock) == rows
    specs = [{"columnIndex": int(at), "filterCriteria": one} for at, one in criteria.items()]
    kept = stock.get()["sheets"][0]["basicFilter"]
    assert (kept.get("criteria", {}), kept.get("filterSpecs", [])) == (criteria, specs)


@pytest.mark.parametrize(
    ("criteria", "why"),
    [
        ({"1": {"condition": {}}}, "condition.type is required."),
        ({"1": {"condition": {"type": "NUMBER_GREATER"}}}, "wrong number of values: 0."),
        (
            {"1": {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "a"}]}}},
            "ConditionType ONE_OF_LIST is not supported in filters.",
        ),
    ],
)
def test_a_filter_that_cannot_be_tested_is_refused(
    stock: Workbook, criteria: dict[str, Any], why: str
) -> None:
    part = {"range": grid(0, 5, 0, 2), "criteria": criteria}
    assert stock.refusal({"setBasicFilter": {"filter": part}}).endswith(why)
    assert stock.refusal({"addFilterView": {"filter": part}}).endswith(why)


def test_filters_follow_their_columns(stock: Workbook) -> None:
    part = {
        "range": grid(0, 5, 0, 2),
        "filterSpecs": [{"columnIndex": 1, "filterCriteria": OVER_5}],
    }
    columns = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    stock.batch(
        {"setBasicFilter": {"filter": part}},
        {"addFilterView": {"filter": {"filterViewId": 3, "title": "over 5", **part}}},
        {"insertDimension": {"range": columns}},
    )
    there = stock.get()["sheets"][0]
    for kept in (there["basicFilter"], there["filterViews"][0]):
        assert kept["filterSpecs"] == [{"columnIndex": 2, "filterCriteria": OVER_5}]
        assert kept["criteria"] == {"2": OVER_5}
    assert shown(stock) == [1, 3, 4, 6]
    stock.batch({"deleteDimension": {"range": {**columns, "startIndex": 2, "endIndex": 3}}})
    assert shown(stock) == [1, 2, 3, 4, 5, 6]


def test_a_filter_views_criteria_are_changed_in_either_spelling(stock: Workbook) -> None:
    def criteria(fields: str, **sent: Any) -> tuple[Any, Any]:
        stock.batch({"updateFilterView": {"filter": {"filterViewId": 3, **sent}, "fields": fields}})
        [view] = stock.get()["sheets"][0]["filterViews"]
        return view.get("criteria"), view.get("filterSpecs")

    stock.batch({"addFilterView": {"filter": {"filterViewId": 3, "range": grid(0, 5, 0, 2)}}})
    spec = {"columnIndex": 1, "filterCriteria": OVER_5}
    other = {"columnIndex": 0, "filterCriteria": {"hiddenValues": ["fan"]}}
    assert criteria("criteria", criteria={"1": OVER_5}) == ({"1": OVER_5}, [spec])
    assert criteria("filterSpecs", filterSpecs=[other]) == (
        {"0": {"hiddenValues": ["fan"]}},
        [other],
    )
    assert criteria("criteria") == (None, None)
    assert criteria("*", range=grid(0, 5, 0, 2)) == (None, None)
    assert stock.get()["sheets"][0]["filterViews"][0]["title"] == "Filter 1"


def test_a_file_is_made_with_the_tabs_cells_and_names_asked_for(workbook: Workbook) -> None:
    row = {"values": [{"userEnteredValue": {"stringValue": "x"}}]}
    made = workbook.client.http_client.request(
        "post",
        URL,
        json={
            "properties": {"title": "made"},
            "sheets": [
                {
                    "properties": {"sheetId": 3, "title": "one"},
                    "data": [{"startRow": 1, "rowData": [row]}],
                },
                {"properties": {"sheetId": 4, "title": "two"}},
            ],
            "namedRanges": [{"namedRangeId": "n", "name": "here", "range": {"sheetId": 4}}],
        },
    ).json()
    opened = workbook.client.open("made")
    assert opened.id == made["spreadsheetId"]
    assert opened.worksheet("one").acell("A2").value == "x"
    assert [named["name"] for named in opened.list_named_ranges()] == ["here"]


@pytest.mark.assumed
def test_a_tab_keeps_a_name_and_a_place_on_the_bar(small: Workbook) -> None:
    nameless = {"properties": {"sheetId": 0}, "fields": "title"}
    assert "name cannot be empty" in small.refusal({"updateSheetProperties": nameless})
    before_all = {"sourceSheetId": 0, "insertSheetIndex": -1}
    assert "index[-1]" in small.refusal({"duplicateSheet": before_all})


@pytest.mark.assumed
def test_cells_are_not_cut_to_a_place_before_the_grid(small: Workbook) -> None:
    there = {"source": {"endRowIndex": 1}, "destination": {"rowIndex": 0, "columnIndex": -1}}
    assert "greater than or equal to 0" in small.refusal({"cutPaste": there})


def test_a_file_is_made_with_the_sizes_rules_and_marks_asked_for(small: Workbook) -> None:
    """What one file answers makes another like it."""
    box, colour = grid(0, 2, 0, 2), {"backgroundColor": {"red": 1}}
    bands = {"firstBandColor": {"red": 1}, "secondBandColor": {"blue": 1}}
    rule = {"condition": {"type": "NOT_BLANK"}, "format": colour}
    group = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 3}
    width = {"range": group, "properties": {"pixelSize": 33}, "fields": "pixelSize"}
    small.batch(
        {"mergeCells": {"range": box}},
        {"addConditionalFormatRule": {"rule": {"ranges": [box], "booleanRule": rule}}},
        {"addFilterView": {"filter": {"title": "mine", "range": box}}},
        {"setBasicFilter": {"filter": {"range": box}}},
        {"addProtectedRange": {"protectedRange": {"range": box, "warningOnly": True}}},
        {"addBanding": {"bandedRange": {"range": box, "rowProperties": bands}}},
        {"addDimensionGroup": {"range": group}},
        {"updateDimensionProperties": width},
        tag("tab", {"sheetId": 0}, 2),
        tag("file", {"spreadsheet": True}, 1),
    )
    first = small.get(includeGridData="true")
    answer = small.client.http_client.request("post", URL, json=first, params={"fields": "*"})
    made = small.client.http_client.request(
        "get", f"{URL}/{answer.json()['spreadsheetId']}", params={"includeGridData": True}
    ).json()
    own = {"spreadsheetId", "spreadsheetUrl"}
    assert {name: part for name, part in made.items() if name not in own} == {
        name: part for name, part in first.items() if name not in own
    }


def test_a_file_with_charts_is_not_made(workbook: Workbook) -> None:
    body = {"sheets": [{"charts": [{"chartId": 1}]}]}
    with pytest.raises(gspread.exceptions.APIError) as refused:
        workbook.client.http_client.request("post", URL, json=body)
    assert refused.value.code == 501
    assert len(workbook.sheets.books()) == 1
