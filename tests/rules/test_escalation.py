"""What the desk can't solve comes to the supervisor within two hours, and the customer is told."""

from __future__ import annotations

from tests.builders import at
from tests.world import World, dispatched, on_site


def beyond() -> tuple[World, str]:
    """Give a desk on which it was found at 15:05, and typed at 15:10, that a core part is gone."""
    world, number = on_site()
    world.act(number, at("15:10"), beyond_desk_at="15:05", verified_fault="主板烧了")
    return world, number


def test_the_two_hours_run_from_the_discovery() -> None:
    world, number = beyond()
    assert world.shown(number, "escalate_by") == "2026-03-10 17:05"
    assert world.shown(number, "next_due") == "2026-03-10 17:05"
    assert world.shown(number, "next_action") == (
        "内勤:17:05前报主管(状态选「主管处理」),告诉客户预计时间"
    )


def test_the_supervisor_is_told_once_since_when_what_was_tried_and_whether_the_customer_knows() -> (
    None
):
    world, number = beyond()
    world.act(number, at("15:30"), status="主管处理")
    (notice,) = world.told(number, "escalation")
    assert [recipient.name for recipient in notice.to] == ["吴强", "林静"]
    facts = [notice.facts[name] for name in ("found_at", "tried", "informed", "by", "step")]
    assert facts == ["15:05", "主板烧了", "还没告诉", "17:05", "维修中"]


def test_it_ends_with_the_supervisor() -> None:
    world, number = beyond()
    world.act(number, at("15:30"), status="主管处理")
    assert world.shown(number, "escalate_met_at") == "2026-03-10 15:30"
    world.act(number, at("17:06"))
    assert world.told(number, "clock_breach") == []


def test_when_the_customer_was_told_is_kept() -> None:
    world, number = beyond()
    world.act(number, at("15:20"), customer_informed="已告知")
    assert world.shown(number, "customer_informed_at") == "2026-03-10 15:20"
    world.act(number, at("15:30"), status="主管处理")
    assert world.shown(number, "next_action") == "主管:与客户商定办法,再改状态"


def test_a_supervisor_who_hasnt_told_the_customer_is_asked_to() -> None:
    world, number = beyond()
    world.act(number, at("15:30"), status="主管处理")
    assert world.shown(number, "next_action") == "主管:定办法,告诉客户预计时间,填「客户告知」"


def test_nobody_acting_for_two_hours_is_a_breach() -> None:
    world, number = beyond()
    for minute in ("17:05", "17:06"):
        world.act(number, at(minute))
    assert "上报超时" in world.shown(number, "flags")
    assert [notice.clock for notice in world.told(number, "clock_breach")] == ["escalation"]


def test_a_discovery_that_is_taken_back_stops_the_clock() -> None:
    world, number = beyond()
    world.act(number, at("15:20"), beyond_desk_at="")
    assert world.shown(number, "escalate_by") == ""
    assert any(event.kind == "unstamped" for event in world.events)


def test_a_refused_new_time_is_told_to_the_supervisor_as_well() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), consent="不同意改约")
    assert world.shown(number, "status") == "主管处理"
    (notice,) = world.told(number, "escalation")
    assert notice.facts["found_at"] == "14:40"
    assert notice.facts["refused"] == "别的时间"


def test_the_supervisor_reads_which_time_was_refused_why_and_which_one_stands() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:30")
    offer = {"appointment_at": "17:20", "reschedule_reason": "堵车"}
    world.act(number, at("15:10"), consent="不同意改约", **offer)
    (notice,) = world.told(number, "escalation")
    assert notice.facts["refused"] == "17:20（堵车），约的还是15:30"


def test_what_comes_to_the_supervisor_before_a_visit_was_not_found_on_the_spot() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), status="主管处理")
    (notice,) = world.told(number, "escalation")
    assert notice.facts["handed"] == "主管处理"


def test_an_incident_is_told_as_such_and_not_twice() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), incident="辱骂")
    assert world.shown(number, "status") == "主管处理"
    assert world.told(number, "escalation") == []
    assert world.shown(number, "next_action") == "主管:先打给陈立,再由您联系客户,别再派人单独去"


def test_what_will_be_found_out_tomorrow_starts_no_clock() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), beyond_desk_at="明天10点")
    assert world.shown(number, "escalate_by") == ""
    assert "还没到" in world.shown(number, "next_action")
