"""What a notice says of times is said when it leaves, be it hours after it was decided."""

from __future__ import annotations

from sheetflow.notify.anew import facts_now
from tests.builders import at
from tests.notify.test_conditions import delivery
from tests.world import completed, dispatched


def test_a_notice_that_waited_says_how_late_it_is_by_now() -> None:
    world, number = dispatched()
    world.act(number, at("14:46"))
    told = delivery(world.told(number, "not_contacted")[0])
    assert (told.facts["by"], told.facts["over"]) == ("14:41", "超时5分")
    now = facts_now(told, world.record(number), world.policy, at("8:00", day=1))
    assert (now["by"], now["over"]) == ("3/10 14:41", "超时17小时19分")
    assert now["dispatched_at"] == "3/10 14:31"
    assert {name: now[name] for name in ("technician", "unit_name")} == {
        name: told.facts[name] for name in ("technician", "unit_name")
    }


def test_what_cannot_be_looked_at_stays_as_it_was() -> None:
    world, number = completed()
    world.act(number, at("15:51", day=1))
    told = delivery(world.told(number, "revisit_overdue")[0])
    assert facts_now(told, None, world.policy, at("17:00", day=1)) == told.facts
    assert facts_now(told, world.record(number), None, at("17:00", day=1)) == told.facts
