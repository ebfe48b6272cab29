"""gspread.Client: spreadsheets as files."""

from __future__ import annotations

import gspread
import pytest
from gspread.utils import ExportFormat

from sheetflow.localsheets import local_client
from tests.localsheets.conftest import Workbook
from tests.localsheets.reach.conftest import refused

pytestmark = pytest.mark.documented
OTTO = "otto@example.com"


@pytest.mark.exercises("Client.create", "Client.list_spreadsheet_files", "Client.openall")
def test_a_spreadsheet_that_is_made_is_listed_by_title_and_folder(client: gspread.Client) -> None:
    made = client.create("维修", folder_id="2026")
    assert (made.title, made.locale, made.sheet1.title) == ("维修", "en_US", "Sheet1")
    [file] = client.list_spreadsheet_files("维修", folder_id="2026")
    assert (file["id"], file["createdTime"]) == (made.id, "2026-03-10T06:30:00.000Z")
    assert client.list_spreadsheet_files(folder_id="2025") == []
    assert sorted(book.title for book in client.openall()) == ["Desk", "维修"]
    assert [book.id for book in client.openall("维修")] == [made.id]


@pytest.mark.exercises("Client.list_spreadsheet_files")
def test_more_files_than_a_page_holds_are_all_listed(workbook: Workbook) -> None:
    sheets = workbook.sheets
    [book] = sheets.books()
    copies = {f"{n}": book.draft() for n in range(1001)}
    for key, copy in copies.items():
        copy.id = key
    sheets._books.update(copies)
    assert len(workbook.client.list_spreadsheet_files()) == 1002


@pytest.mark.exercises("Client.open", "Client.open_by_key", "Client.open_by_url")
def test_a_spreadsheet_is_opened_by_title_key_or_address(client: gspread.Client) -> None:
    opened = client.open("Desk")
    assert client.open_by_key(opened.id).title == "Desk"
    assert client.open_by_url(opened.url).id == opened.id
    assert client.open_by_url(f"{opened.url}/edit#gid=0").id == opened.id
    for act in (lambda: client.open("Desks"), lambda: client.open_by_key("x" * 44)):
        with pytest.raises(gspread.SpreadsheetNotFound):
            act()


@pytest.mark.exercises("Client.copy", "Client.list_permissions", "Client.insert_permission")
def test_a_copy_takes_comments_along_and_permissions_when_asked(client: gspread.Client) -> None:
    book = client.open("Desk")
    book.sheet1.update([["=1+1"]], "A1", raw=False)
    client.insert_permission(book.id, OTTO, "user", "writer")
    client.insert_permission(book.id, "example.com", "domain", "reader")
    client.insert_permission(book.id, None, "anyone", "reader")
    url = f"https://www.googleapis.com/drive/v3/files/{book.id}/comments"
    for number in range(101):
        body, fields = {"content": f"{number}"}, {"fields": "id"}
        client.http_client.request("post", url, json=body, params=fields)
    copied = client.copy(book.id, "Copy", copy_permissions=True)
    assert copied.sheet1.get(value_render_option="FORMULA") == [["=1+1"]]
    assert client.list_permissions(copied.id) == client.list_permissions(book.id)
    told = client.http_client.request(
        "get", url.replace(book.id, copied.id), params={"fields": "comments", "pageSize": 100}
    ).json()["comments"]
    assert {one["content"] for one in told} <= {f"{n}" for n in range(101)}
    assert len(told) == 100
    alone = client.copy(book.id, copy_comments=False, folder_id="2026")
    assert (alone.title, len(alone.list_permissions())) == ("Copy of Desk", 1)
    with pytest.raises(gspread.exceptions.APIError, match="File not found: nowhere"):
        client.copy("nowhere")


@pytest.mark.exercises("Client.del_spreadsheet")
def test_a_deleted_spreadsheet_is_found_no_more(client: gspread.Client) -> None:
    made = client.create("gone soon")
    client.del_spreadsheet(made.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(made.id)
    assert refused(lambda: made.sheet1) == (404, "Requested entity was not found.")
    assert refused(lambda: client.del_spreadsheet(made.id)) == (404, f"File not found: {made.id}.")


@pytest.mark.exercises("Client.export")
def test_a_spreadsheet_is_exported(client: gspread.Client) -> None:
    book = client.open("Desk")
    book.sheet1.update([["a", "b,c"], [1]])
    assert client.export(book.id, ExportFormat.CSV) == b'a,"b,c"\r\n1,'
    assert client.export(book.id, ExportFormat.TSV) == b"a\tb,c\r\n1\t"
    code, told = refused(lambda: client.export(book.id))
    assert (code, told.split(".")[0]) == (
        501,
        "Export to application/pdf is not supported by the local workbook",
    )
    assert refused(lambda: client.export("nowhere", ExportFormat.CSV))[0] == 404


@pytest.mark.exercises("Client.import_csv")
def test_a_csv_takes_the_place_of_everything(client: gspread.Client) -> None:
    book = client.open("Desk")
    book.add_worksheet("Two", 5, 5)
    book.sheet1.update([["old", "old"], ["old"]])
    assert client.import_csv(book.id, "名,1\n,TRUE")["title"] == "Desk"
    assert [tab.title for tab in book.worksheets()] == ["Sheet1"]
    assert book.sheet1.get(value_render_option="UNFORMATTED_VALUE") == [["名", 1], ["", True]]
    assert refused(lambda: client.import_csv("nowhere", "a"))[0] == 404


@pytest.mark.exercises("Client.insert_permission", "Client.remove_permission")
def test_a_permission_is_given_and_taken(client: gspread.Client) -> None:
    key = client.open("Desk").id
    given = client.insert_permission(key, OTTO, "user", "reader", email_message="hi").json()
    assert client.list_permissions(key)[1] == {
        "kind": "drive#permission",
        "id": given["id"],
        "type": "user",
        "role": "reader",
        "emailAddress": OTTO,
        "displayName": "otto",
        "deleted": False,
        "pendingOwner": False,
    }
    client.remove_permission(key, given["id"])
    assert [one["role"] for one in client.list_permissions(key)] == ["owner"]
    gone = refused(lambda: client.remove_permission(key, given["id"]))
    assert gone == (404, f"Permission not found: {given['id']}.")
    assert refused(lambda: client.insert_permission(key, OTTO, "user", "king"))[0] == 400
    with pytest.raises(ValueError, match="Invalid permission type"):
        client.insert_permission(key, OTTO, "robot", "reader")


@pytest.mark.exercises("Client.get_file_drive_metadata")
def test_drive_tells_when_a_file_was_made_and_changed(workbook: Workbook) -> None:
    workbook.clock.forward(hours=1)
    local_client(workbook.sheets, "林静").open("Desk").sheet1.update([["x"]])
    assert workbook.client.get_file_drive_metadata(workbook.key) == {
        "id": workbook.key,
        "name": "Desk",
        "createdTime": "2026-03-10T06:30:00.000Z",
        "modifiedTime": "2026-03-10T07:30:00.000Z",
    }
