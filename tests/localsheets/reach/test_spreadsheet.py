"""gspread.Spreadsheet: one file, its tabs, its people."""

from __future__ import annotations

import gspread
import pytest
from gspread.utils import ExportFormat

from tests.localsheets.conftest import Workbook
from tests.localsheets.reach.conftest import refused

pytestmark = pytest.mark.documented
OTTO = "otto@example.com"


def titles(book: gspread.Spreadsheet) -> list[str]:
    return [tab.title for tab in book.worksheets()]


@pytest.mark.exercises(
    "Spreadsheet.add_worksheet",
    "Spreadsheet.worksheet",
    "Spreadsheet.worksheets",
    "Spreadsheet.get_worksheet",
    "Spreadsheet.get_worksheet_by_id",
    "Spreadsheet.sheet1",
    "Spreadsheet.fetch_sheet_metadata",
)
def test_a_tab_is_added_and_found_by_title_index_and_id(book: gspread.Spreadsheet) -> None:
    made = book.add_worksheet("单", rows=5, cols=4, index=0)
    assert (made.row_count, made.col_count) == (5, 4)
    for found in (
        book.worksheet("单"),
        book.get_worksheet(0),
        book.get_worksheet_by_id(made.id),
        book.sheet1,
    ):
        assert (found.id, found.title) == (made.id, "单")
    made.hide()
    assert [tab.title for tab in book.worksheets(exclude_hidden=True)] == ["Sheet1"]
    assert len(book.fetch_sheet_metadata()["sheets"]) == 2
    code, told = refused(lambda: book.add_worksheet("单", 1, 1))
    assert (code, "already exists" in told) == (400, True)
    for act in (
        lambda: book.worksheet("双"),
        lambda: book.get_worksheet(9),
        lambda: book.get_worksheet_by_id(9),
    ):
        with pytest.raises(gspread.WorksheetNotFound):
            act()


@pytest.mark.exercises(
    "Spreadsheet.duplicate_sheet",
    "Spreadsheet.del_worksheet",
    "Spreadsheet.del_worksheet_by_id",
    "Spreadsheet.reorder_worksheets",
)
def test_tabs_are_duplicated_put_in_order_and_deleted(book: gspread.Spreadsheet) -> None:
    book.sheet1.update([["x"]])
    two = book.duplicate_sheet(0, insert_sheet_index=1, new_sheet_id=7, new_sheet_name="Two")
    three = book.duplicate_sheet(0)
    assert (two.id, two.acell("A1").value, three.title) == (7, "x", "Copy of Sheet1")
    book.reorder_worksheets([two])
    assert titles(book)[0] == "Two"
    book.del_worksheet(three)
    book.del_worksheet_by_id("7")
    assert titles(book) == ["Sheet1"]
    assert refused(lambda: book.del_worksheet(two)) == (
        400,
        "Invalid requests[0].deleteSheet: No grid with id: 7",
    )
    code, told = refused(lambda: book.del_worksheet_by_id(0))
    assert (code, "all the visible sheets" in told) == (400, True)


@pytest.mark.exercises(
    "Spreadsheet.update_title", "Spreadsheet.update_timezone", "Spreadsheet.update_locale"
)
def test_a_files_properties_are_changed(book: gspread.Spreadsheet, client: gspread.Client) -> None:
    book.update_title("维修")
    book.update_timezone("Asia/Shanghai")
    book.update_locale("zh_CN")
    again = client.open("维修")
    assert (again.id, again.timezone, again.locale) == (book.id, "Asia/Shanghai", "zh_CN")
    assert refused(lambda: book.update_timezone("Mars/Base"))[0] == 400
    assert refused(lambda: book.update_locale("Chinese"))[0] == 400


@pytest.mark.exercises("Spreadsheet.batch_update")
def test_a_batch_is_sent(book: gspread.Spreadsheet) -> None:
    answer = book.batch_update({"requests": [{"addSheet": {"properties": {"title": "Two"}}}]})
    assert answer["replies"][0]["addSheet"]["properties"]["title"] == "Two"
    assert titles(book) == ["Sheet1", "Two"]
    assert refused(lambda: book.batch_update({"requests": []})) == (
        400,
        "Must specify at least one request.",
    )


@pytest.mark.exercises(
    "Spreadsheet.values_update",
    "Spreadsheet.values_append",
    "Spreadsheet.values_get",
    "Spreadsheet.values_clear",
    "Spreadsheet.values_batch_get",
    "Spreadsheet.values_batch_update",
    "Spreadsheet.values_batch_clear",
)
def test_values_of_any_tab_are_written_and_read(book: gspread.Spreadsheet) -> None:
    book.add_worksheet("It's", 5, 3)
    raw = {"valueInputOption": "RAW"}
    book.values_update("'It''s'!A1:B1", raw, {"values": [[1, 2]]})
    done = book.values_append("'It''s'!A1", raw, {"values": [[3, 4]]})
    assert done["updates"]["updatedRange"] == "'It''s'!A2:B2"
    assert book.values_get("It's")["values"] == [["1", "2"], ["3", "4"]]
    book.values_batch_update({**raw, "data": [{"range": "'It''s'!C1:C2", "values": [[5], [6]]}]})
    [columns] = book.values_batch_get(["'It''s'!A1:C2"], {"majorDimension": "COLUMNS"})[
        "valueRanges"
    ]
    assert columns["values"] == [["1", "3"], ["2", "4"], ["5", "6"]]
    book.values_clear("'It''s'!A1:B1")
    book.values_batch_clear(body={"ranges": ["'It''s'!C1", "'It''s'!C2"]})
    assert book.values_get("It's")["values"] == [[], ["3", "4"]]
    code, told = refused(lambda: book.values_update("'It''s'!A9", raw, {"values": [[1]]}))
    assert (code, told) == (
        400,
        "Range ('It''s'!A9) exceeds grid limits. Max rows: 5, max columns: 3",
    )


@pytest.mark.exercises(
    "Spreadsheet.share",
    "Spreadsheet.list_permissions",
    "Spreadsheet.remove_permissions",
)
def test_a_file_is_shared_with_people_and_no_more(book: gspread.Spreadsheet) -> None:
    given = book.share(OTTO, "user", "writer", notify=False).json()
    book.share("example.com", "domain", "reader")
    assert [one["type"] for one in book.list_permissions()] == ["user", "user", "domain"]
    assert book.remove_permissions(OTTO, role="reader") == []
    assert book.remove_permissions(OTTO) == [given["id"]]
    assert len(book.remove_permissions("example.com")) == 1
    assert [one["role"] for one in book.list_permissions()] == ["owner"]
    assert refused(lambda: book.share("nobody", "user", "reader"))[0] == 400


@pytest.mark.exercises("Spreadsheet.transfer_ownership", "Spreadsheet.accept_ownership")
def test_a_file_gets_another_owner(book: gspread.Spreadsheet) -> None:
    otto = book.share(OTTO, "user", "reader").json()["id"]
    book.transfer_ownership(otto)
    assert book.list_permissions()[1]["pendingOwner"] is True
    book.accept_ownership(otto)
    roles = {str(one["emailAddress"]): one["role"] for one in book.list_permissions()}
    assert roles == {OTTO: "owner", "workbook@localhost": "writer"}
    assert refused(lambda: book.accept_ownership("7")) == (404, "Permission not found: 7.")
    group = book.share("g@example.com", "group", "reader").json()["id"]
    assert refused(lambda: book.transfer_ownership(group))[0] == 400


@pytest.mark.exercises("Spreadsheet.export")
def test_a_file_is_exported(book: gspread.Spreadsheet) -> None:
    book.sheet1.update([["1/2/26"]], raw=False)
    assert book.export(ExportFormat.CSV) == b"1/2/26"
    assert refused(lambda: book.export(ExportFormat.ZIPPED_HTML))[0] == 501


@pytest.mark.exercises("Spreadsheet.named_range", "Spreadsheet.list_named_ranges")
def test_a_named_range_is_listed_and_read(book: gspread.Spreadsheet) -> None:
    assert book.list_named_ranges() == []
    book.sheet1.update([["a", "b"]], "B2")
    book.sheet1.define_named_range("B2:C2", "box")
    [named] = book.list_named_ranges()
    assert named["name"] == "box"
    assert named["range"]["startRowIndex"] == 1
    assert [cell.value for cell in book.named_range("box")] == ["a", "b"]
    assert refused(lambda: book.named_range("nothing"))[0] == 400


@pytest.mark.exercises("Spreadsheet.list_protected_ranges")
def test_protected_ranges_are_listed_by_tab(book: gspread.Spreadsheet) -> None:
    assert book.list_protected_ranges(0) == []
    book.sheet1.add_protected_range("A1:B2", description="head")
    [protected] = book.list_protected_ranges(0)
    assert protected["description"] == "head"
    with pytest.raises(gspread.WorksheetNotFound):
        book.list_protected_ranges(9)


@pytest.mark.exercises(
    "Spreadsheet.creationTime",
    "Spreadsheet.lastUpdateTime",
    "Spreadsheet.get_lastUpdateTime",
    "Spreadsheet.update_drive_metadata",
)
def test_a_file_tells_its_times(workbook: Workbook, client: gspread.Client) -> None:
    book, other = client.open_by_key(workbook.key), client.open_by_key(workbook.key)
    assert book.creationTime == "2026-03-10T06:30:00.000Z"
    with pytest.warns(DeprecationWarning, match="get_lastUpdateTime"):
        assert other.lastUpdateTime == "2026-03-10T06:30:00.000Z"
    workbook.clock.forward(minutes=5)
    book.sheet1.update([["x"]])
    assert book.get_lastUpdateTime() == "2026-03-10T06:35:00.000Z"
    other.update_drive_metadata()
    with pytest.warns(DeprecationWarning, match="get_lastUpdateTime"):
        assert other.lastUpdateTime == "2026-03-10T06:35:00.000Z"
