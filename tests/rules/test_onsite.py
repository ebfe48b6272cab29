"""On site within 24, 48 or 72 hours of the report, by the wall clock."""

from __future__ import annotations

import pytest

from sheetflow.clocks import clock
from tests.builders import POLICY, at
from tests.world import World, dispatched, on_site


def critical() -> tuple[World, str]:
    world, number = dispatched()
    world.act(number, at("14:40"), grade="特急", contact_result="接通")
    return world, number


def test_it_warns_at_three_quarters_and_breaches_after_the_deadline_once_each() -> None:
    world, number = critical()
    for minute in ("8:30", "8:31", "14:30", "14:31", "14:32"):
        world.act(number, at(minute, day=1))
    kinds = [(n.kind, n.facts["by"]) for n in world.notices.values() if n.clock == "onsite"]
    assert kinds == [("clock_warning", "14:30"), ("clock_breach", "14:30")]
    assert "上门超时" in world.shown(number, "flags")


def test_being_there_in_time_is_told_to_nobody() -> None:
    world, number = critical()
    world.act(number, at("14:45"), work_started_at="14:45")
    world.act(number, at("15:00", day=3))
    assert [n for n in world.notices.values() if n.clock == "onsite"] == []
    assert world.shown(number, "onsite_met_at") == "2026-03-10 14:45"


def test_an_arrival_in_time_that_is_typed_too_late_was_in_time() -> None:
    world, number = critical()
    world.act(number, at("15:30", day=1), work_started_at="2026-03-11 14:20")
    assert [n.kind for n in world.notices.values() if n.clock == "onsite"] == []
    assert world.shown(number, "flags") == ""


def test_the_hours_of_the_desk_do_not_matter() -> None:
    world = World()
    world.now = at("23:00")
    number = world.report()
    world.cycle()
    assert world.shown(number, "onsite_by") == "2026-03-13 23:00"


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"status": "待派工"}, id="called-away"),
        pytest.param({"result": "待配件", "parts_eta": "3/13 9:00"}, id="for-parts"),
        pytest.param({"result": "未修复"}, id="for-support"),
    ],
)
@pytest.mark.parametrize("step", ["work_started_at", "arrived_at"])
def test_who_came_in_time_was_in_time_whenever_somebody_comes_again(
    said: dict[str, str], step: str
) -> None:
    """WORKFLOW.md: on-site stops at arrival, and what is met has frozen."""
    world, number = on_site()
    world.act(number, at("16:10"), **said)
    world.act(number, at("16:15"), technician="吴强")
    again = {"appointment_at": "3/14 10:00", "consent": "同意改约"}
    world.act(number, at("16:20"), contact_result="")
    world.act(number, at("16:21"), contact_result="接通", **again)
    world.act(number, at("10:05", day=4), **{step: "10:00"})
    onsite = POLICY.clock("onsite")
    found = clock(world.record(number), onsite, POLICY)
    assert world.shown(number, "onsite_met_at") == "2026-03-10 15:00"
    assert not found.breached(world.now)
    assert [one.clock for one in world.told(number, "clock_breach")] == []
