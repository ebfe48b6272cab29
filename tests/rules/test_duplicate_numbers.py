"""A copied row: the upper keeps the number, the lower is left alone until its number is cleared."""

from __future__ import annotations

from tests.builders import at
from tests.world import World, waiting


def copied() -> tuple[World, str]:
    world, number = waiting()
    world.rows["tickets"].append(list(world.rows["tickets"][0]))
    world.cycle(at("14:31"))
    return world, number


def lower(world: World, column: str) -> object:
    return world.rows["tickets"][1][world.columns["tickets"][column]]


def test_the_upper_row_says_that_its_number_stands_twice() -> None:
    world, number = copied()
    assert world.shown(number, "problem") == (
        "这个单号在下面还有一行,只认这一行,下面那行没有动;请清空那行的单号,它会得到新号"
    )
    assert not world.cycle()


def test_what_is_typed_into_the_lower_row_changes_nothing() -> None:
    world, number = copied()
    for column, cell in {"technician": "陈立", "grade": "特急", "onsite_by": "别管"}.items():
        world.rows["tickets"][1][world.columns["tickets"][column]] = cell
    assert not world.cycle(at("14:32"))
    assert [lower(world, c) for c in ("technician", "grade", "onsite_by")] == [
        "陈立",
        "特急",
        "别管",
    ]
    assert world.record(number).technician == ""


def test_the_upper_row_goes_on() -> None:
    world, number = copied()
    world.act(number, at("14:32"), technician="陈立")
    assert world.shown(number, "status") == "已派工"
    assert lower(world, "status") == "待派工"


def test_the_lower_row_becomes_a_ticket_of_its_own_when_its_number_is_cleared() -> None:
    world, number = copied()
    world.rows["tickets"][1][world.columns["tickets"]["ticket_no"]] = ""
    for minute in (32, 33, 34):
        world.cycle(at(f"14:{minute}"))
    second = world.number()
    assert second == "WX20260310002"
    assert world.shown(second, "reported_at") == "2026-03-10 14:33"
    assert world.shown(number, "problem") == ""
    assert not world.cycle()
