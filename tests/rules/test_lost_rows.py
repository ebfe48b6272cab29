"""A row that is gone, or that lost its number, is told of once; when it is back, all goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sheetflow.model import Scalar
from tests.builders import at
from tests.world import World, completed, dispatched, filed, waiting

Row = list[Scalar]


def kinds(world: World) -> list[str]:
    return [event.kind for event in world.events if event.kind.startswith("row_")]


def gone() -> tuple[World, str, Row]:
    world, number = dispatched()
    row = world.row(number)
    world.delete(row)
    world.cycle(at("14:32"))
    world.cycle(at("14:33"))
    return world, number, row


def renamed(found: str = "WX9") -> tuple[World, str, Row]:
    world, number = dispatched()
    row = world.row(number)
    world.type_in(row, "ticket_no", found)
    world.cycle(at("14:32"))
    world.cycle(at("14:33"))
    return world, number, row


def test_a_deleted_row_is_missed_by_the_second_read_and_the_dispatcher_told_once() -> None:
    world, number = dispatched()
    world.delete(world.row(number))
    assert not world.cycle(at("14:32")).events
    world.cycle(at("14:33"))
    assert kinds(world) == ["row_missing"]
    [told] = world.told(number, "row_missing")
    assert [one.name for one in told.to] == ["林静"]
    assert told.facts["fault"] == "打不着火"
    assert not world.cycle(at("14:34"))
    assert not world.cycle(at("14:35"), cold=True)


def test_a_row_that_only_one_read_missed_is_not_told_of() -> None:
    world, number = dispatched()
    row = world.row(number)
    world.delete(row)
    world.cycle(at("14:32"))
    world.rows["tickets"].append(row)
    world.cycle(at("14:33"))
    assert kinds(world) == []
    assert world.told(world.number(), "row_missing") == []


def test_it_is_not_added_again_and_nobody_is_reminded_of_it() -> None:
    world, number, _ = gone()
    for minute in ("14:45", "15:40", "19:00"):
        assert not world.cycle(at(minute))
    assert world.rows["tickets"] == []
    assert "not_contacted" not in world.kinds(number)


def test_when_the_row_is_back_all_goes_on() -> None:
    world, number, row = gone()
    world.rows["tickets"].append(row)
    world.cycle(at("14:50"))
    assert kinds(world) == ["row_missing", "row_back"]
    assert world.record(number).missing is None
    assert "not_contacted" in world.kinds(number)
    world.act(number, at("14:51"), contact_result="接通")
    assert world.record(number).attempts[-1].reached


def test_a_row_lost_again_is_told_of_again() -> None:
    world, number, row = gone()
    world.rows["tickets"].append(row)
    world.cycle(at("14:50"))
    world.delete(world.row(number))
    world.cycle(at("14:51"))
    world.cycle(at("14:52"))
    assert len(world.told(number, "row_missing")) == 2


def test_a_report_whose_row_has_not_come_yet_is_not_missed() -> None:
    world = World()
    number = world.report()
    world.cycle()
    world.delete(world.row(number))
    for _ in range(3):
        world.cycle()
    assert kinds(world) == []
    assert world.shown(number, "status") == "待派工"


def test_the_row_of_a_filed_ticket_may_go() -> None:
    world, number = filed()
    world.delete(world.row(number))
    for minute in ("16:11", "16:12", "16:13"):
        assert not world.cycle(at(minute))


def test_a_number_typed_over_is_no_stranger_and_its_row_says_what_to_do() -> None:
    world, number, _ = renamed()
    assert "WX9" not in world.records
    assert world.shown("WX9", "problem") == f"单号原来是{number},请改回"
    assert kinds(world) == ["row_missing"]
    assert world.told(number, "row_missing")[0].facts["stands_as"] == "WX9"
    assert not world.cycle(at("14:34"))


def test_a_sentence_of_peoples_own_in_such_a_row_is_left() -> None:
    world, _, row = renamed()
    world.type_in(row, "problem", "我改的")
    assert not world.cycle(at("14:34"))
    assert world.shown("WX9", "problem") == "我改的"


def test_a_number_put_back_is_the_ticket_again_and_nothing_was_lost() -> None:
    world, number, row = renamed()
    world.type_in(row, "remarks", "下午在")
    world.type_in(row, "ticket_no", number)
    world.cycle(at("14:40"))
    assert kinds(world) == ["row_missing", "row_back"]
    assert world.shown(number, "problem") == ""
    assert world.record(number).seen["remarks"] == "下午在"
    assert world.record(number).technician == "01"
    assert "overwritten" not in [event.kind for event in world.events]
    assert not world.cycle()


def test_a_row_that_shares_little_with_the_missing_one_is_taken_as_it_is() -> None:
    world, number, _ = gone()
    world.type_row(ticket_no="OLD7", phone="138-0000-0001", customer_name="张先生", status="已结单")
    world.cycle(at("14:40"))
    assert world.record("OLD7").imported
    assert world.record(number).missing


def test_a_row_with_one_cell_of_ours_in_common_is_no_missing_one() -> None:
    world, _, row = gone()
    reported_at = row[world.columns["tickets"]["reported_at"]]
    world.type_row(ticket_no="OLD7", reported_at=reported_at, phone="138-0000-0009")
    world.cycle(at("14:40"))
    assert "OLD7" in world.records


def test_of_two_missing_tickets_of_one_minute_and_customer_the_likest_has_the_row() -> None:
    world = World()
    first, second = world.report(), world.report(serial_no="SN1")
    world.settle()
    rows = [world.row(first), world.row(second)]
    world.delete(rows[0])
    world.type_in(rows[1], "ticket_no", "")
    for _ in range(3):
        world.cycle()
    assert [world.number(), len(world.rows["tickets"])] == [second, 1]
    assert (world.record(first).missing, world.record(second).missing) == (world.now, None)


@pytest.mark.parametrize("scene", [waiting, dispatched, completed, filed])
def test_a_deleted_number_comes_back_to_its_row(scene: Callable[[], tuple[World, str]]) -> None:
    world, number = scene()
    world.settle()
    row, before = world.row(number), list(world.row(number))
    world.type_in(row, "ticket_no", "")
    for _ in range(3):
        world.cycle()
    assert row == before
    assert list(world.records) == [number]
    assert kinds(world) == []


def test_a_number_deleted_while_the_row_was_missing_comes_back_with_it() -> None:
    world, number, row = gone()
    world.type_in(row, "ticket_no", "")
    world.rows["tickets"].append(row)
    for _ in range(3):
        world.cycle()
    assert world.number() == number
    assert kinds(world) == ["row_missing", "row_back"]


def test_the_same_customers_next_report_is_a_ticket_of_its_own() -> None:
    world, number, _ = gone()
    second = world.typed_in(
        customer_name="张先生", phone="138-0000-0001", address="城东人民路1号",
        product_model="大锅灶 ZG-2A", fault="打不着火", channel="网页", request_type="维修",
    )  # fmt: skip
    assert second != number
    assert world.record(number).missing
