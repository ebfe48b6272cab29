"""gspread.Worksheet: what stands in the cells."""

from __future__ import annotations

import re

import gspread
import pytest
from gspread.utils import Dimension, GridRangeType, TableDirection, ValueRenderOption

from tests.localsheets.reach.conftest import refused

pytestmark = pytest.mark.documented
ALL = [["part", "qty"], ["pump", "2"], ["fan", "10"]]


@pytest.mark.exercises("Worksheet.acell", "Worksheet.cell")
def test_one_cell_is_read(tab: gspread.Worksheet) -> None:
    tab.update([["=B2*2"]], "C2", raw=False)
    assert (tab.acell("B2").value, tab.cell(2, 3).value) == ("2", "4")
    assert tab.acell("C2", ValueRenderOption.formula).value == "=B2*2"
    assert tab.cell(2, 2, ValueRenderOption.unformatted).value == 2
    assert tab.acell("F10").value is None
    limits = "exceeds grid limits. Max rows: 10, max columns: 6"
    code, told = refused(lambda: tab.acell("A11"))
    assert (code, limits in told) == (400, True)


@pytest.mark.exercises(
    "Worksheet.get",
    "Worksheet.get_values",
    "Worksheet.get_all_values",
    "Worksheet.get_all_records",
    "Worksheet.row_values",
    "Worksheet.col_values",
    "Worksheet.batch_get",
)
def test_cells_are_read_as_lines_and_as_records(tab: gspread.Worksheet) -> None:
    assert tab.get() == ALL == tab.get_values() == tab.get_all_values()
    assert tab.get("B:B", major_dimension=Dimension.cols) == [["qty", "2", "10"]]
    assert tab.get("A3:C4", maintain_size=True) == [["fan", "10", ""], ["", "", ""]]
    assert tab.get("E5:F6", return_type=GridRangeType.ListOfLists) == [[]]
    assert tab.get_all_records() == [{"part": "pump", "qty": 2}, {"part": "fan", "qty": 10}]
    assert (tab.row_values(2), tab.row_values(9)) == (["pump", "2"], [])
    assert (tab.col_values(1), tab.col_values(6)) == (["part", "pump", "fan"], [])
    assert tab.batch_get(["A1", "B2:B3"]) == [[["part"]], [["2"], ["10"]]]
    assert refused(lambda: tab.get("A0"))[0] == 400
    assert refused(lambda: tab.batch_get(["A1", "Z99"]))[0] == 400
    tab.update([["qty"]], "A1")
    with pytest.raises(gspread.exceptions.GSpreadException, match="duplicates"):
        tab.get_all_records()


@pytest.mark.exercises("Worksheet.get")
def test_merged_cells_are_read_as_one(tab: gspread.Worksheet) -> None:
    tab.merge_cells("A2:A3")
    assert tab.get("A1:B3", combine_merged_cells=True) == [
        ["part", "qty"],
        ["pump", "2"],
        ["pump", "10"],
    ]


@pytest.mark.exercises("Worksheet.range", "Worksheet.get_all_cells")
def test_cells_come_with_their_places(tab: gspread.Worksheet) -> None:
    assert [(cell.row, cell.col, cell.value) for cell in tab.range("B2:C2")] == [
        (2, 2, "2"),
        (2, 3, ""),
    ]
    assert [cell.value for cell in tab.range(1, 1, 2, 1)] == ["part", "pump"]
    cells = tab.get_all_cells()
    assert (len(cells), cells[0].value, cells[-1].address) == (60, "part", "F10")
    assert refused(lambda: tab.range("nothing"))[0] == 400


@pytest.mark.exercises("Worksheet.update_acell", "Worksheet.update_cell", "Worksheet.update_cells")
def test_single_cells_are_typed_and_lists_of_cells_written(tab: gspread.Worksheet) -> None:
    assert tab.update_acell("C2", "3/10/2026")["updatedRange"] == "Sheet1!C2"
    tab.update_cell(3, 3, "=1/2")
    assert tab.get("C2:C3", value_render_option=ValueRenderOption.unformatted) == [[46091], [0.5]]
    cells = tab.range("A2:B3")
    for number, cell in enumerate(cells):
        cell.value = f"=n{number}"
    assert tab.update_cells(cells)["updatedCells"] == 4
    assert tab.get("A2:B3") == [["=n0", "=n1"], ["=n2", "=n3"]]
    assert refused(lambda: tab.update_acell("G1", "x"))[0] == 400
    assert refused(lambda: tab.update_cells([gspread.Cell(11, 1, "x")]))[0] == 400


@pytest.mark.exercises("Worksheet.update", "Worksheet.batch_update")
def test_ranges_are_written_raw_or_typed(tab: gspread.Worksheet) -> None:
    done = tab.update(
        [["1", "=1+1"]],
        "C2",
        raw=False,
        include_values_in_response=True,
        response_value_render_option=ValueRenderOption.unformatted,
    )
    assert done["updatedData"]["values"] == [[1, 2]]
    tab.update([["a", "b"], [None, ""]], "C2", major_dimension=Dimension.cols)
    assert tab.get("C2:D3") == [["a", "2"], ["b"]]
    done = tab.batch_update([{"range": "E1", "values": [[1]]}, {"range": "F2", "values": [["x"]]}])
    assert (done["totalUpdatedCells"], tab.get("E1:F2")) == (2, [["1"], ["", "x"]])
    told = refused(lambda: tab.update([["x"], ["y"], ["z"]], "A1:B2"))
    assert told == (
        400,
        "Requested writing within range [Sheet1!A1:B2], but tried writing to row [3]",
    )
    assert refused(lambda: tab.batch_update([{"range": "A99", "values": [[1]]}]))[0] == 400


@pytest.mark.exercises("Worksheet.append_row", "Worksheet.append_rows")
def test_rows_are_added_below_and_the_grid_grows(tab: gspread.Worksheet) -> None:
    done = tab.append_row(["belt", 1])
    assert (done["tableRange"], done["updates"]["updatedRange"]) == ("Sheet1!A1:B3", "Sheet1!A4:B4")
    tab.append_rows([["x", "=1+1"]] * 8, value_input_option="USER_ENTERED")
    again = tab.spreadsheet.sheet1
    assert (again.row_count, again.acell("B12").value) == (12, "2")
    tab.append_rows([["in"]], insert_data_option="INSERT_ROWS", table_range="A1:B4")
    assert tab.spreadsheet.sheet1.row_count == 13
    assert refused(lambda: tab.append_row(["x"], value_input_option="TYPED"))[0] == 400


@pytest.mark.exercises("Worksheet.insert_row", "Worksheet.insert_rows", "Worksheet.insert_cols")
def test_rows_and_columns_are_put_between(tab: gspread.Worksheet) -> None:
    tab.update([["=B2+B3"]], "D3", raw=False)
    tab.insert_row(["belt", 5], index=2)
    tab.insert_rows([["a"], ["b"]], row=3, inherit_from_before=True)
    tab.insert_cols([["no", 1, 2]], col=1)
    assert tab.get("A1:C6") == [
        ["no", "part", "qty"],
        ["1", "belt", "5"],
        ["2", "a"],
        ["", "b"],
        ["", "pump", "2"],
        ["", "fan", "10"],
    ]
    assert tab.acell("E6", ValueRenderOption.formula).value == "=C5+C6"
    again = tab.spreadsheet.sheet1
    assert (again.row_count, again.col_count) == (13, 7)
    assert refused(lambda: tab.insert_row(["x"], index=99))[0] == 400


@pytest.mark.exercises("Worksheet.clear", "Worksheet.batch_clear")
def test_cells_are_emptied_and_keep_their_formats(tab: gspread.Worksheet) -> None:
    tab.format("A2", {"textFormat": {"bold": True}})
    assert tab.batch_clear(["A2", "B3"])["clearedRanges"] == ["Sheet1!A2", "Sheet1!B3"]
    assert tab.get() == [["part", "qty"], ["", "2"], ["fan"]]
    assert tab.clear()["clearedRange"] == "Sheet1!A1:F10"
    assert tab.get() == [[]]
    data = tab.client.spreadsheets_get(
        tab.spreadsheet_id, {"ranges": "A2", "fields": "sheets.data.rowData.values"}
    )
    cell = data["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    assert cell["userEnteredFormat"] == {"textFormat": {"bold": True}}
    assert refused(lambda: tab.batch_clear(["A0"]))[0] == 400


@pytest.mark.exercises("Worksheet.find", "Worksheet.findall", "Worksheet.expand")
def test_cells_are_found(tab: gspread.Worksheet) -> None:
    found = tab.find("FAN", case_sensitive=False)
    assert found is not None
    assert found.address == "A3"
    assert [cell.address for cell in tab.findall(re.compile("p"))] == ["A1", "A2"]
    assert tab.findall("2", in_column=2)[0].address == "B2"
    assert tab.find("belt") is None
    tab.update([["apart"]], "E6")
    assert tab.expand("A1") == ALL
    assert tab.expand("A2", TableDirection.right) == [["pump", "2"]]


@pytest.mark.exercises("Worksheet.sort")
def test_rows_are_sorted_below_the_frozen_ones(tab: gspread.Worksheet) -> None:
    tab.freeze(rows=1)
    tab.update([["belt", 2]], "A5")
    tab.sort((2, "asc"), (1, "des"))
    assert tab.get() == [["part", "qty"], ["pump", "2"], ["belt", "2"], ["fan", "10"]]
    tab.sort((1, "asc"), range="A2:B3")
    assert tab.col_values(1) == ["part", "belt", "pump", "fan"]
    with pytest.raises(ValueError, match="asc"):
        tab.sort((1, "up"))


@pytest.mark.exercises("Worksheet.copy_range", "Worksheet.cut_range")
def test_a_range_is_copied_and_cut_with_what_belongs_to_it(tab: gspread.Worksheet) -> None:
    tab.update([["=B2"]], "C2", raw=False)
    tab.copy_range("A2:C2", "A5:C5")
    assert tab.get("A5:C5") == [["pump", "2", "2"]]
    assert tab.acell("C5", ValueRenderOption.formula).value == "=B5"
    tab.copy_range("C2", "F2", paste_type="PASTE_VALUES")
    assert tab.acell("F2", ValueRenderOption.formula).value == 2
    tab.cut_range("A2:B2", "D8:E8")
    assert (tab.get("A2:B2"), tab.get("D8:E8")) == ([[]], [["pump", "2"]])
    assert tab.acell("C2", ValueRenderOption.formula).value == "=E8"
    assert refused(lambda: tab.cut_range("A3:B3", "F10:G10"))[0] == 400
