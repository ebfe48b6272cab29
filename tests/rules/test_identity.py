"""P2 KP (duty 6): phone and serial number are checked at intake, and asked about in the row."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import REPORT, World, dispatched, waiting

ROW = {"customer_name": "何女士", "product_model": "ZG-2A", "fault": "打不着火"}


@pytest.mark.parametrize(
    ("phone", "hint"),
    [
        ("138-0000-001", "联系方式:号码少了几位"),
        ("138-0000-00012", "联系方式:号码多了几位"),
        ("6234 5678", "联系方式:没有区号,外地打不通"),
        ("问老板娘", "联系方式:这里没有电话号码"),
    ],
)
def test_a_number_in_a_typed_row_that_cannot_be_dialled_is_asked_about(
    phone: str, hint: str
) -> None:
    world = World()
    number = world.typed_in(phone=phone, **ROW)
    assert world.shown(number, "problem") == hint
    assert world.shown(number, "next_action") == hint
    assert world.shown(number, "phone") == phone


@pytest.mark.parametrize("phone", ["138-0000-0001", "010-62345678转8002", "+86 13800000001 何女士"])
def test_a_number_that_can_be_dialled_is_taken_without_a_word(phone: str) -> None:
    world = World()
    assert world.shown(world.typed_in(phone=phone, **ROW), "problem") == ""


def test_mended_the_hint_goes_and_emptied_by_who_knows_it_is_right_it_stays_away() -> None:
    world = World()
    number = world.typed_in(phone="138-0000-001", **ROW)
    world.act(number, at("14:40"), phone="138-0000-0001")
    assert world.shown(number, "problem") == ""
    world.act(number, at("14:41"), phone="138-0000-001")
    world.act(number, at("14:42"), problem="")
    world.act(number, at("14:43"), remarks="号码核对过")
    assert world.shown(number, "problem") == ""


@pytest.mark.parametrize(
    ("serial", "hint"),
    [
        ("看不清", "没有字母和数字,不像序列号"),
        ("zg-2a", "与「产品型号」一样"),
        ("138-0000-0008", "与「联系方式」一样"),
    ],
)
def test_what_stands_in_another_cell_is_no_serial_number(serial: str, hint: str) -> None:
    world = World()
    number = world.typed_in(phone="138-0000-0008", serial_no=serial, **ROW)
    assert hint in world.shown(number, "problem")


def test_a_serial_number_typed_later_is_looked_at_too() -> None:
    world, number = waiting()
    world.act(number, at("14:31"), serial_no="大锅灶 ZG-2A")
    assert "与「产品型号」一样" in world.shown(number, "problem")
    world.act(number, at("14:32"), serial_no="SN-88")
    assert world.shown(number, "problem") == ""


def test_a_row_of_another_system_is_taken_as_it_is() -> None:
    world = World()
    world.type_row(ticket_no="A-1", phone="12", product_model="x", status="待受理")
    world.cycle()
    assert world.shown("A-1", "problem") == ""


def test_a_serial_number_in_wide_letters_is_one() -> None:
    world = World()
    number = world.report(serial_no="ＳＮ１００")
    world.settle()
    assert "序列号" not in world.shown(number, "problem")


@pytest.mark.parametrize("whose", [{"customer_name": "李女士"}, {"unit_name": "南门火锅"}])
def test_another_customer_typed_over_a_live_row_is_told_on_it_until_somebody_has_looked(
    whose: dict[str, str],
) -> None:
    world, number = dispatched(unit_name="小麦面馆")
    world.act(number, at("15:00"), phone="138-0000-0002", fault="不制冷", **whose)
    assert "写到新的一行" in world.shown(number, "problem")
    assert "写到新的一行" in world.shown(number, "next_action")
    assert world.shown(number, "phone") == "138-0000-0002"
    named = "".join(world.record(number).refusals)
    assert [words for words in ("13800000001", REPORT["customer_name"]) if words in named] == []
    world.act(number, at("15:05"), problem="")
    assert world.shown(number, "problem") == ""


@pytest.mark.parametrize("columns", [("phone", "customer_name"), ("customer_name", "phone")])
@pytest.mark.parametrize("at_once", [True, False])
def test_another_customer_whose_typing_is_undone_is_asked_about_no_more(
    columns: tuple[str, str], at_once: bool
) -> None:
    world, number = dispatched()
    world.act(number, at("15:00"), phone="138-0000-0002", customer_name="李女士")
    world.act(number, at("15:01"), remarks="客户等着")
    assert "写到新的一行" in world.shown(number, "problem")
    undone = [{column: REPORT[column] for column in columns}]
    for cells in undone if at_once else ({one: REPORT[one]} for one in columns):
        world.act(number, at("15:03"), **cells)
    assert "写到新的一行" not in world.shown(number, "problem")
    world.act(number, at("15:04"), phone="138-0000-0003", customer_name="王女士")
    assert "写到新的一行" in world.shown(number, "problem")


@pytest.mark.parametrize(
    "mended",
    [
        {"phone": "138-0000-0002"},
        {"customer_name": "李女士", "unit_name": "南门火锅"},
        {"customer_name": "张师傅", "phone": "13800000001"},
        {"phone": "138-0000-0002", "unit_name": "小麦面馆"},
    ],
    ids=["the phone", "the name", "the phone written otherwise", "a shop nobody had written"],
)
def test_a_customers_row_put_right_is_nobody_elses(mended: dict[str, str]) -> None:
    world, number = dispatched()
    world.act(number, at("15:00"), **mended)
    assert "写到新的一行" not in world.shown(number, "problem")
