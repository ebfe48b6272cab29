"""The amount due is counted to the cent: free in warranty, by the price list out of it, by the contract (duty 31)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sheetflow.charges import Contract, Price
from sheetflow.rules import RULES
from sheetflow.rules.next_action import next_action
from tests.builders import at
from tests.rules.till import NEW, OLD, charges_also, charging, confirm, paid, rates
from tests.world import DONE, dispatched, filed, on_site, waiting


def test_parts_are_free_in_warranty() -> None:
    world, number = charging(on_site, purchase_date=NEW, parts_used="IGN-220 x1")
    assert world.shown(number, "amount_due") == "0.00"


@pytest.mark.parametrize("bought", [pytest.param(OLD, id="out"), pytest.param("", id="unknown")])
def test_out_of_warranty_parts_cost_their_price_and_unknown_counts_as_out(bought: str) -> None:
    world, number = charging(on_site, purchase_date=bought, parts_used="PWR-001 x2;GSK-02")
    assert world.shown(number, "amount_due") == "450.00"


def test_a_contract_grants_what_it_says() -> None:
    contract = Contract("XY-1", "K1", parts="discount", discount_percent=Decimal("33.3"))
    world, number = charging(on_site, rates(contracts=[contract]))
    world.rows["customers"] = [[""] * world.widths["customers"]]
    columns = world.columns["customers"]
    world.rows["customers"][0][columns["customer_no"]] = "K1"
    world.rows["customers"][0][columns["phone"]] = "138-0000-0001"
    world.act(number, at("15:40"), parts_used="GSK-02")
    assert world.shown(number, "amount_due") == "60.03"


def test_nothing_is_said_where_nothing_asks_for_a_fee() -> None:
    world, number = charging(on_site)
    assert world.cell(number, "amount_due") == ""
    assert not [event for event in world.events if event.kind == "charged"]


def test_planned_parts_count_until_the_repair_has_ended_and_then_those_used() -> None:
    world, number = charging(on_site, purchase_date=OLD, planned_parts="PWR-001;GSK-02")
    assert world.shown(number, "amount_due") == "270.00"
    world.act(number, at("16:00"), **DONE, parts_used="GSK-02")
    assert (world.shown(number, "status"), world.shown(number, "amount_due")) == ("已完成", "90.00")


def test_what_was_quoted_is_due_where_the_list_cannot_say() -> None:
    world, number = charging(on_site, purchase_date=OLD, quote_amount=700)
    assert world.shown(number, "amount_due") == "700.00"


def test_the_lower_of_quote_and_list_is_due_until_a_supervisor_confirms_the_quote() -> None:
    world, number = charging(on_site, purchase_date=OLD, parts_used="GSK-02", quote_amount=120)
    assert world.shown(number, "amount_due") == "90.00"
    assert "按价目是90.00,先按少的算" in world.shown(number, "problem")
    confirm(world, number, "quote_amount", "含运费")
    assert (world.shown(number, "amount_due"), world.shown(number, "problem")) == ("120.00", "")
    world.act(number, at("15:50"), quote_amount=130)
    assert world.shown(number, "amount_due") == "90.00"


def test_a_quote_below_the_list_counts_and_that_is_what_is_said() -> None:
    world, number = charging(on_site, purchase_date=OLD, parts_used="GSK-02", quote_amount=50)
    assert world.shown(number, "amount_due") == "50.00"
    assert "按价目是90.00,按报价50.00算" in world.shown(number, "problem")
    assert "要按报价请主管" not in world.shown(number, "problem")


def test_a_discount_wants_its_reason() -> None:
    world, number = charging(on_site, purchase_date=OLD, parts_used="GSK-02", discount=10.5)
    assert world.shown(number, "amount_due") == "79.50"
    assert world.shown(number, "problem") == "优惠没写原因,请填「优惠原因」"
    world.act(number, at("15:50"), discount_reason="老客户")
    assert (world.shown(number, "amount_due"), world.shown(number, "problem")) == ("79.50", "")


def test_a_doubt_that_was_read_is_told_again_when_it_is_another() -> None:
    world, number = charging(on_site, purchase_date=OLD, parts_used="GSK-02", discount=10)
    world.act(number, at("15:45"), problem="")
    assert world.shown(number, "problem") == ""
    world.act(number, at("15:50"), quote_amount=120)
    assert "优惠没写原因" in world.shown(number, "problem")


def test_labour_and_the_way_are_charged_where_the_desk_says_so_and_somebody_goes() -> None:
    prices = [
        Price("LAB", "工时", "labour", Decimal(120), measure="hour"),
        Price("OUT", "上门费", "call_out", Decimal(50)),
    ]
    policy = charges_also(rates(prices=prices), "labour", "call_out", "travel")
    world, number = charging(waiting, policy)
    assert world.cell(number, "amount_due") == ""
    world, number = charging(on_site, policy)
    world.act(number, at("16:00"), **DONE)
    assert world.shown(number, "amount_due") == "150.00"  # 50 minutes of 120.00 an hour, and 50.00


def test_a_visit_for_nothing_is_not_charged_and_a_second_one_is() -> None:
    price = Price("OUT", "上门费", "call_out", Decimal(50))
    policy = charges_also(rates(prices=[price]), "call_out")
    world, number = charging(dispatched, policy, contact_result="接通", appointment_at="15:00")
    world.act(number, at("15:01"), departed_at="14:40", status="联系不上")
    world.act(number, at("15:10"), contact_result="接通", appointment_at="2026-03-10 17:00")
    world.act(number, at("17:00"), consent="同意报价", work_started_at="17:00")
    assert [visit.outcome for visit in world.record(number).visits] == ["wasted", ""]
    assert world.shown(number, "amount_due") == "50.00"
    world.act(number, at("17:30"), result="待配件", parts_eta="3/11 10:00")
    world.act(number, at("10:00", day=1), appointment_at="2026-03-11 11:00", result="")
    world.act(number, at("11:05", day=1), work_started_at="2026-03-11 11:00")
    assert world.shown(number, "amount_due") == "100.00"


def test_a_price_that_begins_tomorrow_counts_tomorrow_for_work_that_still_goes_on() -> None:
    price = Price("GSK-02", "门封条", "part", Decimal(95), start=date(2026, 3, 11))
    world, number = charging(on_site, rates(prices=[price]), parts_used="GSK-02")
    assert world.shown(number, "amount_due") == "90.00"
    world.rules = [rule for rule in RULES if rule is not next_action]  # which wakes at midnight too
    world.cycle(at("15:20"), cold=True)
    world.cycle(at("00:00", day=1))
    assert world.shown(number, "amount_due") == "95.00"


def test_who_gives_up_owes_nothing_for_a_repair_that_was_not_made() -> None:
    world, number = charging(on_site, purchase_date=OLD, quote_amount=700, planned_parts="GSK-02")
    world.act(number, at("15:50"), result="客户放弃", remarks="嫌贵")
    assert [world.shown(number, c) for c in ("status", "amount_due", "flags")] == [
        "已结单",
        "0.00",
        "",
    ]


def test_a_filed_ticket_keeps_its_amount() -> None:
    world, number = charging(filed)
    world.act(number, at("17:00"), quote_amount=700)
    assert world.cell(number, "amount_due") == ""


def test_what_is_typed_over_it_is_put_back() -> None:
    world, number = charging(on_site, purchase_date=OLD, parts_used="GSK-02")
    world.act(number, at("15:50"), amount_due=1)
    assert world.shown(number, "amount_due") == "90.00"
    assert "你写的「1.00」已恢复原值" in world.shown(number, "problem")


@pytest.mark.parametrize(
    "end",
    [
        pytest.param({"status": "已结单", "close_reason": "取消"}, id="cancelled"),
        pytest.param({"status": "已结单", "close_reason": "作废"}, id="void"),
        pytest.param({"status": "已结单", "close_reason": "客户放弃"}, id="given up by status"),
        pytest.param({"result": "客户放弃"}, id="given up by result"),
    ],
)
@pytest.mark.parametrize("kinds", [(), ("call_out",)], ids=["parts only", "call-out too"])
def test_who_ends_a_ticket_before_anybody_came_owes_nothing(
    end: dict[str, str], kinds: tuple[str, ...]
) -> None:
    out = [Price("OUT", "上门费", "call_out", Decimal(50))] if kinds else []
    policy = charges_also(rates(prices=out), *kinds)
    cells = {"planned_parts": "GSK-02 x2", "quote_amount": 300}
    world, number = charging(dispatched, policy, purchase_date=OLD, **cells)
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("14:40"), **end, remarks="嫌贵")
    world.cycle(at("09:00", day=6))
    assert [world.shown(number, c) for c in ("status", "amount_due", "flags")] == [
        "已结单",
        "0.00",
        "",
    ]
    assert paid(world, number) == []
    assert "debt" not in world.kinds(number)


@pytest.mark.parametrize("reason", ["取消", "作废", "客户放弃"])
def test_a_reason_to_close_changes_no_fee_of_a_ticket_that_stays_open(reason: str) -> None:
    world, number = charging(dispatched, purchase_date=OLD, quote_amount=500)
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("14:40"), close_reason=reason)
    world.act(number, at("15:01"), work_started_at="15:00")
    assert [world.shown(number, c) for c in ("status", "amount_due")] == ["已预约", "500.00"]
    assert "先报价500.00元" in world.shown(number, "problem")


def test_who_gives_up_on_site_owes_the_way_and_what_was_fitted() -> None:
    out = Price("OUT", "上门费", "call_out", Decimal(50))
    policy = charges_also(rates(prices=[out]), "call_out")
    world, number = charging(on_site, policy, purchase_date=OLD, planned_parts="PWR-001")
    world.act(number, at("15:40"), parts_used="GSK-02")
    world.act(number, at("15:50"), status="已结单", close_reason="客户放弃", remarks="贵")
    assert [world.shown(number, c) for c in ("status", "amount_due")] == ["已结单", "140.00"]


def test_a_second_row_of_the_same_report_costs_nothing() -> None:
    world, number = charging(on_site, purchase_date=OLD, parts_used="GSK-02")
    again = world.report()
    world.settle()
    world.act(again, world.now, planned_parts="GSK-02")
    assert world.shown(again, "amount_due") == "90.00"
    world.act(again, world.now, duplicate_of=number)
    assert [world.shown(again, c) for c in ("status", "close_reason", "amount_due")] == [
        "已结单",
        "作废",
        "",
    ]


@pytest.mark.parametrize(
    ("discount", "due", "said"),
    [
        pytest.param(0.1, "90.00", "优惠10%没有计入:「优惠」写减多少元", id="a percentage"),
        pytest.param("0.10元", "89.90", "", id="ten cents with their unit"),
        pytest.param(500, "0.00", "优惠500.00比费用90.00多", id="more than the fee"),
        pytest.param("九折", "90.00", "「九折」不是金额。请写金额,例如 30.00", id="words"),
    ],
)
def test_a_discount_that_says_something_else_is_asked_about(
    discount: str | float, due: str, said: str
) -> None:
    world, number = charging(on_site, purchase_date=OLD, parts_used="GSK-02")
    world.act(number, at("15:50"), discount=discount, discount_reason="老客户")
    assert world.shown(number, "amount_due") == due
    assert said in world.shown(number, "problem")
    assert bool(said) is bool(world.shown(number, "problem"))


def test_the_customer_hears_the_amount_that_is_due_not_a_quote_that_nobody_confirmed() -> None:
    world, number = charging(on_site, purchase_date=OLD, planned_parts="GSK-02 x2")
    world.act(number, at("15:10"), quote_amount=500)
    assert world.shown(number, "amount_due") == "180.00"
    assert "费用一共180.00元" in world.shown(number, "customer_text")
    world.act(number, at("15:15"), consent="同意报价")
    agreed = world.record(number).consents["quote"].amount
    assert (agreed, world.shown(number, "flags")) == (Decimal("180.00"), "")
    confirm(world, number, "quote_amount", "含运费")
    assert (world.shown(number, "amount_due"), world.shown(number, "flags")) == ("500.00", "缺同意")
    assert "费用一共500.00元" in world.shown(number, "customer_text")
