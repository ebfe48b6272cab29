"""A local workbook to test on, reached through gspread alone, and the tags of what is known about Google."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import gspread
import pytest

from sheetflow.localsheets import LocalSheets, local_client

URL = "https://sheets.googleapis.com/v4/spreadsheets"


def pytest_configure(config: pytest.Config) -> None:
    """Name the three tags: how sure we are that Google behaves so."""
    for tag, meaning in (
        ("documented", "Google documents this behaviour"),
        ("measured", "measured on the real API by others"),
        ("assumed", "believed; to be checked against the real API"),
    ):
        config.addinivalue_line("markers", f"{tag}: {meaning}")


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Workbook:
    """One spreadsheet of a local server, spoken to over gspread's HTTP client."""

    key: str
    client: gspread.Client
    sheets: LocalSheets
    clock: Clock

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        return self.client.http_client.request(
            method, f"{URL}/{self.key}{path}", params=params, json=body
        ).json()

    def batch(self, *requests: dict[str, Any], **params: Any) -> Any:
        return self.call("post", ":batchUpdate", {"requests": list(requests)}, **params)

    def get(self, **params: Any) -> Any:
        return self.call("get", "", **params)

    def read(self, a1: str, **params: Any) -> list[list[Any]]:
        return self.call("get", f"/values/{a1}", **params).get("values", [])

    def raw(self, a1: str) -> list[list[Any]]:
        return self.read(a1, valueRenderOption="UNFORMATTED_VALUE")

    def write(self, a1: str, values: list[list[Any]], option: str = "RAW") -> Any:
        return self.call("put", f"/values/{a1}", {"values": values}, valueInputOption=option)

    def cells(self, a1: str, of: str) -> list[list[Any]]:
        """Return the cells of a range row by row; rows after the last that says something are empty."""
        answer = self.get(ranges=a1, fields=f"sheets(data(rowData(values({of}))))")
        rows = answer["sheets"][0]["data"][0].get("rowData", [])
        box = gspread.utils.a1_range_to_grid_range(a1)
        height = box.get("endRowIndex", 0) - box.get("startRowIndex", 0)
        return [row.get("values", []) for row in rows] + [[]] * (height - len(rows))

    def fault(self, method: str, path: str, body: Any = None, **params: Any) -> str:
        with pytest.raises(gspread.exceptions.APIError) as refused:
            self.call(method, path, body, **params)
        assert refused.value.code == 400
        return str(refused.value.error["message"])

    def refusal(self, *requests: dict[str, Any]) -> str:
        with pytest.raises(gspread.exceptions.APIError) as refused:
            self.batch(*requests)
        assert refused.value.code == 400
        return str(refused.value.error["message"])

    @property
    def worksheet(self) -> gspread.Worksheet:
        return self.client.open_by_key(self.key).sheet1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_sheets(tmp_path: Path, clock: Clock) -> Iterator[Callable[[], LocalSheets]]:
    """Open the same workbook file as often as asked; the one before is closed."""
    opened: list[LocalSheets] = []

    def open_again() -> LocalSheets:
        for one in opened:
            one.close()
        opened[:] = [LocalSheets(tmp_path / "workbook.sqlite", now=clock)]
        return opened[0]

    yield open_again
    for one in opened:
        one.close()


@pytest.fixture
def workbook(open_sheets: Callable[[], LocalSheets], clock: Clock) -> Workbook:
    sheets = open_sheets()
    client = local_client(sheets, "test")
    made = client.http_client.request("post", URL, json={"properties": {"title": "Desk"}}).json()
    return Workbook(made["spreadsheetId"], client, sheets, clock)


@pytest.fixture
def small(workbook: Workbook) -> Workbook:
    """The same with its first tab cut to 10 rows and 6 columns."""
    workbook.batch(
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "gridProperties": {"rowCount": 10, "columnCount": 6}},
                "fields": "gridProperties(rowCount,columnCount)",
            }
        }
    )
    return workbook
