"""gspread.Worksheet: the tab itself, its rows and columns."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.utils import Dimension

from tests.localsheets.reach.conftest import refused

pytestmark = pytest.mark.documented


def again(tab: gspread.Worksheet) -> gspread.Worksheet:
    """Return the tab as the server has it."""
    return tab.spreadsheet.get_worksheet_by_id(tab.id)


def hidden(tab: gspread.Worksheet, lines: str) -> list[int]:
    """Return the indices of the rows or columns that are hidden."""
    fields = {"fields": f"sheets.data.{lines}.hiddenByUser", "ranges": tab.title}
    [sheet] = tab.client.spreadsheets_get(tab.spreadsheet_id, fields)["sheets"]
    found = sheet["data"][0][lines]
    return [index for index, one in enumerate(found) if one.get("hiddenByUser")]


@pytest.mark.exercises("Worksheet.resize", "Worksheet.add_rows", "Worksheet.add_cols")
def test_a_grid_is_made_larger_and_smaller(tab: gspread.Worksheet) -> None:
    tab.add_rows(5)
    tab.add_cols(2)
    assert (again(tab).row_count, again(tab).col_count) == (15, 8)
    tab.resize(rows=2, cols=1)
    assert again(tab).get() == [["part"], ["pump"]]
    code, told = refused(lambda: tab.resize(rows=0))
    assert (code, "at least 1" in told) == (400, True)
    with pytest.raises(TypeError):
        tab.resize()


@pytest.mark.exercises(
    "Worksheet.delete_dimension", "Worksheet.delete_rows", "Worksheet.delete_columns"
)
def test_rows_and_columns_are_deleted(tab: gspread.Worksheet) -> None:
    tab.delete_rows(2)
    tab.delete_dimension(Dimension.rows, 9)
    tab.delete_columns(3, 4)
    assert (again(tab).row_count, again(tab).col_count) == (8, 4)
    assert tab.get() == [["part", "qty"], ["fan", "10"]]
    assert refused(lambda: tab.delete_rows(1, 8))[0] == 400
    assert refused(lambda: tab.delete_columns(9))[0] == 400


@pytest.mark.exercises(
    "Worksheet.update_title",
    "Worksheet.update_index",
    "Worksheet.duplicate",
    "Worksheet.copy_to",
)
def test_a_tab_is_renamed_moved_duplicated_and_sent(
    tab: gspread.Worksheet, client: gspread.Client
) -> None:
    other = tab.spreadsheet.add_worksheet("Other", 2, 2)
    other.update([["=Sheet1!B3"]], raw=False)
    tab.update_title("配件 1")
    assert other.get(value_render_option="FORMULA") == [["='配件 1'!B3"]]
    tab.update_index(2)
    assert [one.title for one in tab.spreadsheet.worksheets()] == ["Other", "配件 1"]
    twin = tab.duplicate(insert_sheet_index=0, new_sheet_name="Twin")
    assert (again(twin).index, twin.get_all_values()) == (0, tab.get_all_values())
    target = client.create("Target")
    sent = tab.copy_to(target.id)
    assert target.get_worksheet_by_id(sent["sheetId"]).get_all_values() == tab.get_all_values()
    code, told = refused(lambda: tab.update_title("OTHER"))
    assert (code, 'name "OTHER" already exists' in told) == (400, True)
    assert refused(lambda: tab.duplicate(new_sheet_name="Other"))[0] == 400
    assert refused(lambda: tab.copy_to("nowhere"))[0] == 404
    assert refused(lambda: tab.update_index(9))[0] == 400


@pytest.mark.exercises("Worksheet.update_tab_color", "Worksheet.clear_tab_color")
def test_a_tab_gets_a_colour_and_loses_it(tab: gspread.Worksheet) -> None:
    tab.update_tab_color("#FF8000")
    assert again(tab).tab_color == "#FF8000"
    tab.clear_tab_color()
    assert again(tab).tab_color is None


@pytest.mark.exercises("Worksheet.hide", "Worksheet.show")
def test_a_tab_is_hidden_unless_it_is_the_last(tab: gspread.Worksheet) -> None:
    code, told = refused(tab.hide)
    assert (code, "all the visible sheets" in told) == (400, True)
    tab.spreadsheet.add_worksheet("Two", 1, 1)
    tab.hide()
    assert again(tab).isSheetHidden
    tab.show()
    assert not again(tab).isSheetHidden


@pytest.mark.exercises("Worksheet.hide_gridlines", "Worksheet.show_gridlines")
def test_gridlines_are_hidden_and_shown(tab: gspread.Worksheet) -> None:
    tab.hide_gridlines()
    assert again(tab).is_gridlines_hidden
    tab.show_gridlines()
    assert not again(tab).is_gridlines_hidden


@pytest.mark.exercises("Worksheet.freeze")
def test_rows_and_columns_are_frozen(tab: gspread.Worksheet) -> None:
    tab.freeze(rows=1, cols=2)
    assert (again(tab).frozen_row_count, again(tab).frozen_col_count) == (1, 2)
    tab.freeze(rows=0)
    assert (again(tab).frozen_row_count, again(tab).frozen_col_count) == (0, 2)


@pytest.mark.exercises(
    "Worksheet.hide_rows",
    "Worksheet.hide_columns",
    "Worksheet.unhide_rows",
    "Worksheet.unhide_columns",
)
def test_rows_and_columns_are_hidden_and_shown(tab: gspread.Worksheet) -> None:
    tab.hide_rows(2, 5)
    tab.hide_columns(0, 2)
    assert (hidden(tab, "rowMetadata"), hidden(tab, "columnMetadata")) == ([2, 3, 4], [0, 1])
    tab.unhide_rows(2, 4)
    tab.unhide_columns(0, 1)
    assert (hidden(tab, "rowMetadata"), hidden(tab, "columnMetadata")) == ([4], [1])
    gone = tab.spreadsheet.add_worksheet("Gone", 1, 1)
    tab.spreadsheet.del_worksheet(gone)
    code, told = refused(lambda: gone.hide_rows(0, 1))
    assert (code, "No grid with id" in told) == (400, True)


@pytest.mark.exercises("Worksheet.columns_auto_resize", "Worksheet.rows_auto_resize")
def test_columns_and_rows_fit_what_is_in_them(tab: gspread.Worksheet) -> None:
    def width() -> Any:
        fields = {"fields": "sheets.data.columnMetadata.pixelSize", "ranges": tab.title}
        [sheet] = tab.client.spreadsheets_get(tab.spreadsheet_id, fields)["sheets"]
        return sheet["data"][0]["columnMetadata"][0]["pixelSize"]

    tab.update([["a long text that wants a wide column"]], "A5")
    before = width()
    tab.columns_auto_resize(0, 1)
    tab.rows_auto_resize(0, 5)
    assert width() > before
    assert refused(lambda: tab.columns_auto_resize(8, 9))[0] == 400


@pytest.mark.exercises(
    "Worksheet.add_dimension_group_rows",
    "Worksheet.add_dimension_group_columns",
    "Worksheet.list_dimension_group_rows",
    "Worksheet.list_dimension_group_columns",
    "Worksheet.delete_dimension_group_rows",
    "Worksheet.delete_dimension_group_columns",
)
def test_rows_and_columns_are_grouped_and_parted(tab: gspread.Worksheet) -> None:
    tab.add_dimension_group_rows(1, 5)
    tab.add_dimension_group_rows(2, 3)
    tab.add_dimension_group_columns(0, 2)
    groups = tab.list_dimension_group_rows()
    ranges = sorted(
        (one["depth"], one["range"]["startIndex"], one["range"]["endIndex"]) for one in groups
    )
    assert ranges == [(1, 1, 5), (2, 2, 3)]
    assert len(tab.list_dimension_group_columns()) == 1
    tab.delete_dimension_group_rows(2, 3)
    tab.delete_dimension_group_columns(0, 2)
    assert [one["depth"] for one in tab.list_dimension_group_rows()] == [1]
    assert tab.list_dimension_group_columns() == []
    assert refused(lambda: tab.delete_dimension_group_columns(0, 2))[0] == 400
