"""What the workbook does besides reading and writing: it looks after itself and shows that it lives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sheetflow.errors import Refused
from sheetflow.localsheets import LocalSheets
from sheetflow.model import CellWrite, NewRow, Page, Scalar, Writes
from sheetflow.serials import to_serial
from sheetflow.store import Workbook, provision
from sheetflow.store.names import stable_id
from sheetflow.store.requests import update
from tests.store.desk import FULL, NOON, SHANGHAI, TICKETS, Desk, guarded, new_desk, typed

TODAY = stable_id("tab", "today")


@dataclass
class Watch:
    """The time, which a test moves on."""

    at: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        """Give the time."""
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(tmp_path: Path, watch: Watch) -> Any:
    sheets = LocalSheets(tmp_path / "w.sqlite", now=watch)
    yield new_desk(sheets, [["WX1", "new", "Ada"], ["WX2", "new", "Ben"]])
    sheets.close()


@pytest.fixture
def workbook(desk: Desk) -> Workbook:
    workbook = desk.workbook()
    workbook.settle()
    workbook.read()
    return workbook


def change(desk: Desk, name: str, value: str) -> None:
    """Let somebody change a setting of the file."""
    desk.do({"updateSpreadsheetProperties": {"properties": {name: value}, "fields": name}})


def heartbeat(desk: Desk) -> list[Scalar]:
    """Give what stands at the right end of today's header."""
    values = desk.people.values_get(
        desk.spreadsheet_id, "Today!A1:Z1", {"valueRenderOption": "UNFORMATTED_VALUE"}
    )
    row: list[Scalar] = values["values"][0]
    return row[row.index("System last ran") : row.index("System last ran") + 2]


def test_a_changed_zone_is_told_within_the_hour(
    desk: Desk, workbook: Workbook, watch: Watch
) -> None:
    change(desk, "timeZone", "Europe/Paris")
    watch.at += timedelta(minutes=59)
    workbook.read()
    watch.at += timedelta(minutes=1)
    with pytest.raises(Refused, match="time zone is Europe/Paris, the desk's is Asia/Shanghai"):
        workbook.read()
    with pytest.raises(Refused, match="Europe/Paris"):
        workbook.settle()


def test_a_changed_locale_is_told_within_the_hour(
    desk: Desk, workbook: Workbook, watch: Watch
) -> None:
    change(desk, "locale", "de_DE")
    watch.at += timedelta(hours=1)
    with pytest.raises(Refused, match="locale from en_US to de_DE"):
        workbook.read()


def test_the_heartbeat_goes_with_every_batch_and_alone_when_it_is_old(
    desk: Desk, workbook: Workbook, watch: Watch
) -> None:
    watch.at += timedelta(minutes=7)
    write = CellWrite("tickets", "WX1", "next_action", "", "call")
    workbook.apply(Writes(cells=(write,)), run_id="run", reading=workbook.read())
    assert heartbeat(desk) == ["System last ran", to_serial(watch.at, SHANGHAI)]
    calls = workbook.calls["write"]
    workbook.heartbeat(watch.at + timedelta(minutes=3))
    assert workbook.calls["write"] == calls
    workbook.heartbeat(watch.at + timedelta(minutes=4))
    assert workbook.calls["write"] == calls + 1
    assert heartbeat(desk)[1] == to_serial(watch.at + timedelta(minutes=4), SHANGHAI)


def test_without_its_label_there_is_no_heartbeat_and_nothing_else_suffers(
    desk: Desk, workbook: Workbook
) -> None:
    at = [cell == "System last ran" for cell in desk_header(desk)].index(True)
    desk.do(update(TODAY, 0, at, [{"values": [{}, {}]}]))
    workbook.read()
    workbook.heartbeat(NOON)
    assert "System last ran" not in desk_header(desk)


def test_a_label_that_the_heartbeat_itself_covered_is_told_and_comes_back_by_init(
    desk: Desk, workbook: Workbook
) -> None:
    first = {"sheetId": TODAY, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    desk.do({"insertDimension": {"range": first}})
    workbook.heartbeat(NOON)
    assert "System last ran" not in desk_header(desk)
    [said] = workbook.read().tables["today"].problems
    assert said == (
        "The header 'System last ran' of Today is gone, so the sheet doesn't show when the system last ran. "
        "Undo that, or run sheetflow init."
    )
    provision(desk.client, desk.spreadsheet_id, FULL, language="en", zone=SHANGHAI)
    workbook.read()
    workbook.heartbeat(NOON + timedelta(minutes=4))
    later = to_serial(NOON + timedelta(minutes=4), SHANGHAI)
    assert heartbeat(desk) == ["System last ran", later]
    assert workbook.read().tables["today"].problems == ()


def desk_header(desk: Desk) -> list[Scalar]:
    """Give today's header."""
    row: list[Scalar] = desk.people.values_get(desk.spreadsheet_id, "Today!A1:Z1")["values"][0]
    return row


def test_a_tab_that_somebody_deleted_is_told_and_the_others_are_read(
    desk: Desk, workbook: Workbook
) -> None:
    desk.do({"deleteSheet": {"sheetId": TODAY}})
    reading = workbook.read()
    assert reading.tables["today"].problems == (
        "The tab 'Today' is gone. Undo that, or run sheetflow init, which makes it anew and empty; on Google, "
        "File, Version history has it as it was.",
    )
    assert len(reading.tables["tickets"].rows) == 2
    page = Page("today", ({"block": "late"},))
    write = CellWrite("tickets", "WX1", "next_action", "", "call")
    verdict = workbook.apply(Writes(cells=(write,), pages=(page,)), run_id="run", reading=reading)
    assert verdict.state == "done"


def test_tabs_may_be_renamed_and_moved(desk: Desk, workbook: Workbook) -> None:
    properties = {"sheetId": TICKETS, "title": "It's ours", "index": 3}
    desk.do({"updateSheetProperties": {"properties": properties, "fields": "title,index"}})
    write = guarded("WX1", "status", "new", "sent")
    reading = workbook.read()
    assert workbook.apply(Writes(cells=(write,)), run_id="run", reading=reading).state == "done"
    assert desk.rows()[0][1] == "sent"


def test_columns_may_be_moved_and_own_ones_stay(desk: Desk, workbook: Workbook) -> None:
    columns = {"sheetId": TICKETS, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    desk.do(
        {"moveDimension": {"source": columns, "destinationIndex": 3}},
        {"insertDimension": {"range": columns}},
        typed(0, 0, ["our notes"], ["mine"]),
    )
    writes = Writes(
        cells=(guarded("WX1", "status", "new", "sent"),),
        rows=(NewRow("tickets", "WX3", {"ticket_no": "WX3", "customer_name": "Cid"}),),
    )
    assert workbook.apply(writes, run_id="run", reading=workbook.read()).state == "done"
    assert [row[:4] for row in desk.rows()] == [
        ["mine", "sent", "Ada", "WX1"],
        ["", "new", "Ben", "WX2"],
        ["", "", "Cid", "WX3"],
    ]


def test_rows_find_formats_and_drop_downs_in_place_however_many_come(
    desk: Desk, workbook: Workbook
) -> None:
    rows = tuple(NewRow("tickets", f"WX{n}", {"ticket_no": f"WX{n}"}) for n in range(3, 400))
    workbook.apply(Writes(rows=rows), run_id="run", reading=workbook.read())
    found = desk.people.fetch_sheet_metadata(
        desk.spreadsheet_id,
        {
            "fields": "sheets(data(rowData(values(userEnteredFormat))))",
            "ranges": "Tickets!A400:A450",
        },
    )
    data = found["sheets"][0]["data"][0]["rowData"]
    kinds = [row["values"][0]["userEnteredFormat"]["numberFormat"]["type"] for row in data]
    assert kinds == ["TEXT"] * 51


def test_a_write_to_a_row_that_is_gone_is_told(desk: Desk, workbook: Workbook) -> None:
    write = guarded("WX9", "status", "new", "sent")
    verdict = workbook.apply(Writes(cells=(write,)), run_id="run", reading=workbook.read())
    assert verdict.state == "conflict"
    assert [conflict.write.key for conflict in verdict.conflicts] == ["WX9"]


def test_a_write_to_a_column_that_stands_still_is_left_out(desk: Desk, workbook: Workbook) -> None:
    desk.do(typed(0, 1, ["State now"]))
    write = guarded("WX1", "status", "new", "sent")
    reading = workbook.read()
    assert "status" not in reading.tables["tickets"].columns
    assert workbook.apply(Writes(cells=(write,)), run_id="run", reading=reading).state == "done"
    assert desk.rows()[0][1] == "new"
