"""gspread's everyday reach, in process and over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import gspread
import pytest
import requests
from gspread.utils import ValidationConditionType

from sheetflow.localsheets import LocalSheets, remote_client, serve
from tests.localsheets.conftest import Workbook

pytestmark = pytest.mark.documented


@contextmanager
def served(workbook: Workbook, token: str | None) -> Iterator[str]:
    """Serve a workbook on a port of its own; gives the address."""
    server = serve(workbook.sheets, "127.0.0.1", 0, token=token)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def server(workbook: Workbook) -> Iterator[str]:
    """Serve it as `sheetflow serve` does."""
    with served(workbook, "secret") as address:
        yield address


def test_over_http_it_is_the_same_spreadsheet(workbook: Workbook, server: str) -> None:
    remote = remote_client(server, "secret", actor="林静")
    remote.open("Desk").sheet1.update([["工单/1", 2]], "A1:B1")
    assert workbook.raw("A1:B1") == [["工单/1", 2]]
    assert workbook.sheets.history(workbook.key)[0].actor == "林静"
    remote.http_client.session.close()


def test_over_http_the_token_is_wanted(server: str) -> None:
    stranger = remote_client(server, "guess")
    with pytest.raises(gspread.exceptions.APIError) as refused:
        stranger.open("Desk")
    assert refused.value.code == 401
    stranger.http_client.session.close()


@pytest.fixture
def alone(workbook: Workbook) -> Iterator[str]:
    """Serve it without a token, as `sheetflow local-sheets` does."""
    with served(workbook, None) as address:
        yield address


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 200),
        ({"Host": "localhost:8765"}, 200),
        ({"Host": "[::1]:8765"}, 200),
        ({"Origin": "http://localhost:3000"}, 200),
        ({"Host": "pages.example.com:8765"}, 403),
        ({"Host": "127.0.0.1.example.com"}, 403),
        ({"Host": "[x"}, 403),
        ({"Origin": "https://pages.example.com"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_without_a_token_no_page_of_another_site_reaches_the_file(
    alone: str, headers: dict[str, str], code: int
) -> None:
    answer = requests.post(f"{alone}/v4/spreadsheets", headers=headers, timeout=30)
    assert answer.status_code == code


def test_a_get_too_long_for_an_address_comes_as_a_post(workbook: Workbook, server: str) -> None:
    workbook.write("B3", [["工单"]])
    answer = requests.post(
        f"{server}/v4/spreadsheets/{workbook.key}/values:batchGet",
        data="&".join(f"ranges=Sheet1%21A{row}%3AB{row}" for row in range(1, 300)),
        headers={
            "Authorization": "Bearer secret",
            "Content-Type": "application/x-www-form-urlencoded",
            "X-HTTP-Method-Override": "GET",
        },
        timeout=30,
    )
    ranges = answer.json()["valueRanges"]
    assert len(ranges) == 299
    assert ranges[2]["values"] == [["", "工单"]]


def test_gspreads_everyday_calls_work(workbook: Workbook) -> None:
    spreadsheet = workbook.client.open_by_key(workbook.key)
    tab = spreadsheet.sheet1
    tab.update([["name", "qty"], ["b", 2], ["a", 1]], "A1")
    tab.append_rows([["c", "3"]], value_input_option="USER_ENTERED")
    tab.freeze(rows=1)
    tab.sort((1, "asc"), range="A2:B4")
    assert tab.get_all_records() == [
        {"name": "a", "qty": 1},
        {"name": "b", "qty": 2},
        {"name": "c", "qty": 3},
    ]
    tab.insert_row(["z", 9], index=2)
    tab.delete_rows(3)
    tab.update_cell(2, 1, "y")
    assert tab.find("y").address == "A2"
    assert tab.batch_get(["A1:B1", "A2"]) == [[["name", "qty"]], [["y"]]]
    tab.format("A1:B1", {"textFormat": {"bold": True}})
    tab.update_note("A1", "a note")
    assert tab.get_note("A1") == "a note"
    tab.add_validation("A2:A9", ValidationConditionType.one_of_list, ["x", "y"], showCustomUi=True)
    tab.batch_clear(["B2"])
    assert tab.col_values(2) == ["qty", "", "2", "3"]
    tab.add_cols(2)
    assert tab.col_count == 28


def test_gspreads_calls_on_the_file_work(workbook: Workbook) -> None:
    spreadsheet = workbook.client.open_by_key(workbook.key)
    added = spreadsheet.add_worksheet("工单", rows=5, cols=4, index=0)
    added.update_title("单")
    spreadsheet.reorder_worksheets(
        [spreadsheet.sheet1, added] if spreadsheet.sheet1 != added else []
    )
    spreadsheet.update_title("new title")
    spreadsheet.update_locale("zh_CN")
    spreadsheet.update_timezone("Asia/Shanghai")
    assert (spreadsheet.title, spreadsheet.locale, spreadsheet.timezone) == (
        "new title",
        "zh_CN",
        "Asia/Shanghai",
    )
    added.define_named_range("A1:B2", "box")
    assert [named["name"] for named in spreadsheet.list_named_ranges()] == ["box"]
    spreadsheet.del_worksheet(added)
    assert [tab.title for tab in spreadsheet.worksheets()] == ["Sheet1"]
    assert workbook.client.list_spreadsheet_files()[0]["name"] == "new title"


def test_an_unknown_path_is_404_in_googles_shape(workbook: Workbook) -> None:
    with pytest.raises(gspread.exceptions.APIError) as refused:
        workbook.call("post", "/values:sum", {})
    assert refused.value.error["status"] == "NOT_FOUND"


def test_a_body_that_is_not_json_is_400(workbook: Workbook) -> None:
    url = f"https://sheets.googleapis.com/v4/spreadsheets/{workbook.key}:batchUpdate"
    answer = workbook.client.http_client.session.post(url, data=b"{")
    assert answer.status_code == 400
    assert "Invalid JSON payload" in answer.json()["error"]["message"]


def test_two_writers_at_once_lose_nothing(workbook: Workbook) -> None:
    def write(sheets: LocalSheets, name: str) -> None:
        from sheetflow.localsheets import local_client

        tab = local_client(sheets, name).open_by_key(workbook.key).sheet1
        for number in range(20):
            tab.append_row([f"{name}{number}"])

    threads = [threading.Thread(target=write, args=(workbook.sheets, name)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = [row[0] for row in workbook.read("A1:A100")]
    assert sorted(written) == sorted(f"{name}{number}" for name in "ab" for number in range(20))


@pytest.mark.parametrize(
    ("asked", "named", "packed"),
    [
        pytest.param("gzip", "script (gzip)", True, id="asked for and named"),
        pytest.param("gzip", "script", False, id="not named"),
        pytest.param("identity", "script (gzip)", False, id="not asked for"),
        pytest.param("gzip;q=0", "script (gzip)", False, id="refused"),
    ],
)
def test_large_answers_come_as_gzip_to_who_asks_for_it_twice(
    workbook: Workbook, alone: str, asked: str, named: str, packed: bool
) -> None:
    rows = [[f"张先生 {row}", row] for row in range(900)]
    workbook.client.open("Desk").sheet1.update(rows, "A1:B900")
    headers = {"Accept-Encoding": asked, "User-Agent": named}
    values = f"{alone}/v4/spreadsheets/{workbook.key}/values/A1:B900"
    with requests.get(values, headers=headers, stream=True, timeout=60) as answer:
        assert ("gzip" in answer.headers.get("Content-Encoding", "")) == packed
        assert (int(answer.headers["Content-Length"]) < 10_000) == packed
        assert len(answer.json()["values"]) == 900


def test_small_answers_come_as_they_are(workbook: Workbook, alone: str) -> None:
    headers = {"Accept-Encoding": "gzip", "User-Agent": "script (gzip)"}
    values = f"{alone}/v4/spreadsheets/{workbook.key}/values/A1"
    answer = requests.get(values, headers=headers, timeout=60)
    assert "Content-Encoding" not in answer.headers
