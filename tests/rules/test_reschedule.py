"""Each change of an agreed time is counted and written down: why, at whose wish, with whose consent."""

from __future__ import annotations

import pytest

from tests.builders import at, policy_of
from tests.world import World, dispatched, on_site


def appointed() -> tuple[World, str]:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    return world, number


def rows(world: World, *columns: str) -> list[list[object]]:
    places = [world.columns["contacts"][column] for column in columns]
    kind = world.columns["contacts"]["kind"]
    return [[row[i] for i in places] for row in world.rows["contacts"] if row[kind] == "改约"]


def test_a_jam_another_time_with_reason_and_consent() -> None:
    world, number = appointed()
    world.act(
        number, at("16:10"), appointment_at="18:00", consent="同意改约", reschedule_reason="堵车"
    )
    assert world.shown(number, "reschedule_count") == "1"
    assert rows(world, "ticket_no", "who", "attempt", "result", "note") == [
        [number, "陈立", 1, "接通", "16:30 → 18:00;堵车;我方提出;客户同意"]
    ]


def test_a_time_moved_without_a_reason_is_asked_why() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), appointment_at="18:00", consent="同意改约")
    assert world.shown(number, "next_action") == "内勤:补填「改约原因」;陈立18:00上门,17:40前出发"
    world.act(number, at("15:10"), reschedule_reason="堵车")
    assert (
        world.shown(number, "next_action") == "陈立:18:00上门,17:40前出发,开始后填「维修开始时间」"
    )


def test_the_row_waits_for_the_reason_and_is_of_when_the_time_was_moved() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), appointment_at="18:00", consent="同意改约")
    assert rows(world, "note") == []
    world.act(number, at("15:10"), reschedule_reason="堵车")
    assert rows(world, "note") == [["16:30 → 18:00;堵车;我方提出;客户同意"]]
    assert rows(world, "at") == [[world.policy.encode("appointment_at", at("15:00"))]]


def test_a_change_that_never_got_a_reason_is_written_down_once_the_visit_begins() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), appointment_at="18:00", consent="同意改约")
    world.act(number, at("18:01"), work_started_at="18:00")
    assert rows(world, "attempt", "note") == [[1, "16:30 → 18:00;我方提出;客户同意"]]


def test_a_change_without_a_reason_is_written_down_before_the_next_one() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), appointment_at="18:00", consent="同意改约")
    world.act(number, at("15:30"), appointment_at="19:00", reschedule_reason="堵车")
    assert rows(world, "attempt", "note") == [[1, "16:30 → 18:00"]]
    world.act(number, at("15:31"), consent="")
    world.act(number, at("15:32"), consent="同意改约")
    assert rows(world, "attempt", "note")[1:] == [[2, "18:00 → 19:00;堵车;我方提出;客户同意"]]


def test_moved_once_more_it_is_asked_whether_the_reason_still_holds() -> None:
    world, number = appointed()
    world.act(
        number, at("15:00"), appointment_at="18:00", consent="同意改约", reschedule_reason="堵车"
    )
    assert "改约原因" not in world.shown(number, "problem")

    world.act(number, at("15:30"), appointment_at="19:00")
    asked = "又改到19:00:「改约原因」还是「堵车」吗?不是就改;是就清空「问题」"
    assert asked in world.shown(number, "problem")
    assert world.shown(number, "reschedule_reason") == "堵车"
    world.act(number, at("15:31"), reschedule_reason="前一家没修完")
    assert asked not in world.shown(number, "problem")

    world.act(number, at("15:40"), appointment_at="19:30")
    world.act(number, at("15:41"), problem="")
    assert world.shown(number, "problem") == ""


def test_moved_once_more_with_its_reason_or_at_the_customers_wish_nothing_is_asked() -> None:
    world, number = appointed()
    for clock, reason in (("18:00", "堵车"), ("19:00", "前一家没修完")):
        world.act(number, at("15:00"), appointment_at=clock, reschedule_reason=reason)
    world.act(number, at("15:30"), contact_result="客户改期", appointment_at="3/11 9:00")
    assert "改约原因" not in world.shown(number, "problem")


def test_the_customers_own_wish_is_a_reason() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), contact_result="客户改期", appointment_at="18:00")
    assert "改约原因" not in world.shown(number, "next_action")


def test_at_the_customers_wish_it_is_one_call_and_one_row() -> None:
    world, number = appointed()
    world.act(
        number,
        at("15:00"),
        contact_result="客户改期",
        appointment_at="3/11 9:00",
        consent="同意改约",
    )
    assert rows(world, "result", "note") == [["客户改期", "16:30 → 3/11 09:00;客户提出;客户同意"]]
    assert len(world.rows["contacts"]) == 2


def test_each_new_time_wants_a_consent_of_its_own() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), appointment_at="3/11 9:00", consent="同意改约")
    world.act(number, at("15:10"), appointment_at="3/12 9:00")
    assert world.shown(number, "promise_by") == "2026-03-11 09:00"
    assert world.shown(number, "next_action").endswith("客户要再同意一次;清空「客户同意」再选")
    world.act(number, at("15:11"), consent="")
    world.act(number, at("15:12"), consent="同意改约")
    assert world.shown(number, "promise_by") == "2026-03-12 09:00"
    assert world.shown(number, "reschedule_count") == "2"


def test_a_consent_typed_before_the_time_is_good_for_it() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), consent="同意改约")
    world.act(number, at("15:01"), appointment_at="3/11 9:00")
    assert world.shown(number, "promise_by") == "2026-03-11 09:00"


def test_a_second_visit_is_no_change_of_the_first() -> None:
    world, number = on_site()
    world.act(number, at("15:40"), result="待配件", parts_eta="3/14 10:00")
    world.act(number, at("10:00", day=4), appointment_at="2026-03-14 11:00")
    assert world.shown(number, "reschedule_count") == ""
    assert rows(world, "note") == []


def test_a_changed_address_moves_the_departure_and_stands_in_the_history() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), region="城北", address="城北解放路3号")
    assert world.shown(number, "depart_by") == "2026-03-10 15:35"
    edited = [e.values["column"] for e in world.events if e.kind == "edited"]
    assert {"region", "address"} <= set(edited)


@pytest.mark.parametrize("together", [True, False], ids=["with the call", "after it"])
def test_who_wants_another_time_and_says_only_when_to_call_is_waited_for(together: bool) -> None:
    world, number = appointed()
    wish, again = {"contact_result": "客户改期"}, {"next_contact_at": "2026-03-12 10:00"}
    world.act(number, at("15:00"), **wish, **(again if together else {}))
    if not together:
        world.act(number, at("15:05"), **again)
    shown = [world.shown(number, c) for c in ("status", "promise_by", "wait_reason", "depart_by")]
    assert shown == ["待客户", "暂停·3/12 10:00", "改期", ""]
    assert world.shown(number, "next_action") == "等客户,3/12 10:00再联系"
    world.act(number, at("10:00", day=2), appointment_at="2026-03-13 10:00")
    shown = [world.shown(number, c) for c in ("status", "promise_by", "onsite_by")]
    assert shown == ["已预约", "2026-03-13 10:00", "2026-03-13 10:00"]


def test_a_new_time_beside_the_next_contact_is_the_appointment() -> None:
    world, number = appointed()
    both = {"appointment_at": "2026-03-13 10:00", "next_contact_at": "2026-03-12 10:00"}
    world.act(number, at("15:00"), contact_result="客户改期", **both)
    assert world.shown(number, "status") == "已预约"


def test_of_a_move_that_the_customer_refuses_no_reason_is_asked() -> None:
    world, number = appointed()
    world.act(
        number, at("15:00"), appointment_at="17:00", consent="同意改约", reschedule_reason="堵车"
    )
    world.act(number, at("15:10"), appointment_at="17:40", consent="不同意改约")
    assert world.shown(number, "appointment_at") == "2026-03-10 17:00"
    assert world.shown(number, "status") == "主管处理"
    assert world.shown(number, "next_action").startswith("主管:客户不同意改约")
    assert world.shown(number, "problem") == ""


def test_a_move_refused_later_takes_the_question_about_its_reason_along() -> None:
    world, number = appointed()
    world.act(
        number, at("15:00"), appointment_at="17:00", consent="同意改约", reschedule_reason="堵车"
    )
    world.act(number, at("15:10"), appointment_at="17:40")
    assert "还是「堵车」吗" in world.shown(number, "problem")
    world.act(number, at("15:20"), consent="不同意改约")
    assert world.shown(number, "problem") == ""


def test_the_consent_comes_before_the_reason() -> None:
    world, number = appointed()
    world.act(
        number, at("15:00"), appointment_at="17:00", consent="同意改约", reschedule_reason="堵车"
    )
    world.act(number, at("15:10"), appointment_at="17:40")
    assert world.shown(number, "next_action").endswith("客户要再同意一次;清空「客户同意」再选")
    assert "还是「堵车」吗" in world.shown(number, "problem")
    world.act(number, at("15:11"), consent="")
    world.act(number, at("15:12"), consent="同意改约")
    assert "还是「堵车」吗" in world.shown(number, "next_action")
    world.act(number, at("17:25"))
    assert world.shown(number, "next_action").startswith("陈立:马上出发")


@pytest.mark.parametrize("profile", ["stove", "generic"])
@pytest.mark.parametrize("reason", [{}, {"reschedule_reason": "堵车"}], ids=["unsaid", "said"])
def test_a_time_that_the_customer_refuses_was_no_move(profile: str, reason: dict[str, str]) -> None:
    """docs/decisions/0020: no reason is asked of it, it doesn't count, and no row tells of it."""
    world, number = dispatched(policy_of(profile=profile))
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    world.act(number, at("14:50"), appointment_at="18:30", **reason)
    world.act(number, at("15:10"), consent="不同意改约")
    world.act(number, at("15:12"), status="已预约")
    said = "陈立:16:30上门,16:10前出发,开始后填「维修开始时间」"
    assert world.shown(number, "next_action") == said
    assert (world.shown(number, "reschedule_count"), rows(world, "note")) == ("", [])
    again = {"appointment_at": "18:30", "consent": "同意改约", "reschedule_reason": "堵车"}
    world.act(number, at("15:20"), **again)
    assert world.shown(number, "reschedule_count") == "1"
    assert rows(world, "attempt", "note") == [[1, "16:30 → 18:30;堵车;我方提出;客户同意"]]


def test_a_time_that_is_withdrawn_before_the_customer_agreed_was_no_move_either() -> None:
    world, number = appointed()
    world.act(number, at("14:50"), appointment_at="18:30")
    world.act(number, at("15:10"), appointment_at="16:30")
    said = "陈立:16:30上门,16:10前出发,开始后填「维修开始时间」"
    assert world.shown(number, "next_action") == said
    assert world.shown(number, "reschedule_count") == ""


def test_two_times_offered_before_the_customer_agrees_are_one_move() -> None:
    world, number = appointed()
    world.act(number, at("14:50"), appointment_at="18:30", reschedule_reason="堵车")
    world.act(number, at("15:00"), appointment_at="18:00")
    assert "改约原因" not in world.shown(number, "problem")
    world.act(number, at("15:05"), consent="同意改约")
    assert world.shown(number, "reschedule_count") == "1"
    assert rows(world, "note") == [["16:30 → 18:00;堵车;我方提出;客户同意"]]


def test_a_visit_made_at_a_time_that_nobody_agreed_to_was_moved_without_consent() -> None:
    world, number = appointed()
    world.act(number, at("14:50"), appointment_at="18:30", reschedule_reason="堵车")
    world.act(number, at("18:31"), work_started_at="18:30")
    assert world.shown(number, "reschedule_count") == "1"
    assert rows(world, "note") == [["16:30 → 18:30;堵车;我方提出;客户还没同意"]]


@pytest.mark.parametrize("reason", ["", "堵车"])
def test_the_first_time_of_another_visit_is_no_move_though_the_visit_before_was_moved(
    reason: str,
) -> None:
    world, number = appointed()
    world.act(
        number, at("15:45"), appointment_at="17:00", consent="同意改约", reschedule_reason=reason
    )
    world.act(number, at("17:01"), work_started_at="17:00")
    world.act(number, at("17:20"), result="待配件", parts_eta="3/12 10:00")
    world.act(number, at("10:10", day=2), appointment_at="3/12 14:00", contact_result="接通")
    said = "陈立:14:00上门,13:40前出发,开始后填「维修开始时间」"
    assert world.shown(number, "next_action") == said
    assert world.shown(number, "problem") == ""
    assert world.shown(number, "reschedule_count") == "1"
    assert world.shown(number, "customer_text").startswith("您好")
    assert "抱歉" not in world.shown(number, "customer_text")


def test_the_second_visit_moved_in_its_turn_is_asked_whether_the_reason_still_holds() -> None:
    world, number = appointed()
    world.act(
        number, at("15:45"), appointment_at="17:00", consent="同意改约", reschedule_reason="堵车"
    )
    world.act(number, at("17:01"), work_started_at="17:00")
    world.act(number, at("17:20"), result="待配件", parts_eta="3/12 10:00")
    world.act(number, at("10:10", day=2), appointment_at="3/12 14:00", contact_result="接通")
    world.act(number, at("11:10", day=2), appointment_at="3/12 13:30")
    assert "还是「堵车」吗" in world.shown(number, "next_action")
    assert world.shown(number, "reschedule_count") == "2"
