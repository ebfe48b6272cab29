"""The promised three hours, or another time that the customer agreed to."""

from __future__ import annotations

import re

import pytest

from tests.builders import POLICY, STAFF, at, on_leave, policy_of
from tests.world import World, dispatched, waiting


def test_the_promise_runs_from_the_decision_to_visit() -> None:
    world, number = waiting(phone="")
    assert world.shown(number, "promise_by") == ""
    world.act(number, at("15:00"), phone="138-0000-0001")
    assert world.shown(number, "promise_by") == "2026-03-10 18:00"


def test_it_counts_the_hours_of_the_desk() -> None:
    world = World()
    world.now = at("18:30")
    number = world.report()
    world.cycle()
    assert world.shown(number, "promise_by") == "2026-03-11 09:30"


def test_the_generic_profile_promises_nothing() -> None:
    world, number = waiting(policy_of(profile="generic"))
    assert world.shown(number, "promise_by") == ""
    world.act(number, at("18:00"))
    assert world.told(number, "promise_at_risk") == []


def test_too_late_to_leave_is_told_before_it_is_broken_once() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    for minute in ("17:10", "17:11", "17:12"):
        world.act(number, at(minute))
    (notice,) = world.told(number, "promise_at_risk")
    wanted = {
        "by": "17:30",
        "earliest": "陈立 17:31(已派)",
        "earliest_at": "17:31",
        "late": "1分",
        "second": "吴强 17:31",
    }
    assert {fact: notice.facts[fact] for fact in wanted} == wanted
    assert "承诺有险" in world.shown(number, "flags")
    assert world.shown(number, "next_action") == (
        "内勤:赶不上17:30的承诺(路上要20分钟);请致歉、另约并填「客户同意」"
    )


def test_it_is_not_at_risk_while_there_is_time_for_the_road() -> None:
    world, number = dispatched()
    world.act(number, at("17:10"), contact_result="接通")
    assert "承诺有险" not in world.shown(number, "flags")
    assert "赶不上" not in world.shown(number, "next_action")


def test_who_has_left_or_agreed_on_another_time_risks_nothing() -> None:
    for said in ({"departed_at": "17:00"}, {"appointment_at": "19:00", "consent": "同意改约"}):
        world, number = dispatched()
        world.act(number, at("14:40"), contact_result="接通")
        world.act(number, at("17:01"), **said)
        world.act(number, at("17:20"))
        assert world.told(number, "promise_at_risk") == []


def test_broken_it_is_announced_with_the_step_at_which_it_stands() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    world.act(number, at("17:31"))
    (notice,) = [n for n in world.told(number, "clock_breach") if n.clock == "promise"]
    assert [notice.facts[fact] for fact in ("by", "step", "who")] == ["17:30", "已派工", "陈立"]
    assert "承诺超时" in world.shown(number, "flags")


def test_an_arrival_keeps_it() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    world.act(number, at("17:00"), work_started_at="17:00")
    world.act(number, at("18:00"))
    assert [n for n in world.notices.values() if n.clock == "promise" and "breach" in n.kind] == []
    assert world.shown(number, "promise_met_at") == "2026-03-10 17:00"


def test_a_time_later_than_the_promise_is_at_risk_at_once_while_nobody_has_agreed() -> None:
    world, number = dispatched()
    world.type(number, "contact_result", "接通")
    world.type(number, "appointment_at", "明天10点")
    world.settle()
    assert "承诺有险" in str(world.cell(number, "flags"))
    assert "客户同意后填「客户同意」" in world.shown(number, "next_action")
    assert "promise_at_risk" in world.kinds(number)
    world.type(number, "consent", "同意改约")
    world.settle()
    assert "承诺有险" not in str(world.cell(number, "flags"))


def test_a_later_time_that_nobody_agreed_to_leaves_it_at_risk() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="19:00")
    world.act(number, at("17:20"))
    assert len(world.told(number, "promise_at_risk")) == 1


def test_the_two_named_for_a_ticket_that_waits_are_those_of_its_suggestion() -> None:
    world, number = waiting()
    world.act(number, at("17:11"))
    (notice,) = world.told(number, "promise_at_risk")
    assert (notice.facts["earliest"], notice.facts["second"]) == ("陈立 17:31", "吴强 17:31")
    reason = world.shown(number, "dispatch_reason")
    assert reason.index("陈立") < reason.index("吴强")


def test_where_nobody_can_go_nobody_is_named() -> None:
    world, number = waiting(policy_of(*(one for one in STAFF if one.no in ("02", "07"))))
    world.act(number, at("17:11"))
    (notice,) = world.told(number, "promise_at_risk")
    told = [notice.facts[fact] for fact in ("earliest", "earliest_at", "second", "late")]
    assert told == ["", "", "", ""]


def test_somebody_who_would_still_be_in_time_is_not_called_late() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="19:00")
    (notice,) = world.told(number, "promise_at_risk")
    told = [notice.facts[fact] for fact in ("earliest", "second", "late")]
    assert told == ["吴强 15:00", "陈立 19:00(已派)", ""]


def test_where_the_first_who_could_go_has_no_hour_the_customer_is_asked_for_the_next_ones() -> None:
    world, number = dispatched()
    other = world.report(phone="138-0000-0002", region="城东")
    world.cycle()
    world.act(other, at("14:33"), technician="吴强", work_started_at="14:33")
    world.act(number, at("14:40"), contact_result="接通", appointment_at="19:00")
    (notice,) = world.told(number, "promise_at_risk")
    assert notice.facts["earliest"].startswith("吴强")
    assert notice.facts["earliest_at"] == "19:00"


@pytest.mark.parametrize("hour", ["16:30", "3/12 10:00"])
def test_an_agreed_hour_is_kept_by_whoever_can_be_there_then_not_by_who_could_leave_at_once(
    hour: str,
) -> None:
    """docs/decisions/0024: an appointment is kept at its hour, and whoever has it is there when it is written."""
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at=hour, consent="同意改约")
    world.act(number, at("15:10"), appointment_at="3/12 15:00")
    (notice,) = world.told(number, "promise_at_risk")
    told = [notice.facts[fact] for fact in ("earliest", "earliest_at", "agreed", "late")]
    assert told == [f"吴强 {hour}", hour, hour, ""]
    world.act(number, at("15:20"), consent="")
    world.act(number, at("15:25"), consent="不同意改约")
    assert (
        world.shown(number, "next_action") == f"主管:客户不同意改约;可改派吴强 {hour},或与客户商定"
    )
    world.act(number, at("15:30"), technician="吴强")
    assert world.shown(number, "dispatch_reason") == f"客户不同意改约,改派吴强 {hour}"


def test_whoever_is_away_at_the_agreed_hour_is_not_named_for_it() -> None:
    world, number = dispatched(on_leave(POLICY, "06", "2026-03-12"))
    world.act(
        number, at("14:40"), contact_result="接通", appointment_at="3/12 10:00", consent="同意改约"
    )
    world.act(number, at("15:10"), appointment_at="3/12 15:00")
    (notice,) = world.told(number, "promise_at_risk")
    assert "吴强" not in notice.facts["earliest"] + notice.facts["second"]


def test_of_many_reports_at_once_those_that_nobody_gets_to_in_time_are_at_risk_at_once() -> None:
    world = World(policy_of(automatic=True))
    numbers = [world.report(phone=f"138-0000-{n:04d}") for n in range(1, 21)]
    world.cycle()
    risky = [number for number in numbers if "承诺有险" in world.shown(number, "flags")]
    assert 0 < len(risky) < len(numbers)
    assert all(world.told(number, "promise_at_risk") for number in risky)
    behind = world.shown(risky[-1], "dispatch_reason")
    assert re.search("忙完手上[0-9]+单再10分钟到", behind)
    said = world.shown(risky[-1], "next_action")
    assert re.fullmatch("内勤:(陈立|吴强)赶不上17:30的承诺;请致歉、另约并填「客户同意」", said)
    assert not world.cycle(cold=True)


def test_a_ticket_that_waits_for_a_busy_technician_is_at_risk_before_the_road_is_too_long() -> None:
    world = World(policy_of(*(one for one in STAFF if one.name in ("陈立", "林静"))))
    first, second = world.report(), world.report(phone="138-0000-0002")
    world.settle()
    world.act(first, technician="陈立")
    world.act(first, contact_result="接通", appointment_at="14:35", work_started_at="14:31")
    assert "承诺有险" not in world.shown(second, "flags")
    world.act(first, expected_end="17:25")
    world.act(second, at("14:36"))
    assert "承诺有险" in world.shown(second, "flags")
    world.act(first, expected_end="15:30")
    world.act(second, at("14:41"))
    assert "承诺有险" not in world.shown(second, "flags")


def test_who_waits_while_nobody_can_be_there_in_time_is_apologised_to() -> None:
    world, number = waiting(address="城北1号")
    world.act(number, at("16:30"))
    assert world.shown(number, "next_action").startswith("建议派吴强(55分钟可到)")
    world.act(number, at("16:36"))
    assert world.shown(number, "next_action") == (
        "内勤:最快吴强17:35到,超承诺5分;请致歉、另约并填「客户同意」"
    )
    world.act(number, at("17:36"))
    assert world.shown(number, "next_action") == (
        "内勤:最快吴强18:35到,超承诺1小时5分;请致歉、另约并填「客户同意」"
    )
    # how late they would be by now is no other suggestion; that they are too late is
    suggested = [event.values["late"] for event in world.events if event.kind == "suggested"]
    assert suggested == [False, True]
    assert not world.cycle(cold=True)


def test_a_later_time_is_asked_for_until_the_customer_agrees_to_it() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="16:30")
    world.act(number, at("14:50"), appointment_at="19:00", reschedule_reason="堵车")
    assert world.shown(number, "promise_by") == "2026-03-10 16:30"
    text = world.shown(number, "customer_text")
    assert "想和您改约3月10日19:00上门" in text
    assert "这个时间您方便吗" in text
    world.act(number, at("14:55"), consent="同意改约")
    assert "上门时间改到3月10日19:00" in world.shown(number, "customer_text")


def test_called_away_after_an_arrival_in_time_another_visit_is_promised_anew() -> None:
    """What was kept isn't broken: the new visit counts from its own decision (WORKFLOW.md, clock rule 7)."""
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("14:58"), arrived_at="14:57", work_started_at="14:58")
    assert world.shown(number, "promise_met_at") == "2026-03-10 14:57"
    world.act(number, at("15:30"), status="待派工")
    assert world.shown(number, "promise_by") == "2026-03-10 18:30"
    assert world.shown(number, "onsite_met_at") == "2026-03-10 14:57"
    world.act(number, at("16:00"))
    assert "承诺超时" not in world.shown(number, "flags")
    assert "clock_breach" not in world.kinds(number)
    world.act(number, at("16:05"), technician="吴强")
    world.act(number, at("16:06"), contact_result="接通", appointment_at="17:00")
    assert world.shown(number, "promise_by") == "2026-03-10 17:00"


def test_called_away_on_the_road_the_time_that_was_agreed_still_holds() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("14:45"), departed_at="14:45")
    world.act(number, at("14:50"), status="待派工")
    assert world.shown(number, "promise_by") == "2026-03-10 15:00"


@pytest.mark.parametrize("profile", ["stove", "generic"])
def test_another_time_of_ours_is_red_until_the_customer_agrees_in_every_profile(
    profile: str,
) -> None:
    world, number = dispatched(policy_of(profile=profile))
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:30")
    world.act(number, at("14:50"), appointment_at="17:20", reschedule_reason="堵车")
    assert "客户同意后填「客户同意」" in world.shown(number, "next_action")
    assert world.shown(number, "flags") == "承诺有险"
    world.act(number, at("14:55"), consent="同意改约")
    assert world.shown(number, "flags") == ""


def _over(profile: str, **said: str) -> tuple[World, str]:
    """Give a desk on which 陈立 came at 16:00 as agreed, and what was said of it at 16:10."""
    world, number = dispatched(policy_of(profile=profile))
    world.act(number, at("14:35"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("16:01"), work_started_at="16:00", departure_check="全齐")
    assert world.shown(number, "promise_met_at") == "2026-03-10 16:00"
    world.act(number, at("16:10"), **said)
    return world, number


AGAIN = {"appointment_at": "3/12 14:00", "consent": "同意改约"}


@pytest.mark.parametrize("profile", ["stove", "generic"])
@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"result": "待配件", "parts_eta": "3/12 9:00"}, id="for-parts"),
        pytest.param({"result": "未修复"}, id="for-support"),
        pytest.param({"status": "待派工"}, id="called-away"),
        pytest.param(AGAIN | {"reschedule_reason": "改天"}, id="another-day"),
        pytest.param({"status": "联系不上"}, id="nobody-there"),
    ],
)
def test_a_time_agreed_for_another_visit_is_a_promise_until_somebody_comes_again(
    profile: str, said: dict[str, str]
) -> None:
    """docs/decisions/0020: a time at which somebody came is over, and the next one is a promise of its own."""
    world, number = _over(profile, **said)
    if "appointment_at" not in said:
        world.act(number, at("16:15"), technician="吴强")
        world.act(number, at("16:20"), contact_result="")
        world.act(number, at("16:21"), contact_result="接通", **AGAIN)
    assert world.shown(number, "promise_by") == "2026-03-12 14:00"
    assert world.shown(number, "promise_met_at") == ""
    assert world.shown(number, "onsite_met_at") == "2026-03-10 16:00"
    world.act(number, at("14:05", day=2))
    (notice,) = [one for one in world.told(number, "clock_breach") if one.clock == "promise"]
    assert notice.facts["by"] == "14:00"
    assert "承诺超时" in world.shown(number, "flags")
    world.act(number, at("14:21", day=2), work_started_at="14:20")
    assert world.shown(number, "promise_met_at") == "2026-03-12 14:20"
    assert world.shown(number, "onsite_met_at") == "2026-03-10 16:00"


@pytest.mark.parametrize("profile", ["stove", "generic"])
def test_the_time_of_another_visit_that_is_kept_or_not_needed_is_told_to_nobody(
    profile: str,
) -> None:
    for came in ({"arrived_at": "14:00"}, {"contact_result": "电话里已解决"}):
        world, number = _over(profile, result="待配件", parts_eta="3/12 9:00")
        world.act(number, at("10:00", day=1), contact_result="")
        world.act(number, at("10:01", day=1), contact_result="接通", **AGAIN)
        world.act(number, at("13:59", day=2), contact_result="")
        world.act(number, at("14:00", day=2), **came)
        world.act(number, at("15:00", day=2))
        assert "promise" not in [one.clock for one in world.told(number, "clock_breach")]
        assert "承诺超时" not in world.shown(number, "flags")


def test_a_helper_who_came_before_the_agreed_time_leaves_it_kept() -> None:
    world, number = dispatched()
    world.act(
        number, at("14:35"), contact_result="接通", appointment_at="18:00", consent="同意改约"
    )
    world.act(number, at("15:01"), work_started_at="15:00", departure_check="全齐")
    world.act(number, at("15:10"), result="未修复")
    world.act(number, at("15:15"), helper="吴强")
    world.act(number, at("15:30"), status="维修中")
    world.act(number, at("16:00"), result="待配件", parts_eta="3/12 9:00")
    assert world.shown(number, "promise_met_at") == "2026-03-10 15:00"
    world.act(number, at("18:05"))
    assert "promise" not in [one.clock for one in world.told(number, "clock_breach")]


def test_a_first_time_that_was_agreed_and_missed_is_told_where_the_profile_promises_none() -> None:
    world, number = dispatched(policy_of(profile="generic"))
    world.act(number, at("14:35"), contact_result="接通", appointment_at="明天10点")
    assert world.shown(number, "promise_by") == "2026-03-11 10:00"
    world.act(number, at("9:59", day=1))
    assert world.told(number, "clock_warning") == []
    world.act(number, at("10:01", day=1))
    assert [one.clock for one in world.told(number, "clock_breach")] == ["promise"]
    world.act(number, at("10:10", day=1), appointment_at="")
    assert world.shown(number, "promise_by") == ""


def test_a_ticket_that_was_closed_has_no_promise_at_risk() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="19:00")
    assert "承诺有险" in world.shown(number, "flags")
    world.act(number, at("14:40"), close_reason="取消", status="已结单")
    assert (world.shown(number, "flags"), world.shown(number, "next_action")) == ("", "")


def test_who_is_under_way_to_another_address_and_comes_too_late_is_told_at_once() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("15:41"), departed_at="15:38", departure_check="全齐")
    assert "承诺有险" not in world.shown(number, "flags")
    world.act(number, at("15:45"), address="城北2号")
    assert "承诺有险" in world.shown(number, "flags")
    assert world.shown(number, "next_action").startswith("内勤:陈立约16:33才到,赶不上16:00")
    world.act(number, at("15:49"))
    (notice,) = world.told(number, "promise_at_risk")
    assert [recipient.name for recipient in notice.to][:1] == ["林静"]
    assert notice.facts["earliest"].startswith("陈立 16:33(已派")
