"""The fee card: what the price list says today, and nothing that it doesn't say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sheetflow.model import BadCell, Table, Text, Value
from tests.builders import policy_of
from tests.documents.conftest import print_out, rows, table
from tests.documents.test_papers import PARTS

TODAY, YESTERDAY, TOMORROW = (date(2026, 3, day) for day in (10, 9, 11))
GENERIC = policy_of(profile="generic")


def price(name: str, kind: str = "part", amount: Value = 65, **more: Value) -> dict[str, Value]:
    return {"item_no": "A-1", "name": name, "kind": kind, "price": amount, "unit": "次", **more}


def card(*tables: Table, **more: Any) -> Any:
    return print_out("fee_card", None, *tables, **more)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        pytest.param(None, None, True, id="always"),
        pytest.param(TODAY, None, True, id="from today"),
        pytest.param(None, TODAY, True, id="up to today"),
        pytest.param(TOMORROW, None, False, id="from tomorrow"),
        pytest.param(None, YESTERDAY, False, id="up to yesterday"),
    ],
)
def test_a_price_is_shown_on_the_days_on_which_it_holds(
    start: date | None, end: date | None, shown: bool
) -> None:
    listed = table("price_list", {**price("点火器"), "from": start, "to": end}, price("热电偶"))
    names = [row[0] for row in rows(card(listed), "配件")]
    assert names == (["A-1 点火器", "A-1 热电偶"] if shown else ["A-1 热电偶"])


def test_each_kind_of_charge_has_its_table_and_a_kind_that_isnt_charged_none() -> None:
    listed = table(
        "price_list",
        price("点火器", unit="件"),
        price("上门费", "call_out", 30, unit="次", product_type="制冷"),
    )
    generic = card(listed, policy=GENERIC)
    assert rows(generic, "配件") == [("A-1 点火器", "件", "65.00")]
    assert rows(generic, "上门") == [("上门费", "制冷", "次", "30.00")]
    assert "上门费" not in card(listed).html  # stove charges parts only (P1 4.7.3)


def test_a_part_in_use_that_the_list_leaves_out_has_its_own_price() -> None:
    stocked = table(
        "parts",
        {"part_no": "IGN-220", "name": "点火器", "price": 65},
        {"part_no": "TC-08", "name": "热电偶", "price": 35},
        {"part_no": "OLD-1", "name": "旧件", "price": 1, "active": False},
        {"part_no": "NEW-1", "name": "还没定价"},
    )
    listed = table("price_list", price("热电偶", amount=40, item_no="tc-08"))
    assert rows(card(stocked, listed), "配件") == [
        ("tc-08 热电偶", "次", "40.00"),
        ("IGN-220 点火器", "", "65.00"),
    ]


def test_a_price_for_one_product_leaves_the_part_its_own_for_the_others() -> None:
    listed = table("price_list", price("点火器", amount=50, item_no="IGN-220", product_type="燃气"))
    assert rows(card(PARTS, listed), "配件") == [
        ("IGN-220 点火器", "燃气", "次", "50.00"),
        ("IGN-220 点火器", "", "件", "65.00"),
        ("TC-08 热电偶", "", "根", "35.00"),
    ]


def test_a_price_that_cant_be_read_is_left_out_and_told() -> None:
    bad = BadCell("面议", Text("", ""))
    printed = card(table("price_list", price("点火器", amount=bad), price("热电偶")))
    assert [row[0] for row in rows(printed, "配件")] == ["A-1 热电偶"]
    [note] = printed.notes
    assert "第2行没有印:「价格」" in note.zh
    assert "Row 2 of Price list isn't printed: 'Price'" in note.en


@pytest.mark.parametrize(
    ("row", "column"),
    [
        pytest.param(price("上门费", "call_out", -50), "价格", id="below nothing"),
        pytest.param(
            price("上门费", "call_out", 50, item_no=""), "项目编号", id="without its item"
        ),
        pytest.param(price("路程费", "travel", 3, unit="公里"), "单位", id="nobody can count it"),
        pytest.param(
            {**price("上门费", "call_out", 50), "from": TODAY, "to": YESTERDAY},
            "停用",
            id="backwards",
        ),
    ],
)
def test_a_price_that_does_not_count_is_left_out_and_told(
    row: dict[str, Value], column: str
) -> None:
    printed = card(table("price_list", row), policy=GENERIC)
    assert "还没有价格" in printed.html
    [note] = printed.notes
    assert f"收费标准第2行没有印:「{column}" in note.zh


def test_a_part_s_own_price_below_nothing_is_left_out_and_told() -> None:
    printed = card(table("parts", {"part_no": "IGN-220", "name": "点火器", "price": -65}))
    assert "点火器" not in printed.html
    assert "配件库存第2行没有印:「单价」" in printed.notes[0].zh


def test_without_prices_it_says_where_to_write_them() -> None:
    assert "还没有价格。请填在「收费标准」表里" in card().html
    assert "no prices yet" in card(language="en").html


def test_it_says_on_which_day_it_holds_and_what_goes_before_it() -> None:
    assert "2026-03-10 有效" in card().html
    assert "保修期内更换零配件免费" in card().html
    assert "Valid on 2026-03-10" in card(language="en").html
