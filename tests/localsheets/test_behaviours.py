"""The behaviours that clients rely on and emulators get wrong, numbered as in the design; each is tagged
with how sure we are that Google behaves so, and read back by another method than the one that wrote."""

from __future__ import annotations

from typing import Any

import pytest

from tests.localsheets.conftest import Workbook

RED = {"red": 1, "green": 0, "blue": 0}


def grid(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> dict[str, int]:
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def rule(formula: str, *, index: int = 0, format_: Any = None) -> dict[str, Any]:
    return {
        "addConditionalFormatRule": {
            "index": index,
            "rule": {
                "ranges": [grid(0, 5, 0, 1)],
                "booleanRule": {
                    "condition": {
                        "type": "CUSTOM_FORMULA",
                        "values": [{"userEnteredValue": formula}],
                    },
                    "format": format_ or {"backgroundColor": RED},
                },
            },
        }
    }


def condition_of(one: dict[str, Any]) -> str:
    return str(one["booleanRule"]["condition"]["values"][0]["userEnteredValue"])


def shown_rules(workbook: Workbook) -> list[str]:
    return [condition_of(one) for one in workbook.get()["sheets"][0]["conditionalFormats"]]


@pytest.mark.documented
def test_01_a_new_file_has_googles_defaults(workbook: Workbook) -> None:
    answer = workbook.get(fields="properties(locale,autoRecalc,timeZone),sheets.properties")
    assert answer == {
        "properties": {"locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT"},
        "sheets": [
            {
                "properties": {
                    "sheetId": 0,
                    "title": "Sheet1",
                    "index": 0,
                    "sheetType": "GRID",
                    "gridProperties": {"rowCount": 1000, "columnCount": 26},
                }
            }
        ],
    }


@pytest.mark.measured
def test_01_sheet_id_0_is_left_out_of_ranges(workbook: Workbook) -> None:
    workbook.batch({"mergeCells": {"range": grid(0, 2, 0, 2)}})
    assert workbook.get()["sheets"][0]["merges"] == [
        {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    ]


@pytest.mark.measured
def test_01_false_flags_and_empty_lists_are_left_out_of_answers(small: Workbook) -> None:
    box = grid(0, 1, 0, 1)
    condition: dict[str, Any] = {"type": "BLANK", "values": []}
    look = {"textFormat": {"bold": False}}
    validation = {"condition": {"type": "BOOLEAN", "values": []}, "strict": False}
    guarded = {
        "range": box,
        "warningOnly": False,
        "editors": {"users": ["a@x.example"], "groups": []},
    }
    answer = small.batch(
        {"setDataValidation": {"range": box, "rule": validation}},
        {"addProtectedRange": {"protectedRange": guarded}},
        {"addConditionalFormatRule": {"rule": {
            "ranges": [box], "booleanRule": {"condition": condition, "format": look}}}},
        {"addSheet": {"properties": {"title": "x", "hidden": False, "gridProperties": {"hideGridlines": False}}}},
    )  # fmt: skip
    shown = small.get(includeGridData="true")["sheets"][0]
    [protected] = shown["protectedRanges"]
    [rule] = shown["conditionalFormats"]
    [cell] = shown["data"][0]["rowData"][0]["values"]
    assert cell["dataValidation"] == {"condition": {"type": "BOOLEAN"}}
    assert answer["replies"][1]["addProtectedRange"]["protectedRange"] == protected
    assert protected.keys() == {"protectedRangeId", "range", "editors", "requestingUserCanEdit"}
    assert protected["editors"] == {"users": ["a@x.example"]}
    assert rule["booleanRule"] == {"condition": {"type": "BLANK"}, "format": look}
    added = answer["replies"][3]["addSheet"]["properties"]
    assert "hidden" not in added
    assert added["gridProperties"].keys() == {"rowCount", "columnCount"}


@pytest.mark.documented
def test_02_an_empty_range_has_range_and_dimension_but_no_values(workbook: Workbook) -> None:
    assert workbook.call("get", "/values/A1:B2") == {
        "range": "Sheet1!A1:B2",
        "majorDimension": "ROWS",
    }


@pytest.mark.measured
def test_03_a_read_past_the_end_is_clipped_and_one_that_starts_there_refused(
    small: Workbook,
) -> None:
    assert small.call("get", "/values/A5:Z99")["range"] == "Sheet1!A5:F10"
    assert small.fault("get", "/values/A11:B12") == (
        "Range (Sheet1!A11:B12) exceeds grid limits. Max rows: 10, max columns: 6"
    )


@pytest.mark.measured
def test_04_an_update_past_the_grid_is_refused_and_an_append_grows_it(small: Workbook) -> None:
    assert "exceeds grid limits" in small.fault(
        "put", "/values/A10", {"values": [["a"], ["b"]]}, valueInputOption="RAW"
    )
    small.write("A1:A10", [[n] for n in range(10)])
    small.call("post", "/values/A1:append", {"values": [["new"]]}, valueInputOption="RAW")
    assert small.read("A11") == [["new"]]
    assert small.get()["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 11


@pytest.mark.measured
def test_05_repeat_cell_past_the_grid_is_taken_and_the_grid_unchanged(small: Workbook) -> None:
    cell = {"userEnteredValue": {"numberValue": 7}}
    small.batch(
        {"repeatCell": {"range": grid(8, 99, 0, 1), "cell": cell, "fields": "userEnteredValue"}},
        {"repeatCell": {"range": grid(3, 3, 0, 1), "cell": cell, "fields": "userEnteredValue"}},
    )
    assert small.read("A1:A10") == [[]] * 8 + [["7"], ["7"]]
    assert small.get()["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 10


@pytest.mark.measured
def test_06_an_error_names_the_request_or_the_data_entry(small: Workbook) -> None:
    clear = {"updateCells": {"range": grid(0, 1, 0, 1), "fields": "userEnteredValue"}}
    message = small.refusal(
        clear, {"repeatCell": {"range": grid(0, 1, 0, 1, sheet=9), "fields": "note"}}
    )
    assert message == "Invalid requests[1].repeatCell: No grid with id: 9"
    body = {"valueInputOption": "RAW", "data": [{"range": "A1:A1"}, {"range": "Nowhere!A1"}]}
    message = small.fault("post", "/values:batchUpdate", body)
    assert message == "Invalid data[1]: Unable to parse range: Nowhere!A1"


@pytest.mark.measured
def test_07_values_outside_the_range_asked_for_are_refused(small: Workbook) -> None:
    def message(values: list[list[int]]) -> str:
        return small.fault("put", "/values/A1:B2", {"values": values}, valueInputOption="RAW")

    assert message([[1], [2], [3]]) == (
        "Requested writing within range [Sheet1!A1:B2], but tried writing to row [3]"
    )
    assert message([[1, 2, 3]]) == (
        "Requested writing within range [Sheet1!A1:B2], but tried writing to column [C]"
    )


@pytest.mark.documented
def test_07_a_single_cell_lets_values_reach_on(small: Workbook) -> None:
    small.write("B2", [[1, 2], [3, 4]])
    assert small.read("B2:C3") == [["1", "2"], ["3", "4"]]


@pytest.mark.measured
@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            "a",
            "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"a\"",
        ),
        (
            [["a"], "b"],
            "Invalid value at 'data.values[1]' (type.googleapis.com/google.protobuf.ListValue), \"b\"",
        ),
        (
            [["a", [1]]],
            "Invalid values[0][1]: list_value {\n  values {\n    number_value: 1\n  }\n}\n",
        ),
        (
            [["a"], [{"k": None}]],
            'Invalid values[1][0]: struct_value {\n  fields {\n    key: "k"\n    value {\n'
            "      null_value: NULL_VALUE\n    }\n  }\n}\n",
        ),
    ],
)
def test_07_values_that_are_no_rows_of_cells_are_refused(
    small: Workbook, values: Any, message: str
) -> None:
    for method, path in (("put", "/values/A1"), ("post", "/values/A1:append")):
        found = small.fault(method, path, {"values": values}, valueInputOption="RAW")
        assert found == message
    assert small.read("A1:F10") == []


@pytest.mark.measured
def test_07_a_body_names_the_range_of_its_path_or_none(small: Workbook) -> None:
    body = {"range": "A1:B3", "values": [["x"]]}
    assert small.fault("put", "/values/A1:B2", body, valueInputOption="RAW") == (
        "Request range[Sheet1!A1:B2] does not match value's range[Sheet1!A1:B3]"
    )
    body["range"] = "'Sheet1'!A1:B2"
    small.call("put", "/values/A1:B2", body, valueInputOption="RAW")
    assert small.read("A1") == [["x"]]


@pytest.mark.documented
def test_08_null_skips_an_empty_text_clears(small: Workbook) -> None:
    small.write("A1:C1", [["a", "b", "c"]])
    answer = small.write("A1:C1", [["x", None, ""]])
    assert small.read("A1:C1") == [["x", "b"]]
    assert answer["updatedCells"] == 2


@pytest.mark.documented
def test_08_an_empty_cell_under_the_mask_clears(small: Workbook) -> None:
    small.write("A1:B1", [["a", "b"]])
    small.batch(
        {
            "updateCells": {
                "start": {"sheetId": 0},
                "rows": [{"values": [{}]}],
                "fields": "userEnteredValue",
            }
        }
    )
    assert small.read("A1:B1") == [["", "b"]]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("place", "left"),
    [
        pytest.param({"range": grid(0, 2, 0, 2)}, [["x"]], id="range-clears-what-rows-leave-out"),
        pytest.param({"start": {"sheetId": 0}}, [["x", "b"], ["c", "d"]], id="start-does-not"),
    ],
)
def test_09_update_cells_by_range_clears_the_rest(
    small: Workbook, place: dict[str, Any], left: list[list[str]]
) -> None:
    small.write("A1:B2", [["a", "b"], ["c", "d"]])
    rows = [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}]
    small.batch({"updateCells": {**place, "rows": rows, "fields": "userEnteredValue"}})
    assert small.read("A1:B2") == left


@pytest.mark.documented
@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"repeatCell": {"range": {"sheetId": 0}, "cell": {}}}, id="repeatCell"),
        pytest.param({"updateCells": {"range": {"sheetId": 0}}}, id="updateCells"),
        pytest.param({"updateSheetProperties": {"properties": {"title": "x"}}}, id="properties"),
        pytest.param({"appendCells": {"rows": []}}, id="appendCells"),
    ],
)
def test_10_a_write_without_a_mask_is_refused(small: Workbook, request_: dict[str, Any]) -> None:
    small.write("A1", [["kept"]])
    assert "At least one field must be listed" in small.refusal(request_)
    assert small.read("A1") == [["kept"]]


@pytest.mark.measured
@pytest.mark.parametrize(
    ("request_", "message"),
    [
        pytest.param(
            {"addSheet": {"properties": {"name": "x"}}},
            'Invalid JSON payload received. Unknown name "name" at '
            "'requests[0].add_sheet.properties': Cannot find field.",
            id="in-a-message",
        ),
        pytest.param(
            {"addSheets": {}},
            "Invalid JSON payload received. Unknown name \"addSheets\" at 'requests[0]': "
            "Cannot find field.",
            id="a-request-kind",
        ),
        pytest.param(
            {"mergeCells": {"mergeType": "ALL"}},
            "Invalid value at 'requests[0].merge_cells.merge_type' (TYPE_ENUM), \"ALL\"",
            id="an-enum",
        ),
        pytest.param(
            {"deleteSheet": {"sheetId": "one"}},
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"one\"",
            id="a-number",
        ),
        pytest.param(
            {"addSheet": {}, "deleteSheet": {"sheetId": 0}},
            "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. "
            "Cannot set 'deleteSheet'",
            id="two-kinds",
        ),
        pytest.param(
            {"repeatCell": {"cell": {"userEnteredValue": {"stringValue": "a", "numberValue": 1}}}},
            "Invalid value at 'requests[0].repeat_cell.cell.user_entered_value' (oneof), "
            "oneof field 'value' is already set. Cannot set 'numberValue'",
            id="two-values",
        ),
        pytest.param(
            {"updateCells": {"fields": "note", "start": {}, "range": {}}},
            "Invalid value at 'requests[0].update_cells' (oneof), "
            "oneof field 'area' is already set. Cannot set 'range'",
            id="two-places",
        ),
        pytest.param(
            {"findReplace": {"find": "a", "allSheets": True, "sheetId": 0}},
            "Invalid value at 'requests[0].find_replace' (oneof), "
            "oneof field 'scope' is already set. Cannot set 'sheetId'",
            id="two-scopes",
        ),
    ],
)
def test_11_an_unknown_json_name_or_value_is_refused_with_its_path(
    small: Workbook, request_: dict[str, Any], message: str
) -> None:
    assert small.refusal(request_) == message


@pytest.mark.measured
def test_11_a_flag_of_the_query_is_true_or_false(small: Workbook) -> None:
    message = small.fault("get", "", includeGridData="yes")
    assert message == "Invalid value at 'include_grid_data' (TYPE_BOOL), \"yes\""
    assert "data" in small.get(includeGridData="True")["sheets"][0]


@pytest.mark.documented
def test_12_there_is_one_reply_for_each_request(small: Workbook) -> None:
    answer = small.batch(
        {"mergeCells": {"range": grid(0, 2, 0, 2)}}, {"addSheet": {"properties": {"sheetId": 5}}}
    )
    assert answer["replies"][0] == {}
    assert answer["replies"][1]["addSheet"]["properties"]["title"] == "Sheet2"


@pytest.mark.documented
def test_13_a_mask_overrides_include_grid_data_both_ways(small: Workbook) -> None:
    small.write("A1", [["x"]])
    assert "data" not in small.get(includeGridData="true", fields="sheets.properties")["sheets"][0]
    answer = small.get(includeGridData="false", fields="sheets.data.rowData.values.formattedValue")
    assert answer["sheets"][0]["data"][0]["rowData"][0] == {"values": [{"formattedValue": "x"}]}
    assert "data" not in small.get()["sheets"][0]
    assert "data" in small.get(includeGridData="true")["sheets"][0]


@pytest.mark.documented
def test_14_trailing_blanks_are_cut_and_inner_ones_are_empty_texts(small: Workbook) -> None:
    small.write("A1:C3", [["a", None, "c"], [None, None, None], ["d"]])
    assert small.read("A1:F10") == [["a", "", "c"], [], ["d"]]
    columns = small.read("A1:F10", majorDimension="COLUMNS")
    assert columns == [["a", "", "d"], [], ["c"]]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("option", "typed", "kept"),
    [
        pytest.param("RAW", "'007", "'007", id="raw-keeps-the-quote"),
        pytest.param("USER_ENTERED", "'007", "007", id="typing-swallows-it"),
        pytest.param("RAW", "=1+1", "=1+1", id="raw-does-not-calculate"),
        pytest.param("USER_ENTERED", "=1+1", 2, id="typing-calculates"),
        pytest.param("RAW", True, True, id="raw-keeps-booleans"),
        pytest.param("RAW", "TRUE", "TRUE", id="raw-keeps-texts"),
        pytest.param("USER_ENTERED", "true", True, id="typing-makes-booleans"),
    ],
)
def test_15_raw_and_typing_differ(small: Workbook, option: str, typed: Any, kept: Any) -> None:
    small.write("A1", [[typed]], option)
    assert small.raw("A1") == [[kept]]


@pytest.mark.measured
def test_16_typing_into_a_text_cell_stays_text(small: Workbook) -> None:
    cell = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    small.batch(
        {
            "repeatCell": {
                "range": grid(0, 1, 0, 1),
                "cell": cell,
                "fields": "userEnteredFormat.numberFormat",
            }
        }
    )
    small.write("A1:B1", [["007", "007"]], "USER_ENTERED")
    assert small.raw("A1:B1") == [["007", 7]]


@pytest.mark.measured
def test_17_typing_links_an_address_and_a_string_value_does_not(small: Workbook) -> None:
    small.write("A1", [["https://example.org/a"]], "USER_ENTERED")
    small.write("A2", [["https://example.org/a"]])
    assert small.cells("A1:A2", "hyperlink") == [
        [{"hyperlink": "https://example.org/a"}],
        [],
    ]


@pytest.mark.documented
def test_17_hyperlink_leads_where_it_says(small: Workbook) -> None:
    small.write(
        "A1:A5",
        [
            ['=HYPERLINK("https://example.com/"&B1, "go")'],
            ['= hyperlink("https://example.com/,(")'],
            ['=HYPERLINK(1/0, "go")'],
            ['=HYPERLINK("https://example.com")&"x"'],
            ['=HYPERLINK(B2,"go")'],
        ],
        "USER_ENTERED",
    )
    small.write("B1:B2", [["WX1"], ["https://example.com/2"]])
    found = [row[0].get("hyperlink") for row in small.cells("A1:A5", "formattedValue,hyperlink")]
    assert found == [
        "https://example.com/WX1",
        "https://example.com/,(",
        None,
        None,
        "https://example.com/2",
    ]


@pytest.mark.documented
def test_18_colours_leave_zero_channels_out_and_fill_the_old_twin(small: Workbook) -> None:
    style = {"backgroundColorStyle": {"rgbColor": RED}}
    small.batch(
        {
            "repeatCell": {
                "range": grid(0, 1, 0, 1),
                "cell": {"userEnteredFormat": style},
                "fields": "userEnteredFormat.backgroundColorStyle",
            }
        }
    )
    [[cell]] = small.cells("A1", "userEnteredFormat")
    assert cell["userEnteredFormat"] == {
        "backgroundColor": {"red": 1},
        "backgroundColorStyle": {"rgbColor": {"red": 1}},
    }


@pytest.mark.measured
def test_19_repeat_cell_moves_the_references_of_a_formula(small: Workbook) -> None:
    small.write("A1:B3", [[1, 10], [2, 20], [3, 30]])
    small.batch(
        {
            "repeatCell": {
                "range": grid(0, 3, 2, 4),
                "cell": {"userEnteredValue": {"formulaValue": "=A1+$B$1"}},
                "fields": "userEnteredValue",
            }
        }
    )
    assert small.raw("C1:D3") == [[11, 20], [12, 30], [13, 40]]
    assert small.read("D3", valueRenderOption="FORMULA") == [["=B3+$B$1"]]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("to", "order"),
    [
        pytest.param(0, ["c", "a", "b", "d"], id="up"),
        pytest.param(4, ["a", "b", "d", "c"], id="down-counts-before-the-removal"),
    ],
)
def test_20_a_move_counts_its_destination_before_removing(
    small: Workbook, to: int, order: list[str]
) -> None:
    small.write("A1:A4", [["a"], ["b"], ["c"], ["d"]])
    source = {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    small.batch({"moveDimension": {"source": source, "destinationIndex": to}})
    assert [row[0] for row in small.read("A1:A4")] == order


@pytest.mark.measured
@pytest.mark.parametrize(
    ("way", "order"),
    [
        pytest.param(
            "ASCENDING", [["1", "b"], ["2", "a"], ["2", "d"], ["x", "e"], ["", "c"]], id="up"
        ),
        pytest.param(
            "DESCENDING", [["x", "e"], ["2", "a"], ["2", "d"], ["1", "b"], ["", "c"]], id="down"
        ),
    ],
)
def test_21_a_sort_is_stable_and_puts_blanks_last(
    small: Workbook, way: str, order: list[list[str]]
) -> None:
    small.write("A1:B5", [[2, "a"], [1, "b"], [None, "c"], [2, "d"], ["x", "e"]])
    spec = {"dimensionIndex": 0, "sortOrder": way}
    small.batch({"sortRange": {"range": grid(0, 5, 0, 2), "sortSpecs": [spec]}})
    assert small.read("A1:B5") == order


@pytest.mark.measured
@pytest.mark.parametrize(
    "width", [pytest.param(2, id="all-columns"), pytest.param(1, id="one-column")]
)
def test_21_notes_and_formats_move_with_a_sort(small: Workbook, width: int) -> None:
    small.write("A1:B2", [[2, "x"], [1, "y"]])
    cell = {"note": "of two", "userEnteredFormat": {"textFormat": {"bold": True}}}
    small.batch(
        {
            "repeatCell": {
                "range": grid(0, 1, 0, 1),
                "cell": cell,
                "fields": "note,userEnteredFormat.textFormat.bold",
            }
        },
        {"sortRange": {"range": grid(0, 2, 0, width), "sortSpecs": [{"dimensionIndex": 0}]}},
    )
    assert small.cells("A1:A2", "formattedValue,note,userEnteredFormat") == [
        [{"formattedValue": "1"}],
        [{"formattedValue": "2", **cell}],
    ]
    assert small.read("B1") == [["y" if width == 2 else "x"]]


@pytest.mark.documented
def test_22_a_tabs_name_is_unique_whatever_its_case(small: Workbook) -> None:
    message = small.refusal({"addSheet": {"properties": {"title": "SHEET1"}}})
    assert message == (
        'Invalid requests[0].addSheet: A sheet with the name "SHEET1" already exists. '
        "Please enter another name."
    )
    assert small.read("sHEET1!A1") == []


@pytest.mark.measured
def test_22_the_name_of_a_named_range_is_unique_whatever_its_case(small: Workbook) -> None:
    small.write("A1:B1", [[5, "=BOX+1"]], "USER_ENTERED")

    def name(text: str) -> dict[str, Any]:
        return {"addNamedRange": {"namedRange": {"name": text, "range": grid(0, 1, 0, 1)}}}

    small.batch(name("box"))
    assert small.refusal(name("Box")) == (
        "Invalid requests[0].addNamedRange: Cannot add named range with name: Box"
    )
    assert small.raw("B1") == [[6]]


@pytest.mark.measured
@pytest.mark.parametrize(
    ("title", "shown"),
    [
        pytest.param("Data_1", "Data_1!A1:B2", id="a-plain-word"),
        pytest.param("My tab", "'My tab'!A1:B2", id="a-blank"),
        pytest.param("Bob's", "'Bob''s'!A1:B2", id="a-quote"),
        pytest.param("A1", "'A1'!A1:B2", id="like-a-cell"),
        pytest.param("工单", "'工单'!A1:B2", id="chinese"),
    ],
)
def test_23_answered_ranges_are_quoted_as_google_quotes(
    small: Workbook, title: str, shown: str
) -> None:
    small.batch({"addSheet": {"properties": {"title": title}}})
    asked = title.replace("'", "''")
    assert small.call("get", f"/values/'{asked}'!A1:B2")["range"] == shown


@pytest.mark.documented
def test_23_nothing_appended_below_a_full_grid_is_answered(small: Workbook) -> None:
    small.write("A1:F10", [["x"] * 6] * 10)
    params = {"valueInputOption": "RAW", "includeValuesInResponse": "true"}
    answer = small.call("post", "/values/A1:append", {"values": []}, **params)
    assert answer["tableRange"] == "Sheet1!A1:F10"
    assert "updatedData" not in answer["updates"]


@pytest.mark.documented
def test_23_counts_are_of_what_was_written(small: Workbook) -> None:
    answer = small.write("B2:E5", [[1, None, 3], [None, None, 4]])
    assert answer == {
        "spreadsheetId": small.key,
        "updatedRange": "Sheet1!B2:D3",
        "updatedRows": 2,
        "updatedColumns": 2,
        "updatedCells": 3,
    }


@pytest.mark.documented
def test_23_an_append_counts_what_was_written_and_names_its_table(small: Workbook) -> None:
    small.write("B2:C2", [["a", "b"]])
    rows = {"values": [[1, None, ""], [None, 2]]}
    answer = small.call("post", "/values/B2:append", rows, valueInputOption="RAW")
    assert answer == {
        "spreadsheetId": small.key,
        "tableRange": "Sheet1!B2:C2",
        "updates": {
            "spreadsheetId": small.key,
            "updatedRange": "Sheet1!B3:D4",
            "updatedRows": 2,
            "updatedColumns": 3,
            "updatedCells": 3,
        },
    }


@pytest.mark.documented
def test_23_times_have_milliseconds(small: Workbook) -> None:
    url = f"https://www.googleapis.com/drive/v3/files/{small.key}"
    answer = small.client.http_client.request("get", url, params={"fields": "createdTime"})
    assert answer.json()["createdTime"] == "2026-03-10T06:30:00.000Z"


@pytest.mark.documented
@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"deleteSheet": {"sheetId": 0}}, id="delete"),
        pytest.param(
            {
                "updateSheetProperties": {
                    "properties": {"sheetId": 0, "hidden": True},
                    "fields": "hidden",
                }
            },
            id="hide",
        ),
    ],
)
def test_24_the_last_visible_tab_stays(small: Workbook, request_: dict[str, Any]) -> None:
    small.batch({"addSheet": {"properties": {"title": "hidden one", "hidden": True}}})
    assert "You can't remove all the visible sheets" in small.refusal(request_)


@pytest.mark.documented
def test_24_an_inserted_rule_shifts_the_others(small: Workbook) -> None:
    small.batch(rule("=A1=1"), rule("=A1=2"), rule("=A1=3", index=1))
    assert shown_rules(small) == ["=A1=2", "=A1=3", "=A1=1"]
    small.batch({"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}})
    assert len(small.get()["sheets"][0]["conditionalFormats"]) == 2
    assert "at index: 2" in small.refusal(
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 2}}
    )


@pytest.mark.documented
def test_24_a_rule_is_replaced_in_its_place_or_moved_with_the_others(small: Workbook) -> None:
    small.batch(rule("=A1=1"), rule("=A1=2", index=1), rule("=A1=3", index=2))
    [new] = rule("=A1=4").values()
    answer = small.batch(
        {"updateConditionalFormatRule": {"index": 1, "rule": new["rule"]}},
        {"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 2}},
    )["replies"]
    assert shown_rules(small) == ["=A1=4", "=A1=3", "=A1=1"]
    replaced, moved = (one["updateConditionalFormatRule"] for one in answer)
    assert condition_of(replaced["oldRule"]) == "=A1=2"
    assert (condition_of(moved["newRule"]), moved["newIndex"]) == ("=A1=1", 2)


@pytest.mark.measured
def test_24_a_rule_that_refers_to_another_tab_is_refused(small: Workbook) -> None:
    small.batch({"addSheet": {"properties": {"title": "other"}}})
    assert "cannot reference a different sheet" in small.refusal(rule("=other!A1=1"))


@pytest.mark.documented
def test_24_the_first_rule_that_holds_wins_property_by_property(small: Workbook) -> None:
    bold = {"textFormat": {"bold": True}, "backgroundColor": {"blue": 1}}
    small.batch(
        rule("=ISNUMBER(A1)", format_=bold),
        rule("=AND(ISNUMBER($A1),$A1>5)", format_={"backgroundColor": RED}),
    )
    small.write("A1:A3", [[9], [3], ["x"]])
    cells = [row[0]["effectiveFormat"] for row in small.cells("A1:A3", "effectiveFormat")]
    assert [cell["backgroundColor"] for cell in cells] == [
        {"red": 1},
        {"blue": 1},
        {"red": 1, "green": 1, "blue": 1},
    ]
    assert [cell["textFormat"]["bold"] for cell in cells] == [True, True, False]
