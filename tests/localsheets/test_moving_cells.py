"""Copying, cutting, shoving, merging, finding and replacing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.localsheets.conftest import Workbook
from tests.localsheets.test_behaviours import grid, rule

BOLD = {"textFormat": {"bold": True}}


@pytest.fixture
def filled(small: Workbook) -> Workbook:
    small.write("A1:B2", [[1, "=A1+1"], ["x", "=$A$1"]], "USER_ENTERED")
    small.batch(
        {
            "repeatCell": {
                "range": grid(0, 1, 0, 1),
                "cell": {"userEnteredFormat": BOLD, "note": "n"},
                "fields": "userEnteredFormat,note",
            }
        }
    )
    return small


def copy(target: dict[str, int], kind: str = "PASTE_NORMAL", **more: Any) -> dict[str, Any]:
    return {
        "copyPaste": {"source": grid(0, 2, 0, 2), "destination": target, "pasteType": kind, **more}
    }


@pytest.mark.documented
def test_a_copy_takes_formulas_with_moved_references_and_formats(filled: Workbook) -> None:
    filled.batch(copy(grid(3, 4, 2, 3)))
    assert filled.read("C4:D5", valueRenderOption="FORMULA") == [[1, "=C4+1"], ["x", "=$A$1"]]
    assert filled.cells("C4", "userEnteredFormat,note") == [
        [{"userEnteredFormat": BOLD, "note": "n"}]
    ]


@pytest.mark.documented
def test_pasted_values_are_what_formulas_come_to_and_formats_stay(filled: Workbook) -> None:
    filled.batch(copy(grid(3, 5, 2, 4), "PASTE_VALUES"))
    assert filled.read("C4:D5", valueRenderOption="FORMULA") == [[1, 2], ["x", 1]]
    assert filled.cells("C4", "userEnteredFormat,note") == [[]]


@pytest.mark.documented
def test_a_pasted_format_leaves_values_and_notes_alone(filled: Workbook) -> None:
    filled.batch(copy(grid(3, 5, 2, 4), "PASTE_FORMAT"))
    assert filled.read("C4:D5") == []
    assert filled.cells("C4", "userEnteredFormat,note") == [[{"userEnteredFormat": BOLD}]]


@pytest.mark.documented
def test_a_copy_is_repeated_as_often_as_it_fits_and_can_be_turned(filled: Workbook) -> None:
    filled.write("A1:B2", [[1, 2], [3, 4]])
    filled.batch(copy(grid(2, 6, 0, 4), "PASTE_VALUES"))
    assert filled.read("A3:D6") == [["1", "2"] * 2, ["3", "4"] * 2] * 2
    filled.batch(copy(grid(0, 1, 4, 5), "PASTE_VALUES", pasteOrientation="TRANSPOSE"))
    assert filled.read("E1:F2") == [["1", "3"], ["2", "4"]]


@pytest.mark.documented
def test_a_copy_brings_merges_and_takes_those_apart_that_it_covers(small: Workbook) -> None:
    small.batch(
        {"mergeCells": {"range": grid(0, 1, 0, 2)}}, {"mergeCells": {"range": grid(4, 6, 0, 1)}}
    )
    small.batch(copy(grid(4, 8, 0, 2)))
    merges = [{"sheetId": 0, **one} for one in small.get()["sheets"][0]["merges"]]
    assert merges == [grid(0, 1, 0, 2), grid(4, 5, 0, 2), grid(6, 7, 0, 2)]
    assert "select all cells in a merged range" in small.refusal(copy(grid(5, 7, 1, 3)))
    small.batch(copy(grid(8, 10, 0, 2), "PASTE_VALUES"))
    assert len(small.get()["sheets"][0]["merges"]) == 3


@pytest.mark.documented
def test_a_copy_without_borders_leaves_those_of_its_place(filled: Workbook) -> None:
    filled.batch(
        {"updateBorders": {"range": grid(0, 1, 0, 1), "top": {"style": "SOLID"}}},
        {"updateBorders": {"range": grid(3, 4, 0, 1), "left": {"style": "SOLID"}}},
        copy(grid(3, 5, 0, 2), "PASTE_NO_BORDERS"),
    )
    [[cell]] = [row[:1] for row in filled.cells("A4", "userEnteredFormat,note")]
    assert cell["note"] == "n"
    assert cell["userEnteredFormat"]["textFormat"] == {"bold": True}
    assert list(cell["userEnteredFormat"]["borders"]) == ["left"]


@pytest.mark.assumed
@pytest.mark.parametrize(("tab", "name"), [(0, "Sheet1"), (5, "other")])
@pytest.mark.parametrize(
    ("formula", "expected"), [("=$B1>1", [True, False, False]), ("=B1>1", [False, True, False])]
)
def test_a_pasted_conditional_format_colours_by_the_cells_of_its_new_place(
    small: Workbook, tab: int, name: str, formula: str, expected: list[bool]
) -> None:
    small.batch({"addSheet": {"properties": {"sheetId": 5, "title": "other"}}}, rule(formula))
    values = [["x", 1], ["y", 2], ["z", 3]]
    small.write("A1:B3", values)
    small.write(f"{name}!C7:D9", values)
    small.write(f"{name}!A7:B9", [[1, 3], [2, 0], [3, 2]])
    small.batch(copy(grid(6, 8, 2, 4, sheet=tab), "PASTE_CONDITIONAL_FORMATTING"))
    mask = "sheets(data(rowData(values(effectiveFormat.backgroundColor))))"
    answer = small.get(ranges=f"{name}!C7:C9", fields=mask)
    rows = answer["sheets"][0]["data"][0]["rowData"]
    red = [row["values"][0]["effectiveFormat"]["backgroundColor"] == {"red": 1} for row in rows]
    assert red == expected
    assert small.read(f"{name}!C7:D9") == [["x", "1"], ["y", "2"], ["z", "3"]]


@pytest.mark.documented
def test_what_is_cut_moves_and_formulas_follow_it(filled: Workbook) -> None:
    filled.batch(
        {
            "cutPaste": {
                "source": grid(0, 1, 0, 1),
                "destination": {"sheetId": 0, "rowIndex": 4, "columnIndex": 2},
                "pasteType": "PASTE_NORMAL",
            }
        }
    )
    assert filled.read("A1:C5", valueRenderOption="FORMULA") == [
        ["", "=C5+1"],
        ["x", "=$C$5"],
        [],
        [],
        ["", "", 1],
    ]
    assert filled.cells("C5", "note") == [[{"note": "n"}]]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("dimension", "pushed"),
    [
        pytest.param("ROWS", [["a"], ["c", "b"], ["", "d"]], id="down"),
        pytest.param("COLUMNS", [["a", "", "b"], ["c", "d"]], id="right"),
    ],
)
def test_an_inserted_range_pushes_cells_and_a_deleted_one_pulls_them_back(
    small: Workbook, dimension: str, pushed: list[list[str]]
) -> None:
    start = [["a", "b"], ["c", "d"]]
    small.write("A1:B2", start)
    body = {"range": grid(0, 1, 1, 2), "shiftDimension": dimension}
    small.batch({"insertRange": body})
    assert small.read("A1:C3") == pushed
    small.batch({"deleteRange": body})
    assert small.read("A1:C3") == start


def naming(workbook: Workbook) -> tuple[list[str], dict[str, int], dict[str, int]]:
    """Return what names cells B1 to B4: formulas, a named range, a merge."""
    answer = workbook.get()
    [named], [merge] = answer["namedRanges"], answer["sheets"][0]["merges"]
    formulas = [row[0] for row in workbook.read("A7:A10", valueRenderOption="FORMULA")]
    return formulas, {"sheetId": 0, **named["range"]}, {"sheetId": 0, **merge}


@pytest.mark.assumed
@pytest.mark.parametrize(
    ("dimension", "after"),
    [
        pytest.param(
            "ROWS",
            (["=A2", "=B4", "=B3:B5", "=A2:B2"], grid(2, 4, 1, 2), grid(4, 6, 1, 2)),
            id="down",
        ),
        pytest.param(
            "COLUMNS",
            (["=A2", "=C2", "=B1:B3", "=A2:C2"], grid(0, 2, 2, 3), grid(2, 4, 1, 2)),
            id="right",
        ),
    ],
)
def test_what_names_the_cells_that_are_pushed_follows_them(
    small: Workbook, dimension: str, after: Any
) -> None:
    small.write("A7:A10", [["=A2"], ["=B2"], ["=B1:B3"], ["=A2:B2"]], "USER_ENTERED")
    small.batch(
        {"addNamedRange": {"namedRange": {"name": "box", "range": grid(0, 2, 1, 2)}}},
        {"mergeCells": {"range": grid(2, 4, 1, 2)}},
    )
    before = naming(small)
    body = {"range": grid(0, 2, 1, 2), "shiftDimension": dimension}
    small.batch({"insertRange": body})
    assert naming(small) == after
    small.batch({"deleteRange": body})
    assert naming(small) == before
    small.batch({"deleteRange": {**body, "range": grid(1, 2, 1, 2)}})
    assert naming(small)[0][1] == "=#REF!"


@pytest.mark.documented
def test_a_merge_keeps_the_first_value_and_cannot_be_cut_in_two(small: Workbook) -> None:
    small.write("A1:B2", [["a", "b"], ["c", "d"]])
    small.batch({"mergeCells": {"range": grid(0, 2, 0, 2), "mergeType": "MERGE_ROWS"}})
    assert small.read("A1:B2") == [["a"], ["c"]]
    message = small.refusal({"unmergeCells": {"range": grid(0, 1, 0, 1)}})
    assert "You must select all cells in a merged range" in message
    small.batch({"unmergeCells": {"range": grid(0, 2, 0, 2)}})
    assert "merges" not in small.get()["sheets"][0]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("wish", "left"),
    [
        pytest.param({"matchCase": True}, [["-b"], ["AAb"]], id="by-case"),
        pytest.param({"matchEntireCell": True}, [["aab"], ["AAb"]], id="whole-cell"),
        pytest.param(
            {"searchByRegex": True, "find": "^a+(b)", "replacement": "$1-"},
            [["b-"], ["b-"]],
            id="regex",
        ),
    ],
)
def test_finding_can_be_narrowed(
    small: Workbook, wish: dict[str, Any], left: list[list[str]]
) -> None:
    small.write("A1:A2", [["aab"], ["AAb"]])
    small.batch({"findReplace": {"find": "aa", "replacement": "-", "sheetId": 0, **wish}})
    assert small.read("A1:A2") == left


@pytest.mark.documented
@pytest.mark.parametrize(
    ("asked", "start"),
    [
        pytest.param("Sheet1", "Sheet1!B7:D7", id="whole-tab"),
        pytest.param("B4", "Sheet1!B7:D7", id="a-cell-of-the-table"),
        pytest.param("B2:D4", "Sheet1!B7:D7", id="the-last-table-touched"),
        pytest.param("A3:G10", "Sheet1!B7:D7", id="around-the-table"),
        pytest.param("A1", "Sheet1!A3:C3", id="the-other-table"),
        pytest.param("E4", "Sheet1!E4:G4", id="beside-any-table"),
        pytest.param("A4", "Sheet1!A4:C4", id="an-empty-cell-left-of-it"),
    ],
)
def test_an_append_finds_the_table_that_googles_guide_says(
    workbook: Workbook, asked: str, start: str
) -> None:
    workbook.write("A1:C2", [["x", "y", "z"], ["x", "y", "z"]])
    workbook.write("B4:D6", [["x", "y", ""], ["", "y", "z"], ["", "x", "y"]])
    answer = workbook.call(
        "post", f"/values/{asked}:append", {"values": [[1, 2, 3]]}, valueInputOption="RAW"
    )
    assert answer["updates"]["updatedRange"] == start


@pytest.mark.documented
def test_append_cells_goes_below_the_last_row_with_a_value_and_brings_its_formats(
    small: Workbook,
) -> None:
    small.write("C10", [["last"]])
    cell = {"userEnteredValue": {"stringValue": "007"}, "userEnteredFormat": BOLD}
    small.batch({"appendCells": {"sheetId": 0, "rows": [{"values": [cell]}], "fields": "*"}})
    assert small.read("A11") == [["007"]]
    assert small.cells("A11", "userEnteredFormat") == [[{"userEnteredFormat": BOLD}]]
