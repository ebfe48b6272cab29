"""What the preview shows is put right in one batch, and nothing that anybody wrote meanwhile is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
import requests

from sheetflow.errors import Unavailable
from sheetflow.localsheets import LocalSheets
from sheetflow.model import CellWrite, Writes
from sheetflow.store import provision
from sheetflow.store.doctor import Repair, examine, mend, repair
from sheetflow.store.names import METADATA, stable_id
from sheetflow.store.requests import area, one_cell, row_of, update
from tests.store.desk import SHANGHAI, TICKETS, Desk, new_client, new_desk, new_spreadsheet, typed
from tests.store.test_doctor import (
    HIGHLIGHTED,
    SCRATCH,
    looked_at,
    multiplied,
    named_range,
    reprotected,
    unprotected,
    whole_column,
)

LABELS = ["Ticket no", "Status", "Customer name", "Technician", "Next action", "Remarks", "Grade"]
ROWS = [["WX1", "new", "Ada"], ["WX2", "new", "Ben", "Wu"]]


@pytest.fixture
def desk(sheets: LocalSheets) -> Desk:
    """Set up a desk with highlights, a drop-down and a filter view, and two tickets."""
    return new_desk(sheets, ROWS, schema=HIGHLIGHTED)


def headed(index: int, *cells: str | float) -> dict[str, object]:
    """Give the request of a person who types headers."""
    return update(TICKETS, 0, index, [row_of(cells)])


def header(desk: Desk, width: int = 7) -> list[object]:
    """Give the tickets' header as people see it."""
    found = desk.people.values_get(desk.spreadsheet_id, "Tickets!1:1").get("values", [[]])[0]
    return [*found, *[""] * width][:width]


def shown(desk: Desk) -> Repair:
    """Give the preview."""
    return repair(looked_at(desk))


def lines(found: Repair) -> list[str]:
    """Give the preview's lines."""
    return [one.line().en for one in found.mends]


def mended(desk: Desk, preview: Repair) -> tuple[list[str], list[str]]:
    """Mend, and give the lines of what was done and of what was left alone."""
    found = mend(desk.client, preview, partial(looked_at, desk))
    return [one.line().en for one in found.done], [one.line().en for one in found.left]


def faults(desk: Desk) -> list[str]:
    """Give what the doctor finds that is worse than a note."""
    found = examine(looked_at(desk))
    return [one.sentence("en") for one in found if one.level in ("warning", "fault")]


def duplicated(desk: Desk, *, source: int = 3, at: int = 2) -> None:
    """Let somebody insert a column beside the customer's name and copy it there, header and all."""
    desk.do(
        {"insertDimension": {"range": whole_column(at), "inheritFromBefore": False}},
        {
            "copyPaste": {
                "source": area(TICKETS, (0, None), (source, source + 1)),
                "destination": area(TICKETS, (0, None), (at, at + 1)),
            }
        },
    )


BREAKS: dict[str, tuple[Callable[[Desk], object], list[str]]] = {
    "renamed": (
        lambda desk: desk.do(headed(1, "State now")),
        ["Tickets!B1: 'State now' → 'Status'"],
    ),
    "emptied": (lambda desk: desk.do(headed(2, "")), ["Tickets!C1: empty → 'Customer name'"]),
    "a number": (lambda desk: desk.do(headed(2, 2026)), ["Tickets!C1: '2026' → 'Customer name'"]),
    "a formula": (
        lambda desk: desk.do(
            update(
                TICKETS, 0, 2, [{"values": [{"userEnteredValue": {"formulaValue": '="Na"&"me"'}}]}]
            )
        ),
        ["""Tickets!C1: '="Na"&"me"' → 'Customer name'"""],
    ),
    "exchanged": (
        lambda desk: desk.do(headed(1, "Technician", "Customer name", "Status")),
        ["Tickets!B1: 'Technician' → 'Status'", "Tickets!D1: 'Status' → 'Technician'"],
    ),
    "typed over with another of ours": (
        lambda desk: desk.do(headed(3, "Customer name")),
        ["Tickets!D1: 'Customer name' → 'Technician'"],
    ),
    "typed over with another of ours, which was renamed": (
        lambda desk: desk.do(headed(2, "Name now", "Customer name")),
        ["Tickets!D1: 'Customer name' → 'Technician'", "Tickets!C1: 'Name now' → 'Customer name'"],
    ),
    "typed over with another of ours, which was copied": (
        lambda desk: [duplicated(desk), desk.do(headed(4, "Customer name"))],
        [
            "Tickets!E1: 'Customer name' → 'Technician'",
            "Tickets!C1: 'Customer name' → 'Customer name (2)'",
        ],
    ),
    "renamed and moved": (
        lambda desk: desk.do(
            headed(1, "State now"),
            {"moveDimension": {"source": whole_column(1), "destinationIndex": 5}},
        ),
        ["Tickets!E1: 'State now' → 'Status'"],
    ),
    "duplicated": (duplicated, ["Tickets!C1: 'Customer name' → 'Customer name (2)'"]),
    "duplicated on its right": (
        partial(duplicated, source=2, at=3),
        ["Tickets!D1: 'Customer name' → 'Customer name (2)'"],
    ),
    "deleted": (
        lambda desk: desk.do({"deleteDimension": {"range": whole_column(5)}}),
        [
            "Tickets: no column 'Remarks' → column F, empty: its values are in the version history, "
            "the next cycle fills in what the ledger has",
        ],
    ),
    "a tab deleted": (
        lambda desk: desk.do({"deleteSheet": {"sheetId": stable_id("tab", "scratch")}}),
        ["scratch: deleted → a new, empty tab"],
    ),
    "highlights multiplied": (multiplied, ["Tickets: 2 highlight rules → the schema's 1"]),
    "protection gone": (unprotected, ["Tickets: protections missing: 1 → added"]),
    "protections changed": (
        lambda desk: [
            reprotected("tickets", "header", range=area(TICKETS, (0, 1), (0, 2)))(desk),
            reprotected("tickets", "key", warningOnly=False)(desk),
        ],
        [
            "Tickets: protections changed: the header (its cells), Ticket no (warning or refusing) → as they were made"
        ],
    ),
    "a protection on another tab": (
        reprotected("tickets", "key", range=area(SCRATCH, (1, None), (0, 1))),
        ["Tickets: protections changed: Ticket no (its cells) → as they were made"],
    ),
    "a hidden tab opened": (
        reprotected(
            "scratch",
            "all",
            editors={"users": ["ann@example.com"]},
            unprotectedRanges=[area(SCRATCH, (0, 9), (0, 9))],
        ),
        [
            "scratch: protections changed: the whole tab (cells left out, who may edit) → as they were made"
        ],
    ),
    "a drop-down gone": (
        lambda desk: desk.do({"setDataValidation": {"range": area(TICKETS, (1, None), (6, 7))}}),
        ["Tickets: drop-downs gone or others: Grade → the schema's"],
    ),
    "metadata gone": (
        lambda desk: desk.do(
            {
                "deleteDeveloperMetadata": {
                    "dataFilter": {"developerMetadataLookup": {"metadataValue": "remarks"}}
                }
            }
        ),
        ["Tickets: columns without metadata: 1 → added"],
    ),
    "recalculation": (
        lambda desk: desk.do(
            {
                "updateSpreadsheetProperties": {
                    "properties": {"autoRecalc": "ON_CHANGE"},
                    "fields": "autoRecalc",
                }
            }
        ),
        ["Spreadsheet: recalculates on edits → every minute"],
    ),
}


@pytest.mark.parametrize("what", BREAKS)
def test_it_is_shown_then_mended_in_one_batch_with_all_values_where_they_were(
    desk: Desk, what: str
) -> None:
    act, expected = BREAKS[what]
    act(desk)
    before = desk.rows()
    preview = shown(desk)
    assert lines(preview) == expected
    desk.wire.writes = 0
    assert mended(desk, preview) == (expected, [])
    assert desk.wire.writes == 1
    assert faults(desk) == []
    assert lines(shown(desk)) == []
    assert desk.workbook().read().tables["tickets"].problems == ()
    assert desk.rows() == before


def test_several_headers_go_in_one_batch_and_a_spreadsheet_without_faults_in_none(
    desk: Desk,
) -> None:
    assert lines(shown(desk)) == []
    desk.do(headed(1, "State now", "", "Who"), *[{"deleteDimension": {"range": whole_column(5)}}])
    desk.wire.writes = 0
    done, left = mended(desk, shown(desk))
    assert (len(done), left, desk.wire.writes) == (4, [], 1)
    assert header(desk) == LABELS
    assert faults(desk) == []


# ── Somebody is at it too ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("found", ["State now", ""], ids=["renamed", "emptied"])
def test_a_header_changed_since_the_preview_is_left_alone(desk: Desk, found: str) -> None:
    desk.do(headed(1, found, "Name now"))
    preview = shown(desk)
    desk.do(headed(1, "Mine"))
    desk.wire.writes = 0
    done, left = mended(desk, preview)
    assert desk.wire.writes == 1
    assert done == ["Tickets!C1: 'Name now' → 'Customer name'"]
    assert [line.partition(":")[0] for line in left] == ["Tickets!B1"]
    assert header(desk)[:3] == ["Ticket no", "Mine", "Customer name"]


@pytest.mark.parametrize("found", ["State now", ""], ids=["renamed", "emptied"])
def test_a_header_changed_while_the_batch_is_on_its_way_is_left_alone(
    desk: Desk, found: str
) -> None:
    desk.do(headed(1, found, "Name now"))
    preview = shown(desk)
    desk.wire.writes = 0
    desk.wire.before = lambda number: desk.do(headed(1, "Mine")) if number == 1 else None
    done, left = mended(desk, preview)
    assert done == ["Tickets!C1: 'Name now' → 'Customer name'"]
    assert [line.partition(":")[0] for line in left] == ["Tickets!B1"]
    assert header(desk)[:3] == ["Ticket no", "Mine", "Customer name"]


@pytest.mark.parametrize(
    "theirs", ["State now (old)", "STATE NOW"], ids=["written-on", "in-capitals"]
)
def test_a_header_that_still_holds_the_old_text_but_not_only_or_not_just_so_is_left_alone(
    desk: Desk, theirs: str
) -> None:
    desk.do(headed(1, "State now", "Name now"))
    preview = shown(desk)
    desk.wire.writes = 0
    desk.wire.before = lambda number: desk.do(headed(1, theirs)) if number == 1 else None
    done, left = mended(desk, preview)
    assert done == ["Tickets!C1: 'Name now' → 'Customer name'"]
    assert left == ["Tickets!B1: 'State now' → 'Status'"]
    assert header(desk)[:3] == ["Ticket no", theirs, "Customer name"]


@pytest.mark.parametrize("theirs", ["Status (old)", "STATUS"], ids=["written-on", "in-capitals"])
def test_what_is_given_back_goes_only_where_our_header_stands_as_it_was_written(
    desk: Desk, theirs: str
) -> None:
    desk.do(headed(1, ""))
    preview = shown(desk)
    desk.wire.writes = 0
    acts = {1: headed(1, "Mine"), 2: headed(1, theirs)}
    desk.wire.before = lambda number: desk.do(acts[number]) if number in acts else None
    assert mended(desk, preview) == ([], ["Tickets!B1: empty → 'Status'"])
    assert header(desk)[1] == theirs


def test_a_column_moved_while_the_batch_is_on_its_way_costs_no_header(desk: Desk) -> None:
    desk.do(headed(1, "State now"))
    preview = shown(desk)
    desk.wire.writes = 0
    move = {"moveDimension": {"source": whole_column(1), "destinationIndex": 5}}
    desk.wire.before = lambda number: desk.do(move) if number == 1 else None
    assert mended(desk, preview) == ([], ["Tickets!B1: 'State now' → 'Status'"])
    assert header(desk)[:5] == [
        "Ticket no",
        "Customer name",
        "Technician",
        "Next action",
        "State now",
    ]


def test_what_isn_t_as_shown_any_more_waits_for_another_preview(desk: Desk) -> None:
    unprotected(desk)
    preview = shown(desk)
    multiplied(desk)
    assert mended(desk, preview) == ([], lines(preview))
    assert len(lines(shown(desk))) == 2


def test_another_writer_s_batch_makes_it_look_again(desk: Desk) -> None:
    desk.do(headed(5, "Notes"))
    preview = shown(desk)
    worker = Desk(
        **{
            **vars(desk),
            **dict(zip(("client", "wire", "pauses"), new_client(desk.sheets), strict=True)),
        }
    )
    workbook = worker.workbook()

    def write(number: int) -> None:
        if number == 1:
            cell = CellWrite("tickets", "WX1", "next_action", "", "Call Ada")
            assert (
                workbook.apply(Writes((cell,)), run_id="r", reading=workbook.read()).state == "done"
            )

    desk.wire.writes = 0
    desk.wire.before = write
    assert mended(desk, preview) == (["Tickets!F1: 'Notes' → 'Remarks'"], [])
    cell = CellWrite("tickets", "WX2", "next_action", "", "Call Ben")
    verdict = workbook.apply(Writes((cell,)), run_id="s", reading=workbook.read())
    assert verdict.state == "lost"
    assert workbook.apply(Writes((cell,)), run_id="s", reading=workbook.read()).state == "done"


def test_others_who_write_all_the_time_are_told(desk: Desk) -> None:
    desk.do(headed(5, "Notes"))
    preview = shown(desk)

    def take_the_token(number: int) -> None:
        desk.do(
            {"deleteNamedRange": {"namedRangeId": named_range(desk)}},
            {
                "addNamedRange": {
                    "namedRange": {
                        "namedRangeId": f"other{number}",
                        "name": "sheetflow_token",
                        "range": one_cell(stable_id("tab", "scratch"), 0, 0),
                    }
                }
            },
        )

    desk.wire.before = take_the_token
    with pytest.raises(Unavailable, match="Another writer") as told:
        mend(desk.client, preview, partial(looked_at, desk))
    assert told.value.sentence("zh") == "一直有别的程序在写这张表格。请停掉它,或再试一次。"
    assert header(desk)[5] == "Notes"


def test_an_answer_that_never_comes_is_told_and_the_next_look_shows_what_became_of_it(
    desk: Desk,
) -> None:
    desk.do(headed(5, "Notes"))
    preview = shown(desk)

    def lose(number: int) -> None:
        raise requests.ReadTimeout

    desk.wire.after = lose
    with pytest.raises(Unavailable, match="No answer came") as told:
        mend(desk.client, preview, partial(looked_at, desk))
    assert told.value.sentence("zh").startswith("没有收到答复,不知道写进去没有。")
    desk.wire.after = lambda number: None
    assert lines(shown(desk)) == []


# ── What nobody can know ────────────────────────────────────────────────────────────────────────────────────────────


def without_metadata(desk: Desk) -> None:
    """Let all metadata of the columns be gone, as after a way through another program."""
    desk.do(
        {
            "deleteDeveloperMetadata": {
                "dataFilter": {
                    "developerMetadataLookup": {"metadataKey": METADATA, "locationType": "COLUMN"}
                }
            }
        }
    )


def test_without_metadata_a_missing_column_is_proposed_by_name_and_nothing_is_made(
    desk: Desk,
) -> None:
    without_metadata(desk)
    desk.do(headed(1, "State now"))
    unprotected(desk)
    assert lines(shown(desk)) == []
    assert (
        "Tickets: the column 'Status' is missing (was it renamed to B1「State now」?). "
        "Write 'Status' into the header again." in faults(desk)
    )


def test_without_metadata_nobody_knows_which_of_two_is_ours(desk: Desk) -> None:
    without_metadata(desk)
    desk.do({"appendDimension": {"sheetId": TICKETS, "dimension": "COLUMNS", "length": 1}})
    desk.do(headed(7, "Status"))
    assert not [line for line in lines(shown(desk)) if "(2)" in line]


def test_a_second_copy_gets_a_third_name(desk: Desk) -> None:
    desk.do({"appendDimension": {"sheetId": TICKETS, "dimension": "COLUMNS", "length": 2}})
    desk.do(headed(7, "Status", "Status (2)"))
    assert lines(shown(desk)) == ["Tickets!H1: 'Status' → 'Status (3)'"]


def test_nothing_is_mended_in_a_copy_or_in_what_was_never_set_up(desk: Desk) -> None:
    desk.do(headed(1, "State now"))
    copy = desk.people.request(
        "post", f"https://www.googleapis.com/drive/v3/files/{desk.spreadsheet_id}/copy", json={}
    )
    desk.spreadsheet_id = copy.json()["id"]
    assert lines(shown(desk)) == []
    desk.spreadsheet_id = new_spreadsheet(desk.sheets)
    assert lines(shown(desk)) == []


def test_a_cell_somebody_filled_below_a_header_stays(desk: Desk) -> None:
    desk.do(typed(1, 5, ["mine"]), headed(5, ""))
    mended(desk, shown(desk))
    assert desk.rows()[0][5] == "mine"


HEADER_ROW = area(TICKETS, (0, 1), (0, None))
LOSSES: dict[str, dict[str, object]] = {
    "deleted": {
        "deleteDimension": {
            "range": {"sheetId": TICKETS, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
        }
    },
    "emptied": {"updateCells": {"range": HEADER_ROW, "fields": "userEnteredValue"}},
    "pasted over": headed(0, "WX3", "new", "Cy", "", "", "", ""),
}


@pytest.mark.parametrize("how", LOSSES)
def test_a_row_of_headers_that_is_gone_is_made_again_above_all_others(desk: Desk, how: str) -> None:
    desk.do({"moveDimension": {"source": whole_column(1), "destinationIndex": 5}}, LOSSES[how])
    below = [row for row in desk.people.values_get(desk.spreadsheet_id, "Tickets")["values"] if row]
    desk.workbook().settle()
    assert desk.workbook().read().tables["tickets"].problems == (
        "Tickets: no header was found, so the whole tab stands still. Undo that, or put the header back into row 1, "
        "or run sheetflow doctor --fix.",
    )
    preview = shown(desk)
    [line] = lines(preview)
    assert line.startswith("Tickets: no header → a row above all others with 7 headers")
    assert mended(desk, preview) == ([line], [])
    first, *rest = desk.people.values_get(desk.spreadsheet_id, "Tickets")["values"]
    assert first == [LABELS[0], *LABELS[2:5], LABELS[1], *LABELS[5:]]
    assert [row for row in rest if row] == below
    mended(desk, shown(desk))
    assert lines(shown(desk)) == []
    assert desk.workbook().read().tables["tickets"].problems == ()


def test_a_row_of_headers_that_is_gone_stays_gone_where_nothing_says_which_column_is_which(
    desk: Desk,
) -> None:
    key = {"developerMetadataLookup": {"metadataKey": METADATA, "locationType": "COLUMN"}}
    desk.do({"deleteDeveloperMetadata": {"dataFilter": key}}, LOSSES["emptied"])
    assert lines(shown(desk)) == []
    assert any("put the header back into row 1." in one for one in faults(desk))


def test_setting_up_leaves_the_first_row_alone_where_the_headers_are_gone(desk: Desk) -> None:
    noted = desk.people.fetch_sheet_metadata
    desk.do(LOSSES["deleted"])
    before = noted(desk.spreadsheet_id, {"includeGridData": "true"})["sheets"]
    provision(desk.client, desk.spreadsheet_id, HIGHLIGHTED, language="en", zone=SHANGHAI)
    after = noted(desk.spreadsheet_id, {"includeGridData": "true"})["sheets"]
    assert [sheet["data"][0].get("rowData") for sheet in after] == [
        sheet["data"][0].get("rowData") for sheet in before
    ]
