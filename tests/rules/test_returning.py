"""What is reported again names the ticket it comes back from; within thirty days it counts as the same repair."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import at
from tests.world import World, completed, filed, waiting


def again(world: World, *, days: int, **report: str) -> str:
    """Let the customer report something on another day, and give its number."""
    world.now = at("16:00", day=days)
    number = world.report(**report)
    world.settle()
    return number


def test_within_thirty_days_of_the_filing_it_is_a_second_repair() -> None:
    world, old = filed()
    new = again(world, days=12, fault="又打不着火")
    assert [world.shown(new, c) for c in ("previous_ticket", "cycle")] == [old, "2"]
    assert world.shown(new, "status") == "待派工"
    assert world.shown(old, "status") == "已结单"


def test_later_it_is_a_new_ticket_that_names_the_old_one() -> None:
    world, old = filed()
    new = again(world, days=31)
    assert [world.shown(new, c) for c in ("previous_ticket", "cycle")] == [old, "1"]


@pytest.mark.parametrize(("days", "cycle"), [(12, "2"), (31, "1")])
def test_of_one_that_came_filed_from_another_system_the_last_that_is_known_counts(
    days: int, cycle: str
) -> None:
    world, old = filed()
    record = world.records[old]
    stamps = {name: at for name, at in record.stamps.items() if name != "closed_at"}
    world.records[old] = replace(record, imported=True, stamps=stamps)
    world.memory = None  # as a runner does when another recorded something
    new = again(world, days=days)
    assert [world.shown(new, c) for c in ("previous_ticket", "cycle")] == [old, cycle]


def test_before_the_filing_the_old_one_is_left_to_its_revisit() -> None:
    world, old = completed()
    new = again(world, days=0)
    assert [world.shown(new, c) for c in ("previous_ticket", "cycle")] == [old, "2"]
    assert world.shown(old, "status") == "已完成"


def test_the_phone_is_known_however_it_is_written() -> None:
    world, old = filed()
    new = again(world, days=3, phone="+86 13800000001")
    assert world.shown(new, "previous_ticket") == old


def test_another_machine_is_another_matter() -> None:
    world, _ = filed()
    new = again(world, days=3, product_model="炒炉 CL-1B")
    assert world.shown(new, "previous_ticket") == ""


def test_another_serial_number_is_another_machine_of_the_same_model() -> None:
    world, _ = filed(serial_no="SN1")
    new = again(world, days=3, serial_no="SN2")
    assert world.shown(new, "previous_ticket") == ""


def test_an_open_one_is_a_duplicate_and_no_return() -> None:
    world, _ = waiting()
    new = again(world, days=0)
    assert world.shown(new, "previous_ticket") == ""
    assert "疑似重复" in world.shown(new, "flags")


def test_the_latest_of_several_is_named() -> None:
    world, old = filed()
    middle = again(world, days=40)
    world.act(middle, at("16:10", day=40), result="电话解决")
    new = again(world, days=50)
    assert world.shown(middle, "previous_ticket") == old
    assert world.shown(new, "previous_ticket") == middle
