"""Who isn't with the customer at the agreed time is late, under way or not."""

from __future__ import annotations

import pytest

from tests.builders import at, policy_of
from tests.world import World, dispatched


def appointed(profile: str = "stove") -> tuple[World, str]:
    world, number = dispatched(policy_of(profile=profile))
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("15:45"), departed_at="15:40", departure_check="全齐")
    return world, number


@pytest.mark.parametrize("profile", ["stove", "generic"])
def test_who_has_left_and_isnt_there_at_the_agreed_time_is_late(profile: str) -> None:
    world, number = appointed(profile)
    assert world.shown(number, "next_due") == "2026-03-10 16:00"
    assert world.shown(number, "next_action") == "陈立:在路上,16:00到;到了填「到达时间」"
    world.act(number, at("16:00"))
    assert "到场迟到" not in world.shown(number, "flags")
    world.act(number, at("16:01"))
    assert "到场迟到" in world.shown(number, "flags")
    assert world.shown(number, "next_action") == (
        "陈立:约的16:00已过还没到;打电话致歉、约新时间,到了填「到达时间」"
    )


def test_nobody_waits_at_the_old_time_once_another_is_agreed() -> None:
    world, number = appointed()
    world.act(number, at("16:05"), appointment_at="17:00", reschedule_reason="堵车")
    assert "到场迟到" in world.shown(number, "flags")
    world.act(number, at("16:06"), consent="同意改约")
    assert "到场迟到" not in world.shown(number, "flags")
    assert world.shown(number, "next_due") == "2026-03-10 17:00"


def test_a_visit_that_began_late_is_marked_while_it_lasts() -> None:
    world, number = appointed()
    world.act(number, at("16:30"), arrived_at="16:20")
    assert world.shown(number, "status") == "维修中"
    assert "到场迟到" in world.shown(number, "flags")


def test_in_time_nothing_is_late() -> None:
    world, number = appointed()
    world.act(number, at("16:30"), arrived_at="16:00")
    assert "到场迟到" not in world.shown(number, "flags")


def test_a_second_visit_is_due_at_its_own_time() -> None:
    world, number = appointed("generic")
    world.act(number, at("16:30"), work_started_at="16:00")
    world.act(number, at("17:00"), status="已预约", appointment_at="3/11 10:00")
    world.act(number, at("9:50", day=1), departed_at="9:45")
    assert world.shown(number, "next_due") == "2026-03-11 10:00"
    world.act(number, at("10:01", day=1))
    assert "到场迟到" in world.shown(number, "flags")
