"""Prices, warranty, contracts and parts are read from their tabs; of a wrong row the last good version goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sheetflow.cells import Sheet, encoder
from sheetflow.charges import (
    Case,
    Contract,
    Part,
    Price,
    Product,
    Tariff,
    WarrantyTerm,
    Work,
    assess,
    charge,
)
from sheetflow.errors import Problem
from sheetflow.model import Language, Scalar, Table
from sheetflow.policy import Policy
from sheetflow.settings_tabs import read_policy
from tests.builders import SHANGHAI, schema

SCHEMA = schema()
Row = dict[str, Scalar]
LABOUR: Row = {
    "item_no": "LAB", "name": "工时", "kind": "工时", "price": "120", "unit": "小时",
    "product_type": "冷柜", "from": "2026-01-01", "to": "2026-12-31",
}  # fmt: skip
TERM: Row = {"product_type": "冷柜", "part_no": "CMP-50", "months": 36, "from": "2025-01-01"}
CONTRACT: Row = {
    "contract_no": "XY-01", "customer_no": "K-001", "from": "2026-01-01", "to": "2026-12-31",
    "parts": "免费", "labour": "折扣", "discount_percent": "20%",
}  # fmt: skip
PART: Row = {"part_no": "GSK-02", "name": "门封条", "price": 90, "on_hand": 5}
GOOD = {"price_list": LABOUR, "warranty": TERM, "contracts": CONTRACT, "parts": PART}


def tab(name: str, *rows: Row) -> dict[str, Table]:
    """Give a tab with these rows, in the schema's columns."""
    keys = [column.key for column in SCHEMA.tab(name).columns]
    places = {key: at for at, key in enumerate(keys)}
    return {name: Table(name, places, [[row.get(key, "") for key in keys] for row in rows])}


def read(
    tables: dict[str, Table], last: Policy | None = None, language: Language = "zh"
) -> tuple[Policy, tuple[Problem, ...]]:
    return read_policy(SCHEMA, tables, language=language, zone=SHANGHAI, last=last)


def values(rates: Tariff) -> list[Any]:
    kept = (rates.prices, rates.warranties, rates.contracts, rates.parts)
    return [one for rows in kept for one in rows.values()]


def test_each_tabs_row_is_read_as_written() -> None:
    policy, problems = read(
        {name: table for key, row in GOOD.items() for name, table in tab(key, row).items()}
    )
    assert problems == ()
    assert values(policy.tariff) == [
        Price("LAB", "工时", "labour", Decimal("120.00"), "冷柜", "hour", date(2026, 1, 1), date(2026, 12, 31)),
        WarrantyTerm("冷柜", 36, "CMP-50", date(2025, 1, 1)),
        Contract(
            "XY-01", "K-001", date(2026, 1, 1), date(2026, 12, 31), "free", "discount", Decimal("20.00")
        ),
        Part("GSK-02", "门封条", Decimal("90.00")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "wrong", "where", "found"),
    [
        ("price_list", {"price": "很贵"}, "收费标准!2 价格", "「很贵」不是金额"),
        ("price_list", {"price": ""}, "收费标准!2 价格", "没有价格"),
        ("price_list", {"price": "-5"}, "收费标准!2 价格", "-5.00"),
        ("price_list", {"kind": "罚款"}, "收费标准!2 类型", "「罚款」"),
        ("price_list", {"kind": ""}, "收费标准!2 类型", "没有类型"),
        ("price_list", {"unit": "公里"}, "收费标准!2 单位", "「公里」没法计数"),
        ("price_list", {"kind": "上门", "unit": "小时"}, "收费标准!2 单位", "「小时」没法计数"),
        ("price_list", {"to": "2025-12-31"}, "收费标准!2 停用", "2025-12-31 早于 2026-01-01"),
        ("price_list", {"from": "年初"}, "收费标准!2 起用", "「年初」不是日期"),
        ("warranty", {"months": ""}, "保修政策!2 月数", "没有月数"),
        ("warranty", {"months": "三年"}, "保修政策!2 月数", "「三年」不是整数"),
        ("warranty", {"months": -1}, "保修政策!2 月数", "-1"),
        ("warranty", {"months": 601}, "保修政策!2 月数", "601"),
        ("warranty", {"from": "去年"}, "保修政策!2 起用", "「去年」不是日期"),
        ("contracts", {"parts": "一半"}, "协议客户!2 配件", "「一半」"),
        ("contracts", {"discount_percent": ""}, "协议客户!2 折扣", "有「折扣」却没有百分比"),
        ("contracts", {"discount_percent": "120%"}, "协议客户!2 折扣", "「120%」不是0%到100%"),
        ("contracts", {"to": "2025-12-31"}, "协议客户!2 止", "2025-12-31 早于 2026-01-01"),
        ("parts", {"price": "面议"}, "配件库存!2 单价", "「面议」不是金额"),
        ("parts", {"price": -1}, "配件库存!2 单价", "-1.00"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_and_its_last_good_version_goes_on(
    name: str, wrong: Row, where: str, found: str
) -> None:
    last, _ = read(tab(name, GOOD[name]))
    policy, (problem,) = read(tab(name, {**GOOD[name], **wrong}), last)
    assert policy.tariff == last.tariff
    assert problem.where == where
    assert problem.found.startswith(found)
    assert "更正前按上次的有效内容执行" in problem.remedy


@pytest.mark.parametrize(
    ("name", "nameless", "where"),
    [
        ("price_list", {"item_no": ""}, "收费标准!2 项目编号"),
        ("warranty", {"product_type": "", "part_no": ""}, "保修政策!2 产品类别"),
        ("contracts", {"contract_no": ""}, "协议客户!2 协议编号"),
        ("parts", {"part_no": ""}, "配件库存!2 型号"),
    ],
)  # fmt: skip
def test_a_row_without_its_name_is_told_and_counts_for_nothing(
    name: str, nameless: Row, where: str
) -> None:
    policy, (problem,) = read(tab(name, {**GOOD[name], **nameless}))
    assert values(policy.tariff) == []
    assert problem.where == where
    assert problem.remedy.endswith("更正前这一行不生效")


@pytest.mark.parametrize("name", ["price_list", "warranty"])
def test_a_row_stands_beside_its_older_version_by_the_day_it_begins(name: str) -> None:
    newer: Row = {**GOOD[name], "from": "2026-07-01"}
    policy, problems = read(tab(name, GOOD[name], newer))
    assert problems == ()
    assert len(values(policy.tariff)) == 2


@pytest.mark.parametrize("name", list(GOOD))
def test_a_second_row_that_says_the_same_is_told_and_the_upper_counts(name: str) -> None:
    last, _ = read(tab(name, GOOD[name]))
    policy, (problem,) = read(tab(name, GOOD[name], GOOD[name]))
    assert policy.tariff == last.tariff
    assert problem.found == "上面已有一行相同的"
    assert "!3 " in problem.where


def test_a_mistyped_day_is_that_rows_whose_day_is_missing() -> None:
    older, newer = TERM, {**TERM, "months": 60, "from": "2026-01-01"}
    last, _ = read(tab("warranty", older, newer))
    policy, problems = read(tab("warranty", {**newer, "from": "元旦"}, older), last)
    assert policy.tariff.warranties == last.tariff.warranties
    assert [problem.where for problem in problems] == ["保修政策!2 起用"]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"from": "2026-01-01", "months": "?"}, id="a-day-of-its-own"),
        pytest.param({"product_type": "灶", "from": "?"}, id="another-product"),
    ],
)
def test_a_wrong_row_is_no_version_of_one_that_it_never_was(wrong: Row) -> None:
    last, _ = read(tab("warranty", TERM))
    policy, (problem,) = read(tab("warranty", {**TERM, **wrong}), last)
    assert policy.tariff.warranties == {}
    assert problem.remedy.endswith("更正前这一行不生效")


def test_of_two_rows_that_say_the_same_the_upper_counts_as_it_stands_now() -> None:
    last, _ = read(tab("warranty", TERM))
    policy, _ = read(tab("warranty", {**TERM, "months": 60}, {**TERM, "months": 24}), last)
    assert [one.months for one in policy.tariff.warranties.values()] == [60]


def test_of_two_mistyped_days_each_row_keeps_its_own() -> None:
    older, newer = TERM, {**TERM, "months": 60, "from": "2026-01-01"}
    last, _ = read(tab("warranty", older, newer))
    policy, _ = read(tab("warranty", {**older, "from": "?"}, {**newer, "from": "?"}), last)
    assert policy.tariff.warranties == last.tariff.warranties


@pytest.mark.parametrize("tables", [{}, tab("contracts")])
def test_a_tab_that_is_gone_leaves_its_rows_in_force_and_an_emptied_one_has_none(
    tables: dict[str, Table],
) -> None:
    last, _ = read(tab("contracts", CONTRACT))
    policy, _ = read(tables, last)
    assert bool(policy.tariff.contracts) is not bool(tables)


@pytest.mark.parametrize(
    ("unit", "measure"),
    [
        ("", "each"),
        ("次", "each"),
        ("小时", "hour"),
        ("/小时", "hour"),
        ("Hour", "hour"),
        ("分钟", "minute"),
    ],
)
def test_a_services_unit_says_by_what_it_is_multiplied(unit: str, measure: str) -> None:
    policy, _ = read(tab("price_list", {**LABOUR, "unit": unit}))
    assert [row.measure for row in policy.tariff.prices.values()] == [measure]


def test_a_parts_unit_is_whatever_it_is_called() -> None:
    policy, problems = read(tab("price_list", {**LABOUR, "kind": "配件", "unit": "米"}))
    assert ([row.measure for row in policy.tariff.prices.values()], problems) == (["each"], ())


def test_what_a_contract_does_not_grant_is_charged() -> None:
    policy, problems = read(tab("contracts", {"contract_no": "XY-02"}))
    assert (values(policy.tariff), problems) == ([Contract("XY-02")], ())


def test_a_parts_stock_makes_no_new_policy_and_its_price_does() -> None:
    last, _ = read(tab("parts", PART))
    assert read(tab("parts", {**PART, "on_hand": 4, "aliases": "?"}), last)[0] is last
    policy, _ = read(tab("parts", {**PART, "price": 95}), last)
    assert policy.version != last.version


@pytest.mark.parametrize("other", [PART, {**PART, "minimum": "很少", "active": "也许"}])
def test_only_a_parts_number_and_price_are_looked_at(other: Row) -> None:
    policy, problems = read(tab("parts", other))
    assert (values(policy.tariff), problems) == ([Part("GSK-02", "门封条", Decimal("90.00"))], ())


@pytest.mark.parametrize("name", ["price_list", "warranty", "contracts"])
def test_any_change_in_them_is_another_version(name: str) -> None:
    one, other = tab(name, GOOD[name]), tab(name)
    assert read(one)[0].version != read(other)[0].version


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_workbook_gives_every_product_a_year(language: Language) -> None:
    spec, sheet = SCHEMA.tab("warranty"), Sheet(SHANGHAI, language)
    rows = [
        {key: encoder(spec.column(key), sheet)(value) for key, value in row.items()}
        for row in spec.first_rows(language)
    ]
    policy, problems = read(tab("warranty", *rows), language=language)
    of = Case(Product("", "洗碗机 XW-80", date(2025, 3, 10)), date(2026, 3, 10))
    assert problems == ()
    assert assess(policy.tariff, of).standing == "in_warranty"
    assert (
        assess(policy.tariff, replace(of, reported=date(2026, 3, 11))).standing == "out_of_warranty"
    )


def test_the_demonstrations_dishwasher_is_700_by_the_tabs() -> None:
    parts: list[Row] = [{"part_no": "PWR-001", "price": 180}, {"part_no": "SCR-07", "price": 520}]
    policy, _ = read(tab("parts", *parts) | tab("warranty", {"product_type": "其他", "months": 12}))
    of = Case(Product("", "洗碗机 XW-80", date(2023, 6, 1)), date(2026, 3, 10))
    work = Work({"PWR-001": 1, "SCR-07": 1})
    kinds = policy.schema.policy.charges
    made = charge(policy.tariff, of, work, kinds=kinds, on=date(2026, 3, 10))
    assert (kinds, made.whole.standing, made.due) == (
        ("part",),
        "out_of_warranty",
        Decimal("700.00"),
    )


def shown_in(page: Path) -> dict[str, Table]:
    """Give the tabs whose rows a page shows, each table's header as the workbook has it."""
    tables: dict[str, Table] = {}
    for block in page.read_text("utf-8").split("\n\n"):
        lines = [line.strip("|").split("|") for line in block.splitlines() if line.startswith("|")]
        if not lines:
            continue
        header, _, *rows = [[cell.strip() for cell in line] for line in lines]
        name = next(one for one in GOOD if all(map(SCHEMA.tab(one).by_label, header)))
        keys = [str(SCHEMA.tab(name).by_label(label)) for label in header]
        tables |= tab(name, *(dict(zip(keys, row, strict=True)) for row in rows))
    return tables


def test_the_rows_that_the_handbook_shows_are_read_and_mean_what_it_says() -> None:
    page = Path(__file__).parents[1] / "docs" / "howto" / "prices.md"
    policy, problems = read(shown_in(page))
    assert problems == ()
    assert (len(policy.tariff.warranties), len(policy.tariff.prices)) == (4, 4)
    washer = Case(Product("洗碗机", "XW-80", date(2026, 1, 1)), date(2027, 6, 1))
    older = replace(washer, product=Product("洗碗机", "XW-80", date(2025, 12, 31)))
    standings = [
        assess(policy.tariff, of, part).standing
        for of in (washer, older)
        for part in ("", "CMP-50", "GSK-02")
    ]
    ins, out = "in_warranty", "out_of_warranty"
    assert standings == [ins, ins, out, out, ins, out]
    freezer, july = Product("冷柜", "LG-600"), date(2026, 7, 1)
    prices = [
        policy.tariff.price("labour", freezer, july),
        policy.tariff.price("labour", washer.product, july),
        policy.tariff.price("part", freezer, july, item_no="GSK-02"),
    ]
    assert [one and (one.item_no, one.amount) for one in prices] == [
        ("LAB-ICE", 160),
        ("LAB", 120),
        ("GSK-02", 95),
    ]
