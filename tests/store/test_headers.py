"""Columns are found by their headers; one that isn't found is told, and all others go on."""

from __future__ import annotations

import pytest

from sheetflow.store.headers import Header, find_header
from sheetflow.store.reading import extent, positions, read_table, reading_of
from sheetflow.store.requests import row_of, update
from tests.store.desk import TICKETS, Desk, small_tickets

TAB = small_tickets()
LABELS = [column.label.en for column in TAB.columns]


TAGS = {column.key: index for index, column in enumerate(TAB.columns)}


def header(*cells: str | float, above: int = 0, tagged: dict[str, int] | None = None) -> Header:
    rows = [*[["", "Our desk"]] * above, list(cells), ["WX1"]]
    return find_header(TAB, rows, title="Tickets", language="en", tagged=tagged)


def test_columns_are_found_in_any_order_and_wording() -> None:
    found = header("status列", "own notes", "ticket_no", "Customer name", *LABELS[3:])
    assert found.columns["status"] == 0
    assert found.columns["ticket_no"] == 2
    assert found.columns["customer_name"] == 3
    assert found.problems == ()


def test_a_header_pushed_down_by_rows_above_it_is_found() -> None:
    found = header(*LABELS, above=2)
    assert (found.row, found.columns["status"], found.problems) == (2, 1, ())


def test_a_renamed_header_is_told_with_its_likely_new_name_and_the_others_go_on() -> None:
    found = header("Ticket no", "State now", *LABELS[2:])
    assert "status" not in found.columns
    assert len(found.columns) == len(LABELS) - 1
    assert found.problems == (
        "Tickets: the column 'Status' is missing (was it renamed to B1「State now」?). "
        "Write 'Status' into the header again.",
    )


def test_a_header_that_stands_twice_is_told_and_neither_column_is_served() -> None:
    found = header(*LABELS, "Status")
    assert "status" not in found.columns
    assert found.problems == (
        "Tickets!B1, G1: all say 'Status', so that column stands still. "
        "Give all but one another header.",
    )


@pytest.mark.parametrize(
    ("cells", "tagged", "sentence"),
    [
        pytest.param(
            ["Ticket no", "State now", *LABELS[2:]],
            TAGS,
            "Tickets!B1: the header of the column 'Status' says 'State now' now, so that column stands still. "
            "Write 'Status' there again, or run sheetflow doctor --fix.",
            id="renamed",
        ),
        pytest.param(
            ["Ticket no", "", *LABELS[2:], "State now"],
            TAGS,
            "Tickets!B1: the header of the column 'Status' was emptied, so that column stands still. "
            "Write 'Status' there again, or run sheetflow doctor --fix.",
            id="emptied",
        ),
        pytest.param(
            [*LABELS[:5], "Status"],
            TAGS,
            "Tickets!B1, F1: all say 'Status', so that column stands still. "
            "B1 is the system's; give F1 another header, or run sheetflow doctor --fix.",
            id="twice",
        ),
        pytest.param(
            ["Ticket no", "State now", *LABELS[2:]],
            {key: index for key, index in TAGS.items() if key != "status"},
            "Tickets: the column 'Status' was deleted. Undo that, or take it back from the version history; "
            "to have it made again run sheetflow doctor --fix.",
            id="deleted",
        ),
        pytest.param(
            ["Status", "Ticket no", *LABELS[2:]],
            TAGS,
            "Tickets!B1: says 'Ticket no', and the column below is another: that of 'Ticket no' is A1. "
            "It stands still. Put the headers back, or run sheetflow doctor --fix; where columns are to change places, "
            "drag them as a whole.",
            id="exchanged",
        ),
    ],
)
def test_the_metadata_of_the_columns_says_for_sure_what_became_of_a_header(
    cells: list[str], tagged: dict[str, int], sentence: str
) -> None:
    assert sentence in header(*cells, tagged=tagged).problems


def test_a_tab_without_any_header_is_told_in_one_sentence() -> None:
    found = find_header(TAB, [["WX1", "new"]], title="Tickets", language="zh")
    assert found.columns == {}
    assert found.problems == ("Tickets:没有找到表头,整页暂停处理。请撤销,或把表头放回第1行",)


def test_the_heartbeat_and_folded_groups_are_nobody_s_columns() -> None:
    found = header(*LABELS[1:], "▸Intake", "System last ran", 46092.5)
    assert found.problems == (
        "Tickets: the column 'Ticket no' is missing. Write 'Ticket no' into the header again.",
    )


@pytest.mark.parametrize(
    ("written", "title"),
    [("Sheet1!A1:C9", "Sheet1"), ("'工单'!A1:C9", "工单"), ("'it''s'!A1:C9", "it's")],
)
def test_the_grid_s_size_and_title_come_with_the_answer(written: str, title: str) -> None:
    assert extent(written) == (title, 9, 3)
    assert extent("'x'!A1:AZ1000") == ("x", 1000, 52)


def test_the_metadata_is_asked_once_when_people_break_a_header_and_again_when_they_change_it(
    desk: Desk,
) -> None:
    workbook = desk.workbook()

    def problems() -> tuple[str, ...]:
        return workbook.read().tables["tickets"].problems

    def reads() -> int:
        before = workbook.tally.calls["read"]
        problems()
        return workbook.tally.calls["read"] - before

    assert (problems(), reads()) == ((), 1)
    desk.do(update(TICKETS, 0, 1, [row_of(["State now"])]))
    assert reads() == 4, "the tabs and the metadata, twice: columns may have moved between the two"
    assert reads() == 1
    assert problems() == (
        "Tickets!B1: the header of the column 'Status' says 'State now' now, so that column stands still. "
        "Write 'Status' there again, or run sheetflow doctor --fix.",
    )
    place = {"sheetId": TICKETS, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    desk.do({"moveDimension": {"source": place, "destinationIndex": 4}})
    assert problems()[0].startswith(
        "Tickets!D1: the header of the column 'Status' says 'State now'"
    )
    desk.do({"deleteDimension": {"range": {**place, "startIndex": 3, "endIndex": 4}}})
    assert problems()[0].startswith("Tickets: the column 'Status' was deleted.")


def test_columns_whose_headers_were_exchanged_stand_still_until_these_are_put_back(
    desk: Desk,
) -> None:
    workbook = desk.workbook()

    def served(names: str) -> list[int | None]:
        columns = workbook.read().tables["tickets"].columns
        return [columns.get(name) for name in names.split()]

    assert served("status customer_name technician") == [1, 2, 3]
    desk.do(update(TICKETS, 0, 1, [row_of(["Technician", "Status", "Customer name"])]))
    assert served("ticket_no status customer_name technician") == [0, None, None, None]
    assert desk.workbook().read().tables["tickets"].columns.keys() == {
        "ticket_no",
        "next_action",
        "remarks",
    }
    desk.do(update(TICKETS, 0, 1, [row_of(["Status", "Customer name", "Technician"])]))
    assert served("status customer_name technician") == [1, 2, 3]


def test_columns_that_were_dragged_are_served_where_they_are_and_looked_up_once(desk: Desk) -> None:
    workbook = desk.workbook()
    workbook.read()
    place = {"sheetId": TICKETS, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    desk.do({"moveDimension": {"source": place, "destinationIndex": 3}})
    for reads in (4, 1, 1):
        before = workbook.tally.calls["read"]
        assert workbook.read().tables["tickets"].columns["status"] == 2
        assert workbook.tally.calls["read"] == before + reads


def test_a_column_that_was_cut_and_pasted_elsewhere_is_served_there(desk: Desk) -> None:
    source = {"sheetId": TICKETS, "startColumnIndex": 1, "endColumnIndex": 2}
    to = {"sheetId": TICKETS, "rowIndex": 0, "columnIndex": 7}
    desk.do(
        {"appendDimension": {"sheetId": TICKETS, "dimension": "COLUMNS", "length": 2}},
        {"cutPaste": {"source": source, "destination": to, "pasteType": "PASTE_NORMAL"}},
    )
    assert desk.workbook().read().tables["tickets"].columns["status"] == 7


def test_keys_are_compared_as_text_and_blank_rows_have_none() -> None:
    answer = {"range": "Tickets!A1:F9", "values": [LABELS, [7.0], [" WX2 "], [], ["", "new"]]}
    _, table = read_table(TAB, 1, answer, language="en")
    assert positions(table, ["ticket_no"]) == {"7": [0], "WX2": [1], "": [2, 3]}


def test_the_digest_tells_values_types_and_columns_apart() -> None:
    def digest(*rows: list[str | float | bool], labels: list[str] = LABELS) -> str:
        answer = {"range": "Tickets!A1:F9", "values": [labels, *rows]}
        return reading_of([read_table(TAB, 1, answer, language="en")[1]]).digest

    readings = [
        digest(["WX1", 1]),
        digest(["WX1", "1"]),
        digest(["WX1", True]),
        digest(["WX1"], [1]),
        digest(["WX1", 1], labels=LABELS[::-1]),
    ]
    assert len(set(readings)) == len(readings)
    assert digest(["WX1", 1]) == digest(["WX1", 1], labels=[*LABELS, "own"])
