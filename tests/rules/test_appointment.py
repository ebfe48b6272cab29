"""The time agreed with the customer takes the place of the promise, and of on-site when they asked for it."""

from __future__ import annotations

import pytest

from tests.builders import at, policy_of
from tests.world import World, dispatched, on_site


def appointed(appointment: str, **cells: str) -> tuple[World, str]:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at=appointment, **cells)
    return world, number


def limits(world: World, number: str) -> list[str]:
    return [world.shown(number, column) for column in ("promise_by", "onsite_by")]


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        pytest.param("16:30", at("16:30"), id="today"),
        pytest.param("明天10点", at("10:00", day=1), id="tomorrow"),
        pytest.param("3/11 9:30", at("9:30", day=1), id="a-day"),
        pytest.param(46092.5, at("12:00", day=1), id="a-cell-with-a-time"),
    ],
)
def test_an_answered_call_with_a_time_is_an_appointment(
    typed: str | float, instant: object
) -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at=typed)
    assert world.shown(number, "status") == "已预约"
    found = world.record(number).appointment
    assert found is not None
    assert found.at == instant


def test_a_time_without_a_call_is_none_yet() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), appointment_at="16:30")
    assert world.shown(number, "status") == "已派工"
    world.act(number, at("14:41"), contact_result="接通")
    assert world.shown(number, "status") == "已预约"


def test_within_the_promise_it_is_agreed_and_replaces_it() -> None:
    world, number = appointed("16:30")
    assert limits(world, number) == ["2026-03-10 16:30", "2026-03-13 14:30"]


def test_moved_earlier_it_is_agreed_still() -> None:
    world, number = appointed("16:30")
    world.act(number, at("15:00"), appointment_at="16:00")
    assert limits(world, number) == ["2026-03-10 16:00", "2026-03-13 14:30"]
    assert world.record(number).appointment == (at("16:00"), True, False)


@pytest.mark.parametrize("profile", ["stove", "generic"])
def test_moved_later_by_us_it_wants_the_customers_consent(profile: str) -> None:
    """Within the first three hours too, and where the profile promises none: what was agreed is the promise."""
    world, number = dispatched(policy_of(profile=profile))
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:15")
    world.act(number, at("15:00"), appointment_at="17:15", reschedule_reason="堵车")
    assert world.record(number).appointment == (at("17:15"), False, False)
    assert world.shown(number, "next_action") == (
        "内勤:约的17:15晚于15:15的承诺;请致歉,客户同意后填「客户同意」"
    )
    world.act(number, at("15:02"), consent="同意改约")
    assert world.record(number).appointment == (at("17:15"), True, False)
    assert "承诺" not in world.shown(number, "next_action")


def test_put_right_by_whoever_has_just_typed_it_a_time_within_the_promise_is_agreed() -> None:
    world, number = appointed("15:30")
    world.act(number, at("14:42"), appointment_at="16:30")
    assert world.record(number).appointment == (at("16:30"), True, False)


def test_beyond_the_promise_it_wants_the_customers_consent() -> None:
    world, number = appointed("明天10点")
    assert limits(world, number) == ["2026-03-10 17:30", "2026-03-13 14:30"]
    world.act(number, at("14:45"), consent="同意改约")
    assert limits(world, number) == ["2026-03-11 10:00", "2026-03-13 14:30"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [("contact_result", "客户改期"), ("wait_reason", "改期"), ("wished_time", "2026-03-14 10:00")],
)
def test_what_the_customer_asked_for_moves_on_site_too(column: str, cell: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:38"), contact_result="接通")
    said = {"appointment_at": "2026-03-14 10:00", "consent": "同意改约", column: cell}
    world.act(number, at("14:40"), **said)
    assert limits(world, number) == ["2026-03-14 10:00", "2026-03-14 10:00"]


@pytest.mark.parametrize(
    ("column", "cell"), [("contact_result", "客户改期"), ("wished_time", "2026-03-14 10:00")]
)
def test_a_time_that_the_customer_asked_for_wants_no_consent_of_theirs(
    column: str, cell: str
) -> None:
    world, number = appointed("16:30")
    world.act(number, at("14:50"), **{column: cell})
    world.act(number, at("14:55"), appointment_at="2026-03-14 10:00")
    assert limits(world, number) == ["2026-03-14 10:00", "2026-03-14 10:00"]
    assert "同意" not in world.shown(number, "next_action")


def test_a_wish_is_good_for_one_time_and_a_later_call_takes_it_from_nobody() -> None:
    world, number = appointed("16:30")
    world.act(number, at("14:50"), contact_result="客户改期", appointment_at="2026-03-14 10:00")
    world.act(number, at("15:00"), contact_result="接通")
    assert world.record(number).appointment == (at("10:00", day=4), True, True)
    world.act(number, at("15:10"), contact_result="客户改期")
    world.act(number, at("15:11"), appointment_at="2026-03-14 12:00")
    world.act(number, at("15:30"), appointment_at="2026-03-14 15:00")
    assert world.record(number).appointment == (at("15:00", day=4), False, False)


def test_a_refused_new_time_goes_to_the_supervisor() -> None:
    world, number = appointed("明天10点", consent="不同意改约")
    assert world.shown(number, "status") == "主管处理"
    assert world.shown(number, "next_action") == (
        "主管:客户不同意改约;可改派吴强 15:00,或与客户商定"
    )
    world.act(number, at("14:45"), technician="吴强")
    assert world.shown(number, "status") == "已派工"


@pytest.mark.parametrize("profile", ["stove", "generic"])
@pytest.mark.parametrize("offered_first", [False, True], ids=["in-one-read", "in-two"])
def test_a_refused_new_time_gives_way_to_the_agreed_one(
    profile: str, *, offered_first: bool
) -> None:
    world, number = dispatched(policy_of(profile=profile))
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:30")
    offer = {"appointment_at": "17:20", "reschedule_reason": "堵车"}
    if offered_first:
        world.act(number, at("15:05"), **offer)
    said = {} if offered_first else offer
    world.act(number, at("15:10"), consent="不同意改约", **said)
    world.act(number, at("15:12"), technician="吴强")
    world.act(number, at("15:14"), contact_result="")
    world.act(number, at("15:15"), contact_result="接通")
    assert world.record(number).appointment == (at("15:30"), True, False)
    assert world.shown(number, "appointment_at") == "2026-03-10 15:30"
    assert world.shown(number, "depart_by") == "2026-03-10 15:10"
    assert world.shown(number, "promise_by") == "2026-03-10 15:30"
    assert world.shown(number, "reschedule_count") == ""
    assert "15:30上门" in world.shown(number, "customer_text")


def test_after_a_refusal_a_later_time_still_wants_consent() -> None:
    world, number = appointed("15:30")
    world.act(number, at("15:10"), appointment_at="17:20", consent="不同意改约")
    world.act(number, at("15:11"), technician="吴强")
    world.act(number, at("15:12"), appointment_at="16:30")
    assert limits(world, number) == ["2026-03-10 15:30", "2026-03-13 14:30"]
    world.act(number, at("15:13"), consent="同意改约")
    assert limits(world, number) == ["2026-03-10 16:30", "2026-03-13 14:30"]


def test_a_refused_first_time_is_taken_out_and_asked_for_anew() -> None:
    world, number = appointed("17:00", consent="不同意改约")
    assert world.shown(number, "appointment_at") == ""
    assert limits(world, number) == ["2026-03-10 17:30", "2026-03-13 14:30"]
    world.act(number, at("14:45"), technician="吴强")
    world.act(number, at("14:50"), contact_result="")
    world.act(number, at("14:51"), contact_result="接通")
    assert world.shown(number, "status") == "已派工"


def test_an_emptied_appointment_gives_the_promise_back() -> None:
    world, number = appointed("16:30")
    world.act(number, at("14:50"), appointment_at="")
    assert world.record(number).appointment is None
    assert limits(world, number) == ["2026-03-10 17:30", "2026-03-13 14:30"]


def test_a_vague_time_is_no_appointment() -> None:
    world, number = appointed("明天下午")
    assert world.record(number).appointment is None
    assert world.shown(number, "status") == "已派工"


def test_choosing_the_status_by_hand_says_that_somebody_talked() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), status="已约", appointment_at="16:30")
    assert world.shown(number, "status") == "已预约"
    assert world.shown(number, "contacted_at") == "2026-03-10 14:40"
    assert world.shown(number, "response_met_at") == "2026-03-10 14:40"


def test_on_the_minute_of_the_promise_it_is_kept() -> None:
    world, number = appointed("17:30")
    assert world.record(number).appointment == (at("17:30"), True, False)


def test_a_vague_wording_leaves_the_time_that_was_agreed() -> None:
    world, number = appointed("16:30")
    world.act(number, at("14:50"), appointment_at="晚一点")
    assert world.record(number).appointment == (at("16:30"), True, False)


def test_a_filed_ticket_takes_no_appointment() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), result="客户放弃", remarks="嫌贵")
    world.act(number, at("14:41"), appointment_at="16:30")
    assert world.record(number).appointment is None


def test_a_time_before_the_report_is_not_taken_and_breaches_nothing() -> None:
    """3/9 9:30 typed into a date cell becomes a day of this year, long past."""
    world, number = dispatched()
    world.type(number, "contact_result", "接通")
    world.type(number, "appointment_at", 46090.4)
    world.settle()
    assert world.record(number).appointment is None
    assert "早于报修时间" in world.shown(number, "next_action")
    assert "clock_breach" not in world.kinds(number)


def test_a_new_time_that_nobody_agreed_to_leaves_the_last_agreed_one_standing() -> None:
    world, number = appointed("3/12 10:00", consent="同意改约")
    world.act(number, at("9:00", day=1), appointment_at="3/12 15:00", reschedule_reason="堵车")
    assert limits(world, number) == ["2026-03-12 10:00", "2026-03-13 14:30"]
    assert "承诺超时" not in world.shown(number, "flags")
    assert "clock_breach" not in world.kinds(number)
    world.act(number, at("9:10", day=1), appointment_at="3/12 9:00")
    assert limits(world, number) == ["2026-03-12 09:00", "2026-03-13 14:30"]
    assert world.record(number).appointment == (at("9:00", day=2), True, False)


def test_a_struck_out_time_leaves_the_later_one_that_was_agreed_to() -> None:
    world, number = appointed("3/12 10:00", consent="同意改约")
    world.act(number, at("9:00", day=1), appointment_at="")
    assert limits(world, number) == ["2026-03-12 10:00", "2026-03-13 14:30"]


def test_the_shops_own_change_never_moves_the_limit_that_the_customer_asked_for() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="客户改期", appointment_at="2026-03-16 10:00")
    world.act(number, at("15:00"), appointment_at="2026-03-20 10:00", reschedule_reason="没空")
    assert limits(world, number) == ["2026-03-16 10:00", "2026-03-16 10:00"]
    world.act(number, at("15:10"), consent="同意改约")
    assert limits(world, number) == ["2026-03-20 10:00", "2026-03-16 10:00"]


def test_a_customer_who_wishes_another_time_is_not_visited_at_the_old_one() -> None:
    world, number = appointed("16:30")
    world.act(number, at("14:50"), contact_result="客户改期")
    said = "陈立:客户要改期,16:30先不去;约好填「预约时间」,没定填「下次联系客户」"
    assert world.shown(number, "next_action") == said
    assert world.shown(number, "depart_by") == ""
    assert limits(world, number) == ["2026-03-10 16:30", "2026-03-13 14:30"]
    world.act(number, at("15:00"), appointment_at="2026-03-14 10:00")
    assert limits(world, number) == ["2026-03-14 10:00", "2026-03-14 10:00"]
    assert "客户要改期" not in world.shown(number, "next_action")


def test_a_day_alone_is_answered_with_a_proposal() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at=46093)
    assert world.record(number).appointment is None
    asked = "预约时间:「2026-03-12」没说清几点。是 3/12 09:00 吗?是就请填 3/12 09:00。"
    assert world.shown(number, "next_action") == asked
    world.act(number, at("14:41"), problem="")
    assert world.shown(number, "next_action") == "预约时间:没写几点;请写成 3/11 14:00"
    world.act(number, at("14:45"), appointment_at="3/12 0点")
    assert world.record(number).appointment is not None
    assert world.shown(number, "appointment_at") == "2026-03-12 00:00"
    world.act(number, at("14:50"), remarks="夜里来")
    assert world.shown(number, "problem") == ""


def test_whoever_could_have_gone_instead_is_not_named_once_that_time_has_passed() -> None:
    world, number = appointed("明天10点", consent="不同意改约")
    assert "可改派吴强 15:00" in world.shown(number, "next_action")
    world.act(number, at("15:01"))
    said = "主管:客户不同意改约;另派人或与客户商定"
    assert world.shown(number, "next_action") == said


def test_what_is_said_during_a_visit_at_a_time_that_nobody_agreed_to_does_not_end_it() -> None:
    world, number = appointed("15:15")
    world.act(number, at("15:00"), appointment_at="15:30", reschedule_reason="堵车")
    world.act(number, at("15:31"), work_started_at="15:31")
    world.act(number, at("15:40"), consent="同意方案")
    assert world.shown(number, "status") == "维修中"


@pytest.mark.parametrize("profile", ["stove", "generic"])
@pytest.mark.parametrize("left", ["14:55", ""])
def test_after_nobody_was_at_the_door_a_new_time_wants_no_consent(profile: str, left: str) -> None:
    world, number = dispatched(policy_of(profile=profile))
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:30")
    world.act(number, at("15:00"), departed_at=left)
    world.act(number, at("15:35"), status="联系不上")
    world.act(number, at("15:36"), contact_result="")
    world.act(number, at("15:40"), contact_result="接通", appointment_at="2026-03-11 12:00")
    assert world.shown(number, "status") == "已预约"
    assert world.shown(number, "flags") == ""
    assert "同意" not in world.shown(number, "next_action")
    assert "致歉" not in world.shown(number, "customer_text")
    assert world.shown(number, "depart_by") == "2026-03-11 11:40"
    world.act(number, at("11:45", day=1))
    assert world.shown(number, "next_action").startswith("陈立:马上出发")
    assert world.shown(number, "flags") == "出发超时"


def test_after_a_visit_for_nothing_the_new_time_is_the_promise() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:30")
    world.act(number, at("15:35"), status="联系不上")
    world.act(number, at("15:36"), contact_result="")
    world.act(number, at("15:40"), contact_result="接通", appointment_at="2026-03-11 12:00")
    assert world.shown(number, "reschedule_count") == "1"
    world.act(number, at("16:00"), appointment_at="2026-03-11 14:00")
    assert world.shown(number, "promise_by") == "2026-03-11 12:00"
    assert "客户同意" in world.shown(number, "next_action")


def test_after_a_visit_that_is_over_an_answered_call_wants_a_time_of_its_own() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), status="待派工")
    world.act(number, at("15:25"), technician="陈立")
    world.act(number, at("15:26"), contact_result="")
    world.act(number, at("15:27"), contact_result="接通")
    asks = "陈立:已联系上,把约好的时间填「预约时间」"
    assert (world.shown(number, "status"), world.shown(number, "next_action")) == ("已派工", asks)
    world.act(number, at("15:28"), status="已预约")
    assert world.shown(number, "next_action") == "陈立:把约好的时间填「预约时间」"
    assert "15:00" not in world.shown(number, "customer_text")
    world.act(number, at("15:30"), appointment_at="17:00")
    assert (world.shown(number, "status"), world.shown(number, "next_due")) == (
        "已预约",
        "2026-03-10 16:40",
    )


def test_a_refusal_that_was_a_slip_asks_for_the_time_that_was_put_back() -> None:
    world, number = appointed("16:30")
    world.act(
        number, at("15:00"), appointment_at="17:30", reschedule_reason="堵车", consent="不同意改约"
    )
    assert world.shown(number, "appointment_at") == "2026-03-10 16:30"
    world.act(number, at("15:05"), consent="同意改约")
    assert world.shown(number, "next_action") == "主管:客户同意改约了,把17:30填进「预约时间」"
    world.act(number, at("15:06"), appointment_at="17:30")
    assert world.shown(number, "status") == "已预约"
    assert world.shown(number, "promise_by") == "2026-03-10 17:30"


@pytest.mark.parametrize("profile", ["stove", "generic"])
@pytest.mark.parametrize("word", ["同意改约", "不同意改约"])
def test_what_they_said_of_a_time_before_the_visit_is_settled_when_it_goes_to_the_supervisor(
    profile: str, word: str
) -> None:
    """WORKFLOW.md, 主管处理: the customer is told when to expect it; the time that was agreed on is over."""
    world, number = dispatched(policy_of(profile=profile))
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    world.act(number, at("15:00"), appointment_at="17:30", reschedule_reason="堵车", consent=word)
    world.act(number, at("15:05"), status="已预约")
    world.act(number, at("17:35"), work_started_at="17:30")
    world.act(number, at("18:00"), status="主管处理")
    settle = "主管:定办法,告诉客户预计时间,填「客户告知」"
    assert world.shown(number, "next_action") == settle
    world.act(number, at("9:00", day=1))
    assert world.shown(number, "next_action") == settle
    world.act(number, at("9:05", day=1), customer_informed="已告知")
    assert world.shown(number, "next_action") == "主管:与客户商定办法,再改状态"


def test_a_time_that_was_put_back_is_asked_for_only_until_it_has_passed() -> None:
    world, number = appointed("16:30")
    world.act(
        number, at("15:00"), appointment_at="17:30", reschedule_reason="堵车", consent="不同意改约"
    )
    world.act(number, at("15:05"), consent="同意改约")
    world.act(number, at("17:31"))
    assert "填进「预约时间」" not in world.shown(number, "next_action")


def test_a_time_agreed_on_since_is_the_only_one_that_counts() -> None:
    world, number = appointed("16:30")
    world.act(
        number, at("15:00"), appointment_at="17:30", reschedule_reason="堵车", consent="同意改约"
    )
    world.act(number, at("15:30"), contact_result="客户改期", appointment_at="3/12 10:00")
    world.act(number, at("15:40"), status="主管处理")
    assert "填进「预约时间」" not in world.shown(number, "next_action")


@pytest.mark.parametrize(("minute", "agreed"), [("14:56", True), ("15:20", False)])
def test_a_time_moved_earlier_by_a_slip_and_back_at_once_is_the_agreed_one(
    minute: str, agreed: bool
) -> None:
    world, number = appointed("17:00")
    world.act(number, at("14:55"), appointment_at="16:00")
    world.act(number, at(minute), appointment_at="17:00")
    assert world.record(number).appointment == (at("17:00"), agreed, False)
    assert ("承诺有险" in world.shown(number, "flags")) is not agreed
