"""What was paid, what is owed, and for how long (P1 4.7.5, duty 43)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.charges import (
    AGES,
    Account,
    Debt,
    Payment,
    account,
    age_of,
    balances,
    days_since,
    debtor_list,
)
from tests.charges.build import TODAY, yuan

NOON = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def paid(*amounts: str) -> list[Payment]:
    return [Payment(NOON + timedelta(days=at), yuan(amount)) for at, amount in enumerate(amounts)]


def test_the_unpaid_door_seal_is_owed_whole() -> None:
    assert account(yuan("90.00"), []) == Account(yuan("90.00"), yuan("0.00"))
    assert account(yuan("90.00"), []).owed == yuan("90.00")


@pytest.mark.parametrize(
    ("payments", "owed", "overpaid"),
    [
        (["300"], "400.00", "0.00"),
        (["300", "400"], "0.00", "0.00"),
        (["700", "-50"], "50.00", "0.00"),
        (["800"], "0.00", "100.00"),
        (["800", "-100"], "0.00", "0.00"),
        (["233.33", "233.33", "233.34"], "0.00", "0.00"),
    ],
)
def test_part_payments_and_refunds_add_up(payments: list[str], owed: str, overpaid: str) -> None:
    found = account(yuan("700.00"), paid(*payments))
    assert (found.owed, found.overpaid) == (yuan(owed), yuan(overpaid))


def test_each_payment_shows_what_was_left_after_it_in_the_order_of_time() -> None:
    late_first = paid("300", "500", "-100")[::-1]
    assert [left for _, left in balances(yuan("700"), late_first)] == [400, -100, 0]


cents = st.decimals(-10_000, 10_000, places=2)


@given(st.decimals(0, 10_000, places=2), st.lists(cents))
def test_no_cent_is_lost_across_part_payments(due: Decimal, amounts: list[Decimal]) -> None:
    payments = [Payment(NOON, amount) for amount in amounts]
    found = account(due, payments)
    assert found.paid + found.owed - found.overpaid == due
    assert found.owed >= 0 <= found.overpaid
    assert not (found.owed and found.overpaid)
    left = balances(due, payments)
    assert not left or left[-1][1] == found.owed - found.overpaid


@pytest.mark.parametrize(("ended", "days"), [(0, 0), (1, 1), (30, 30), (-2, 0)])
def test_days_are_counted_from_the_works_end(ended: int, days: int) -> None:
    assert days_since(TODAY - timedelta(days=ended), TODAY) == days


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (0, "month"),
        (30, "month"),
        (31, "two_months"),
        (60, "two_months"),
        (61, "quarter"),
        (90, "quarter"),
        (91, "older"),
    ],
)
def test_a_debt_ages_in_classes_of_thirty_days(days: int, age: str) -> None:
    assert age_of(days).key == age


def debt(no: str, owed: str, days: int) -> Debt:
    return Debt(no, yuan(owed), TODAY - timedelta(days=days), technician="02")


def test_the_debtor_list_has_the_oldest_first_and_the_sums_by_age() -> None:
    debts = [
        debt("1", "90", 1),
        debt("2", "10", 40),
        debt("3", "700", 40),
        debt("4", "0", 99),
        debt("5", "5", 9),
    ]
    found = debtor_list(debts, TODAY)
    assert [one.ticket_no for one in found.debts] == ["3", "2", "5", "1"]
    assert found.by_age == {"month": 95, "two_months": 710, "quarter": 0, "older": 0}
    assert [one.ticket_no for one in found.aged(AGES[0])] == ["5", "1"]
    assert found.total == 805


@given(st.lists(st.tuples(st.decimals(-10, 1_000, places=2), st.integers(-5, 400))))
def test_the_ages_add_up_to_all_that_is_owed(owed: list[tuple[Decimal, int]]) -> None:
    debts = [
        Debt(str(at), one, TODAY - timedelta(days=days)) for at, (one, days) in enumerate(owed)
    ]
    found = debtor_list(debts, date(2026, 3, 10))
    assert set(found.by_age) == {age.key for age in AGES}
    assert found.total == sum(one.owed for one in found.debts)
    assert len(found.debts) == sum(one > 0 for one, _ in owed)
