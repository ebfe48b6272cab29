"""The first human contact within 2, 4 or 24 hours of the report."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import World, dispatched, waiting


def breaches(world: World, number: str) -> list[str]:
    return [n.facts["by"] for n in world.told(number, "clock_breach") if n.clock == "response"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        pytest.param("contact_result", "接通", id="a-call-that-was-answered"),
        pytest.param("status", "电话指导", id="guidance"),
    ],
)
def test_it_is_met_by(column: str, cell: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:50"), **{column: cell})
    assert world.shown(number, "response_met_at") == "2026-03-10 14:50"


def test_a_call_that_nobody_answered_is_no_contact() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="没接1")
    assert world.shown(number, "response_met_at") == ""


def test_nobody_spoken_to_in_time_is_announced_once_whatever_number_of_cycles() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), grade="特急", contact_result="没接1")
    for minute in range(29, 59):
        world.cycle(at(f"16:{minute}"), cold=minute % 7 == 0)
    assert breaches(world, number) == ["16:30"]


def test_a_critical_breach_is_urgent() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), grade="特急", contact_result="没接1")
    world.act(number, at("16:31"))
    found = [notice for notice in world.told(number, "clock_breach") if notice.clock == "response"]
    assert [notice.urgent for notice in found] == [True]


def test_a_filed_ticket_is_not_late_any_more() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), close_reason="作废", status="已结单")
    world.act(number, at("16:00", day=1))
    assert breaches(world, number) == []
    assert world.shown(number, "flags") == ""
