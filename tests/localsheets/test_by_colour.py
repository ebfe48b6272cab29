"""Rows are sorted and filtered by the colours that their cells show."""

from __future__ import annotations

from typing import Any

import pytest

from tests.localsheets.conftest import Workbook
from tests.localsheets.test_behaviours import grid
from tests.localsheets.test_grid import Page

RED, GREEN, WHITE = {"red": 1}, {"green": 1}, {"red": 1, "green": 1, "blue": 1}


@pytest.fixture
def coloured(small: Workbook) -> Workbook:
    """Rows a to e: b green by its format, d and e red by a rule, c in red letters; others as they come."""
    small.write("A1:B6", [["name", "number"], ["a", 1], ["b", 2], ["c", 3], ["d", 40], ["e", 50]])
    rule = {
        "condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "9"}]},
        "format": {"backgroundColor": RED},
    }
    letters = {"userEnteredFormat": {"textFormat": {"foregroundColor": RED}}}
    small.batch(
        {"addConditionalFormatRule": {"rule": {"ranges": [grid(1, 6, 1, 2)], "booleanRule": rule}}},
        {"repeatCell": {"range": grid(2, 3, 1, 2), "fields": "userEnteredFormat",
                        "cell": {"userEnteredFormat": {"backgroundColor": GREEN}}}},
        {"repeatCell": {"range": grid(3, 4, 1, 2), "fields": "userEnteredFormat", "cell": letters}},
    )  # fmt: skip
    return small


@pytest.mark.documented
@pytest.mark.parametrize(
    ("specs", "order"),
    [
        pytest.param([{"backgroundColorStyle": {"rgbColor": RED}}], "deabc", id="background"),
        pytest.param([{"backgroundColor": GREEN}], "bacde", id="old-spelling"),
        pytest.param([{"foregroundColorStyle": {"rgbColor": RED}}], "cabde", id="text"),
        pytest.param([{"backgroundColor": WHITE}], "acbde", id="plain"),
        pytest.param(
            [{"backgroundColor": RED}, {"sortOrder": "DESCENDING"}], "edcba", id="then-by-value"
        ),
    ],
)
def test_cells_of_a_colour_are_sorted_to_the_top(
    coloured: Workbook, specs: list[dict[str, Any]], order: str
) -> None:
    listed = [{"dimensionIndex": 1, **one} for one in specs]
    coloured.batch({"sortRange": {"range": grid(1, 6, 0, 2), "sortSpecs": listed}})
    assert "".join(name for [name] in coloured.raw("A2:A6")) == order


@pytest.mark.documented
@pytest.mark.parametrize(
    ("criteria", "shown"),
    [
        pytest.param({"visibleBackgroundColorStyle": {"rgbColor": RED}}, "de", id="background"),
        pytest.param({"visibleBackgroundColor": GREEN}, "b", id="old-spelling"),
        pytest.param({"visibleForegroundColorStyle": {"rgbColor": RED}}, "c", id="text"),
    ],
)
def test_only_cells_of_a_colour_pass_a_filter(
    coloured: Workbook, criteria: dict[str, Any], shown: str
) -> None:
    specs = [{"columnIndex": 1, "filterCriteria": criteria}]
    part = {"range": grid(0, 6, 0, 2), "filterSpecs": specs}
    answer = coloured.batch(
        {"setBasicFilter": {"filter": part}}, {"addFilterView": {"filter": part}}
    )
    rows = coloured.get(ranges="A2:A6", fields="sheets.data.rowMetadata.hiddenByFilter")
    [told] = rows["sheets"][0]["data"]
    visible = [not one.get("hiddenByFilter") for one in told["rowMetadata"]]
    assert "".join(name for name, one in zip("abcde", visible, strict=True) if one) == shown
    view = answer["replies"][1]["addFilterView"]["filter"]["filterViewId"]
    found = Page(coloured).browser.get(f"/grid/{coloured.key}/filters/{view}?sheet=0")
    assert ["abcde"[row - 2] for row in found.get_json()["rows"]] == list(shown)


@pytest.mark.documented
def test_a_filters_colours_are_answered_in_both_spellings_without_channels_of_0(
    small: Workbook,
) -> None:
    red = {"rgbColor": {"red": 1, "green": 0}}
    specs = [{"columnIndex": 1, "filterCriteria": {"visibleBackgroundColorStyle": red}}]
    order = [{"dimensionIndex": 0, "foregroundColor": {"green": 1, "blue": 0}}]
    part = {"range": grid(0, 6, 0, 2), "filterSpecs": specs, "sortSpecs": order}
    answer = small.batch({"addFilterView": {"filter": part}})
    [view] = small.get()["sheets"][0]["filterViews"]
    assert view == answer["replies"][0]["addFilterView"]["filter"]
    assert view["filterSpecs"][0]["filterCriteria"] == {
        "visibleBackgroundColor": RED,
        "visibleBackgroundColorStyle": {"rgbColor": RED},
    }
    assert view["sortSpecs"] == [
        {"dimensionIndex": 0, "foregroundColor": GREEN, "foregroundColorStyle": {"rgbColor": GREEN}}
    ]


@pytest.mark.documented
def test_a_colour_of_the_theme_is_refused(coloured: Workbook) -> None:
    themed = {"themeColor": "ACCENT1"}
    sort = [{"dimensionIndex": 1, "backgroundColorStyle": themed}]
    specs = [{"columnIndex": 1, "filterCriteria": {"visibleBackgroundColorStyle": themed}}]
    part = {"range": grid(0, 6, 0, 2), "filterSpecs": specs}
    for request_ in (
        {"sortRange": {"range": grid(1, 6, 0, 2), "sortSpecs": sort}},
        {"setBasicFilter": {"filter": part}},
        {"addFilterView": {"filter": part}},
    ):
        assert "must be an RGB-type color" in coloured.refusal(request_)
