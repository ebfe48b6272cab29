"""What the store's token chain and main read rest on."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from tests.localsheets.conftest import Workbook

FIELDS = (
    "replies,updatedSpreadsheet(namedRanges,sheets(properties(sheetId),"
    "data(startRow,startColumn,rowData(values(effectiveValue)))))"
)


def token(name: str) -> dict[str, Any]:
    return {
        "addNamedRange": {
            "namedRange": {"namedRangeId": name, "name": f"token_{name}", "range": {"sheetId": 0}}
        }
    }


def cell(text: str, row: int = 0) -> dict[str, Any]:
    return {
        "updateCells": {
            "start": {"sheetId": 0, "rowIndex": row},
            "rows": [{"values": [{"userEnteredValue": {"stringValue": text}}]}],
            "fields": "userEnteredValue",
        }
    }


@pytest.mark.documented
def test_the_answer_to_a_batch_shows_the_cells_hit_after_the_write(workbook: Workbook) -> None:
    answer = workbook.call(
        "post",
        ":batchUpdate",
        {
            "requests": [token("one"), cell("WX1", row=3)],
            "includeSpreadsheetInResponse": True,
            "responseRanges": ["Sheet1!A3:A4"],
        },
        fields=FIELDS,
    )
    assert len(answer["replies"]) == 2
    assert answer["updatedSpreadsheet"]["sheets"] == [
        {
            "properties": {"sheetId": 0},
            "data": [
                {
                    "startRow": 2,
                    "rowData": [{}, {"values": [{"effectiveValue": {"stringValue": "WX1"}}]}],
                }
            ],
        }
    ]


@pytest.mark.documented
def test_a_read_by_sheet_id_answers_each_filter_with_its_values(workbook: Workbook) -> None:
    workbook.batch(
        {"addSheet": {"properties": {"sheetId": 7, "title": "工单"}}},
        {
            "updateCells": {
                "start": {"sheetId": 7},
                "rows": [{"values": [{"userEnteredValue": {"numberValue": 46091.5}}]}],
                "fields": "userEnteredValue",
            }
        },
    )
    answer = workbook.call(
        "post",
        "/values:batchGetByDataFilter",
        {
            "dataFilters": [{"gridRange": {"sheetId": 7}}, {"gridRange": {"sheetId": 0}}],
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
        },
    )
    filled, empty = answer["valueRanges"]
    assert filled["dataFilters"] == [{"gridRange": {"sheetId": 7}}]
    assert filled["valueRange"] == {
        "range": "'工单'!A1:Z1000",
        "majorDimension": "ROWS",
        "values": [[46091.5]],
    }
    assert empty["valueRange"] == {"range": "Sheet1!A1:Z1000", "majorDimension": "ROWS"}


@pytest.mark.documented
def test_an_unknown_spreadsheet_is_404_in_googles_shape(workbook: Workbook) -> None:
    with pytest.raises(gspread.exceptions.APIError) as refused:
        workbook.client.http_client.batch_update("nowhere", {"requests": [token("one")]})
    assert refused.value.error["status"] == "NOT_FOUND"
