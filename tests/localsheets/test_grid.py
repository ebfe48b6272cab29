"""The grid's JSON API: what a page sees of changes, and what its edits may do."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from flask import Flask
from flask.testing import FlaskClient

from sheetflow.localsheets import grid_blueprint
from tests.localsheets.conftest import Workbook

RED = {"red": 1}
OVERDUE = '=AND(ISNUMBER($B2),$C2="",$B2<=NOW())'


class Page:
    """A page that polls one tab and sends edits."""

    def __init__(self, workbook: Workbook) -> None:
        app = Flask("grid")
        app.register_blueprint(
            grid_blueprint(workbook.sheets, actor=lambda: "林静"), url_prefix="/grid"
        )
        self.browser: FlaskClient = app.test_client()
        self.workbook, self.key = workbook, workbook.key
        self.cursor = ""

    def poll(self, **query: Any) -> Any:
        answer = self.browser.get(f"/grid/{self.key}", query_string={"since": self.cursor, **query})
        assert answer.status_code == 200, answer.text
        self.cursor = answer.get_json()["cursor"]
        return answer.get_json()

    def edit(self, *edits: dict[str, Any], status: int = 200) -> Any:
        answer = self.browser.post(f"/grid/{self.key}/edits", json={"sheet": 0, "edits": edits})
        assert answer.status_code == status, answer.text
        return answer.get_json()


@pytest.fixture
def page(small: Workbook) -> Page:
    small.batch(
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}},
                "fields": "gridProperties.frozenRowCount",
            }
        },
        {
            "repeatCell": {
                "range": {
                    "sheetId": 0,
                    "startRowIndex": 1,
                    "startColumnIndex": 1,
                    "endColumnIndex": 3,
                },
                "cell": {
                    "userEnteredFormat": {
                        "numberFormat": {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}
                    }
                },
                "fields": "userEnteredFormat.numberFormat",
            }
        },
    )
    small.write("A1:D3", [["单号", "期限", "停", "状态"], ["WX1", 46091.29, None, "新"], ["WX2"]])
    return Page(small)


def test_the_first_poll_brings_everything_and_the_second_nothing(page: Page) -> None:
    first = page.poll()
    assert [column["label"] for column in first["tabs"][0]["columns"]][:4] == [
        "单号",
        "期限",
        "停",
        "状态",
    ]
    assert first["order"] == [[1, 10]]
    assert first["rows"][1]["v"] == ["WX1", "2026-03-10 06:57", "", "新"]
    again = page.poll()
    assert again["rows"] == []
    assert "order" not in again
    assert "tabs" not in again


def test_a_poll_after_a_change_brings_the_changed_row_alone(page: Page, small: Workbook) -> None:
    page.poll()
    small.write("D3", [["已派工"]])
    assert [row["id"] for row in page.poll()["rows"]] == [3]


def test_a_new_server_on_the_same_file_brings_everything_again(page: Page, small: Workbook) -> None:
    page.poll()
    other = Page(small)
    other.cursor = page.cursor
    assert len(other.poll()["rows"]) == 10


def test_a_cell_turns_red_when_its_time_comes_though_no_cell_changed(
    page: Page, small: Workbook
) -> None:
    small.batch(
        {
            "updateSpreadsheetProperties": {
                "properties": {"autoRecalc": "MINUTE"},
                "fields": "autoRecalc",
            }
        },
        {
            "addConditionalFormatRule": {
                "rule": {
                    "ranges": [
                        {
                            "sheetId": 0,
                            "startRowIndex": 1,
                            "startColumnIndex": 1,
                            "endColumnIndex": 2,
                        }
                    ],
                    "booleanRule": {
                        "condition": {
                            "type": "CUSTOM_FORMULA",
                            "values": [{"userEnteredValue": OVERDUE}],
                        },
                        "format": {"backgroundColor": RED},
                    },
                }
            }
        },
    )
    before = page.poll()
    assert not any("c" in row for row in before["rows"])
    small.clock.forward(minutes=30)
    after = page.poll()
    assert [row["id"] for row in after["rows"]] == [2]
    assert after["looks"][after["rows"][0]["c"]["1"]] == {"bg": "#ff0000"}
    assert page.poll()["rows"] == []


@pytest.mark.parametrize(
    "formula",
    [
        pytest.param("=$A2=$F$1", id="a-fixed-cell"),
        pytest.param("=COUNT($F$1:$F$3)>0", id="a-fixed-range"),
        pytest.param('=AND($A2<>"",$F1>0)', id="the-row-above"),
    ],
)
def test_rows_are_coloured_anew_when_a_cell_elsewhere_that_their_rule_reads_changes(
    page: Page, small: Workbook, formula: str
) -> None:
    small.write("A2", [[5]])
    small.batch(
        {
            "addConditionalFormatRule": {
                "rule": {
                    "ranges": [
                        {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "endColumnIndex": 1}
                    ],
                    "booleanRule": {
                        "condition": {
                            "type": "CUSTOM_FORMULA",
                            "values": [{"userEnteredValue": formula}],
                        },
                        "format": {"textFormat": {"bold": True}},
                    },
                }
            }
        }
    )
    page.poll()
    small.write("F1", [[5]])
    after = page.poll()
    assert [row["id"] for row in after["rows"]] == [1, 2]
    assert after["looks"][after["rows"][1]["c"]["0"]] == {"bold": True}


def test_an_edit_is_parsed_like_typing_and_logged_with_its_actor(
    page: Page, small: Workbook
) -> None:
    page.edit({"row": 3, "column": 1, "old": "", "new": "2026-03-11 09:30"})
    assert small.raw("B3") == [[46092.395833333336]]
    assert page.poll()["rows"][2]["v"][1] == "2026-03-11 09:30"
    assert small.sheets.history(small.key)[0].actor == "林静"


def test_an_edit_of_a_cell_that_somebody_else_changed_is_refused_whole(
    page: Page, small: Workbook
) -> None:
    small.write("D2", [["已派工"]])
    refused = page.edit(
        {"row": 3, "column": 0, "old": "WX2", "new": "x"},
        {"row": 2, "column": 3, "old": "新", "new": "维修中"},
        status=409,
    )
    assert refused["cells"] == [{"row": 2, "column": 3, "now": "已派工"}]
    assert refused["error"]["message"] == (
        'Sheet1!D2 状态: somebody has just written "已派工" here. Look at it, then type again.'
    )
    assert small.read("A3") == [["WX2"]]


def test_an_edit_finds_its_row_after_a_sort(page: Page, small: Workbook) -> None:
    page.edit({"sort": 0, "descending": True})
    assert small.read("A2:A3") == [["WX2"], ["WX1"]]
    page.edit({"row": 2, "column": 0, "old": "WX1", "new": "WX9"})
    assert small.read("A2:A3") == [["WX2"], ["WX9"]]


def test_an_edit_of_a_deleted_row_is_refused_with_a_sentence(page: Page, small: Workbook) -> None:
    page.edit({"delete": 2})
    refused = page.edit({"row": 2, "column": 0, "old": "WX1", "new": "x"}, status=409)
    assert "this row has been deleted" in refused["error"]["message"]
    assert small.read("A2") == [["WX2"]]


def test_an_inserted_row_has_the_formats_around_it_and_can_be_edited_at_once(
    page: Page, small: Workbook
) -> None:
    done = page.edit({"insert": 1, "before": 3})
    page.edit({"row": done["inserted"][0], "column": 1, "old": "", "new": "3/11 9:30"})
    assert small.read("A2:B4") == [["WX1", "2026-03-10 06:57"], ["", "2026-03-11 09:30"], ["WX2"]]


def test_a_strict_choice_refuses_other_texts_and_offers_its_own(
    page: Page, small: Workbook
) -> None:
    small.batch(
        {
            "setDataValidation": {
                "range": {
                    "sheetId": 0,
                    "startRowIndex": 1,
                    "startColumnIndex": 3,
                    "endColumnIndex": 4,
                },
                "rule": {
                    "condition": {
                        "type": "ONE_OF_LIST",
                        "values": [{"userEnteredValue": "新"}, {"userEnteredValue": "已派工"}],
                    },
                    "strict": True,
                },
            }
        }
    )
    assert page.poll()["tabs"][0]["columns"][3]["choices"] == ["新", "已派工"]
    refused = page.edit({"row": 2, "column": 3, "old": "新", "new": "好了"}, status=422)
    assert "Choose one of: 新, 已派工." in refused["error"]["message"]
    page.edit({"row": 2, "column": 3, "old": "新", "new": ""})
    assert small.read("A2:D2") == [["WX1", "2026-03-10 06:57"]]


def test_a_protected_range_refuses_edits_and_a_warning_only_one_does_not(
    page: Page, small: Workbook
) -> None:
    column = {"sheetId": 0, "startColumnIndex": 0, "endColumnIndex": 1}
    small.batch({"addProtectedRange": {"protectedRange": {"range": column, "warningOnly": True}}})
    page.edit({"row": 2, "column": 0, "old": "WX1", "new": "WX8"})
    small.batch({"addProtectedRange": {"protectedRange": {"range": column}}})
    refused = page.edit({"row": 2, "column": 0, "old": "WX8", "new": "WX7"}, status=403)
    assert "protected" in refused["error"]["message"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"sheet": 0, "edits": [{"row": 2}]}, id="an-edit-without-text"),
        pytest.param({"sheet": "0", "edits": [{"delete": 2}]}, id="a-tab-by-text"),
        pytest.param(
            {"sheet": 0, "edits": [{"row": 2, "column": 99, "new": ""}]}, id="past-the-grid"
        ),
    ],
)
def test_an_edit_of_another_shape_is_400(page: Page, body: Any) -> None:
    answer = page.browser.post(f"/grid/{page.key}/edits", json=body)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"]


def test_bands_are_shown_and_shown_again_when_rows_move(small: Workbook) -> None:
    small.write("A1:A3", [["a"], ["b"], ["c"]])
    rows = {"firstBandColor": RED, "secondBandColor": {"blue": 1}}
    span = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "endColumnIndex": 1}
    small.batch({"addBanding": {"bandedRange": {"range": span, "rowProperties": rows}}})
    page = Page(small)

    def colours() -> dict[str, str]:
        answer = page.poll()
        return {
            row["v"][0]: answer["looks"][row["c"]["0"]]["bg"]
            for row in answer["rows"]
            if "v" in row
        }

    assert colours() == {"a": "#ff0000", "b": "#0000ff", "c": "#ff0000"}
    source = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    small.batch({"moveDimension": {"source": source, "destinationIndex": 2}})
    assert colours() == {"a": "#0000ff", "b": "#ff0000"}


def rule_for(a1: str, kind: str, *values: str) -> dict[str, Any]:
    """Give the request that validates a range by a rule which only warns."""
    condition = {"type": kind, "values": [{"userEnteredValue": one} for one in values]}
    box = {"sheetId": 0, **gspread.utils.a1_range_to_grid_range(a1)}
    return {"setDataValidation": {"range": box, "rule": {"condition": condition}}}


def warned(answer: Any) -> dict[str, list[int]]:
    """Return by what stands in a row's first cell which of its cells break their rule."""
    return {row["v"][0]: row["w"] for row in answer["rows"] if "w" in row}


def test_a_cell_is_marked_that_breaks_a_rule_which_only_warns_and_no_more_once_it_keeps_it(
    page: Page, small: Workbook
) -> None:
    small.batch(rule_for("D2:D9", "ONE_OF_LIST", "新", "完成"))
    assert warned(page.poll()) == {}
    small.write("D2:D3", [["半好"], ["完成"]])
    assert warned(page.poll()) == {"WX1": [3]}
    page.edit({"row": 2, "column": 3, "old": "半好", "new": "完成"})
    after = page.poll()
    assert [row["v"][0] for row in after["rows"]] == ["WX1"]
    assert warned(after) == {}


def test_a_choice_that_is_to_be_completed_is_not_marked_once_it_is(
    page: Page, small: Workbook
) -> None:
    small.batch(rule_for("D2:D9", "ONE_OF_LIST", "已签·", "拒签"))
    small.write("D2:D3", [["已签·张"], ["拒签·张"]])
    assert warned(page.poll()) == {"WX2": [3]}


def test_rows_are_marked_anew_when_the_range_offers_something_else(
    page: Page, small: Workbook
) -> None:
    small.write("F1:F2", [["新"], ["完成"]])
    small.batch(rule_for("D2:D9", "ONE_OF_RANGE", "=$F$1:$F$2"))
    assert warned(page.poll()) == {}
    small.write("F1", [["旧"]])
    assert warned(page.poll()) == {"WX1": [3]}
    assert page.poll()["rows"] == []


def test_a_number_is_marked_that_is_too_large_for_a_cell_which_another_rule_reads(
    page: Page, small: Workbook
) -> None:
    small.write("E2:E3", [[7], [3]])
    small.write("F1", [[5]])
    small.batch(rule_for("E2:E9", "NUMBER_LESS", "=$F$1"))
    assert warned(page.poll()) == {"WX1": [4]}
    small.write("F1", [[2]])
    assert warned(page.poll()) == {"WX2": [4]}


def test_a_page_hears_which_filled_rows_the_basic_filter_hides_when_they_become_others(
    page: Page,
) -> None:
    assert "filtered" not in page.poll()
    spec = {"columnIndex": 3, "filterCriteria": {"hiddenValues": [""]}}
    filter_ = {"range": {"sheetId": 0}, "filterSpecs": [spec]}
    page.workbook.batch({"setBasicFilter": {"filter": filter_}})
    assert page.poll()["filtered"] == [[3, 1]]  # WX2; nothing stands in the rows below
    assert "filtered" not in page.poll()
    page.edit({"row": 3, "column": 3, "old": "", "new": "新"})
    assert page.poll()["filtered"] == []
