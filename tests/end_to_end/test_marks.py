"""Whoever types a wrong row in a settings tab reads there what is wrong; it goes when the row is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetflow.model import Scalar
from tests.end_to_end.desk import Desk, open_desk


def said(desk: Desk, tab: str, at: int) -> str:
    return str(desk.rows(tab)[at - 2].get("problem", ""))


def test_a_wrong_price_says_so_in_its_row_until_it_is_mended(desk: Desk) -> None:
    desk.type_row(tab="price_list", item_no="BAD", name="坏", kind="配件", price="-5")
    desk.rest()
    assert said(desk, "price_list", 2).startswith("价格:-5.00。价格不能是负数")
    assert desk.is_settled()

    desk.type_at(2, tab="price_list", price="5")
    desk.rest()
    assert said(desk, "price_list", 2) == ""


def test_of_two_rows_alike_the_lower_says_so_wherever_it_is_moved(desk: Desk) -> None:
    desk.type_row(tab="staff", no="'01", name="陈立二")
    desk.rest()
    last = len(desk.rows("staff")) + 1
    assert said(desk, "staff", last) == "工号:上面已有一行相同的。请合成一行。更正前这一行不生效"
    desk.tab("staff").insert_row([], 2)
    desk.rest()
    assert (said(desk, "staff", last), said(desk, "staff", last + 1)[:3]) == ("", "工号:")


@pytest.mark.parametrize(
    ("tab", "cells", "sentence"),
    [
        ("leads", {"kind": "什么", "need": "灶", "ticket_no": ""}, "什么"),
        ("leads", {"need": "灶", "ticket_no": "WX123"}, "没有单号「WX123」的工单"),
        ("customers", {"phone": "138-0000-0009", "care_months": "很久"}, "很久"),
        ("contacts", {"ticket_no": "WX123", "result": "接通"}, "没有单号「WX123」的工单"),
        ("parts", {"part_no": "PWR-001", "price": "很贵"}, "单价:"),
    ],
)
def test_a_row_of_any_tab_says_what_is_wrong_with_it(
    desk: Desk, tab: str, cells: dict[str, Scalar], sentence: str
) -> None:
    desk.type_row(tab=tab, **cells)
    desk.work(4)  # one that is typed gets its number once it hasn't changed for a cycle
    assert sentence in said(desk, tab, len(desk.rows(tab)) + 1)


def test_the_mark_has_its_colour(desk: Desk) -> None:
    meta = desk.people.fetch_sheet_metadata()
    tabs = {sheet["properties"]["title"]: sheet for sheet in meta["sheets"]}
    [rule] = tabs["收费标准"]["conditionalFormats"]
    assert rule["booleanRule"]["condition"]["values"] == [{"userEnteredValue": "=LEN($I2)>0"}]


def test_a_workbook_of_before_gets_the_column_and_keeps_its_rows(folder: Path) -> None:
    with open_desk(folder) as desk:
        worksheet = desk.tab("price_list")
        worksheet.delete_columns(desk.column("problem", "price_list"))
        desk.type_row(tab="price_list", item_no="BAD", kind="配件", price="-5")
        desk.rest()
        made = desk.house.provision()
        assert "收费标准·问题" in made.columns
        desk.rest()
        assert said(desk, "price_list", 2).startswith("价格:-5.00")
        assert desk.rows("price_list")[0]["item_no"] == "BAD"
