"""A repair costs what the price list, the warranty, the contract, the quote and the discount make of it (P1 4.7)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.charges import (
    Contract,
    Discount,
    Line,
    Override,
    Part,
    Price,
    Quote,
    WarrantyTerm,
    Work,
    consent_holds,
    consent_missing,
)
from sheetflow.charges.tariff import Kind, Terms
from tests.charges.build import TODAY, case, fee, tariff, yuan

NEW, OLD = date(2025, 9, 1), date(2024, 9, 1)
ALL = ("part", "labour", "call_out", "travel")
LABOUR = Price("LAB", "工时", "labour", yuan("120"), measure="hour")
CALL_OUT = Price("OUT", "上门", "call_out", yuan("50"))
TRAVEL = Price("WAY", "路程", "travel", yuan("1.20"), measure="minute")
SERVICES = (LABOUR, CALL_OUT, TRAVEL)
WORK = Work({"GSK-02": 1}, timedelta(minutes=90), 2, timedelta(minutes=20))


def covers(lines: tuple[Line, ...]) -> list[tuple[str, str, Decimal]]:
    return [(line.item_no, line.covered_by, line.amount) for line in lines]


def test_the_dishwasher_out_of_warranty_costs_180_and_520() -> None:
    made = fee(tariff(), case(OLD), parts={"PWR-001": 1, "SCR-07": 1}, quote=Quote(yuan("700.00")))
    assert covers(made.lines) == [("PWR-001", "", yuan("180.00")), ("SCR-07", "", yuan("520.00"))]
    assert (made.due, made.complete, made.overrides_price) == (700, True, False)


def test_the_igniter_in_warranty_costs_nothing() -> None:
    made = fee(tariff(), case(NEW, "大锅灶 ZG-2A"), parts={"IGN-220": 1})
    assert covers(made.lines) == [("IGN-220", "warranty", yuan("0.00"))]
    assert (str(made.due), made.fee_bearing) == ("0.00", False)


def test_the_igniter_put_in_warranty_by_a_person_costs_nothing_either() -> None:
    word = Override("in_warranty", "老客户")
    made = fee(tariff(), case(None, "大锅灶 ZG-2A", override=word), parts={"IGN-220": 1})
    assert str(made.due) == "0.00"


def test_the_door_seal_out_of_warranty_is_90_and_owed() -> None:
    made = fee(tariff(), case(OLD, "冷柜 LG-600"), parts={"GSK-02": 1}, quote=Quote(yuan("90")))
    assert (made.due, made.fee_bearing) == (yuan("90.00"), True)


def test_without_a_quote_nothing_overrides_the_list_and_its_sum_is_asked() -> None:
    made = fee(tariff(), case(OLD, "冷柜 LG-600"), parts={"GSK-02": 1})
    assert (made.overrides_price, made.due, made.adjustment) == (False, yuan("90.00"), 0)


def test_what_is_unknown_is_charged() -> None:
    made = fee(tariff(), case(None), parts={"PWR-001": 2})
    assert (made.due, made.whole.standing) == (yuan("360.00"), "unknown")


def test_each_part_is_judged_by_its_own_months() -> None:
    rates = tariff(
        WarrantyTerm("其他", 12),
        WarrantyTerm("其他", 36, "CMP-50"),
        WarrantyTerm("其他", 3, "GSK-02"),
    )
    old = fee(rates, case(OLD), parts={"CMP-50": 1, "GSK-02": 1})
    assert covers(old.lines) == [
        ("CMP-50", "warranty", yuan("0.00")),
        ("GSK-02", "", yuan("90.00")),
    ]
    assert fee(rates, case(NEW), parts={"CMP-50": 1, "GSK-02": 1}).due == yuan("90.00")


def test_all_that_the_policy_charges_for_is_a_line_each() -> None:
    made = fee(tariff(prices=SERVICES), case(OLD), kinds=ALL, work=WORK)
    amounts = [(line.kind, line.quantity, line.amount) for line in made.lines]
    assert amounts == [
        ("part", 1, yuan("90.00")),
        ("labour", yuan("1.5"), yuan("180.00")),
        ("call_out", 2, yuan("100.00")),
        ("travel", 40, yuan("48.00")),
    ]
    assert made.due == yuan("418.00")


def test_the_stove_profile_charges_for_parts_only() -> None:
    made = fee(tariff(prices=SERVICES), case(OLD), work=WORK)
    assert made.due == yuan("90.00")


def test_in_warranty_nothing_costs_anything() -> None:
    made = fee(tariff(prices=SERVICES), case(NEW), kinds=ALL, work=WORK)
    assert made.due == 0
    assert {line.covered_by for line in made.lines} == {"warranty"}


def test_labour_by_the_job_is_one_however_long_it_took() -> None:
    flat = Price("LAB", "工时", "labour", yuan("100"))
    made = fee(tariff(prices=[flat]), case(OLD), kinds=["labour"], work=WORK)
    assert made.due == yuan("100.00")


@pytest.mark.parametrize(
    ("parts", "labour", "due"),
    [
        ("free", "free", "0.00"),
        ("free", "charged", "328.00"),
        ("charged", "free", "90.00"),
        ("discount", "discount", "334.40"),
        ("charged", "charged", "418.00"),
    ],
)
def test_a_contract_is_charged_by_its_terms(parts: Terms, labour: Terms, due: str) -> None:
    terms = Contract("XY-01", "K-001", parts=parts, labour=labour, discount_percent=Decimal(20))
    made = fee(
        tariff(prices=SERVICES, contracts=[terms]),
        case(OLD, customer_no="K-001"),
        kinds=ALL,
        work=WORK,
    )
    assert made.due == yuan(due)


def test_a_contract_pays_where_the_parts_own_warranty_has_ended() -> None:
    rates = tariff(
        WarrantyTerm("其他", 12), WarrantyTerm("其他", 3, "GSK-02"),
        contracts=[Contract("XY-01", "K-001", parts="free")],
    )  # fmt: skip
    made = fee(rates, case(NEW, customer_no="K-001"), parts={"GSK-02": 1})
    assert covers(made.lines) == [("GSK-02", "contract", yuan("0.00"))]


def test_a_row_of_the_price_list_beats_the_parts_own_price() -> None:
    row = Price("gsk-02", "门封条", "part", yuan("99"))
    made = fee(tariff(prices=[row]), case(OLD), parts={"GSK-02": 1, "PWR-001": 1})
    assert [line.amount for line in made.lines] == [99, 180]


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2025, 12, 31), "90.00"),
        (date(2026, 1, 1), "95.00"),
        (date(2026, 6, 30), "95.00"),
        (date(2026, 7, 1), "110.00"),
        (date(2027, 1, 1), "90.00"),
    ],
)
def test_the_price_of_the_day_counts(on: date, amount: str) -> None:
    rows = [
        Price("GSK-02", "", "part", yuan("95"), start=date(2026, 1, 1), end=date(2026, 12, 31)),
        Price("GSK-02", "", "part", yuan("110"), start=date(2026, 7, 1), end=date(2026, 12, 31)),
    ]
    assert fee(tariff(prices=rows), case(OLD), parts={"GSK-02": 1}, on=on).due == yuan(amount)


def test_a_products_own_price_beats_the_one_for_all() -> None:
    rows = [
        Price("OUT-1", "上门", "call_out", yuan("50"), start=date(2026, 3, 1)),
        Price("OUT-2", "上门", "call_out", yuan("80"), product_type="洗碗机"),
    ]
    rates = tariff(prices=rows)
    assert fee(rates, case(OLD), kinds=["call_out"]).due == 80
    assert fee(rates, case(OLD, "冷柜 LG-600"), kinds=["call_out"]).due == 50


def test_a_part_nobody_priced_is_named_and_leaves_the_fee_open() -> None:
    made = fee(tariff(), case(OLD), parts={"GSK-02": 1, "XX-9": 1})
    assert (made.unpriced, made.complete, made.fee_bearing, made.due) == (
        ("XX-9",),
        False,
        True,
        90,
    )


def test_a_part_without_a_price_is_no_matter_in_warranty() -> None:
    made = fee(tariff(parts=[Part("XX-9", "新件")]), case(NEW), parts={"XX-9": 1})
    assert (made.unpriced, made.complete, made.lines[0].name) == ((), True, "新件")


@pytest.mark.parametrize(
    ("quoted", "approved", "due"),
    [
        pytest.param("90", False, "90.00", id="as-the-list-has-it"),
        pytest.param("80", False, "80.00", id="nobody-pays-more-than-was-quoted"),
        pytest.param("120", False, "90.00", id="nor-more-than-the-list-says"),
        pytest.param("120", True, "120.00", id="unless-the-supervisor-stands-by-it"),
        pytest.param("-5", False, "90.00", id="a-negative-one-is-none"),
    ],
)
def test_of_quote_and_price_list(quoted: str, approved: bool, due: str) -> None:
    made = fee(tariff(), case(OLD), parts={"GSK-02": 1}, quote=Quote(yuan(quoted), approved))
    assert made.due == yuan(due)
    assert made.overrides_price == (quoted != "90")


def test_a_quote_in_warranty_is_not_charged() -> None:
    made = fee(tariff(), case(NEW), parts={"IGN-220": 1}, quote=Quote(yuan("65")))
    assert (made.due, made.overrides_price, made.fee_bearing) == (0, True, False)


@pytest.mark.parametrize(
    ("kinds", "parts"),
    [
        pytest.param(("part",), {}, id="no-parts-known-yet"),
        pytest.param(("part", "labour"), {"GSK-02": 1}, id="no-price-for-labour"),
        pytest.param(("part",), {"XX-9": 1}, id="a-part-without-a-price"),
    ],
)
def test_where_the_list_cannot_say_the_quote_counts(
    kinds: tuple[str, ...], parts: dict[str, int]
) -> None:
    made = fee(tariff(), case(OLD), kinds=kinds, parts=parts, quote=Quote(yuan("300")))
    assert (made.due, made.overrides_price) == (300, False)


def test_labour_by_the_hour_is_open_until_its_length_is_known() -> None:
    made = fee(tariff(prices=SERVICES), case(OLD), kinds=["labour"], work=Work())
    assert (made.complete, made.due, made.fee_bearing) == (False, 0, True)


@pytest.mark.parametrize(
    ("off", "due"), [("20", "70.00"), ("90", "0.00"), ("500", "0.00"), ("-20", "90.00")]
)
def test_a_discount_takes_off_what_there_is(off: str, due: str) -> None:
    made = fee(tariff(), case(OLD), parts={"GSK-02": 1}, discount=Discount(yuan(off), "老客户"))
    assert made.due == yuan(due)


@pytest.mark.parametrize(
    ("agreed", "asked", "new_fault", "holds"),
    [
        (None, "700", False, False),
        ("700", "700", False, True),
        ("700", "650", False, True),
        ("700", "700.01", False, False),
        ("700", "700", True, False),
    ],
)
def test_a_dearer_quote_or_a_new_fault_voids_the_consent(
    agreed: str | None, asked: str, new_fault: bool, holds: bool
) -> None:
    given = yuan(agreed) if agreed else None
    assert consent_holds(given, yuan(asked), new_fault=new_fault) is holds


@pytest.mark.parametrize(
    ("bought", "agreed", "waits"),
    [
        pytest.param(OLD, None, True, id="to-be-paid"),
        pytest.param(OLD, "700", False, id="agreed"),
        pytest.param(NEW, None, False, id="free"),
        pytest.param(None, None, True, id="unknown-counts-as-fee-bearing"),
    ],
)
def test_a_repair_waits_for_consent_to_its_fee(
    bought: date | None, agreed: str | None, waits: bool
) -> None:
    for parts in ({"PWR-001": 1, "SCR-07": 1}, {}):
        made = fee(tariff(), case(bought), parts=parts)
        assert consent_missing(made, yuan(agreed) if agreed else None) is waits


def test_a_quote_beyond_the_list_waits_for_consent_once_a_supervisor_stands_by_it() -> None:
    for approved, due in ((False, 700), (True, 750)):
        quote = Quote(yuan("750"), approved)
        made = fee(tariff(), case(OLD), parts={"PWR-001": 1, "SCR-07": 1}, quote=quote)
        assert made.due == due
        assert consent_missing(made, yuan("700")) is approved


amounts = st.decimals(0, 100_000, places=2)
percents = st.decimals(0, 100, places=2)


@given(
    st.dictionaries(st.sampled_from(["A", "B", "C"]), st.tuples(amounts, st.integers(1, 50))),
    st.none() | amounts,
    st.booleans(),
    st.none() | amounts,
    st.none() | percents,
    amounts,
)
def test_the_lines_add_up_to_what_is_due_to_the_cent(
    items: dict[str, tuple[Decimal, int]],
    quoted: Decimal | None,
    approved: bool,
    off: Decimal | None,
    percent: Decimal | None,
    hour: Decimal,
) -> None:
    terms = Contract(
        "XY", "K", parts="discount", labour="discount", discount_percent=percent or Decimal(0)
    )
    rates = tariff(
        parts=[Part(no, "", price) for no, (price, _) in items.items()],
        prices=[Price("LAB", "", "labour", hour, measure="hour")],
        contracts=[terms] if percent is not None else [],
    )
    work = Work({no: count for no, (_, count) in items.items()}, timedelta(minutes=100))
    made = fee(
        rates, case(OLD, customer_no="K"), kinds=ALL[:2], work=work,
        quote=None if quoted is None else Quote(quoted, approved),
        discount=None if off is None else Discount(off),
    )  # fmt: skip
    assert sum(line.amount for line in made.lines) == made.by_list
    assert made.by_list + made.adjustment - made.discounted == made.due
    assert 0 <= made.due <= max(made.by_list, quoted or 0)
    assert made.due == made.due.quantize(yuan("0.01"))
    if not approved and quoted is not None:
        assert made.due <= quoted
    assert all(abs(_exactly(line) - line.amount) <= yuan("0.005") for line in made.lines)


def _exactly(line: Line) -> Decimal:
    assert line.quantity is not None
    assert line.unit_price is not None
    return line.quantity * line.unit_price * line.share


@given(st.sampled_from(ALL), percents)
def test_a_discount_is_never_dearer_than_charged_nor_cheaper_than_free(
    kind: Kind, percent: Decimal
) -> None:
    free, less, full = (
        Contract("", parts=terms, labour=terms, discount_percent=percent).share(kind)
        for terms in ("free", "discount", "charged")
    )
    assert free <= less <= full


def test_a_past_price_is_no_price() -> None:
    gone = Price("XX-9", "", "part", yuan("5"), end=TODAY - timedelta(days=1))
    made: Any = fee(tariff(prices=[gone]), case(OLD), parts={"XX-9": 1})
    assert made.unpriced == ("XX-9",)


def test_unknown_warranty_waits_for_consent_though_nothing_is_due() -> None:
    given_away = Discount(yuan("90"), "老客户")
    made = fee(tariff(), case(None), parts={"GSK-02": 1}, discount=given_away)
    assert (made.due, made.complete, made.fee_bearing) == (0, True, True)


def test_a_line_bears_the_price_lists_name_else_the_parts() -> None:
    rows = [
        LABOUR,
        Price("GSK-02", "门封条(进口)", "part", yuan("99")),
        Price("SCR-07", "", "part", yuan("5")),
    ]
    parts = {"GSK-02": 1, "SCR-07": 1, "PWR-001": 1, "XX-9": 1}
    work = Work(parts, timedelta(hours=1))
    made = fee(tariff(prices=rows), case(OLD), kinds=("part", "labour"), work=work)
    assert [(line.item_no, line.name) for line in made.lines] == [
        ("GSK-02", "门封条(进口)"),
        ("SCR-07", "件SCR-07"),
        ("PWR-001", "件PWR-001"),
        ("XX-9", ""),
        ("LAB", "工时"),
    ]


def test_a_kind_that_nobody_priced_is_a_line_that_leaves_the_fee_open_and_no_part() -> None:
    made = fee(tariff(), case(OLD), kinds=("part", "labour"), parts={"GSK-02": 1})
    assert (made.complete, made.unpriced) == (False, ())
    assert [(line.kind, line.known) for line in made.lines] == [("part", True), ("labour", False)]


@pytest.mark.parametrize(
    ("kinds", "settled"), [(("part",), True), (("labour",), False), (ALL, False)]
)
def test_with_no_parts_known_it_is_settled_where_all_that_is_charged_for_is_free(
    kinds: tuple[str, ...], settled: bool
) -> None:
    rates = tariff(contracts=[Contract("XY-01", "K-001", parts="free")])
    made = fee(rates, case(OLD, customer_no="K-001"), kinds=kinds)
    assert (made.complete, made.fee_bearing) == (settled, not settled)
