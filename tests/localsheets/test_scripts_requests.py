"""The requests of ordinary scripts: bands, borders, pasted texts, fills, duplicates, order by chance."""

from __future__ import annotations

from typing import Any

import pytest

from tests.localsheets.conftest import Workbook
from tests.localsheets.test_behaviours import RED, grid

BLUE, GREEN, GREY = {"blue": 1}, {"green": 1}, {"red": 0.5, "green": 0.5, "blue": 0.5}
WHITE = {"red": 1, "green": 1, "blue": 1}


def bands(**colors: Any) -> dict[str, Any]:
    return {f"{name}ColorStyle": {"rgbColor": color} for name, color in colors.items()}


def add_banding(range_: dict[str, int], **kinds: Any) -> dict[str, Any]:
    return {"addBanding": {"bandedRange": {"bandedRangeId": 7, "range": range_, **kinds}}}


def backgrounds(workbook: Workbook, a1: str) -> list[list[Any]]:
    mask = "effectiveFormat.backgroundColor"
    return [
        [cell.get("effectiveFormat", {}).get("backgroundColor") for cell in row]
        for row in workbook.cells(a1, mask)
    ]


@pytest.mark.documented
def test_bands_colour_header_rows_in_turn_and_footer(small: Workbook) -> None:
    rows = bands(header=BLUE, firstBand=GREEN, secondBand=GREY, footer=RED)
    answer = small.batch(add_banding(grid(0, 5, 0, 1), rowProperties=rows))
    assert answer["replies"][0]["addBanding"]["bandedRange"]["bandedRangeId"] == 7
    shown = [row[0] for row in backgrounds(small, "A1:A5")]
    assert shown == [BLUE, GREEN, GREY, GREEN, {"red": 1}]
    [kept] = small.get()["sheets"][0]["bandedRanges"]
    assert kept["rowProperties"]["headerColor"] == BLUE
    assert small.cells("A1", "userEnteredFormat") == [[]]


@pytest.mark.documented
def test_rows_come_before_columns_and_the_first_band_before_the_second(small: Workbook) -> None:
    small.batch(
        add_banding(
            grid(0, 2, 0, 2),
            rowProperties=bands(firstBand=RED, secondBand=GREY),
            columnProperties=bands(firstBand=GREEN, secondBand=BLUE),
        )
    )
    assert backgrounds(small, "A1:B2") == [[{"red": 1}, {"red": 1}], [GREEN, GREY]]


@pytest.mark.assumed
def test_a_cells_own_colour_covers_its_band(small: Workbook) -> None:
    style = {"userEnteredFormat": {"backgroundColor": BLUE}}
    small.batch(
        add_banding(grid(0, 2, 0, 1), rowProperties=bands(firstBand=RED, secondBand=GREY)),
        {"repeatCell": {"range": grid(0, 1, 0, 1), "cell": style, "fields": "userEnteredFormat"}},
    )
    assert backgrounds(small, "A1:A2") == [[BLUE], [GREY]]


@pytest.mark.documented
def test_a_banding_is_changed_by_mask_and_taken_away(small: Workbook) -> None:
    small.batch(add_banding(grid(0, 2, 0, 1), rowProperties=bands(firstBand=RED, secondBand=GREY)))
    change = {"bandedRangeId": 7, "rowProperties": bands(firstBand=BLUE, secondBand=RED)}
    mask = "rowProperties.firstBandColorStyle"
    small.batch({"updateBanding": {"bandedRange": change, "fields": mask}})
    assert backgrounds(small, "A1:A2") == [[BLUE], [GREY]]
    small.batch({"deleteBanding": {"bandedRangeId": 7}})
    assert "bandedRanges" not in small.get()["sheets"][0]
    assert backgrounds(small, "A1:A2") == [[], []]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("wish", "says"),
    [
        pytest.param({"rowProperties": {}}, "At least one of rowProperties", id="no-bands"),
        pytest.param(
            {"rowProperties": bands(firstBand=RED)}, "secondBandColorStyle", id="one-colour"
        ),
        pytest.param(
            {"rowProperties": bands(firstBand=RED, secondBand=RED), "bandedRangeId": 7},
            "already",
            id="an-id-that-is-taken",
        ),
        pytest.param(
            {"rowProperties": bands(firstBand=RED, secondBand=RED), "bandedRangeId": 8},
            "already has alternating",
            id="over-another",
        ),
    ],
)
def test_a_banding_that_cannot_be_is_refused(
    small: Workbook, wish: dict[str, Any], says: str
) -> None:
    small.batch(add_banding(grid(0, 2, 0, 1), rowProperties=bands(firstBand=RED, secondBand=GREY)))
    wish = {"bandedRangeId": 9, "range": grid(1, 3, 0, 1), **wish}
    assert says in small.refusal({"addBanding": {"bandedRange": wish}})


@pytest.mark.documented
def test_bands_grow_with_rows_inserted_among_them(small: Workbook) -> None:
    small.batch(
        add_banding(grid(0, 4, 0, 1), rowProperties=bands(firstBand=RED, secondBand=GREY)),
        {
            "insertDimension": {
                "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
            }
        },
    )
    [kept] = small.get()["sheets"][0]["bandedRanges"]
    assert kept["range"]["endRowIndex"] == 5


@pytest.mark.documented
def test_borders_are_drawn_around_and_between_and_erased_by_none(small: Workbook) -> None:
    solid, thick = {"style": "SOLID"}, {"style": "SOLID_THICK", "color": RED}
    box = grid(0, 2, 0, 2)
    small.batch(
        {"updateBorders": {"range": box, "top": solid, "innerVertical": thick}},
        {"updateBorders": {"range": box, "left": solid}},
    )

    def sides(a1: str) -> dict[str, int]:
        [[cell]] = small.cells(a1, "userEnteredFormat.borders") or [[{}]]
        borders = cell.get("userEnteredFormat", {}).get("borders", {})
        return {side: line["width"] for side, line in borders.items()}

    assert sides("A1") == {"top": 1, "left": 1, "right": 3}
    assert sides("B2") == {"left": 3}
    small.batch({"updateBorders": {"range": box, "innerVertical": {"style": "NONE"}}})
    assert sides("A1") == {"top": 1, "left": 1}
    assert small.cells("B2", "userEnteredFormat") in ([], [[]])


@pytest.mark.documented
def test_a_text_is_turned_by_90_degrees_at_most(small: Workbook) -> None:
    def turned(angle: int) -> dict[str, Any]:
        cell = {"userEnteredFormat": {"textRotation": {"angle": angle}}}
        return {"repeatCell": {"range": grid(0, 1, 0, 1), "cell": cell, "fields": "*"}}

    small.batch(turned(-90))
    assert small.refusal(turned(91)).endswith("textRotation.angle[91] must lie between -90 and 90.")


def paste(data: str, row: int = 0, column: int = 0, **how: Any) -> dict[str, Any]:
    there = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    return {"pasteData": {"coordinate": there, "data": data, **how}}


@pytest.mark.assumed
@pytest.mark.parametrize(
    ("request_", "entered"),
    [
        pytest.param(paste("a,1\n=1+1,'7", delimiter=","), [["a", 1], ["=1+1", "7"]], id="typed"),
        pytest.param(paste('"a,b",2', delimiter=","), [["a,b", 2]], id="in-quotes"),
        pytest.param(paste("a::b\nc", delimiter="::"), [["a", "b"], ["c"]], id="two-letters"),
        pytest.param(paste("a\tb", delimiter="\t", type="PASTE_FORMAT"), [], id="no-formats"),
        pytest.param(
            paste("<table><tr><th>a<td> 1 </td></tr><tr><td>b<br>c</table>", html=True),
            [["a", 1], ["b\nc"]],
            id="html",
        ),
    ],
)
def test_pasted_data_is_read_like_typing(
    small: Workbook, request_: dict[str, Any], entered: list[list[Any]]
) -> None:
    small.batch(request_)
    assert small.read("A1:C3", valueRenderOption="FORMULA") == entered


@pytest.mark.assumed
def test_pasted_data_needs_a_delimiter_and_a_place_on_the_grid(small: Workbook) -> None:
    assert "delimiter" in small.refusal(paste("a"))
    assert "not on the grid" in small.refusal(paste("a", row=10, delimiter=","))


def split(kind: str, **more: Any) -> dict[str, Any]:
    return {"textToColumns": {"source": grid(0, 2, 0, 1), "delimiterType": kind, **more}}


@pytest.mark.documented
@pytest.mark.parametrize(
    ("request_", "left"),
    [
        pytest.param(split("COMMA"), [["a", "1; 2"], ["none"]], id="comma"),
        pytest.param(split("SEMICOLON"), [["a,1", "2"], ["none"]], id="semicolon"),
        pytest.param(split("CUSTOM", delimiter="on"), [["a,1; 2"], ["n", "e"]], id="custom"),
        pytest.param(split("AUTODETECT"), [["a", "1; 2"], ["none"]], id="detected"),
    ],
)
def test_a_text_is_split_over_columns(
    small: Workbook, request_: dict[str, Any], left: list[list[str]]
) -> None:
    small.write("A1:A2", [["a,1; 2"], ["none"]])
    small.batch(request_)
    assert small.read("A1:C2") == left


@pytest.mark.documented
def test_only_one_column_is_split_by_a_named_delimiter(small: Workbook) -> None:
    wide = {"textToColumns": {"source": grid(0, 2, 0, 2), "delimiterType": "COMMA"}}
    assert "exactly one column" in small.refusal(wide)
    assert "delimiter is required" in small.refusal(split("CUSTOM"))
    assert "delimiterType" in small.refusal({"textToColumns": {"source": grid(0, 2, 0, 1)}})


@pytest.mark.documented
def test_blanks_are_trimmed_and_counted_and_no_formula_comes_of_it(small: Workbook) -> None:
    small.write("A1:A4", [["  a \n b\t"], [" =1+1"], ["fine"], [7]])
    trim = {"trimWhitespace": {"range": grid(0, 4, 0, 1)}}
    assert small.batch(trim)["replies"] == [{"trimWhitespace": {"cellsChangedCount": 2}}]
    assert small.raw("A1:A4") == [["a b"], ["=1+1"], ["fine"], [7]]
    assert small.batch(trim)["replies"] == [{}]


@pytest.mark.documented
def test_duplicates_go_and_what_lies_outside_the_range_stays(small: Workbook) -> None:
    small.write(
        "A1:C5",
        [["Ann", 1, "p"], ["bob", 2, "q"], ["ANN", 1, "r"], ["Ann", 3, "s"], ["bob", 2, "t"]],
    )
    answer = small.batch({"deleteDuplicates": {"range": grid(0, 5, 0, 2)}})
    assert answer["replies"][0] == {"deleteDuplicates": {"duplicatesRemovedCount": 2}}
    assert small.raw("A1:C5") == [
        ["Ann", 1, "p"],
        ["bob", 2, "q"],
        ["Ann", 3, "r"],
        ["", "", "s"],
        ["", "", "t"],
    ]


@pytest.mark.documented
def test_duplicates_are_told_by_the_columns_named(small: Workbook) -> None:
    small.write("A1:B4", [["a", 1], ["a", 2], ["=LOWER(B4)", 3], [None, None]], "USER_ENTERED")
    columns = [{"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}]
    small.batch({"deleteDuplicates": {"range": grid(0, 4, 0, 2), "comparisonColumns": columns}})
    assert small.read("A1:B4", valueRenderOption="FORMULA") == [["a", 1], ["=LOWER(B3)", 3]]
    outside = [{"sheetId": 0, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}]
    body = {"range": grid(0, 4, 0, 2), "comparisonColumns": outside}
    assert "columns of the range" in small.refusal({"deleteDuplicates": body})


@pytest.mark.documented
def test_rows_in_an_order_by_chance_are_the_same_rows(small: Workbook) -> None:
    small.write("A1:C9", [[number, number * 10, "kept" * (number == 1)] for number in range(1, 10)])
    orders = set()
    for _ in range(3):
        small.batch({"randomizeRange": {"range": grid(0, 9, 0, 2)}})
        rows = small.raw("A1:B9")
        assert sorted(rows) == [[number, number * 10] for number in range(1, 10)]
        orders.add(str(rows))
    assert len(orders) > 1
    assert small.read("C1") == [["kept"]]


def fill(length: int = 2, dimension: str = "ROWS", **how: Any) -> dict[str, Any]:
    area = {"source": grid(2, 4, 1, 2), "dimension": dimension, "fillLength": length}
    return {"autoFill": {"sourceAndDestination": area, **how}}


@pytest.mark.assumed
@pytest.mark.parametrize(
    ("source", "goes_on"),
    [
        pytest.param(["1", "3"], [5, 7], id="numbers"),
        pytest.param(["0.1", "0.2"], [0.3, 0.4], id="fractions"),
        pytest.param(["2026-03-10", "2026-03-17"], [46105, 46112], id="weeks"),
        pytest.param(["T08", "T09"], ["T10", "T11"], id="numbered-texts"),
        pytest.param(["Sat", "Sun"], ["Mon", "Tue"], id="days"),
        pytest.param(["星期六", "星期日"], ["星期一", "星期二"], id="chinese-days"),
        pytest.param(["a", "b"], ["a", "b"], id="texts-in-turn"),
        pytest.param(["1", "x"], [1, "x"], id="mixed-in-turn"),
        pytest.param(["1e300", "2e300"], [1e300, 2e300], id="huge-in-turn"),
        pytest.param(["=A3", "=A$4"], ["=A5", "=A$4"], id="formulas"),
    ],
)
def test_a_fill_goes_on_as_its_source(
    small: Workbook, source: list[str], goes_on: list[Any]
) -> None:
    small.write("B3:B4", [[one] for one in source], "USER_ENTERED")
    small.batch(fill())
    found = small.read("B5:B6", valueRenderOption="FORMULA", dateTimeRenderOption="SERIAL_NUMBER")
    assert found == [[one] for one in goes_on]


@pytest.mark.assumed
@pytest.mark.parametrize(
    ("typed", "alternate", "goes_on"),
    [
        pytest.param("5", False, [5, 5], id="a-number"),
        pytest.param("5", True, [6, 7], id="a-number-by-the-other-series"),
        pytest.param("2026-03-10", False, [46092, 46093], id="a-date"),
        pytest.param("2026-03-10", True, [46091, 46091], id="a-date-by-the-other-series"),
    ],
)
def test_a_single_number_stays_and_a_date_goes_on_unless_the_other_series_is_asked_for(
    small: Workbook, typed: str, alternate: bool, goes_on: list[int]
) -> None:
    small.write("A1", [[typed]], "USER_ENTERED")
    area = {"source": grid(0, 1, 0, 1), "dimension": "COLUMNS", "fillLength": 2}
    small.batch({"autoFill": {"sourceAndDestination": area, "useAlternateSeries": alternate}})
    assert small.raw("B1:C1") == [goes_on]


@pytest.mark.documented
def test_a_fill_with_a_negative_length_goes_before_its_source(small: Workbook) -> None:
    small.write("B3:B4", [[3], [4]])
    small.batch(fill(-2))
    assert small.raw("B1:B4") == [[1], [2], [3], [4]]
    assert "before the first" in small.refusal(fill(-3))
    assert "exceeds grid limits" in small.refusal(fill(7))


@pytest.mark.documented
def test_a_fill_of_a_range_finds_what_is_there_and_brings_its_format(small: Workbook) -> None:
    small.write("A1:B2", [[1, "x1"], [2, "x2"]])
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    small.batch(
        {"repeatCell": {"range": grid(0, 1, 0, 1), "cell": bold, "fields": "userEnteredFormat"}},
        {"autoFill": {"range": grid(0, 4, 0, 2)}},
    )
    assert small.raw("A1:B4") == [[1, "x1"], [2, "x2"], [3, "x3"], [4, "x4"]]
    assert small.cells("A3", "userEnteredFormat") == [[bold]]
