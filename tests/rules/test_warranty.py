"""Warranty stands in the row: by purchase date and policy, by contract, by a supervisor's word (P1 4.7.2; duty 29)."""

from __future__ import annotations

from datetime import date

import pytest

from sheetflow.charges import Contract, WarrantyTerm
from sheetflow.model import Scalar, Watch
from sheetflow.rules.warranty import warranty
from tests.builders import ask, at, desk_of, ticket
from tests.rules.till import NEW, OLD, charging, confirm, rates
from tests.world import World, completed, filed, waiting

CONTRACT = Contract("XY-1", parts="free", labour="free")


@pytest.mark.parametrize(
    ("bought", "shown"),
    [
        pytest.param("2025-03-10", "在保", id="on the last day"),
        pytest.param("2025-03-09", "过保", id="a day later"),
        pytest.param("", "不明", id="nobody knows when it was bought"),
        pytest.param("去年", "不明", id="no date"),
        pytest.param("2026-03-11", "不明", id="bought after the report"),
    ],
)
def test_the_day_of_purchase_decides(bought: Scalar, shown: str) -> None:
    world, number = charging(waiting)
    world.act(number, at("14:32"), purchase_date=bought)
    assert world.shown(number, "warranty") == shown


def test_the_months_are_those_of_the_product() -> None:
    policy = rates(WarrantyTerm("其他", 12), WarrantyTerm("大锅灶", 36))
    world, number = charging(waiting, policy, purchase_date=OLD)
    assert world.shown(number, "warranty") == "在保"


def customer(world: World, contract: str) -> None:
    """Let 客户档案 name the contract of the reports' phone."""
    row: list[Scalar] = [""] * world.widths["customers"]
    for name, cell in {
        "customer_no": "K1",
        "phone": "13800000001",
        "contract_no": contract,
    }.items():
        row[world.columns["customers"][name]] = cell
    world.rows["customers"] = [row]


def test_a_customer_with_a_contract_is_found_by_the_phone_also_when_the_archive_says_so_later() -> (
    None
):
    world, number = charging(waiting, rates(contracts=[CONTRACT]), purchase_date=OLD)
    assert world.shown(number, "warranty") == "过保"
    customer(world, "XY-1")
    world.settle()
    assert world.shown(number, "warranty") == "协议"
    customer(world, "")
    world.settle()
    assert world.shown(number, "warranty") == "过保"


def test_a_contract_that_has_ended_is_none() -> None:
    ended = Contract("XY-1", end=date(2026, 3, 9), parts="free")
    world, number = charging(waiting, rates(contracts=[ended]))
    customer(world, "XY-1")
    world.settle()
    assert world.shown(number, "warranty") == "不明"


def test_an_override_counts_once_a_named_supervisor_has_confirmed_it() -> None:
    world, number = charging(waiting, purchase_date=OLD)
    world.act(number, at("14:40"), warranty_override="在保", warranty_reason="发票丢了,系统有记录")
    assert world.shown(number, "warranty") == "过保"
    assert world.shown(number, "next_action").startswith("保修改判要主管确认")
    assert f"/desk/tickets/{number}" in world.shown(number, "problem")

    confirm(world, number, "warranty_override")
    assert world.shown(number, "warranty") == "在保"
    assert world.shown(number, "problem") == ""


def test_another_override_wants_another_confirmation() -> None:
    world, number = charging(waiting, warranty_override="在保", warranty_reason="试")
    confirm(world, number, "warranty_override")
    world.act(number, at("14:50"), warranty_override="协议")
    assert world.shown(number, "warranty") == "不明"
    assert "要主管确认" in world.shown(number, "problem")


def test_an_override_without_a_reason_asks_for_it() -> None:
    world, number = charging(waiting, warranty_override="在保")
    confirm(world, number, "warranty_override")
    assert world.shown(number, "problem") == "保修改判没写原因,请填「改判原因」"
    world.act(number, at("14:50"), warranty_reason="门店证明")
    assert (world.shown(number, "problem"), world.shown(number, "warranty")) == ("", "在保")


def test_an_override_taken_back_is_forgotten() -> None:
    world, number = charging(waiting, purchase_date=NEW)
    world.act(number, at("14:40"), warranty_override="过保")
    world.act(number, at("14:41"), warranty_override="")
    assert (world.shown(number, "warranty"), world.shown(number, "problem")) == ("在保", "")


def test_a_filed_ticket_keeps_what_it_was_filed_with() -> None:
    world, number = charging(filed)
    world.act(number, at("17:00"), purchase_date=OLD)
    assert world.shown(number, "warranty") == "不明"


def test_a_completed_one_follows_what_is_found_out_later() -> None:
    world, number = charging(completed)
    world.act(number, at("17:00"), purchase_date=OLD)
    assert world.shown(number, "warranty") == "过保"


def test_the_technician_is_told_warranty_and_fee_with_the_order() -> None:
    world, number = charging(waiting, purchase_date=OLD, planned_parts="GSK-02")
    world.act(number, at("14:40"), technician="陈立")
    [told] = world.told(number, "dispatch")
    assert (told.facts["warranty"], told.facts["charge"]) == ("过保", "先报价90.00元")
    world, number = charging(waiting, purchase_date=NEW, planned_parts="GSK-02")
    world.act(number, at("14:40"), technician="陈立")
    [told] = world.told(number, "dispatch")
    assert (told.facts["warranty"], told.facts["charge"]) == ("在保", "")


def test_it_is_looked_at_again_when_the_customer_s_row_changes() -> None:
    for contracts, watched in (((), []), ([CONTRACT], ["customer/13800000001"])):
        policy = rates(contracts=contracts)
        asked = ask(warranty, desk_of(ticket(phone="138-0000-0001", policy=policy)), policy)
        assert [one.name for one in asked if isinstance(one, Watch)] == watched


def test_a_day_of_purchase_that_lies_ahead_is_asked_about_until_it_comes() -> None:
    world, number = waiting()
    world.act(number, at("14:35"), purchase_date="2026-03-11")
    assert world.shown(number, "warranty") == "不明"
    assert world.shown(number, "problem") == (
        "「购买日期」2026-03-11 还没到,保修算不出;请改成发票上的日期"
    )
    world.act(number, at("00:00", day=1))
    assert world.shown(number, "problem") == ""
