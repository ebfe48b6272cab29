"""The customers' archive: new ones are filed once, known ones found by their phone."""

from __future__ import annotations

import pytest

from sheetflow.model import Scalar
from tests.builders import at
from tests.world import REPORT, World, waiting


def rows(world: World, *columns: str) -> list[list[Scalar]]:
    places = [world.columns["customers"][column] for column in columns]
    return [[row[place] for place in places] for row in world.rows["customers"]]


def customer(world: World, **cells: Scalar) -> list[Scalar]:
    """Let a customer stand in the archive."""
    row: list[Scalar] = [""] * world.widths["customers"]
    for column, cell in cells.items():
        row[world.columns["customers"][column]] = cell
    world.rows["customers"].append(row)
    return row


KNOWN = {
    "customer_no": "K1",
    "name": "郑",
    "phone": "138-0000-0006",
    "other_phones": "138-0000-0066;010-00000000",
    "unit_name": "南门火锅",
    "address": "城南环城南路3号",
    "region": "城南",
}


def test_a_new_customer_is_filed_with_the_ticket() -> None:
    world, number = waiting(unit_name="小麦面馆")
    key = "K" + number.removeprefix("WX")
    assert rows(world, "customer_no", "name", "phone", "unit_name", "address", "region") == [
        [key, "张先生", "138-0000-0001", "小麦面馆", "城东人民路1号", "城东"]
    ]
    assert world.shown(number, "customer_no") == key
    assert not world.cycle(cold=True)


def test_two_new_tickets_of_one_phone_file_one_customer() -> None:
    world = World()
    first, second = world.report(), world.report(phone="13800000001", product_model="冷柜")
    world.settle()
    assert len(world.rows["customers"]) == 1
    assert world.shown(first, "customer_no") == world.shown(second, "customer_no") != ""


def test_a_known_customer_is_found_by_any_of_their_phones_and_not_filed_again() -> None:
    world = World()
    customer(world, **KNOWN)
    number = world.report(phone="138 0000 0066 郑女士", address="城南环城南路3号")
    world.settle()
    assert world.shown(number, "customer_no") == "K1"
    assert len(world.rows["customers"]) == 1


def test_a_typed_row_gets_what_the_archive_knows_and_goes_on_with_it_at_once() -> None:
    world = World()
    customer(world, **KNOWN)
    number = world.typed_in(
        customer_name="郑", phone="138-0000-0006", product_model="火锅灶 HG-6", fault="漏气"
    )
    shown = [world.shown(number, column) for column in ("unit_name", "address", "region")]
    assert shown == ["南门火锅", "城南环城南路3号", "城南"]
    assert world.shown(number, "status") == "待派工"
    assert not world.cycle(cold=True)


def test_a_row_typed_with_phone_and_fault_alone_gets_the_customer_s_name_too() -> None:
    world = World()
    customer(world, **KNOWN)
    number = world.typed_in(phone="138-0000-0006", product_model="火锅灶 HG-6", fault="漏气")
    shown = [world.shown(number, column) for column in ("customer_name", "unit_name", "status")]
    assert shown == ["郑", "南门火锅", "待派工"]
    (notice,) = world.told(number, "new_report")
    assert [notice.facts[fact] for fact in ("missing", "unit_name", "region")] == [
        "",
        "南门火锅",
        "城南",
    ]
    assert notice.facts["suggestion"] != ""
    world.act(number, at("14:35"), customer_name="")
    assert world.shown(number, "customer_name") == ""


def test_another_name_than_the_archive_s_is_left_alone() -> None:
    world = World()
    customer(world, **KNOWN)
    number = world.typed_in(customer_name="小王", phone="138-0000-0006", fault="漏气")
    assert [world.shown(number, c) for c in ("customer_name", "flags")] == ["小王", ""]


def test_what_the_archive_filled_in_and_somebody_empties_stays_empty() -> None:
    world = World()
    customer(world, **KNOWN)
    number = world.typed_in(customer_name="郑", phone="138-0000-0006", fault="漏气")
    world.act(number, at("14:35"), unit_name="")
    assert world.shown(number, "unit_name") == ""


def test_what_was_typed_is_never_replaced() -> None:
    world = World()
    customer(world, **KNOWN)
    number = world.typed_in(
        customer_name="郑", phone="138-0000-0006", address="城东路9号", fault="x"
    )
    assert world.shown(number, "address") == "城东路9号"
    assert world.shown(number, "region") == "城东"


def test_nobody_is_filed_before_one_knows_where_they_are() -> None:
    world = World()
    number = world.typed_in(phone="138-0000-0009", fault="漏气")
    assert world.rows["customers"] == []
    world.act(number, at("14:35"), address="城东路1号", customer_name="李")
    assert rows(world, "name", "address") == [["李", "城东路1号"]]


def test_what_another_system_began_files_nobody() -> None:
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", phone="138-0000-0001", address="城东路1号")
    world.settle()
    assert world.rows["customers"] == []


def test_a_customer_taken_out_is_not_filed_again_by_the_same_ticket() -> None:
    world, _ = waiting()
    world.rows["customers"].clear()
    world.settle()
    assert world.rows["customers"] == []


def test_a_phone_that_can_hardly_be_right_is_asked_about_before_it_is_filed() -> None:
    world, number = waiting(phone="1380000")
    assert world.rows["customers"] == []
    world.act(number, at("14:40"), phone="138-0000-0001")
    [row] = world.rows["customers"]
    assert row[world.columns["customers"]["phone"]] == "138-0000-0001"
    assert world.shown(number, "flags") == ""


def test_one_that_is_right_all_the_same_is_filed_once_that_is_said() -> None:
    world, number = waiting(phone="1380000")
    world.act(number, at("14:40"), problem="")
    [row] = world.rows["customers"]
    assert row[world.columns["customers"]["phone"]] == "1380000"


ANOTHER = {"customer_name": "李女士", "phone": "138-0000-0077"}


@pytest.mark.parametrize("known", [False, True], ids=["filed by the row", "known before"])
@pytest.mark.parametrize("at_once", [True, False])
def test_who_was_typed_over_another_customer_is_not_given_their_address(
    known: bool, at_once: bool
) -> None:
    world = World()
    if known:
        first = {"name": "张先生", "phone": "138-0000-0001", "address": "城东人民路1号"}
        customer(world, customer_no="K1", **first, region="城东")
    number = world.report()
    world.settle()
    for cells in [ANOTHER] if at_once else [{one: cell} for one, cell in ANOTHER.items()]:
        world.act(number, at("15:33"), **cells)
    world.act(number, at("15:36"), **{column: REPORT[column] for column in ANOTHER})
    assert rows(world, "name", "address", "region") == [
        ["张先生", "城东人民路1号", "城东"],
        ["李女士", "", ""],
    ]
    other = world.typed_in(**ANOTHER, product_model="冰柜", fault="不制冷")
    assert world.shown(other, "address") == ""
    world.act(other, at("15:45"), address="城北9号")
    assert [world.shown(other, c) for c in ("flags", "problem")] == ["", ""]


def test_who_was_typed_over_another_customer_with_their_own_address_is_filed_with_it() -> None:
    world, number = waiting()
    world.act(number, at("15:33"), **ANOTHER, address="城北9号")
    assert rows(world, "name", "address")[-1] == ["李女士", "城北9号"]
