"""gspread.HTTPClient: the calls below gspread's models, with a spreadsheet's id in each."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.utils import ExportFormat

from sheetflow.localsheets import local_client
from tests.localsheets.conftest import URL, Workbook
from tests.localsheets.reach.conftest import refused

pytestmark = pytest.mark.documented


@pytest.fixture
def http(workbook: Workbook) -> gspread.HTTPClient:
    return workbook.client.http_client


@pytest.mark.exercises("HTTPClient.request", "BackOffHTTPClient.request")
def test_a_request_brings_googles_answer_or_its_error(workbook: Workbook) -> None:
    patient = local_client(workbook.sheets, http_client=gspread.BackOffHTTPClient)
    for http in (workbook.client.http_client, patient.http_client):
        answer = http.request("get", f"{URL}/{workbook.key}", params={"fields": "spreadsheetId"})
        assert answer.json() == {"spreadsheetId": workbook.key}
        with pytest.raises(gspread.exceptions.APIError) as missing:
            http.request("get", f"{URL}/nowhere")
        assert missing.value.error == {
            "code": 404,
            "message": "Requested entity was not found.",
            "status": "NOT_FOUND",
        }


@pytest.mark.exercises("HTTPClient.batch_update")
def test_a_batch_answers_for_each_request_and_is_all_or_nothing(
    http: gspread.HTTPClient, workbook: Workbook
) -> None:
    add: dict[str, Any] = {"addSheet": {"properties": {"title": "Two", "sheetId": 7}}}
    rename = {"updateSpreadsheetProperties": {"properties": {"title": "B"}, "fields": "title"}}
    answer = http.batch_update(workbook.key, {"requests": [rename, add]})
    assert answer["spreadsheetId"] == workbook.key
    assert [list(reply) for reply in answer["replies"]] == [[], ["addSheet"]]
    code, told = refused(lambda: http.batch_update(workbook.key, {"requests": [rename, add]}))
    assert (code, told[:29]) == (400, "Invalid requests[1].addSheet:")
    assert len(workbook.get()["sheets"]) == 2


@pytest.mark.exercises(
    "HTTPClient.values_update",
    "HTTPClient.values_append",
    "HTTPClient.values_get",
    "HTTPClient.values_clear",
)
def test_one_range_is_written_added_to_read_and_emptied(
    http: gspread.HTTPClient, workbook: Workbook
) -> None:
    key, typed = workbook.key, {"valueInputOption": "USER_ENTERED"}
    done = http.values_update(key, "Sheet1!A1:B1", typed, {"values": [["1/2/26", "=A1"]]})
    assert (done["updatedRange"], done["updatedCells"]) == ("Sheet1!A1:B1", 2)
    done = http.values_append(key, "Sheet1!A1", typed, {"values": [["x"]]})
    assert (done["tableRange"], done["updates"]["updatedRange"]) == ("Sheet1!A1:B1", "Sheet1!A2")
    plain = {"valueRenderOption": "UNFORMATTED_VALUE"}
    assert http.values_get(key, "Sheet1!A1:B9", plain) == {
        "range": "Sheet1!A1:B9",
        "majorDimension": "ROWS",
        "values": [[46024, 46024], ["x"]],
    }
    assert http.values_clear(key, "Sheet1!A1:A2") == {
        "spreadsheetId": key,
        "clearedRange": "Sheet1!A1:A2",
    }
    assert "values" not in http.values_get(key, "Sheet1!A1:B9")
    missing = "Unable to parse range: Gone!A1"
    assert refused(lambda: http.values_get(key, "Gone!A1")) == (400, missing)
    assert refused(lambda: http.values_update(key, "A1", {}, {"values": [[1]]}))[0] == 400


@pytest.mark.exercises(
    "HTTPClient.values_batch_update",
    "HTTPClient.values_batch_get",
    "HTTPClient.values_batch_clear",
)
def test_several_ranges_are_written_read_and_emptied(
    http: gspread.HTTPClient, workbook: Workbook
) -> None:
    key, ranges = workbook.key, ["Sheet1!A1", "Sheet1!C3"]
    entries = [{"range": one, "values": [[one]]} for one in ranges]
    done = http.values_batch_update(key, {"valueInputOption": "RAW", "data": entries})
    assert (done["totalUpdatedCells"], len(done["responses"])) == (2, 2)
    read = http.values_batch_get(key, ranges)["valueRanges"]
    assert [one["values"] for one in read] == [[["Sheet1!A1"]], [["Sheet1!C3"]]]
    assert http.values_batch_clear(key, body={"ranges": ranges})["clearedRanges"] == ranges
    assert all("values" not in one for one in http.values_batch_get(key, ranges)["valueRanges"])
    wrong = {"valueInputOption": "RAW", "data": [*entries, {"range": "A0", "values": [["x"]]}]}
    code, told = refused(lambda: http.values_batch_update(key, wrong))
    assert (code, told) == (400, "Invalid data[2]: Unable to parse range: A0")
    assert workbook.raw("A1:C3") == []


@pytest.mark.exercises(
    "HTTPClient.spreadsheets_get",
    "HTTPClient.fetch_sheet_metadata",
    "HTTPClient.spreadsheets_sheets_copy_to",
)
def test_a_tab_goes_into_another_spreadsheet(
    http: gspread.HTTPClient, workbook: Workbook, client: gspread.Client
) -> None:
    workbook.write("A1", [["x"]])
    other = client.create("Other")
    done = http.spreadsheets_sheets_copy_to(workbook.key, 0, other.id)
    assert (done["title"], done["index"]) == ("Copy of Sheet1", 1)
    got = http.spreadsheets_get(other.id, {"fields": "sheets.properties.title"})
    titles = [sheet["properties"]["title"] for sheet in got["sheets"]]
    assert titles == ["Sheet1", "Copy of Sheet1"]
    assert "data" not in http.fetch_sheet_metadata(other.id)["sheets"][1]
    assert other.worksheet("Copy of Sheet1").acell("A1").value == "x"
    nowhere = refused(lambda: http.spreadsheets_sheets_copy_to(workbook.key, 0, "nowhere"))
    assert nowhere[0] == 404
    assert refused(lambda: http.spreadsheets_sheets_copy_to(workbook.key, 9, other.id))[0] == 400


@pytest.mark.exercises(
    "HTTPClient.insert_permission", "HTTPClient.list_permissions", "HTTPClient.remove_permission"
)
def test_a_file_is_shared(http: gspread.HTTPClient, workbook: Workbook) -> None:
    given = http.insert_permission(workbook.key, "g@example.com", "group", "writer", with_link=True)
    [owner, group] = http.list_permissions(workbook.key)
    assert (owner["role"], group["id"]) == ("owner", given.json()["id"])
    http.remove_permission(workbook.key, str(group["id"]))
    assert http.list_permissions(workbook.key) == [owner]


@pytest.mark.exercises(
    "HTTPClient.import_csv", "HTTPClient.export", "HTTPClient.get_file_drive_metadata"
)
def test_a_file_comes_in_and_goes_out(http: gspread.HTTPClient, workbook: Workbook) -> None:
    assert http.import_csv(workbook.key, b"a,b\n1,2")["id"] == workbook.key
    assert http.export(workbook.key, ExportFormat.CSV) == b"a,b\r\n1,2"
    assert http.get_file_drive_metadata(workbook.key)["name"] == "Desk"
    assert refused(lambda: http.get_file_drive_metadata("nowhere"))[0] == 404
