"""Every check of the spreadsheet finds what it is for, and nothing in a spreadsheet that is as it should be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from sheetflow.errors import SheetflowError, Unavailable
from sheetflow.finding import SECTION_OF, Finding, worst
from sheetflow.localsheets import LocalSheets, remote_client
from sheetflow.model import Text
from sheetflow.schema import Highlight, Schema, Template
from sheetflow.store import Transport
from sheetflow.store.doctor import (
    CHECKS,
    Description,
    describe,
    examine,
    key_file,
    refusal,
    repair,
    writing,
)
from sheetflow.store.doctor.size import MOST_BYTES, MOST_CELLS, MOST_TICKETS
from sheetflow.store.names import METADATA, stable_id
from sheetflow.store.provision.found import FoundTab
from sheetflow.store.provision.tags import tag
from sheetflow.store.requests import area, row_of, update
from tests.store.desk import (
    FULL,
    NOON,
    SHANGHAI,
    TICKETS,
    Desk,
    new_client,
    new_desk,
    new_spreadsheet,
    small_schema,
    typed,
)
from tests.store.stub import API_OFF, BUSY, DRIVE_FULL, EXCEL, NO_SUCH, NOT_SHARED, QUOTA, answering

ACCOUNT = "desk@example.iam.gserviceaccount.com"

CHOOSING = replace(FULL.tab("tickets").column("grade"), key="grade", group="")
NAMELESS = Highlight(
    "nameless",
    Text("没有姓名", "Nameless"),
    "tickets",
    ("customer_name",),
    Template("=LEN({customer_name})=0"),
    fill="#fff59d",
)
HIGHLIGHTED = replace(
    small_schema(CHOOSING),
    highlights=(NAMELESS,),
    views=(replace(FULL.views[0], sort=("ticket_no",), when=None),),
)


@pytest.fixture
def desk(sheets: LocalSheets) -> Desk:
    """Set up a desk with highlights, a drop-down and a filter view, and two tickets."""
    rows = (["WX1", "new", "Ada", ""], ["WX2", "new", "Ben", "Wu"])
    return new_desk(sheets, rows, schema=HIGHLIGHTED)


@pytest.fixture(scope="module")
def fine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Description]:
    """Describe a spreadsheet that is as it should be, once."""
    sheets = LocalSheets(tmp_path_factory.mktemp("fine") / "w.sqlite", now=lambda: NOON)
    yield looked_at(new_desk(sheets, schema=HIGHLIGHTED))
    sheets.close()


def looked_at(desk: Desk, schema: Schema | None = None, **more: Any) -> Description:
    """Describe a desk's spreadsheet."""
    client = more.get("client", desk.client)
    return describe(
        client,
        desk.spreadsheet_id,
        schema or desk.schema,
        language="en",
        zone=SHANGHAI,
        now=desk.sheets.now,
    )


def found(desk: Desk, check: str, **more: Any) -> list[Finding]:
    """Give what a check finds that isn't as it should be."""
    findings = examine(looked_at(desk, **more))
    return [one for one in findings if one.check == check and one.level != "ok"]


def sentence(desk: Desk, check: str) -> str:
    """Give the one sentence that a check has to say."""
    [only] = found(desk, check)
    return only.sentence("en")


def whole_column(index: int) -> dict[str, Any]:
    """Give the range of a column of the tickets."""
    return {"sheetId": TICKETS, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}


def named_range(desk: Desk) -> str:
    """Give the writer's token."""
    return str(
        desk.people.fetch_sheet_metadata(desk.spreadsheet_id)["namedRanges"][0]["namedRangeId"]
    )


def formula(row: int, index: int) -> dict[str, Any]:
    """Give the request of a person who pastes a formula into the tickets."""
    start = {"sheetId": TICKETS, "rowIndex": row, "columnIndex": index}
    cell = {"userEnteredValue": {"formulaValue": "=1+1"}}
    rows = [{"values": [cell]}]
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def multiplied(desk: Desk) -> None:
    """Let somebody copy a row, and its conditional formats with it."""
    rules = next(
        sheet["conditionalFormats"]
        for sheet in desk.people.fetch_sheet_metadata(desk.spreadsheet_id)["sheets"]
        if sheet["properties"]["sheetId"] == TICKETS
    )
    copy = {**rules[0], "ranges": [area(TICKETS, (5, 6), (2, 3))]}
    desk.do({"addConditionalFormatRule": {"index": 1, "rule": copy}})


def narrowed(desk: Desk) -> None:
    """Let somebody take cells out of a highlight's range."""
    [rule] = next(
        sheet["conditionalFormats"]
        for sheet in desk.people.fetch_sheet_metadata(desk.spreadsheet_id)["sheets"]
        if sheet["properties"]["sheetId"] == TICKETS
    )
    narrow = {**rule, "ranges": [area(TICKETS, (5, 6), (2, 3))]}
    desk.do({"updateConditionalFormatRule": {"sheetId": TICKETS, "index": 0, "rule": narrow}})


def unprotected(desk: Desk) -> None:
    """Let somebody take the protection off the header."""
    protection = stable_id("protection", "tickets", "header")
    desk.do({"deleteProtectedRange": {"protectedRangeId": protection}})


def reprotected(tab: str, name: str, **changed: Any) -> Callable[[Desk], None]:
    """Let somebody change a protection of ours and keep its description."""

    def act(desk: Desk) -> None:
        part = {"protectedRangeId": stable_id("protection", tab, name), **changed}
        fields = ",".join(changed)
        desk.do({"updateProtectedRange": {"protectedRange": part, "fields": fields}})

    return act


SCRATCH = stable_id("tab", "scratch")

#: A protection that somebody changed, by what is said of it.
REPROTECTED: dict[str, Callable[[Desk], None]] = {
    "Tickets: {}: the header (its cells)": reprotected(
        "tickets", "header", range=area(TICKETS, (0, 1), (0, 3))
    ),
    "Tickets: {}: the header (warning or refusing)": reprotected(
        "tickets", "header", warningOnly=False
    ),
    "Tickets: {}: Ticket no (its cells, warning or refusing)": reprotected(
        "tickets", "key", range=area(TICKETS, (1, None), (2, 3)), warningOnly=False
    ),
    "Tickets: {}: Ticket no (its cells)": reprotected(
        "tickets", "key", range=area(SCRATCH, (1, None), (0, 1))
    ),
    "scratch: {}: the whole tab (warning or refusing)": reprotected(
        "scratch", "all", warningOnly=True
    ),
    "scratch: {}: the whole tab (who may edit)": reprotected(
        "scratch", "all", editors={"users": ["ann@example.com"]}
    ),
    "scratch: {}: the whole tab (cells left out)": reprotected(
        "scratch", "all", unprotectedRanges=[area(SCRATCH, (0, 9), (0, 9))]
    ),
}


def settings(**properties: str) -> Callable[[Desk], None]:
    """Let somebody change the file's settings."""

    def act(desk: Desk) -> None:
        update = {"properties": properties, "fields": ",".join(properties)}
        desk.do({"updateSpreadsheetProperties": update})

    return act


BREAKS: dict[str, tuple[str, Callable[[Desk], object], str]] = {
    "zone": ("fault", settings(timeZone="Europe/Berlin"), "the time zone is Europe/Berlin"),
    "locale": ("note", settings(locale="de_DE"), "the locale is de_DE"),
    "recalculation": ("warning", settings(autoRecalc="ON_CHANGE"), "when somebody edits only"),
    "token": (
        "note",
        lambda desk: desk.do({"deleteNamedRange": {"namedRangeId": named_range(desk)}}),
        "was deleted",
    ),
    "tabs": (
        "fault",
        lambda desk: desk.do({"deleteSheet": {"sheetId": stable_id("tab", "scratch")}}),
        "this tab was deleted",
    ),
    "headers": (
        "fault",
        lambda desk: desk.do(update(TICKETS, 0, 1, [row_of(["State now"])])),
        "Tickets!B1: the header of the column 'Status' says 'State now' now",
    ),
    "tags": (
        "note",
        lambda desk: desk.do(
            {
                "deleteDeveloperMetadata": {
                    "dataFilter": {
                        "developerMetadataLookup": {
                            "metadataKey": METADATA,
                            "metadataValue": "remarks",
                        }
                    }
                }
            }
        ),
        "columns without metadata, which nobody knows under another header: 1",
    ),
    "duplicates": (
        "warning",
        lambda desk: desk.do(typed(3, 0, ["WX1"])),
        "Tickets!2,4: all are 'WX1'",
    ),
    "keyless": (
        "note",
        lambda desk: desk.do(typed(4, 2, ["Cho"])),
        "Tickets!5: has something in it",
    ),
    "formulas": (
        "warning",
        lambda desk: desk.do(formula(1, 4)),
        "Tickets!E2: a formula stands in the column 'Next action'",
    ),
    "drop_downs": (
        "warning",
        lambda desk: desk.do({"setDataValidation": {"range": area(TICKETS, (1, None), (6, 7))}}),
        "Tickets: the drop-down is gone or another: Grade",
    ),
    "highlights": ("warning", multiplied, "Tickets: 2 highlight rules where 1 belong"),
    "protection": ("warning", unprotected, "Tickets: protections that are missing: 1"),
    "views": (
        "note",
        lambda desk: desk.do(
            {"deleteFilterView": {"filterId": stable_id("view", HIGHLIGHTED.views[0].name)}}
        ),
        "Tickets: filter views that are missing: 1",
    ),
    "metadata": (
        "note",
        lambda desk: desk.do(tag("x" * 16_000, {"spreadsheet": True}, key="theirs")),
        "characters of metadata of 30,000",
    ),
}


@pytest.mark.parametrize("check", BREAKS)
def test_a_check_finds_what_people_did_and_found_nothing_before(desk: Desk, check: str) -> None:
    assert found(desk, check) == []
    level, act, words = BREAKS[check]
    act(desk)
    told = found(desk, check)
    assert [one.level for one in told] == [level]
    assert words in told[0].sentence("en")
    assert told[0].remedy.zh
    assert told[0].remedy.en


@pytest.mark.parametrize("words", REPROTECTED)
def test_a_protection_that_somebody_changed_is_told_and_what_of_it(desk: Desk, words: str) -> None:
    REPROTECTED[words](desk)
    [told] = found(desk, "protection")
    assert told.level == "warning"
    assert told.sentence("en") == (
        f"{words.format('protections that somebody changed')}. Run sheetflow doctor --fix."
    )


def test_protections_are_fine_wherever_columns_and_the_header_moved_and_whatever_they_are_called(
    desk: Desk,
) -> None:
    desk.do(
        {"moveDimension": {"source": whole_column(0), "destinationIndex": 3}},
        {"insertDimension": {"range": {**whole_column(0), "dimension": "ROWS"}}},
    )
    reprotected("tickets", "header", description="don't touch")(desk)
    width = looked_at(desk).wanted.found.tabs[TICKETS].column_count
    reprotected("tickets", "header", range=area(TICKETS, (1, 2), (0, width)))(desk)
    assert found(desk, "protection") == []


def on_google(desk: Desk, **shown: Any) -> Description:
    """Describe a desk as Google shows it to a service account, with something more of the scratch tab's protection."""
    seen = looked_at(desk)
    tabs = dict(seen.wanted.found.tabs)
    [part] = tabs[SCRATCH].sheet["protectedRanges"]
    sheet = {**tabs[SCRATCH].sheet, "protectedRanges": [{**part, **shown}]}
    tabs[SCRATCH] = replace(tabs[SCRATCH], sheet=sheet)
    theirs = replace(seen.wanted.found, tabs=tabs)
    return replace(seen, wanted=replace(seen.wanted, found=theirs, account=ACCOUNT))


@pytest.mark.parametrize(
    ("editors", "same"),
    [
        pytest.param({"users": [ACCOUNT]}, True, id="we"),
        pytest.param({"users": ["owner@example.com", ACCOUNT]}, True, id="the owner and we"),
        pytest.param(
            {"users": ["owner@example.com", ACCOUNT, "ann@example.com"]}, False, id="Ann too"
        ),
        pytest.param({"users": [ACCOUNT], "groups": ["all@example.com"]}, False, id="a group"),
        pytest.param({"users": [ACCOUNT], "domainUsersCanEdit": True}, False, id="the domain"),
    ],
)
def test_on_google_only_the_owner_and_we_may_type_into_a_hidden_tab(
    desk: Desk, editors: dict[str, Any], same: bool
) -> None:
    requests = on_google(desk, editors=editors).wanted.requests()
    part = {
        "protectedRangeId": stable_id("protection", "scratch", "all"),
        "editors": {"users": [ACCOUNT]},
    }
    wanted = [{"updateProtectedRange": {"protectedRange": part, "fields": "editors"}}]
    assert requests == ([] if same else wanted)


def test_a_protection_that_keeps_us_out_too_is_a_fault_that_only_the_owner_can_mend(
    desk: Desk,
) -> None:
    seen = on_google(desk, requestingUserCanEdit=False)
    [told] = [one for one in examine(seen) if one.check == "protection"]
    assert (told.level, told.remedy.en) == (
        "fault",
        f"Ask the owner to let {ACCOUNT} edit (Data, Protect sheets and ranges), then run sheetflow doctor --fix",
    )
    assert "the system may not write there either: the whole tab" in told.sentence("en")
    assert repair(seen).mends == ()
    assert seen.wanted.requests() == []


def test_a_formula_in_a_column_of_the_staff_s_is_a_note(desk: Desk) -> None:
    desk.do(formula(2, 5))
    desk.do(typed(1, 5, ["=just text"]))
    assert [(one.level, one.where.en) for one in found(desk, "formulas")] == [
        ("note", "Tickets!F3")
    ]


def test_as_many_highlights_as_the_schema_has_but_others_are_said_to_differ(desk: Desk) -> None:
    narrowed(desk)
    [told] = [one for one in examine(looked_at(desk)) if one.check == "highlights"]
    assert (
        told.sentence("en")
        == "Tickets: the highlight rules differ from the schema's, though there are as many (1). "
        "Run sheetflow doctor --fix."
    )
    assert told.found.zh == "颜色规则条数对(1条),内容或次序和设定的不一样"
    [mend] = repair(looked_at(desk)).mends
    assert mend.line().en == "Tickets: highlight rules that differ → the schema's 1"
    assert mend.line().zh == "Tickets:颜色规则和设定的不一样 → 设定的1条"


def test_columns_that_people_moved_are_named_and_nothing_is_wrong_with_them(desk: Desk) -> None:
    desk.do({"moveDimension": {"source": whole_column(1), "destinationIndex": 4}})
    findings = [one for one in examine(looked_at(desk)) if one.check == "headers"]
    assert findings[0].sentence("en") == "Tickets: moved by people: Status (D)."
    assert worst(findings) == "ok"


def moved(desk: Desk) -> list[str]:
    """Give the columns that people moved, as the doctor names them."""
    told = [one.found.en for one in examine(looked_at(desk)) if one.check == "headers"]
    return [one for one in told if one.startswith("moved by people")]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({1: "Technician", 3: "Status"}, id="over each other"),
        pytest.param({1: "Status now", 3: "Status"}, id="over another and renamed"),
        pytest.param({1: "Technician", 2: "Status", 3: "Customer name"}, id="in a ring"),
    ],
)
def test_columns_whose_headers_were_only_typed_over_are_not_called_moved(
    desk: Desk, headers: dict[int, str]
) -> None:
    for column, text in headers.items():
        desk.do(update(TICKETS, 0, column, [row_of([text])]))
    assert moved(desk) == []
    desk.do({"moveDimension": {"source": whole_column(5), "destinationIndex": 1}})
    assert moved(desk) == ["moved by people: Remarks (B)"]


def test_a_column_that_was_moved_is_named_whatever_its_header_says_now(desk: Desk) -> None:
    desk.do(update(TICKETS, 0, 1, [row_of(["Status now"])]))
    desk.do({"moveDimension": {"source": whole_column(1), "destinationIndex": 5}})
    assert moved(desk) == ["moved by people: Status (E)"]


def test_headers_that_were_exchanged_are_told_though_each_is_there(desk: Desk) -> None:
    desk.do(update(TICKETS, 0, 4, [row_of(["Remarks", "Next action"])]))
    told = found(desk, "headers")
    assert [one.level for one in told] == ["fault", "fault"]
    assert (
        told[0]
        .sentence("en")
        .startswith(
            "Tickets!E1: says 'Remarks', and the column below is another: that of 'Remarks' is F1."
        )
    )


def test_a_header_that_stands_in_a_column_of_people_s_own_is_told_and_served(desk: Desk) -> None:
    desk.do(
        {"appendDimension": {"sheetId": TICKETS, "dimension": "COLUMNS", "length": 2}},
        update(TICKETS, 0, 4, [row_of(["", "Remarks", "", "Next action"])]),
    )
    [told] = [one for one in found(desk, "headers") if one.level == "warning"]
    assert told.sentence("en") == (
        "Tickets!H1: is read as the column 'Next action' by its header, but that column was E, which says '' now. "
        "Put the headers back where only they were exchanged; where their cells came along all is well."
    )


def test_a_deleted_column_is_told_as_deleted_and_a_header_row_that_is_gone_as_gone(
    desk: Desk,
) -> None:
    desk.do({"deleteDimension": {"range": whole_column(5)}})
    assert sentence(desk, "headers").startswith("Tickets: the column 'Remarks' was deleted.")
    desk.do(
        {"updateCells": {"range": area(TICKETS, (0, 1), (0, None)), "fields": "userEnteredValue"}}
    )
    assert sentence(desk, "headers").startswith("Tickets: no header was found, so the whole tab")


def test_a_copy_of_a_desk_s_spreadsheet_is_told(desk: Desk) -> None:
    assert found(desk, "copy") == []
    copied = desk.people.request(
        "post", f"https://www.googleapis.com/drive/v3/files/{desk.spreadsheet_id}/copy", json={}
    ).json()["id"]
    original, desk.spreadsheet_id = desk.spreadsheet_id, copied
    [told] = found(desk, "copy")
    assert (told.level, told.where.en) == ("fault", copied)
    assert told.found.en == f"is a copy of {original}"


def test_a_spreadsheet_that_was_never_set_up_has_one_finding(
    sheets: LocalSheets, desk: Desk
) -> None:
    desk.spreadsheet_id = new_spreadsheet(sheets)
    [told] = examine(looked_at(desk))
    assert (told.level, told.remedy.en) == ("fault", "Run sheetflow init")


@pytest.mark.parametrize(
    ("rows", "level"),
    [(MOST_TICKETS // 2 - 1, "ok"), (MOST_TICKETS // 2, "note"), (MOST_TICKETS + 1, "warning")],
)
def test_live_tickets_are_counted(fine: Description, rows: int, level: str) -> None:
    seen = fine
    more = {
        "range": "'Tickets'!A1:G9",
        "values": [seen.values["tickets"]["values"][0], *[["WX"]] * rows],
    }
    seen = replace(seen, values={**seen.values, "tickets": more})
    assert [one.level for one in examine(seen) if one.check == "tickets"] == [level]


@pytest.mark.parametrize(("share", "level"), [(0.4, "ok"), (0.6, "note"), (0.9, "warning")])
def test_the_cells_of_all_tabs_are_counted_empty_ones_too(
    fine: Description, share: float, level: str
) -> None:
    seen = fine
    grid = {"rowCount": int(MOST_CELLS * share / 100), "columnCount": 100}
    theirs = FoundTab({"sheetId": 1, "title": "theirs", "gridProperties": grid}, {})
    chart = FoundTab({"sheetId": 2, "title": "Chart1", "index": 9, "sheetType": "OBJECT"}, {})
    tabs = {**seen.wanted.found.tabs, 1: theirs, 2: chart}
    wanted = replace(seen.wanted, found=replace(seen.wanted.found, tabs=tabs))
    seen = replace(seen, wanted=wanted)
    assert [one.level for one in examine(seen) if one.check == "cells"] == [level]


@pytest.mark.parametrize(("share", "level"), [(0.4, "ok"), (0.6, "note"), (0.9, "warning")])
def test_the_bytes_of_a_reading_are_told(fine: Description, share: float, level: str) -> None:
    seen = replace(fine, read_bytes=int(MOST_BYTES * share))
    assert [one.level for one in examine(seen) if one.check == "bytes"] == [level]


@pytest.mark.parametrize(
    ("apart", "level"), [(29, "ok"), (31, "warning"), (-31, "warning"), (301, "fault")]
)
def test_a_clock_that_goes_wrong_is_told_by_the_date_of_the_answer(
    fine: Description, apart: int, level: str
) -> None:
    seen = replace(fine, their_time=NOON + timedelta(seconds=apart))
    assert [one.level for one in examine(seen) if one.check == "clock"] == [level]


def test_the_time_of_the_other_side_comes_with_the_answer_where_there_is_one(desk: Desk) -> None:
    assert looked_at(desk).their_time is None
    assert [one for one in examine(looked_at(desk)) if one.check == "clock"] == []


@pytest.mark.parametrize("date", ["Sun, 22 Nov 2026 20:00:00 -0000", "now, then", ""])
def test_a_date_that_says_nothing_is_none(desk: Desk, date: str) -> None:
    client, _, _ = new_client(desk.sheets)

    def dated(response: requests.Response, **_: object) -> None:
        response.headers["Date"] = date

    client.http_client.session.hooks["response"] = [dated]
    assert looked_at(desk, client=client).their_time is None


def test_a_look_costs_four_reads_and_changes_nothing(desk: Desk) -> None:
    client, wire, _ = new_client(desk.sheets)
    before = desk.sheets.book(desk.spreadsheet_id).revision
    list(examine(looked_at(desk, client=client)))
    assert isinstance(client.http_client, Transport)
    assert client.http_client.tally.calls == {"read": 4, "write": 0}
    list(writing(client, desk.spreadsheet_id))
    assert wire.writes == 1
    assert desk.sheets.book(desk.spreadsheet_id).revision == before


def test_every_check_stands_in_a_section(desk: Desk) -> None:
    assert {one.check for one in examine(looked_at(desk))} <= SECTION_OF.keys()
    assert len(CHECKS) == len(set(CHECKS))


# ── What Google answers when it says no ─────────────────────────────────────────────────────────────────────────────


def asked(address: str) -> Finding:
    """Ask a server for the spreadsheet, and say what its refusal means."""
    client = remote_client(address, "token", http_client=Transport)
    assert isinstance(client.http_client, Transport)
    client.http_client.pause = lambda seconds: None
    with pytest.raises(SheetflowError) as told:
        describe(client, "1aBcDeF", FULL, language="en", zone=SHANGHAI, now=lambda: NOON)
    return refusal(told.value, "1aBcDeF", ACCOUNT)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        pytest.param(
            NOT_SHARED,
            f"1aBcDeF: isn't shared with {ACCOUNT}. Open it, press Share, and add {ACCOUNT} as an editor.",
            id="not shared",
        ),
        pytest.param(
            API_OFF,
            "1aBcDeF: The Google Sheets API is switched off in the service account's project. "
            "Enable the Google Sheets API in the Google Cloud console, wait a few minutes and try again.",
            id="API off",
        ),
        pytest.param(
            NO_SUCH,
            "1aBcDeF: doesn't exist. "
            "Copy the id out of its address: it is the long part between /d/ and /edit, for SHEETFLOW_SPREADSHEET_ID. "
            "One that was deleted is in the bin of its owner's Drive.",
            id="no such spreadsheet",
        ),
        pytest.param(
            EXCEL,
            "1aBcDeF: is an Excel file kept in Google Drive. "
            "Open it, choose File, Save as Google Sheets, and use the new file's id.",
            id="an .xlsx file",
        ),
    ],
)
def test_a_refusal_of_google_s_is_told_with_what_to_do(body: dict[str, Any], sentence: str) -> None:
    with answering(body) as address:
        told = asked(address)
    assert (told.level, told.sentence("en")) == ("fault", sentence)
    assert told.remedy.zh != told.remedy.en


def test_a_spreadsheet_that_may_only_be_read_is_told_by_a_write_that_changes_nothing(
    desk: Desk,
) -> None:
    assert [one.level for one in writing(desk.client, desk.spreadsheet_id)] == ["ok"]
    with answering(NOT_SHARED) as address:
        client = remote_client(address, "token", http_client=Transport)
        [told] = writing(client, "1aBcDeF", ACCOUNT)
    assert told.sentence("en") == (
        f"1aBcDeF: may be read but not written. Open Share and make {ACCOUNT} an editor."
    )


@pytest.mark.parametrize(
    ("body", "found", "remedy"),
    [
        pytest.param(
            DRIVE_FULL, "can't grow: the Drive of its owner is full", "Make room", id="full"
        ),
        pytest.param(
            BUSY,
            "can't be written just now (Google Sheets is out of order (503))",
            "Look at the network",
            id="out of order",
        ),
        pytest.param(
            QUOTA,
            "can't be written just now (Google Sheets' quota for this minute is used up)",
            "Try again in a minute",
            id="over quota",
        ),
    ],
)
def test_a_write_that_fails_for_another_reason_is_told_as_that(
    body: dict[str, Any], found: str, remedy: str
) -> None:
    with answering(body) as address:
        client = remote_client(address, "token", http_client=Transport)
        assert isinstance(client.http_client, Transport)
        client.http_client.pause = lambda seconds: None
        [told] = writing(client, "1aBcDeF", ACCOUNT)
    assert (told.check, told.level, told.found.en) == ("writing", "fault", found)
    assert told.remedy.en.startswith(remedy)
    assert not re.search(r"[a-z] [a-z]", told.found.zh)


def test_a_server_that_does_not_answer_is_told_as_such_in_both_languages() -> None:
    fault = Unavailable(
        "Google Sheets doesn't answer (Timeout); it is tried again.",
        zh="Google Sheets没有回应,系统会再试。",
    )
    told = refusal(fault, "1aBcDeF", ACCOUNT)
    assert told.sentence("en") == (
        "1aBcDeF: can't be read just now (Google Sheets doesn't answer (Timeout)). "
        "Look at the network and try again later."
    )
    assert told.sentence("zh") == (
        "1aBcDeF:现在读不到(Google Sheets没有回应)。请看网络和代理,过一会儿再试"
    )


# ── The key file ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def key() -> dict[str, str]:
    """Give a service account's key that nobody else has."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {
        "type": "service_account",
        "client_email": ACCOUNT,
        "private_key": pem,
        "token_uri": "https://oauth2.googleapis.com/token",
    }


def test_a_key_that_only_its_owner_reads_is_fine(tmp_path: Path, key: dict[str, str]) -> None:
    path = tmp_path / "key.json"
    path.write_text(json.dumps(key), "utf-8")
    path.chmod(0o600)
    assert [(one.check, one.level) for one in key_file(path)] == [
        ("credentials", "ok"),
        ("rights", "ok"),
    ]


def test_a_key_that_others_may_read_is_a_warning(tmp_path: Path, key: dict[str, str]) -> None:
    path = tmp_path / "key.json"
    path.write_text(json.dumps(key), "utf-8")
    path.chmod(0o640)
    told = list(key_file(path))[1]
    assert (told.level, told.remedy.en) == ("warning", f"Run chmod 600 {path}")
    assert told.found.en == "others have rights to it (mode 0640)"


@pytest.mark.parametrize(
    ("content", "words", "zh"),
    [
        pytest.param(None, "can't be read", "读不到密钥文件(没有这个文件)", id="no file"),
        pytest.param("not json", "isn't JSON", "不是 JSON", id="not JSON"),
        pytest.param(
            '{"installed": {}}',
            "isn't a service account's key",
            "不是服务账号的密钥(看它的 type)",
            id="another kind",
        ),
        pytest.param(
            json.dumps({"type": "service_account", "client_email": ACCOUNT}),
            "incomplete or damaged",
            "密钥不完整:缺 private_key、token_uri",
            id="incomplete",
        ),
        pytest.param(
            json.dumps(
                {
                    "type": "service_account",
                    "client_email": ACCOUNT,
                    "private_key": "x",
                    "token_uri": "https://oauth2.googleapis.com/token",
                }
            ),
            "incomplete or damaged",
            "密钥坏了:private_key 读不出来",
            id="damaged",
        ),
    ],
)
def test_a_key_of_no_use_is_a_fault(
    tmp_path: Path, content: str | None, words: str, zh: str
) -> None:
    path = tmp_path / "key.json"
    if content is not None:
        path.write_text(content, "utf-8")
    [told] = key_file(path)
    assert told.level == "fault"
    assert words in told.found.en
    assert told.found.zh == zh
    assert "SHEETFLOW_CREDENTIALS" in told.remedy.zh
