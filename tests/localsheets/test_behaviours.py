"""The behaviours that clients rely on and emulators get wrong, numbered as in the design; each is tagged
with how sure we are that Google behaves so.

The table is the package's own: `sheetflow doctor --live` holds a spreadsheet of Google against the same lines. What
stands below it are cases more of a line, too many to be tried there.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import gspread
import pytest

from sheetflow import behaviours
from sheetflow.behaviours import BEHAVIOURS, Answer, Ask, Behaviour, Scratch
from sheetflow.behaviours.trial import tried
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


def asking(workbook: Workbook) -> Ask:
    """Give the table's way to a local workbook."""

    def ask(method: str, url: str, *, body: Any = None, params: Any = None) -> Answer:
        try:
            response = workbook.client.http_client.request(method, url, params=params, json=body)
        except gspread.exceptions.APIError as refused:
            return Answer(refused.code, message=refused.error["message"])
        is_json = "json" in response.headers.get("Content-Type", "")
        return Answer(200, response.json() if is_json else response.content.decode())

    return ask


def line(one: Behaviour) -> Any:
    name = f"{one.number or 'more'}-{one.name}"
    return pytest.param(one, id=name, marks=getattr(pytest.mark, one.tag))


def test_every_behaviour_that_is_declared_is_a_line_of_the_table() -> None:
    names = [f"{behaviours.__name__}.{one.name}" for one in iter_modules(behaviours.__path__)]
    found = [one for name in names for one in vars(import_module(name)).values()]
    declared = {one.name for one in found if isinstance(one, Behaviour)}
    assert declared == {one.name for one in BEHAVIOURS}


@pytest.mark.parametrize("behaviour", [line(one) for one in BEHAVIOURS])
def test_the_local_workbook_behaves_as_the_table_says(
    workbook: Workbook, behaviour: Behaviour
) -> None:
    scratch = Scratch(asking(workbook), workbook.key, mark="3f2a", first_id=2**30)
    verdict = tried(behaviour, scratch)
    assert verdict.outcome == "same", f"found {verdict.found!r}, expected {behaviour.expects!r}"


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
def test_23_nothing_appended_below_a_full_grid_is_answered(small: Workbook) -> None:
    small.write("A1:F10", [["x"] * 6] * 10)
    params = {"valueInputOption": "RAW", "includeValuesInResponse": "true"}
    answer = small.call("post", "/values/A1:append", {"values": []}, **params)
    assert answer["tableRange"] == "Sheet1!A1:F10"
    assert "updatedData" not in answer["updates"]


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
