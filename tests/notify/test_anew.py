"""What a notice says of times is said when it leaves, be it hours after it was decided."""

from __future__ import annotations

from sheetflow.notify.anew import facts_now
from sheetflow.ports import Delivery
from tests.builders import at
from tests.notify.test_conditions import delivery
from tests.world import World, completed, dispatched


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


def order(world: World, number: str, place: int = -1) -> Delivery:
    """Give a ticket's dispatch notice on its way."""
    return delivery(world.told(number, "dispatch")[place])


def test_a_dispatch_that_waited_names_no_deadline_of_a_call_that_was_made() -> None:
    world, number = dispatched()
    told = order(world, number)
    assert (told.facts["by"], told.facts["appointment"]) == ("14:41", "")
    world.act(number, at("14:33"), contact_result="接通")
    reached = facts_now(told, world.record(number), world.policy, at("14:36"))
    assert (reached["by"], reached["reached"]) == ("", "14:33")
    world.act(number, at("14:34"), appointment_at="16:30")
    agreed = facts_now(told, world.record(number), world.policy, at("14:37"))
    assert (agreed["appointment"], agreed["reached"], agreed["arrive_by"]) == ("16:30", "", "")


def test_to_whom_no_dispatch_has_left_yet_its_change_is_the_dispatch() -> None:
    world, number = dispatched()
    first = order(world, number).once
    world.act(number, at("14:33"), address="城南路8号")
    told, record = order(world, number), world.record(number)
    assert told.facts["changed"] == "维修地址"
    assert facts_now(told, record, world.policy, at("14:36"))["changed"] == ""
    assert facts_now(told, record, world.policy, at("14:36"), [first])["changed"] == "维修地址"


def test_nobody_is_sent_at_a_time_that_the_customer_wants_no_more() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    world.act(number, at("15:00"), contact_result="客户改期")
    world.act(number, at("15:10"), address="城南路8号")
    facts = order(world, number).facts
    assert (facts["appointment"], facts["reached"]) == ("", "15:00")
    assert (
        facts_now(order(world, number), world.record(number), world.policy, at("15:14"))[
            "appointment"
        ]
        == ""
    )
