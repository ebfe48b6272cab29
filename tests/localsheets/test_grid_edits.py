"""The grid's sets of edits: what takes one back, what a paste, a fill and a deletion may do; views; who is where."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetflow.localsheets import local_client
from tests.localsheets.conftest import Workbook
from tests.localsheets.test_grid import Page, page

__all__ = ["page"]

FORMULA = "=CONCATENATE(A2,1)"


def shown(page: Page) -> list[list[str]]:
    """Give what the rows show, from the top, without the blank ends."""
    page.cursor = ""
    rows = {row["id"]: row for row in page.poll()["rows"]}
    lines = [rows[row].get("v", []) for row in order(page)]
    while lines and not any(lines[-1]):
        lines.pop()
    return lines


def order(page: Page) -> list[int]:
    """Give the ids of the rows from the top."""
    page.cursor = ""
    runs = page.poll()["order"]
    return [first + at for first, count in runs for at in range(count)]


def state(workbook: Workbook) -> str:
    """Give all that is stored of the tab's rows, but not their ids."""
    book = workbook.sheets.book(workbook.key)
    rows = [
        (row.values, [book.styles.by_id[one] for one in row.styles]) for row in book.sheet(0).rows
    ]
    return json.dumps(rows, default=lambda formula: formula.text)


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([{"row": 2, "column": 3, "old": "新", "new": "已派工"}], id="typed"),
        pytest.param([{"row": 2, "column": 1, "old": "2026-03-10 06:57", "new": ""}], id="cleared"),
        pytest.param([{"row": 3, "column": 4, "old": "", "new": "3/11"}], id="a-date-into-plain"),
        pytest.param([{"row": 3, "column": 4, "old": "", "new": FORMULA}], id="a-formula"),
        pytest.param(
            [
                {"row": 2, "column": 3, "old": "新", "new": "a"},
                {"row": 2, "column": 3, "old": "a", "new": "b"},
            ],
            id="twice-the-same-cell",
        ),
        pytest.param(
            [{"insert": 2, "before": 3}, {"row": -2, "column": 0, "old": "", "new": "x"}],
            id="inserted-and-filled",
        ),
        pytest.param([{"delete": 2}, {"delete": 3}], id="deleted"),
        pytest.param(
            [{"row": 2, "column": 0, "old": "WX1", "new": "x"}, {"delete": 2}, {"delete": 1}],
            id="changed-and-deleted",
        ),
        pytest.param(
            [{"row": 3, "column": 3, "old": "", "like": {"row": 2, "column": 3}}], id="filled"
        ),
    ],
)
def test_the_answer_to_a_set_takes_it_back_and_the_answer_to_that_does_it_again(
    page: Page, small: Workbook, edits: list[dict[str, Any]]
) -> None:
    before = state(small)
    done = page.edit(*edits)
    after = state(small)
    assert after != before
    undone = page.edit(*done["undo"])
    assert state(small) == before
    page.edit(*undone["undo"])
    assert state(small) == after


def test_what_somebody_has_changed_since_is_not_taken_back(page: Page, small: Workbook) -> None:
    mine = page.edit(
        {"row": 2, "column": 3, "old": "新", "new": "已派工"},
        {"row": 3, "column": 3, "old": "", "new": "新"},
    )
    small.write("D2", [["维修中"]])
    refused = page.edit(*mine["undo"], status=409)
    assert "维修中" in refused["error"]["message"]
    assert small.read("D2:D3") == [["维修中"], ["新"]]


def test_an_inserted_row_that_somebody_has_filled_is_not_taken_back(
    page: Page, small: Workbook
) -> None:
    mine = page.edit({"insert": 1, "before": 3})
    small.write("A3", [["WX5"]])
    refused = page.edit(*mine["undo"], status=409)
    assert "wasn't deleted" in refused["error"]["message"]
    assert small.read("A3") == [["WX5"]]


def undo(page: Page, done: Any, own: list[int], status: int = 200) -> Any:
    """Take a set back as a page does that has made these revisions."""
    told = {"since": done["revision"], "own": own}
    body = {"sheet": 0, "edits": done["undo"], **told}
    answer = page.browser.post(f"/grid/{page.key}/edits", json=body)
    assert answer.status_code == status, answer.text
    return answer.get_json()


def writes(workbook: Workbook, cell: str, value: str, who: str = "sheetflow") -> None:
    """Let the system, or somebody, write a cell."""
    file = local_client(workbook.sheets, actor=who).open_by_key(workbook.key)
    file.sheet1.update([[value]], cell)


def test_what_the_system_alone_has_reworded_or_filled_since_is_taken_back(
    page: Page, small: Workbook
) -> None:
    before = state(small)
    typed = page.edit({"row": 3, "column": 4, "old": "", "new": "明天"})
    rows = page.edit({"insert": 1, "before": 3}, {"row": -1, "column": 4, "old": "", "new": "x"})
    writes(small, "A3", "WX9")
    writes(small, "E4", "3/11 14:00")
    undo(page, rows, [])
    redo = undo(page, typed, [])
    assert state(small) == before
    page.edit(*redo["undo"])
    assert small.read("E3") == [["3/11 14:00"]]


def test_one_s_own_later_words_don_t_hide_whose_a_reworded_cell_is(
    page: Page, small: Workbook
) -> None:
    before = state(small)
    first = page.edit({"row": 3, "column": 4, "old": "", "new": "明天"})
    writes(small, "E3", "3/11 14:00")
    second = page.edit({"row": 3, "column": 4, "old": "3/11 14:00", "new": "x"})
    third = undo(page, second, [])
    mine = [second["revision"], third["revision"]]
    undo(page, first, mine[:1], status=409)
    undo(page, first, mine)
    assert state(small) == before


def test_what_a_person_has_written_since_is_not_taken_back_though_the_system_has_too(
    page: Page, small: Workbook
) -> None:
    typed = page.edit({"row": 3, "column": 4, "old": "", "new": "明天"})
    rows = page.edit({"insert": 1, "before": 3})
    for cell in ("E3", "E4"):
        writes(small, cell, "别人的", who="吴强")
        writes(small, cell, "3/11 14:00")
    for done in (typed, rows):
        undo(page, done, [done["revision"]], status=409)
    assert small.read("E3:E4") == [["3/11 14:00"], ["3/11 14:00"]]


def test_a_sort_of_everybody_s_rows_cannot_be_taken_back(page: Page) -> None:
    assert page.edit({"sort": 0, "descending": True})["undo"] is None


def test_a_paste_longer_than_the_tab_makes_its_rows_and_fills_them_in_one_set(
    page: Page, small: Workbook
) -> None:
    last = order(page)[-1]
    done = page.edit(
        {"insert": 2, "before": None},
        {"row": last, "column": 0, "old": "", "new": "a"},
        {"row": -1, "column": 0, "old": "", "new": "b"},
        {"row": -2, "column": 1, "old": "", "new": "3/11 9:30"},
    )
    assert small.read("A10:B12") == [["a"], ["b"], ["", "2026-03-11 09:30"]]
    assert len(small.sheets.history(small.key)) == 5
    page.edit(*done["undo"])
    assert len(order(page)) == 10


def test_a_set_with_one_edit_that_is_refused_inserts_nothing(page: Page) -> None:
    before = shown(page)
    page.edit(
        {"insert": 5, "before": None}, {"row": 2, "column": 0, "old": "?", "new": "x"}, status=409
    )
    assert (shown(page), len(order(page))) == (before, 10)


def test_a_fill_copies_exactly_and_moves_a_formulas_references(page: Page, small: Workbook) -> None:
    small.write("E2", [["=B2+1"]], "USER_ENTERED")
    small.write("F2", [[0.1234567]], "RAW")
    page.edit(
        {"row": 3, "column": 4, "old": "", "like": {"row": 2, "column": 4}},
        {"row": 3, "column": 5, "old": "", "like": {"row": 2, "column": 5}},
    )
    assert small.read("E3", valueRenderOption="FORMULA") == [["=B3+1"]]
    assert small.raw("F3") == [[0.1234567]]


def test_a_row_is_deleted_only_as_it_was_seen(page: Page, small: Workbook) -> None:
    refused = page.edit({"delete": 2, "old": ["WX1"]}, status=409)
    assert "somebody has just written in this row" in refused["error"]["message"]
    page.edit({"delete": 2, "old": ["WX1", "2026-03-10 06:57", "", "新"]})
    assert small.read("A2") == [["WX2"]]


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param({"row": -1, "column": 0, "old": "", "new": "x"}, id="no-such-new-row"),
        pytest.param({"row": 2, "column": 0, "old": "WX1", "value": [1]}, id="a-list"),
        pytest.param({"row": 2, "column": 0, "old": "WX1", "value": {"f": "x"}}, id="no-formula"),
        pytest.param({"row": 2, "column": 0, "old": "WX1", "like": 3}, id="like-a-number"),
        pytest.param({"insert": 1, "before": None, "like": {}}, id="like-nothing"),
        pytest.param(
            {"insert": 1, "before": None, "like": {"values": [], "styles": [9999]}}, id="a-style"
        ),
        pytest.param(
            {"insert": 1, "before": None, "like": {"values": [1] * 7, "styles": []}}, id="too-wide"
        ),
    ],
)
def test_an_edit_that_cannot_be_meant_is_400_and_changes_nothing(
    page: Page, small: Workbook, edit: dict[str, Any]
) -> None:
    before = state(small)
    page.edit(edit, status=400)
    assert state(small) == before


CELL = st.tuples(
    st.integers(1, 9), st.integers(0, 5), st.sampled_from(["", "1", "x", "3/11", "=A1"])
)
ACT = st.one_of(
    CELL,
    st.tuples(st.just("insert"), st.integers(0, 9), st.integers(1, 2)),
    st.tuples(st.just("delete"), st.integers(0, 9)),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACT, min_size=1, max_size=6))
def test_any_set_is_taken_back_whole(page: Page, small: Workbook, acts: list[Any]) -> None:
    before, rows = state(small), order(page)
    page.cursor = ""
    texts = {row["id"]: row.get("v", []) for row in page.poll()["rows"]}
    edits: list[dict[str, Any]] = []
    gone: set[int] = set()
    typed: set[tuple[int, int]] = set()
    for kind, *rest in acts:
        if kind == "insert":
            row = rows[rest[0] % len(rows)]
            edits += [] if row in gone else [{"insert": rest[1], "before": row}]
        elif kind == "delete":
            row = rows[rest[0] % len(rows)]
            edits += [] if row in gone else [{"delete": row}]
            gone.add(row)
        else:
            row, column, text = rows[kind % len(rows)], rest[0], rest[1]
            if row not in gone and (row, column) not in typed:
                line = texts[row]
                old = line[column] if column < len(line) else ""
                edits.append({"row": row, "column": column, "old": old, "new": text})
                typed.add((row, column))
    if len(gone) == len(rows) or (any("=" in str(edit.get("new")) for edit in edits) and gone):
        return
    done = page.edit(*edits)
    page.edit(*done["undo"])
    assert state(small) == before


def test_pages_tell_each_other_who_is_in_which_cell_until_they_are_closed(
    page: Page, small: Workbook
) -> None:
    page.poll(sheet=0, page="one", row=2, column=3)
    seen = page.poll(sheet=0, page="two", row=3, column=0)
    assert seen["people"] == [{"page": "one", "name": "林静", "row": 2, "column": 3}]
    assert [one["page"] for one in page.poll(sheet=0, page="one")["people"]] == ["two"]
    small.clock.forward(seconds=11)
    assert page.poll(sheet=0, page="one", row=2, column=3)["people"] == []


def test_a_page_that_says_nothing_of_itself_sees_nobody(page: Page) -> None:
    page.poll(sheet=0, page="one", row=2, column=3)
    assert page.poll(sheet=0)["people"] == []


VIEW = {"sheet": 0, "title": "城东", "for": "dispatcher", "view": {"search": "x"}}


def test_a_saved_view_is_there_for_all_pages_and_stays_over_a_restart(
    page: Page, small: Workbook
) -> None:
    page.poll()
    made = page.browser.post(f"/grid/{page.key}/views", json=VIEW).get_json()
    [tab] = page.poll()["tabs"]
    told = {"title": "城东", "for": "dispatcher", "by": "林静", "view": {"search": "x"}}
    assert tab["savedViews"] == [{"id": made["id"], **told}]
    page.browser.post(f"/grid/{page.key}/views", json={**VIEW, "view": {"search": "y"}})
    [again] = page.poll()["tabs"][0]["savedViews"]
    assert again["view"] == {"search": "y"}
    assert page.browser.delete(f"/grid/{page.key}/views/{again['id']}").status_code == 200
    assert page.poll()["tabs"][0]["savedViews"] == []
    assert page.browser.delete(f"/grid/{page.key}/views/{again['id']}").status_code == 404


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"title": ""}, id="no-name"),
        pytest.param({"title": "x" * 41}, id="a-long-name"),
        pytest.param({"view": 3}, id="no-view"),
        pytest.param({"view": {"search": "x" * 9000}}, id="a-huge-view"),
        pytest.param({"sheet": 99}, id="no-such-tab"),
        pytest.param({"for": 3}, id="no-role"),
    ],
)
def test_a_view_of_another_shape_is_400(page: Page, changed: dict[str, Any]) -> None:
    answer = page.browser.post(f"/grid/{page.key}/views", json={**VIEW, **changed})
    assert (answer.status_code, bool(answer.get_json()["error"]["message"])) == (400, True)


def test_a_filter_view_of_the_workbook_shows_its_rows_in_its_order(
    page: Page, small: Workbook
) -> None:
    small.write(
        "A2:D5", [["b", "", "", "新"], ["a", "", "", "新"], ["c", "", "", "关"], ["", "", "", "新"]]
    )
    view = {
        "title": "新的",
        "range": {"sheetId": 0, "startRowIndex": 0},
        "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}],
        "filterSpecs": [
            {
                "columnIndex": 0,
                "filterCriteria": {
                    "condition": {
                        "type": "CUSTOM_FORMULA",
                        "values": [{"userEnteredValue": '=$D2="新"'}],
                    }
                },
            }
        ],
    }
    made = small.batch({"addFilterView": {"filter": view}})
    number = made["replies"][0]["addFilterView"]["filter"]["filterViewId"]
    address = f"/grid/{page.key}/filters/{number}?sheet=0"
    assert page.browser.get(address).get_json() == {"rows": [3, 2, 5]}
    assert page.browser.get(f"/grid/{page.key}/filters/1?sheet=0").status_code == 404
