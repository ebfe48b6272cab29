"""gspread.Worksheet: formats, notes, merges, names, filters, protection, validation."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.utils import MergeType, ValidationConditionType

from tests.localsheets.reach.conftest import refused

pytestmark = pytest.mark.documented


def cell(tab: gspread.Worksheet, a1: str, of: str) -> Any:
    fields = {"ranges": a1, "fields": f"sheets.data.rowData.values.{of}"}
    [sheet] = tab.client.spreadsheets_get(tab.spreadsheet_id, fields)["sheets"]
    return sheet["data"][0]["rowData"][0]["values"][0].get(of, {})


def part(tab: gspread.Worksheet, name: str) -> Any:
    """Return a list or object beside the cells, None when there is none."""
    return tab.spreadsheet.fetch_sheet_metadata()["sheets"][0].get(name)


@pytest.mark.exercises("Worksheet.format", "Worksheet.batch_format")
def test_cells_are_formatted(tab: gspread.Worksheet) -> None:
    bold = {"textFormat": {"bold": True}}
    tab.format(["A1:B1", "A3"], bold)
    tab.batch_format(
        [{"range": "B2:B3", "format": {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}}}]
    )
    assert cell(tab, "A3", "userEnteredFormat") == bold
    assert tab.get("B2:B3") == [["2.00"], ["10.00"]]
    code, told = refused(lambda: tab.format("A1", {"colour": "red"}))
    assert (code, "colour" in told) == (400, True)


@pytest.mark.exercises(
    "Worksheet.update_note",
    "Worksheet.update_notes",
    "Worksheet.insert_note",
    "Worksheet.insert_notes",
    "Worksheet.get_note",
    "Worksheet.get_notes",
    "Worksheet.clear_note",
    "Worksheet.clear_notes",
)
def test_notes_are_written_read_and_cleared(tab: gspread.Worksheet) -> None:
    tab.update_note("A1", "one")
    tab.insert_note("B2", "two")
    tab.update_notes({"A3": "three"})
    tab.insert_notes({"C3": "four"})
    assert (tab.get_note("A1"), tab.get_note("F9")) == ("one", "")
    assert tab.get_notes() == [["one"], ["", "two"], ["three", "", "four"]]
    assert tab.get_notes(grid_range="A3:B3", default_empty_value=None)[0][0] == "three"
    tab.clear_note("A1")
    tab.clear_notes(["B2", "A3"])
    assert [note for row in tab.get_notes() for note in row if note] == ["four"]
    assert tab.get("A1:B2") == [["part", "qty"], ["pump", "2"]]
    assert refused(lambda: tab.update_note("A11", "x"))[0] == 400
    assert refused(lambda: tab.get_note("A11"))[0] == 400


@pytest.mark.exercises("Worksheet.merge_cells", "Worksheet.unmerge_cells", "Worksheet.batch_merge")
def test_cells_are_merged_and_parted(tab: gspread.Worksheet) -> None:
    tab.merge_cells("A1:B1")
    assert tab.get("A1:B1") == [["part"]]
    tab.batch_merge([{"range": "C1:D2", "mergeType": MergeType.merge_rows}, {"range": "C5:D6"}])
    assert len(part(tab, "merges")) == 4
    tab.unmerge_cells("A1:F10")
    assert part(tab, "merges") is None
    tab.merge_cells("A1:B2")
    assert refused(lambda: tab.merge_cells("B2:C3"))[0] == 400
    assert refused(lambda: tab.unmerge_cells("B2:C3"))[0] == 400


@pytest.mark.exercises("Worksheet.define_named_range", "Worksheet.delete_named_range")
def test_a_range_gets_a_name_and_loses_it(tab: gspread.Worksheet) -> None:
    reply = tab.define_named_range("A2:B3", "parts")["replies"][0]["addNamedRange"]["namedRange"]
    assert tab.get("parts") == [["pump", "2"], ["fan", "10"]]
    code, told = refused(lambda: tab.define_named_range("A1", "PARTS"))
    assert (code, "Cannot add named range with name: PARTS" in told) == (400, True)
    tab.delete_named_range(reply["namedRangeId"])
    assert tab.spreadsheet.list_named_ranges() == []
    assert refused(lambda: tab.delete_named_range(reply["namedRangeId"]))[0] == 400


@pytest.mark.exercises("Worksheet.add_protected_range", "Worksheet.delete_protected_range")
def test_a_range_is_protected_and_free_again(tab: gspread.Worksheet) -> None:
    done = tab.add_protected_range(
        "A1:B1", editor_users_emails=["otto@example.com"], description="head"
    )
    key = done["replies"][0]["addProtectedRange"]["protectedRange"]["protectedRangeId"]
    [protected] = tab.spreadsheet.list_protected_ranges(tab.id)
    assert (protected["protectedRangeId"], protected["description"]) == (key, "head")
    assert protected["editors"]["users"] == ["otto@example.com"]
    tab.delete_protected_range(key)
    assert tab.spreadsheet.list_protected_ranges(tab.id) == []
    assert refused(lambda: tab.delete_protected_range(key))[0] == 400


@pytest.mark.exercises("Worksheet.set_basic_filter", "Worksheet.clear_basic_filter")
def test_a_tab_gets_a_filter_and_loses_it(tab: gspread.Worksheet) -> None:
    tab.set_basic_filter("A1:B3")
    assert part(tab, "basicFilter")["range"]["endRowIndex"] == 3
    tab.set_basic_filter()
    assert part(tab, "basicFilter")["range"].get("endRowIndex") in (None, 10)
    tab.clear_basic_filter()
    assert part(tab, "basicFilter") is None


@pytest.mark.exercises("Worksheet.add_validation")
def test_a_range_gets_a_drop_down(tab: gspread.Worksheet) -> None:
    kinds = ValidationConditionType
    tab.add_validation("C2:C9", kinds.one_of_list, ["a", "b"], strict=True, showCustomUi=True)
    rule = cell(tab, "C5", "dataValidation")
    assert [value["userEnteredValue"] for value in rule["condition"]["values"]] == ["a", "b"]
    assert (rule["strict"], rule["showCustomUi"]) == (True, True)
    tab.add_validation("D2", kinds.number_between, ["1", "5"], inputMessage="1 to 5")
    assert cell(tab, "D2", "dataValidation")["inputMessage"] == "1 to 5"
    assert refused(lambda: tab.add_validation("D3", kinds.one_of_list, [1]))[0] == 400
    tab.update([["no drop-down stops a program"]], "C2")
    assert tab.acell("C2").value == "no drop-down stops a program"
