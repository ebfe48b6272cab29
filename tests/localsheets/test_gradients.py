"""Gradients shade cells by their numbers, alike in the API, in the grid and in an xlsx file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from gspread.exceptions import APIError

from sheetflow.localsheets.gradients import shaded
from tests.localsheets.conftest import Workbook
from tests.localsheets.test_behaviours import grid
from tests.localsheets.test_conditions import exported, imported
from tests.localsheets.test_grid import Page

GREEN, WHITE, RED = "#00ff00", "#ffffff", "#ff0000"


def point(kind: str, shade: str, value: str = "") -> dict[str, Any]:
    parts = [int(shade[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    rgb = dict(zip(("red", "green", "blue"), parts, strict=True))
    given = {"value": value} if value else {}
    return {"type": kind, "colorStyle": {"rgbColor": rgb}, **given}


def shading(*points: dict[str, Any]) -> dict[str, Any]:
    names = ("minpoint", "midpoint", "maxpoint") if len(points) == 3 else ("minpoint", "maxpoint")
    gradient = dict(zip(names, points, strict=True))
    rule = {"ranges": [grid(0, 6, 0, 1)], "gradientRule": gradient}
    return {"addConditionalFormatRule": {"rule": rule}}


FROM_LEAST_TO_GREATEST = shading(point("MIN", WHITE), point("MAX", RED))


def shown(workbook: Workbook) -> list[str]:
    """Give the background of A1:A6, empty for one that isn't shaded."""
    cells = workbook.cells("A1:A6", "effectiveFormat.backgroundColorStyle.rgbColor")
    rows = [(line or [{}])[0].get("effectiveFormat", {}) for line in cells]
    found = [one.get("backgroundColorStyle", {}).get("rgbColor", {}) for one in rows]
    return ["#" + "".join(f"{round(one.get(name, 0) * 255):02x}" for name in ("red", "green", "blue"))
            for one in found]  # fmt: skip


def in_the_grid(page: Page) -> dict[int, str]:
    """Give the background of each row that a page hears of."""
    answer = page.poll()
    return {
        row["id"]: answer["looks"][row["c"]["0"]].get("bg", WHITE) if "c" in row else WHITE
        for row in answer["rows"]
    }


@pytest.mark.documented
@pytest.mark.parametrize(
    ("request_", "values", "shades"),
    [
        pytest.param(
            FROM_LEAST_TO_GREATEST,
            [0, 50, 100, "x", None, True],
            [WHITE, "#ff8080", RED, WHITE, WHITE, WHITE],
            id="least-to-greatest",
        ),
        pytest.param(
            shading(point("NUMBER", WHITE, "10"), point("NUMBER", RED, "=$C$1")),
            [5, 10, 15, 20, 99, 12.5],
            [WHITE, WHITE, "#ff8080", RED, RED, "#ffbfbf"],
            id="between-two-numbers",
        ),
        pytest.param(
            shading(point("MIN", GREEN), point("PERCENT", WHITE, "25"), point("MAX", RED)),
            [0, 25, 100, 62.5, 12.5, None],
            [GREEN, WHITE, RED, "#ff8080", "#80ff80", WHITE],
            id="at-a-quarter-of-the-way",
        ),
        pytest.param(
            shading(point("MIN", GREEN), point("PERCENTILE", WHITE, "50"), point("MAX", RED)),
            [0, 1, 2, 3, 100, None],
            [GREEN, "#80ff80", WHITE, "#fffcfc", RED, WHITE],
            id="at-the-median",
        ),
        pytest.param(
            FROM_LEAST_TO_GREATEST, [7, 7, None, None, None, None], [WHITE] * 6, id="all-equal"
        ),
        pytest.param(FROM_LEAST_TO_GREATEST, ["x"] * 6, [WHITE] * 6, id="no-numbers"),
        pytest.param(
            shading(point("NUMBER", WHITE, "many"), point("MAX", RED)),
            [1, 2, 3, 4, 5, 6],
            [WHITE] * 6,
            id="a-point-that-is-no-number",
        ),
    ],
)
def test_numbers_are_shaded_alike_in_the_api_the_grid_and_a_file(
    small: Workbook, request_: dict[str, Any], values: list[Any], shades: list[str]
) -> None:
    small.write("A1:C6", [[value, "x", 20] for value in values])
    small.batch(request_)
    plain = [WHITE if one is None else shade for one, shade in zip(values, shades, strict=True)]
    assert [one.replace("#000000", WHITE) for one in shown(small)] == plain
    assert list(in_the_grid(Page(small)).values())[:6] == plain
    back = imported(small, exported(small))
    assert [one.replace("#000000", WHITE) for one in shown(back)] == plain


@pytest.mark.assumed
def test_what_formulas_and_arrays_come_to_is_shaded_too(small: Workbook) -> None:
    small.write("A1", [["=SEQUENCE(3,1,0,50)"]], "USER_ENTERED")
    small.write("A4:A6", [["=25*2"], [None], ["=1/0"]], "USER_ENTERED")
    small.batch(shading(point("MIN", GREEN), point("PERCENTILE", WHITE, "50"), point("MAX", RED)))
    assert shown(small)[:4] == [GREEN, WHITE, RED, WHITE]


@pytest.mark.documented
def test_a_gradient_is_a_colour_scale_in_the_file_and_comes_back_as_it_was(small: Workbook) -> None:
    small.write("A1:A3", [[1], [2], [3]])
    small.batch(
        shading(point("NUMBER", GREEN, "1.5"), point("PERCENTILE", WHITE, "50"), point("MAX", RED)),
        shading(point("NUMBER", WHITE, "=$A$1"), point("PERCENT", RED, "90")),
    )
    content = exported(small)
    tab = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    scales = [one.colorScale for area in tab.conditional_formatting for one in area.rules]
    assert [[end.type for end in one.cfvo] for one in scales] == [
        ["formula", "percent"],
        ["num", "percentile", "max"],
    ]
    rules = "sheets.conditionalFormats"
    assert imported(small, content).get(fields=rules) == small.get(fields=rules)


@pytest.mark.assumed
def test_a_new_greatest_number_shades_the_rows_that_did_not_change(small: Workbook) -> None:
    small.write("A1:A3", [[0], [50], [100]])
    small.batch(FROM_LEAST_TO_GREATEST)
    page = Page(small)
    assert list(in_the_grid(page).values())[:3] == [WHITE, "#ff8080", RED]
    small.write("A4", [[200]])
    assert in_the_grid(page) == {2: "#ffbfbf", 3: "#ff8080", 4: RED}


@pytest.mark.documented
def test_the_formula_of_a_point_follows_its_cell(small: Workbook) -> None:
    small.batch(shading(point("NUMBER", WHITE, "=$C$1"), point("MAX", RED)))
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    small.batch({"insertDimension": {"range": row}})
    [rule] = small.get()["sheets"][0]["conditionalFormats"]
    assert rule["ranges"] == [
        {"startRowIndex": 1, "endRowIndex": 7, "startColumnIndex": 0, "endColumnIndex": 1}
    ]
    assert rule["gradientRule"]["minpoint"]["value"] == "=$C$2"
    assert rule["gradientRule"]["maxpoint"] == {
        "type": "MAX",
        "color": {"red": 1},
        "colorStyle": {"rgbColor": {"red": 1}},
    }


@pytest.mark.assumed
@pytest.mark.parametrize(
    ("request_", "message"),
    [
        pytest.param(
            shading(point("MIN", WHITE), point("NUMBER", RED)), "maxpoint.value", id="no-value"
        ),
        pytest.param(
            shading(point("MIN", WHITE), {"type": "MAX"}), "maxpoint.colorStyle", id="no-colour"
        ),
        pytest.param(shading({}, point("MAX", RED)), "minpoint.type", id="no-type"),
        pytest.param(
            {"addConditionalFormatRule": {"rule": {
                "ranges": [grid(0, 6, 0, 1)], "gradientRule": {"minpoint": point("MIN", WHITE)}}}},
            "maxpoint is required", id="one-point",
        ),
        pytest.param(
            shading(point("NUMBER", WHITE, "=Other!A1"), point("MAX", RED)),
            "different sheet", id="another-tab",
        ),
    ],
)  # fmt: skip
def test_a_gradient_without_what_it_needs_is_refused(
    small: Workbook, request_: dict[str, Any], message: str
) -> None:
    assert message in small.refusal(request_)
    assert "conditionalFormats" not in small.get()["sheets"][0]


def test_a_colour_of_the_theme_is_left_out(small: Workbook) -> None:
    themed = {"type": "MAX", "colorStyle": {"themeColor": "ACCENT1"}}
    with pytest.raises(APIError) as refused:
        small.batch(shading(point("MIN", WHITE), themed))
    assert refused.value.code == 501
    assert "theme color in gradientRule.maxpoint" in str(refused.value)


@pytest.mark.parametrize("value", [-1e308, 0, 1.0, 1e308])
def test_numbers_as_far_apart_as_there_are_have_a_shade(value: float) -> None:
    ends = [(-1.7e308, {}), (1.7e308, {"red": 1})]
    assert 0 <= shaded(ends, value)["backgroundColor"].get("red", 0) <= 1
