"""The page of debtors: who owes what for how long, who follows it up, and what was said last."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sheetflow.charges import Debt, DebtorList, debtor_list
from tests.webhooks.conftest import Shop
from tests.webhooks.test_desk import page

PAGE = "/desk/debtors/"

MILK = Debt(
    "WX20260203001", Decimal("90.00"), date(2026, 2, 3), "甜甜甜品", "01",
    reminded=date(2026, 3, 9), asked=date(2026, 3, 10), last_word="月底付",
)  # fmt: skip
NOODLES = Debt("WX20251101002", Decimal("700.00"), date(2025, 11, 1), "小麦面馆", "99")


def owing(*debts: Debt) -> DebtorList:
    return debtor_list(debts, date(2026, 3, 10))


def test_it_lists_each_debt_with_its_age_and_who_follows_it_up(shop: Shop) -> None:
    shown = page(shop.desk(debtors=lambda: owing(MILK, NOODLES)), PAGE)
    for words in (
        "共790.00元,2单",
        "甜甜甜品",
        "2月3日",
        "35天",
        "陈立",
        "3月9日",
        "3月10日",
        "月底付",
    ):
        assert words in shown
    assert '<a href="/desk/tickets/WX20260203001">' in shown
    assert shown.index("小麦面馆") < shown.index("甜甜甜品")  # the oldest first
    assert "2025年11月1日" in shown
    assert "内勤" in shown  # nobody has the number 99 any more


def test_each_age_has_its_sum(shop: Shop) -> None:
    shown = page(shop.desk(debtors=lambda: owing(MILK, NOODLES)), PAGE)
    for age, amount in (
        ("0-30天", "0.00"),
        ("31-60天", "90.00"),
        ("61-90天", "0.00"),
        ("90天以上", "700.00"),
    ):
        assert f"{age}<b>{amount}</b>" in shown


def test_it_reads_in_english_too(shop: Shop) -> None:
    shown = page(shop.desk(debtors=lambda: owing(MILK)), f"{PAGE}?lang=en")
    for words in ("90.00 in all; tickets: 1", "31 to 60 days", "3 Feb", "35 d", "Followed up by"):
        assert words in shown


def test_it_says_when_nobody_owes_anything_and_when_nothing_can_be_read(shop: Shop) -> None:
    assert "没有人欠款" in page(shop.desk(debtors=lambda: owing()), PAGE)
    assert "现在读不到设置" in page(shop.desk(), PAGE)


def test_every_page_of_the_desk_leads_there(shop: Shop) -> None:
    assert f'<a href="{PAGE}">欠款</a>' in page(shop.desk(), "/desk/")
