"""What was paid is the sum of 收款欠款, wherever it is typed (P1 4.7.3; duty 31)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sheetflow.charges import to_cent
from sheetflow.model import Scalar
from tests.builders import at
from tests.rules.till import OLD, charging, paid, pay
from tests.world import World, completed, dispatched, filed, on_site


def owing() -> tuple[World, str]:
    """Give a ticket of 700.00."""
    return charging(on_site, purchase_date=OLD, quote_amount=700, consent="同意报价")


def test_rows_are_summed_and_refunds_taken_off() -> None:
    world, number = owing()
    pay(world, number, 300, method="微信")
    pay(world, number, "￥450.50")
    pay(world, number, -50.5, note="退")
    assert world.shown(number, "amount_paid") == "700.00"


def test_a_row_taken_out_or_of_another_ticket_no_longer_counts() -> None:
    world, number = owing()
    pay(world, number, 300)
    pay(world, number, 400)
    world.rows["payments"].pop(0)
    world.settle()
    assert world.shown(number, "amount_paid") == "400.00"
    world.rows["payments"][0][world.columns["payments"]["ticket_no"]] = "WX1"
    world.settle()
    assert world.cell(number, "amount_paid") == ""


def test_a_figure_typed_into_the_row_is_a_payment() -> None:
    world, number = owing()
    world.act(number, at("15:40"), amount_paid=300)
    world.act(number, at("15:50"), amount_paid=400)
    assert world.shown(number, "amount_paid") == "700.00"
    assert world.shown(number, "problem") == ""
    first, second = paid(world, number)
    assert (first["amount"], second["amount"]) == (300, 400)
    assert (first["method"], first["technician"]) == ("未注明", "陈立·工01")


@pytest.mark.parametrize("typed", [pytest.param(300.0, id="the sum"), pytest.param("", id="none")])
def test_the_sum_typed_again_and_a_cell_emptied_are_no_payment(typed: Scalar) -> None:
    world, number = owing()
    world.act(number, at("15:40"), amount_paid=300)
    world.act(number, at("15:50"), amount_paid=typed)
    assert world.shown(number, "amount_paid") == "300.00"
    assert len(paid(world, number)) == 1


def test_nothing_typed_is_no_payment() -> None:
    world, number = owing()
    world.act(number, at("15:40"), amount_paid=0)
    assert (world.cell(number, "amount_paid"), paid(world, number)) == ("", [])


@pytest.mark.parametrize("words", ["月底结", "一百"])
def test_words_in_place_of_a_payment_are_quoted_and_a_figure_is_asked_for(words: str) -> None:
    world, number = owing()
    world.act(number, at("15:40"), amount_paid=words)
    assert (world.cell(number, "amount_paid"), paid(world, number)) == ("", [])
    assert world.shown(number, "problem") == (
        f"「实收」里「{words}」看不出是多少,没有记成收款,已恢复原值;收到钱请写数字,例如 30.00"
    )


def test_who_paid_too_much_is_told_once_and_refunded_in_a_row() -> None:
    world, number = charging(completed, purchase_date=OLD, quote_amount=700)
    world.act(number, at("16:10"), amount_paid=1000)
    said = "实收1000.00比应收700.00多300.00:请核对,退款在「收款欠款」写负数"
    assert world.shown(number, "problem") == said
    world.act(number, at("16:20"), problem="")
    assert world.shown(number, "problem") == ""
    pay(world, number, -300)
    assert (world.shown(number, "amount_paid"), world.shown(number, "flags")) == (
        "700.00",
        "单据未交",
    )


@pytest.mark.parametrize("left", [700, 500], ids=["what is due", "less"])
def test_a_surplus_that_was_a_slip_is_told_no_more_once_it_is_put_right(left: int) -> None:
    world, number = charging(completed, purchase_date=OLD, quote_amount=700)
    pay(world, number, 1000)
    assert world.shown(number, "next_action").startswith("实收1000.00比应收700.00多300.00")
    amount = world.columns["payments"]["amount"]
    world.rows["payments"][0][amount] = 800
    world.settle()
    assert "实收800.00比应收700.00多100.00" in world.shown(number, "problem")
    world.rows["payments"][0][amount] = 1000
    world.settle()
    assert "实收1000.00比应收700.00多300.00" in world.shown(number, "problem")
    world.rows["payments"][0][amount] = left
    world.settle()
    assert world.shown(number, "problem") == ""
    assert world.shown(number, "next_action").startswith("客服:")


def test_a_surplus_whose_payment_is_struck_is_told_no_more() -> None:
    world, number = charging(completed, purchase_date=OLD, quote_amount=700)
    pay(world, number, 1000)
    world.rows["payments"].clear()
    world.settle()
    assert world.shown(number, "problem") == ""


@pytest.mark.parametrize("reason", ["取消", "作废", "客户放弃"])
@pytest.mark.parametrize("cells", [{}, {"planned_parts": "GSK-02"}], ids=["no fee", "a fee"])
def test_the_deposit_of_a_ticket_that_was_given_up_is_on_today_until_it_is_paid_back(
    reason: str, cells: dict[str, Scalar]
) -> None:
    world, number = charging(dispatched, purchase_date=OLD, **cells)
    world.act(number, at("14:40"), amount_paid=50)
    world.act(number, at("14:50"), status="已结单", close_reason=reason, remarks="客户不修了")
    said = "实收50.00比应收0.00多50.00:请核对,退款在「收款欠款」写负数"
    assert world.shown(number, "next_action") == world.shown(number, "problem") == said
    assert [(line[0], line[3]) for line in world.rows["today"]] == [("欠款", said)]
    world.cycle(at("08:00", day=1), cold=True)
    assert [(line[0], line[3]) for line in world.rows["today"]] == [("欠款", said)]
    pay(world, number, -50)
    assert world.shown(number, "problem") == ""
    assert world.rows["today"] == []


def test_a_deposit_that_is_kept_is_gone_from_today_once_somebody_has_read_it() -> None:
    world, number = charging(dispatched, purchase_date=OLD)
    world.act(number, at("14:50"), status="已结单", close_reason="取消")
    world.act(number, at("14:55"), amount_paid=50)
    assert len(world.rows["today"]) == 1
    world.act(number, at("15:00"), problem="")
    assert (world.shown(number, "problem"), world.rows["today"]) == ("", [])


@pytest.mark.parametrize("stage", [on_site, completed, filed])
def test_more_paid_back_than_was_paid_is_asked_about_until_it_is_put_right(
    stage: Callable[[], tuple[World, str]],
) -> None:
    world, number = charging(stage, purchase_date=OLD)
    pay(world, number, 10)
    pay(world, number, -500)
    said = "退款比收款多490.00:请核对「收款欠款」,收到的钱不写负号"
    assert said in world.shown(number, "problem")
    world.rows["payments"][1][world.columns["payments"]["amount"]] = -10
    world.settle()
    assert said not in world.shown(number, "problem")
    world.rows["payments"][1][world.columns["payments"]["amount"]] = -500
    world.settle()
    world.act(number, world.now, problem="")
    assert world.shown(number, "problem") == ""


def test_a_filed_ticket_takes_payments() -> None:
    world, number = charging(filed)
    world.act(number, at("17:00"), amount_paid=90)
    assert world.shown(number, "amount_paid") == "90.00"


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(-99999, 99999).filter(bool), min_size=1, max_size=4))
def test_the_sum_is_that_of_all_payments_to_the_cent(cents: list[int]) -> None:
    assume(all(amount != sum(cents[:n]) for n, amount in enumerate(cents)))  # the sum is no payment
    world, number = owing()
    for minute, amount in enumerate(cents):
        world.act(number, at(f"16:0{minute}"), amount_paid=amount / 100)
        world.act(number, at(f"16:0{minute}"), problem="")
    assert world.shown(number, "amount_paid") == str(to_cent(Decimal(sum(cents)) / 100))
    assert [row["amount"] for row in paid(world, number)] == [amount / 100 for amount in cents]


def test_a_payment_typed_without_a_time_gets_that_at_which_it_was_first_seen() -> None:
    world, number = completed()
    row: list[Scalar] = [""] * world.widths["payments"]
    for column, cell in {"ticket_no": number, "amount": 15}.items():
        row[world.columns["payments"][column]] = cell
    world.rows["payments"].append(row)
    world.settle()

    assert row[world.columns["payments"]["at"]] != ""
    recorded = world.record(number).entries[f"payments/{row[0]}"]
    assert recorded == {"amount": 15, "at": row[world.columns["payments"]["at"]]}
    assert not world.cycle(cold=True)
