"""Drive: files, permissions, comments, export and import, called as a program would; gspread's own way is in reach/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gspread
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.localsheets.drive.search import searched
from sheetflow.localsheets.drive.shapes import SHAPES
from tests.localsheets.conftest import Workbook

DRIVE = "https://www.googleapis.com/drive/v3"
UPLOAD = "https://www.googleapis.com/upload/drive/v2/files"


class Drive:
    """Drive's API as a program calls it, for one file."""

    def __init__(self, workbook: Workbook) -> None:
        self.key = workbook.key
        self.client = workbook.client

    def __call__(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        url = DRIVE + path.format(self.key)
        return self.client.http_client.request(method, url, params=params, json=body).json()

    def refused(self, method: str, path: str, body: Any = None, **params: Any) -> tuple[int, str]:
        """Return code and sentence of a refusal; it has Drive's shape."""
        with pytest.raises(gspread.exceptions.APIError) as fault:
            self(method, path, body, **params)
        error = fault.value.error
        assert set(error) == {"code", "message", "errors"}
        assert error["errors"][0]["message"] == error["message"]
        assert error["errors"][0]["domain"] == "global"
        return int(error["code"]), str(error["message"])

    def named(self, q: str, **params: Any) -> list[str]:
        return [file["name"] for file in self("get", "/files", q=q, **params)["files"]]


@pytest.fixture
def drive(workbook: Workbook) -> Drive:
    return Drive(workbook)


FILE, SHARING, COMMENTS = "/files/{}", "/files/{}/permissions", "/files/{}/comments"


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.documented
def test_without_a_mask_a_file_has_four_fields(drive: Drive) -> None:
    assert drive("get", FILE) == {
        "kind": "drive#file",
        "id": drive.key,
        "name": "Desk",
        "mimeType": "application/vnd.google-apps.spreadsheet",
    }


@pytest.mark.documented
def test_every_field_of_a_file_is_one_of_googles(drive: Drive) -> None:
    file = drive("get", FILE, fields="*")
    assert set(file) <= set(SHAPES["File"])
    assert (file["createdTime"], file["version"]) == ("2026-03-10T06:30:00.000Z", "1")
    assert drive.refused("get", FILE, fields="id,nmae") == (400, "Invalid field selection nmae")


@pytest.mark.documented
def test_a_renamed_and_starred_file_is_so_in_both_apis(drive: Drive, workbook: Workbook) -> None:
    drive("patch", FILE, {"name": "维修", "starred": True, "description": "2026"})
    assert workbook.get()["properties"]["title"] == "维修"
    assert drive("get", FILE, fields="starred,description") == {
        "starred": True,
        "description": "2026",
    }
    assert drive.named("starred = true") == ["维修"]


@pytest.mark.documented
def test_a_file_moves_by_parents_to_add_and_to_remove(drive: Drive) -> None:
    drive("patch", FILE, {}, addParents="old")
    drive("patch", FILE, {}, addParents="new", removeParents="old")
    assert drive.named("'new' in parents") == ["Desk"]
    assert drive.named("'old' in parents or 'root' in parents") == []
    assert drive.refused("patch", FILE, {"parents": ["x"]})[0] == 403
    drive("patch", FILE, {}, removeParents="new")
    assert drive("get", FILE, fields="parents") == {"parents": ["root"]}


@pytest.mark.documented
def test_a_trashed_file_is_still_listed_until_it_is_deleted(drive: Drive) -> None:
    drive("patch", FILE, {"trashed": True})
    assert drive.named("trashed = true") == ["Desk"] == drive.named("")
    drive.client.del_spreadsheet(drive.key)
    assert drive.named("") == []
    assert drive.refused("get", FILE) == (404, f"File not found: {drive.key}.")
    assert drive.refused("delete", FILE)[0] == 404


@pytest.mark.documented
def test_what_is_deleted_stays_so_after_a_restart_and_history_says_by_whom(
    drive: Drive, workbook: Workbook, open_sheets: Callable[[], LocalSheets]
) -> None:
    local_client(workbook.sheets, "林静").del_spreadsheet(drive.key)
    sheets = open_sheets()
    assert sheets.books() == []
    [latest, _] = sheets.history(drive.key)
    assert (latest.actor, latest.acts) == ("林静", ("files.delete",))


@pytest.mark.assumed
def test_the_spreadsheet_that_is_worked_in_is_not_deleted(drive: Drive, workbook: Workbook) -> None:
    workbook.sheets.keep(drive.key)
    code, told = drive.refused("delete", FILE)
    assert (code, "worked in" in told) == (403, True)
    assert drive.named("") == ["Desk"]


@pytest.mark.documented
def test_a_copy_has_cells_formats_tabs_and_tags_and_goes_its_own_way(
    drive: Drive, workbook: Workbook
) -> None:
    workbook.write("A1:B2", [["a", 7], ["b", "=B1+1"]], "USER_ENTERED")
    workbook.batch(
        {"addSheet": {"properties": {"sheetId": 5, "title": "Two"}}},
        {"addNamedRange": {"namedRange": {"name": "box", "range": {"sheetId": 5}}}},
        {"setDataValidation": {"range": {"sheetId": 0, "endRowIndex": 1}, "rule": {"condition": {"type": "BLANK"}}}},
    )  # fmt: skip
    workbook.batch(
        {
            "createDeveloperMetadata": {
                "developerMetadata": {
                    "metadataKey": "k",
                    "location": {"spreadsheet": True},
                    "visibility": "DOCUMENT",
                }
            }
        }
    )
    drive("post", SHARING, {"type": "anyone", "role": "reader"})
    drive("post", COMMENTS, {"content": "why?"}, fields="id")
    copied = drive("post", FILE + "/copy", {})
    assert copied["name"] == "Copy of Desk"
    other = Workbook(copied["id"], workbook.client, workbook.sheets, workbook.clock)
    whole = {"includeGridData": True}
    mine, its = workbook.get(**whole), other.get(**whole)
    kept = ("sheets", "namedRanges", "developerMetadata")
    assert [mine[part] for part in kept] == [its[part] for part in kept]
    assert len(drive("get", SHARING.replace("{}", other.key))["permissions"]) == 1
    assert drive("get", COMMENTS.replace("{}", other.key), fields="*")["comments"] == []
    workbook.write("A1", [["changed"]])
    assert (other.raw("A1:B2"), other.sheets.history(other.key)[0].acts) == (
        [["a", 7], ["b", 8]],
        ("files.copy",),
    )


@pytest.mark.documented
def test_a_copy_takes_open_comments_along_when_asked(drive: Drive) -> None:
    drive("post", COMMENTS, {"content": "why?"}, fields="id")
    copied = drive("post", FILE + "/copy", {"name": "B"}, copyComments=True)
    comments = drive("get", COMMENTS.replace("{}", copied["id"]), fields="comments/content")
    assert comments == {"comments": [{"content": "why?"}]}


@pytest.mark.documented
def test_files_come_in_pages_in_the_order_asked_for(drive: Drive) -> None:
    for name in ("a12", "A2", "b"):
        drive("post", "/files", {"name": name})
    first = drive("get", "/files", pageSize=3, orderBy="name_natural desc")
    rest = drive("get", "/files", pageToken=first["nextPageToken"], orderBy="name_natural desc")
    assert [file["name"] for file in first["files"] + rest["files"]] == ["Desk", "b", "a12", "A2"]
    assert "nextPageToken" not in rest
    assert drive.named("", orderBy="name") == ["a12", "A2", "b", "Desk"]
    assert drive.refused("get", "/files", pageSize=0)[0] == 400
    assert drive.refused("get", "/files", orderBy="size") == (400, "Invalid Value")


@pytest.mark.documented
@pytest.mark.parametrize(
    "query",
    [
        pytest.param("name = 'It\\'s 派工 2026'", id="a quote in a text"),
        pytest.param('mimeType="application/vnd.google-apps.spreadsheet" and name contains "it"', id="gspread's"),
        pytest.param("name contains '2026' and name contains '工'", id="beginnings of words"),
        pytest.param("not (name != \"It's 派工 2026\" or trashed = true)", id="brackets"),
        pytest.param("modifiedTime > '2026-03-10T00:00:00' and name contains 'It'", id="times"),
        pytest.param("'me' in owners and not name = 'Desk'", id="people"),
    ],
)  # fmt: skip
def test_a_query_finds(drive: Drive, query: str) -> None:
    drive("post", "/files", {"name": "It's 派工 2026"})
    assert drive.named(query) == ["It's 派工 2026"]


@pytest.mark.documented
@pytest.mark.parametrize("query", ["name contains 'ates'", "starred = true", "'x' in writers"])
def test_a_query_finds_nothing(drive: Drive, query: str) -> None:
    drive("post", "/files", {"name": "dates"})
    assert drive.named(query) == []


@pytest.mark.parametrize(
    "query",
    ["name", "name = x", "name = 'x", "(name = 'x'", "name > 'x'", "colour = 'x'", "not " * 99 + "trashed = true"],
)  # fmt: skip
def test_a_query_that_cant_be_read_is_400(drive: Drive, query: str) -> None:
    assert drive.refused("get", "/files", q=query) == (400, "Invalid Value")


def test_a_search_that_isnt_made_here_is_501(drive: Drive) -> None:
    code, told = drive.refused("get", "/files", q="fullText contains 'x'")
    assert (code, "fullText" in told) == (501, True)


@given(name=st.text(), other=st.text())
def test_a_name_is_found_by_itself_and_by_its_beginning_and_no_other_is(
    name: str, other: str
) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    file = {"name": name}
    assert searched([file], f"name = {quoted(name)}") == [file]
    assert searched([file], f"name contains {quoted(name)}") == [file]
    assert (searched([file], f"name = {quoted(other)}") == [file]) == (name == other)


@pytest.mark.documented
@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param({"mimeType": "application/vnd.google-apps.folder"}, 501, id="a folder"),
        pytest.param({"name": 5}, 400, id="a number for a name"),
        pytest.param({"writersCanShare": True}, 501, id="a field that isn't kept"),
        pytest.param([], 400, id="a list"),
    ],
)
def test_a_file_that_isnt_made(drive: Drive, body: Any, code: int) -> None:
    assert drive.refused("post", "/files", body)[0] == code
    assert drive.named("") == ["Desk"]


@pytest.mark.documented
def test_contents_are_exported_and_not_downloaded(drive: Drive) -> None:
    assert drive.refused("get", FILE, alt="media")[0] == 403


def test_a_method_that_isnt_served_is_501_with_a_sentence(drive: Drive) -> None:
    for method, path in (("get", "/changes"), ("get", "/files/{}/revisions"), ("put", "/files/{}")):
        code, told = drive.refused(method, path)
        assert code == 501
        assert told.startswith(method.upper())


@pytest.mark.documented
def test_about_says_who_one_is_and_what_goes_out_and_in(drive: Drive) -> None:
    assert drive.refused("get", "/about") == (
        400,
        "The 'fields' parameter is required for this method.",
    )
    about = drive("get", "/about", fields="user(emailAddress,me),exportFormats,importFormats")
    kind = "application/vnd.google-apps.spreadsheet"
    assert about["user"] == {"emailAddress": "workbook@localhost", "me": True}
    assert "text/csv" in about["exportFormats"][kind]
    assert about["importFormats"]["text/csv"] == [kind]


# ── Permissions ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.documented
def test_a_file_is_owned_and_what_is_shared_is_listed_with_four_fields(drive: Drive) -> None:
    given_ = drive(
        "post", SHARING, {"type": "group", "role": "writer", "emailAddress": "g@example.com"}
    )
    [owner, group] = drive("get", SHARING)["permissions"]
    assert (owner["role"], group) == ("owner", given_)
    assert set(group) == {"id", "type", "kind", "role"}
    one = drive("get", f"{SHARING}/{group['id']}", fields="*")
    assert (one["emailAddress"], one["displayName"], one["deleted"]) == (
        "g@example.com",
        "g",
        False,
    )


@pytest.mark.documented
def test_permissions_comments_and_what_else_drive_keeps_are_on_disk_and_in_the_history(
    drive: Drive, workbook: Workbook, open_sheets: Callable[[], LocalSheets]
) -> None:
    drive("post", SHARING, {"type": "user", "role": "reader", "emailAddress": "a@example.com"})
    drive("post", COMMENTS, {"content": "why?"}, fields="id")
    drive("patch", FILE, {"description": "d"})
    asked = [(path, {"fields": "*"}) for path in (FILE, SHARING, COMMENTS)]
    before = [drive("get", path, **params) for path, params in asked]
    sheets = open_sheets()
    drive.client = local_client(sheets, "test")
    assert [drive("get", path, **params) for path, params in asked] == before
    acts = [revision.acts for revision in sheets.history(drive.key)]
    assert acts == [("files.update",), ("comments.create",), ("permissions.create",), ("create",)]


def test_a_restored_revision_has_its_comments_and_is_shared_with_nobody(
    drive: Drive, workbook: Workbook
) -> None:
    drive("post", COMMENTS, {"content": "first"}, fields="id")
    drive("post", SHARING, {"type": "anyone", "role": "writer"})
    drive("post", COMMENTS, {"content": "second"}, fields="id")
    key = workbook.sheets.restore(drive.key, 3, actor="test").id
    restored = drive("get", COMMENTS.replace("{}", key), fields="comments/content")
    assert restored == {"comments": [{"content": "first"}]}
    assert len(drive("get", SHARING.replace("{}", key))["permissions"]) == 1


@pytest.mark.measured
@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        pytest.param({"role": "reader"}, 400, "permission type field is required", id="no type"),
        pytest.param({"type": "anyone"}, 400, "permission role field is required", id="no role"),
        pytest.param(
            {"type": "user", "role": "reader"}, 400, "specified emailAddress is", id="no address"
        ),
        pytest.param(
            {"type": "domain", "role": "reader"}, 400, "specified domain is", id="no domain"
        ),
        pytest.param(
            {"type": "user", "role": "owner", "emailAddress": "a@example.com"},
            403,
            "transferOwnership parameter must be enabled",
            id="a second owner",
        ),
    ],
)
def test_a_permission_that_says_too_little(
    drive: Drive, body: Any, code: int, message: str
) -> None:
    found, told = drive.refused("post", SHARING, body)
    assert (found, message in told) == (code, True)
    assert len(drive("get", SHARING)["permissions"]) == 1


@pytest.mark.documented
def test_a_new_owner_leaves_the_old_one_a_writer(drive: Drive) -> None:
    [old] = drive("get", SHARING)["permissions"]
    body = {"type": "user", "role": "owner", "emailAddress": "a@example.com"}
    new = drive("post", SHARING, body, transferOwnership=True)
    roles = {one["id"]: one["role"] for one in drive("get", SHARING)["permissions"]}
    assert roles == {new["id"]: "owner", old["id"]: "writer"}
    assert drive("get", FILE, fields="ownedByMe") == {"ownedByMe": False}


@pytest.mark.assumed
def test_sharing_twice_with_somebody_changes_the_role(drive: Drive) -> None:
    for role in ("reader", "writer"):
        drive("post", SHARING, {"type": "user", "role": role, "emailAddress": "A@example.com"})
    assert [one["role"] for one in drive("get", SHARING)["permissions"]] == ["owner", "writer"]


@pytest.mark.assumed
def test_the_owner_stays(drive: Drive, workbook: Workbook) -> None:
    [owner] = drive("get", SHARING)["permissions"]
    path = f"{SHARING}/{owner['id']}"
    assert drive.refused("delete", path)[0] == 403
    assert drive.refused("patch", path, {"role": "reader"})[0] == 403
    assert drive.refused("patch", f"{SHARING}/7", {"role": "reader"}) == (
        404,
        "Permission not found: 7.",
    )
    assert len(workbook.sheets.history(drive.key)) == 1


# ── Comments ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.documented
def test_comments_want_fields_and_come_in_pages(drive: Drive, workbook: Workbook) -> None:
    assert (
        drive.refused("get", COMMENTS)[1] == "The 'fields' parameter is required for this method."
    )
    for number in range(3):
        workbook.clock.forward(minutes=1)
        drive("post", COMMENTS, {"content": f"{number} <b>"}, fields="id")
    first = drive("get", COMMENTS, fields="*", pageSize=2)
    [last] = drive("get", COMMENTS, fields="*", pageToken=first["nextPageToken"])["comments"]
    assert [one["content"] for one in first["comments"]] == ["2 <b>", "1 <b>"]
    assert (last["htmlContent"], last["author"]["displayName"]) == ("0 &lt;b&gt;", "test")
    assert set(last) <= set(SHAPES["Comment"])
    since = drive("get", COMMENTS, fields="*", startModifiedTime="2026-03-10T06:33:00Z")
    assert [one["content"] for one in since["comments"]] == ["2 <b>"]


@pytest.mark.documented
@pytest.mark.parametrize("content", [" ", "x" * 2049])
def test_a_comment_that_isnt_taken(drive: Drive, content: str) -> None:
    assert drive.refused("post", COMMENTS, {"content": content}, fields="id")[0] == 400
    assert drive("get", COMMENTS, fields="comments") == {"comments": []}


# ── Export and import ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.documented
def test_25_csv_has_crlf_no_mark_and_no_line_end_after_its_last_row(workbook: Workbook) -> None:
    values = [["名", 'say "x"'], [None, "a,b", "1\n2"], [], ["=1/4", "3/10/26"]]
    workbook.write("A1:C4", values, "USER_ENTERED")
    export = workbook.client.export
    expected = '名,"say ""x""",\r\n,"a,b","1\n2"\r\n,,\r\n0.25,3/10/26,'
    assert export(workbook.key, gspread.utils.ExportFormat.CSV) == expected.encode()
    tsv = '名\tsay "x"\t\r\n\ta,b\t1 2\r\n\t\t\r\n0.25\t3/10/26\t'
    assert export(workbook.key, gspread.utils.ExportFormat.TSV) == tsv.encode()


@pytest.mark.documented
def test_an_empty_tab_is_exported_as_nothing(workbook: Workbook) -> None:
    assert workbook.client.export(workbook.key, gspread.utils.ExportFormat.CSV) == b""


def test_what_is_not_exported_says_what_to_do_instead(drive: Drive) -> None:
    for kind in (gspread.utils.ExportFormat.PDF, gspread.utils.ExportFormat.OPEN_OFFICE_SHEET):
        code, told = drive.refused("get", FILE + "/export", mimeType=kind)
        assert (code, "CSV" in told) == (501, True)
    assert drive.refused("get", FILE + "/export", mimeType="image/png") == (
        400,
        "The requested conversion is not supported.",
    )
    assert drive.refused("get", FILE + "/export")[0] == 400


def upload(drive: Drive, content: bytes, mime: str = "text/csv", **params: Any) -> Any:
    """Send content as gspread's import_csv does."""
    params = {"uploadType": "media", "convert": True, **params}
    headers = {"Content-Type": mime}
    url = f"{UPLOAD}/{drive.key}"
    return drive.client.http_client.request("put", url, data=content, params=params, headers=headers)  # fmt: skip


@pytest.mark.documented
def test_25_csv_comes_in_as_if_typed_in_the_place_of_all_that_was_there(
    drive: Drive, workbook: Workbook
) -> None:
    workbook.write("A1:C3", [["old"] * 3] * 3)
    workbook.batch({"addSheet": {"properties": {"title": "Two"}}})
    answer = upload(drive, '名,3/10/26\r\n=1+1,\'007\r\n"a\nb",\r\n'.encode())
    assert answer.json()["title"] == "Desk"
    assert [sheet["properties"]["title"] for sheet in workbook.get()["sheets"]] == ["Sheet1"]
    assert workbook.raw("A1:C4") == [["名", 46091], [2, "007"], ["a\nb"]]
    assert workbook.read("A2", valueRenderOption="FORMULA") == [["=1+1"]]


@pytest.mark.documented
def test_a_csv_beyond_the_grid_widens_it_and_a_tsv_parts_at_tabs(
    drive: Drive, workbook: Workbook
) -> None:
    upload(drive, b"\n" * 1200 + b"a," * 30 + b"z")
    grid = workbook.get()["sheets"][0]["properties"]["gridProperties"]
    assert grid == {"rowCount": 1201, "columnCount": 31}
    upload(drive, b"a\tb,c", "text/tab-separated-values")
    assert workbook.raw("A1:C1") == [["a", "b,c"]]


@pytest.mark.parametrize(
    ("content", "mime", "params", "code"),
    [
        pytest.param(b"\xff\xfe", "text/csv", {}, 400, id="not UTF-8"),
        pytest.param(b"x" * 200_000, "text/csv", {}, 400, id="a cell without end"),
        pytest.param(b"a,b", "application/pdf", {}, 501, id="another kind"),
        pytest.param(b"a,b", "text/csv", {"convert": False}, 501, id="not converted"),
        pytest.param(b"a,b", "text/csv", {"uploadType": "resumable"}, 501, id="in parts"),
    ],
)
def test_an_import_that_is_refused_changes_nothing(
    drive: Drive, workbook: Workbook, content: bytes, mime: str, params: Any, code: int
) -> None:
    workbook.write("A1", [["stays"]])
    with pytest.raises(gspread.exceptions.APIError) as refused:
        upload(drive, content, mime, **params)
    assert refused.value.code == code
    assert workbook.raw("A1") == [["stays"]]
    assert len(workbook.sheets.history(drive.key)) == 2
