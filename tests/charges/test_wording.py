"""Why a product stands as it does, and what of a fee a person has to look at, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from sheetflow.charges import (
    Contract,
    Discount,
    Override,
    Quote,
    Tariff,
    WarrantyTerm,
    assess,
    doubts,
    why,
)
from sheetflow.charges.warranty import Case
from tests.charges.build import OTHER, case, fee, tariff, yuan

NEW, OLD = date(2025, 9, 1), date(2024, 9, 1)
RATES = tariff(
    OTHER, WarrantyTerm("洗碗机", 36, "CMP-50"), WarrantyTerm("", 0, "GSK-02"),
    contracts=[Contract("XY-01", "K-001", end=date(2026, 12, 31)), Contract("XY-02", "K-002")],
)  # fmt: skip


@pytest.mark.parametrize(
    ("of", "part", "zh", "en"),
    [
        (case(NEW), "", "购于2025-09-01,「其他」保12个月,到2026-09-01",
         "bought 2025-09-01, 其他: 12 months, until 2026-09-01"),
        (case(OLD), "CMP-50", "购于2024-09-01,「洗碗机」CMP-50保36个月,到2027-09-01",
         "bought 2024-09-01, 洗碗机 CMP-50: 36 months, until 2027-09-01"),
        (case(NEW), "GSK-02", "GSK-02不保修", "no warranty on GSK-02"),
        (case(OLD, customer_no="K-001"), "", "协议XY-01,有效到2026-12-31", "contract XY-01, valid until 2026-12-31"),
        (case(OLD, customer_no="K-002"), "", "协议XY-02", "contract XY-02"),
        (case(None), "", "没有购买日期", "no date of purchase"),
        (case(date(2026, 3, 11)), "", "购买日期2026-03-11晚于报修", "bought 2026-03-11, after it was reported"),
        (case(NEW, override=Override("out_of_warranty", "人为损坏")), "", "改判:人为损坏", "overridden: 人为损坏"),
        (case(NEW, override=Override("unknown")), "", "改判,没写原因", "overridden without a reason"),
    ],
)  # fmt: skip
def test_it_says_why(of: Case, part: str, zh: str, en: str) -> None:
    said = why(assess(RATES, of, part))
    assert (said.zh, said.en) == (zh, en)


def test_it_says_that_the_policy_has_no_row() -> None:
    assert why(assess(Tariff(), case(NEW))).zh == "保修政策里没有这类产品"


def said(**values: object) -> list[str]:
    of = values.pop("of", case(OLD))
    assert isinstance(of, Case)
    texts = list(doubts(fee(tariff(), of, **values)))
    assert all(text.zh and text.en for text in texts)
    return [text.zh.partition(",")[0] for text in texts]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param({"parts": {"GSK-02": 1}}, [], id="nothing-is-wrong"),
        pytest.param(
            {"of": case(OLD, override=Override("in_warranty"))},
            ["保修改判没写原因"],
            id="an-override",
        ),
        pytest.param(
            {"of": case(OLD, override=Override("contract", "x"))}, ["改判为协议"], id="no-contract"
        ),
        pytest.param({"parts": {"XX-9": 1}}, ["配件XX-9没有价格"], id="a-part-without-a-price"),
        pytest.param({"discount": Discount(yuan("5"))}, ["优惠没写原因"], id="a-discount"),
        pytest.param(
            {"discount": Discount(yuan("5"), "老客户")}, [], id="a-discount-with-its-reason"
        ),
        pytest.param(
            {"discount": Discount(yuan("-5"), "x")}, ["优惠不能是负数"], id="a-negative-discount"
        ),
        pytest.param(
            {"parts": {"GSK-02": 1}, "discount": Discount(yuan("500"), "x")},
            ["优惠500.00比费用90.00多"],
            id="a-discount-beyond-the-fee",
        ),
        pytest.param(
            {"discount": Discount(yuan("500"), "x")}, [], id="a-discount-before-the-parts-are-known"
        ),
        pytest.param({"quote": Quote(yuan("-5"))}, ["报价不能是负数"], id="a-negative-quote"),
        pytest.param(
            {"parts": {"GSK-02": 1}, "quote": Quote(yuan("99"))}, ["报价99.00"], id="another-price"
        ),
        pytest.param(
            {"parts": {"GSK-02": 1}, "quote": Quote(yuan("99"), True)}, [], id="an-approved-price"
        ),
        pytest.param({"quote": Quote(yuan("99"))}, [], id="a-quote-before-the-parts-are-known"),
    ],
)
def test_it_names_what_a_person_has_to_look_at(values: dict[str, object], found: list[str]) -> None:
    assert said(**values) == found
