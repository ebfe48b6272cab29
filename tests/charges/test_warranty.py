"""Warranty follows from the day of purchase, the policy's rows, the contract, or a person's word (P1 4.7, duty 29)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.charges import Contract, Override, Product, WarrantyTerm, assess, last_day
from tests.charges.build import OTHER, TODAY, case, tariff

NEW, OLD = date(2025, 9, 1), date(2024, 9, 1)
days = st.dates(date(2000, 1, 1), date(2060, 1, 1))


def term(
    product_type: str, months: int, part_no: str = "", start: date | None = None
) -> WarrantyTerm:
    return WarrantyTerm(product_type, months, part_no, start)


CONTRACT = Contract("XY-01", "K-001", date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("bought", "months", "until"),
    [
        pytest.param(date(2025, 3, 10), 12, date(2026, 3, 10), id="the-same-day-a-year-on"),
        pytest.param(date(2024, 2, 29), 12, date(2025, 2, 28), id="a-leap-day"),
        pytest.param(date(2025, 8, 31), 6, date(2026, 2, 28), id="a-shorter-month"),
        pytest.param(date(2025, 12, 15), 1, date(2026, 1, 15), id="over-new-year"),
        pytest.param(date(2025, 12, 15), 0, None, id="no-months-are-no-warranty"),
    ],
)
def test_the_last_day_is_the_purchases_own_so_many_months_on(
    bought: date, months: int, until: date | None
) -> None:
    assert last_day(bought, months) == until


@pytest.mark.parametrize(
    ("reported", "standing"),
    [
        (date(2025, 3, 9), "unknown"),
        (date(2025, 3, 10), "in_warranty"),
        (date(2026, 3, 10), "in_warranty"),
        (date(2026, 3, 11), "out_of_warranty"),
    ],
)
def test_the_day_of_the_report_decides_and_the_last_day_is_in(
    reported: date, standing: str
) -> None:
    found = assess(tariff(), case(date(2025, 3, 10), reported=reported))
    assert found.standing == standing


def test_it_is_said_until_when_and_by_which_row() -> None:
    found = assess(tariff(), case(NEW))
    assert (found.until, found.term) == (date(2026, 9, 1), OTHER)


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(case(None), id="no-day-of-purchase"),
        pytest.param(case(TODAY + timedelta(days=1)), id="bought-after-it-broke"),
    ],
)
def test_without_a_sound_day_of_purchase_the_warranty_is_unknown(of: Any) -> None:
    assert assess(tariff(), of).standing == "unknown"


def test_without_a_row_for_the_product_the_warranty_is_unknown() -> None:
    assert assess(tariff(term("冷柜", 24)), case(NEW)).standing == "unknown"


@pytest.mark.parametrize(
    ("product", "months"),
    [
        pytest.param(Product("洗碗机", "XW-80"), 24, id="its-own-type"),
        pytest.param(Product("", "洗碗机 XW-80"), 24, id="the-type-within-the-model"),
        pytest.param(Product("商用洗碗机", "冷柜 XW"), 24, id="the-type-before-the-model"),
        pytest.param(Product("", "电磁大锅灶 DC-15"), 18, id="the-longer-of-two-words"),
        pytest.param(Product("灶", "电磁大锅灶"), 6, id="the-type-as-written"),
        pytest.param(Product("Ｄishwasher ", "XW-80"), 30, id="the-type-in-other-letters"),
        pytest.param(Product("", "DISHWASHER XW-80"), 30, id="the-model-in-other-letters"),
        pytest.param(Product("复印机", "FY-3020"), 12, id="any-other"),
        pytest.param(Product("", ""), 12, id="nothing-known"),
    ],
)
def test_the_row_that_fits_the_product_most_closely_decides(product: Product, months: int) -> None:
    rates = tariff(
        term("洗碗机", 24),
        term("灶", 6),
        term("电磁大锅灶", 18),
        term("冷柜", 36),
        term("dishwasher", 30),
        term("其他", 12),
    )
    found = rates.term(Product(product.type, product.model, NEW))
    assert found is not None
    assert found.months == months


@pytest.mark.parametrize("other", ["其他", "其它", "Other", " OTHER "])
def test_every_wording_of_other_is_for_products_without_a_row(other: str) -> None:
    assert assess(tariff(term(other, 12)), case(NEW)).standing == "in_warranty"


def test_a_row_is_for_products_bought_from_its_day_on() -> None:
    rates = tariff(term("其他", 12), term("其他", 36, start=date(2025, 1, 1)))
    before, after = (assess(rates, case(day)) for day in (date(2024, 12, 31), date(2025, 1, 1)))
    assert (before.standing, before.until) == ("out_of_warranty", date(2025, 12, 31))
    assert (after.standing, after.until) == ("in_warranty", date(2028, 1, 1))


def test_a_part_has_its_own_months_and_any_other_part_the_products() -> None:
    rates = tariff(OTHER, term("洗碗机", 36, "CMP-50"), term("其他", 3, "GSK-02"))
    assert assess(rates, case(OLD)).standing == "out_of_warranty"
    assert assess(rates, case(OLD), "CMP-50").until == date(2027, 9, 1)
    assert assess(rates, case(OLD), "cmp-50").standing == "in_warranty"
    assert assess(rates, case(NEW), "GSK-02").standing == "out_of_warranty"
    assert assess(rates, case(NEW), "IGN-220").standing == "in_warranty"


def test_a_parts_own_months_beat_the_products_own_row() -> None:
    rates = tariff(term("洗碗机", 24), term("", 3, "GSK-02"))
    assert assess(rates, case(NEW, type="洗碗机"), "GSK-02").standing == "out_of_warranty"


@pytest.mark.parametrize(
    "by", [{"customer_no": "K-001"}, {"contract_no": "XY-01"}, {"contract_no": "xy-01"}]
)
def test_a_contract_that_holds_stands_where_there_is_no_warranty(by: dict[str, str]) -> None:
    rates = tariff(contracts=[CONTRACT])
    for bought in (OLD, None):
        found = assess(rates, case(bought, **by))
        assert (found.standing, found.contract, found.until) == ("contract", CONTRACT, CONTRACT.end)


def test_what_is_in_warranty_stays_so_for_a_customer_with_a_contract() -> None:
    assert (
        assess(tariff(contracts=[CONTRACT]), case(NEW, customer_no="K-001")).standing
        == "in_warranty"
    )


@pytest.mark.parametrize(
    ("reported", "standing"),
    [
        (date(2025, 12, 31), "out_of_warranty"),
        (date(2026, 1, 1), "contract"),
        (date(2026, 12, 31), "contract"),
        (date(2027, 1, 1), "out_of_warranty"),
    ],
)
def test_a_contract_holds_from_its_first_day_to_its_last(reported: date, standing: str) -> None:
    of = case(OLD, reported=reported, customer_no="K-001")
    assert assess(tariff(contracts=[CONTRACT]), of).standing == standing


def test_of_several_contracts_the_named_one_counts_and_else_the_latest() -> None:
    newer = Contract("XY-02", "K-001", date(2026, 2, 1))
    rates = tariff(contracts=[CONTRACT, newer])
    assert assess(rates, case(OLD, customer_no="K-001")).contract == newer
    assert assess(rates, case(OLD, customer_no="K-001", contract_no="XY-01")).contract == CONTRACT


def test_nobody_without_a_number_has_the_contract_that_lacks_its_customer() -> None:
    rates = tariff(contracts=[Contract("XY-09")])
    assert assess(rates, case(OLD)).standing == "out_of_warranty"


standings = st.sampled_from(("in_warranty", "out_of_warranty", "contract", "unknown"))


@given(
    standing=standings, bought=st.none() | days, reported=days, part=st.sampled_from(("", "CMP-50"))
)
def test_a_persons_word_wins_whatever_else_is_known(
    standing: Any, bought: date | None, reported: date, part: str
) -> None:
    rates = tariff(OTHER, term("其他", 36, "CMP-50"), contracts=[CONTRACT])
    word = Override(standing, "主管同意")
    of = case(bought, reported=reported, customer_no="K-001", override=word)
    found = assess(rates, of, part)
    assert (found.standing, found.override) == (standing, word)


def test_who_says_contract_means_the_customers_own_even_a_past_one() -> None:
    past = Contract("XY-00", "K-001", end=date(2025, 12, 31), parts="free")
    of = case(OLD, customer_no="K-001", override=Override("contract", "续签中"))
    assert assess(tariff(contracts=[past]), of).contract == past


def test_who_says_contract_means_the_one_that_holds_before_any_other() -> None:
    future = Contract("XY-03", "K-001", start=date(2027, 1, 1))
    of = case(OLD, customer_no="K-001", override=Override("contract", "主管同意"))
    assert assess(tariff(contracts=[CONTRACT, future]), of).contract == CONTRACT


@given(bought=days, months=st.integers(0, 600), first=days, later=days)
def test_once_out_of_warranty_is_out_for_good(
    bought: date, months: int, first: date, later: date
) -> None:
    first, later = sorted((first, later))
    rates = tariff(term("其他", months))
    then, now = (assess(rates, case(bought, reported=day)).standing for day in (first, later))
    order = ["unknown", "in_warranty", "out_of_warranty"]
    assert order.index(then) <= order.index(now)


@given(bought=days, later=days, months=st.integers(1, 600), more=st.integers(0, 600))
def test_bought_later_or_with_more_months_it_ends_no_sooner(
    bought: date, later: date, months: int, more: int
) -> None:
    bought, later = sorted((bought, later))
    ends = last_day(bought, months)
    assert ends is not None
    assert ends <= (last_day(later, months) or ends)
    assert ends <= (last_day(bought, months + more) or ends)
