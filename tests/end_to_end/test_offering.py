"""The drop-down of 维修工程师 offers who can be sent, a cycle after 人员 says so, and setting up changes nothing."""

from __future__ import annotations

from typing import Any

from gspread.utils import rowcol_to_a1

from tests.end_to_end.desk import Desk


def rule(desk: Desk, column: str) -> dict[str, Any]:
    """Give the drop-down in the first row below the header."""
    cell = f"{desk.tab().title}!{rowcol_to_a1(2, desk.column(column))}"
    wanted = {"ranges": cell, "fields": "sheets.data.rowData.values.dataValidation"}
    found: dict[str, Any] = desk.people.fetch_sheet_metadata(wanted)
    [value] = found["sheets"][0]["data"][0]["rowData"][0]["values"]
    condition: dict[str, Any] = value["dataValidation"]["condition"]
    return condition


def offered(desk: Desk, column: str = "technician") -> list[str]:
    """Give the choices of a drop-down: the filled cells of the range that it names."""
    condition = rule(desk, column)
    assert condition["type"] == "ONE_OF_RANGE"
    [value] = condition["values"]
    rows = desk.people.values_get(value["userEnteredValue"].removeprefix("=")).get("values", [])
    return [cell for row in rows for cell in row if cell]


def test_technicians_are_offered_and_the_office_is_not(desk: Desk) -> None:
    assert offered(desk) == ["陈立·工01", "刘勇·工02"]
    assert offered(desk, "helper") == offered(desk)


def test_a_change_of_the_staff_tab_is_offered_a_cycle_later(desk: Desk) -> None:
    desk.type_row(tab="staff", no="'03", name="赵明", roles="维修工程师")
    desk.type_at(3, tab="staff", active="FALSE")
    desk.work()
    assert offered(desk) == ["陈立·工01", "赵明·工03"]
    desk.type_at(2, tab="staff", name="陈力")
    desk.type_at(3, tab="staff", active="TRUE", roles="内勤")
    desk.work()
    assert offered(desk) == ["陈力·工01", "赵明·工03"]
    desk.rest()
    assert desk.is_settled()


def test_what_is_chosen_from_it_is_understood(desk: Desk) -> None:
    number = desk.report()
    desk.rest()
    desk.type(number, technician=offered(desk)[1])
    desk.rest()
    assert desk.row(number)["technician"] == "刘勇·工02"
    assert desk.house.ledger.records()[number].technician == "02"


def test_setting_up_again_changes_nothing_and_the_offer_stays(desk: Desk) -> None:
    assert not desk.house.provision().changed
    desk.type_row(tab="staff", no="'03", name="赵明", roles="维修工程师")
    desk.work()
    assert not desk.house.provision().changed
    assert offered(desk) == ["陈立·工01", "刘勇·工02", "赵明·工03"]


def test_a_sorted_staff_tab_and_a_name_typed_over_are_put_right(desk: Desk) -> None:
    desk.tab("staff").sort((desk.column("no", "staff"), "des"), range="A2:ZZ6")
    desk.type_at(2, tab="staff", offered_as="老板")
    desk.work()
    assert sorted(offered(desk)) == ["刘勇·工02", "陈立·工01"]
    desk.rest()
    assert desk.is_settled()


def test_a_spreadsheet_that_offered_everybody_is_changed_once(desk: Desk) -> None:
    column = desk.column("technician") - 1
    tab = desk.tab()
    whole = {
        "sheetId": tab.id,
        "startRowIndex": 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    names = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "='人员'!$B$2:$B"}]}
    request = {"range": whole, "rule": {"condition": names, "showCustomUi": True}}
    desk.people.batch_update({"requests": [{"setDataValidation": request}]})
    assert "林静" in offered(desk)
    assert desk.house.provision().changed
    assert offered(desk) == ["陈立·工01", "刘勇·工02"]
    assert not desk.house.provision().changed
