"""Nobody is at work in two places: the second repair is put back, with its sentence."""

from __future__ import annotations

import pytest

from tests.builders import STAFF, at, policy_of
from tests.world import DONE, World, day, on_site


def two() -> tuple[World, str, str]:
    """Give a desk on which 陈立 is at work on the first of two tickets since 15:00."""
    world, (first, second) = day(("城东", "15:00"), ("城东", "17:00"))
    world.act(first, at("15:05"), work_started_at="15:00")
    return world, first, second


def test_a_start_while_at_work_elsewhere_is_put_back() -> None:
    world, first, second = two()
    world.act(second, at("15:30"), work_started_at="15:30")
    assert world.shown(second, "status") == "已预约"
    assert world.shown(second, "next_action") == (
        f"状态没改成「维修中」:陈立还在{first}维修中。先结束那一单,这一单就接上"
    )
    assert [row[1] for row in world.rows["visits"]] == [first]


def test_once_the_other_is_done_it_begins_by_itself() -> None:
    world, first, second = two()
    world.act(second, at("15:30"), work_started_at="15:30")
    world.act(first, at("16:00"), **{**DONE, "work_ended_at": "15:25"})
    assert [world.shown(second, c) for c in ("status", "problem")] == ["维修中", ""]
    assert world.record(second).visits[-1].started_at == at("15:30")


def test_only_the_beginning_is_put_back_the_choice_of_the_technician_is_a_dispatch() -> None:
    world, first, _ = two()
    third = world.report(phone="138-0000-0999", serial_no="SN999")
    world.settle()
    world.act(third, at("15:30"), technician="陈立", work_started_at="15:28")
    assert world.shown(third, "status") == "已派工"
    assert world.shown(third, "dispatched_at") == "2026-03-10 15:30"
    assert f"陈立还在{first}维修中" in world.shown(third, "problem")
    assert "dispatch" in world.kinds(third)


def unnamed() -> tuple[World, str, str]:
    """Give a desk with a third ticket begun by nobody at 15:20, in which 陈立 was named, at work on the first."""
    world, first, _ = two()
    third = world.report(phone="138-0000-0999", serial_no="SN999")
    world.settle()
    world.act(third, at("15:25"), work_started_at="15:20")
    world.act(third, at("15:26"), technician="陈立")
    return world, first, third


def test_who_is_named_and_busy_is_sent_and_begins_once_the_other_is_done() -> None:
    world, first, third = unnamed()
    assert world.shown(third, "status") == "已派工"
    assert f"陈立还在{first}维修中" in world.shown(third, "next_action")
    world.act(first, at("16:00"), **{**DONE, "work_ended_at": "15:18"})
    assert [world.shown(third, c) for c in ("status", "problem")] == ["维修中", ""]
    assert world.record(third).visits[-1].started_at == at("15:20")


def test_another_named_instead_of_the_busy_one_is_who_began() -> None:
    world, _, third = unnamed()
    world.act(third, at("15:30"), technician="吴强")
    shown = ("status", "technician", "problem")
    assert [world.shown(third, c) for c in shown] == ["维修中", "吴强·工06", ""]
    assert world.record(third).visits[-1].started_at == at("15:20")


def test_an_end_typed_meanwhile_waits_for_the_other_too() -> None:
    world, first, second = two()
    world.act(second, at("15:30"), work_started_at="15:20")
    world.act(second, at("15:50"), **{**DONE, "work_ended_at": "15:45"})
    assert world.shown(second, "status") == "已预约"
    assert f"陈立还在{first}维修中" in world.shown(second, "next_action")
    world.act(first, at("16:00"), **{**DONE, "work_ended_at": "15:15"})
    assert [world.shown(second, c) for c in ("status", "problem")] == ["已完成", ""]
    assert world.shown(second, "completed_at") == "2026-03-10 15:45"


def test_work_that_had_ended_before_the_other_began_is_written_down_late() -> None:
    world, _, second = two()
    world.act(second, at("16:10"), **{**DONE, "work_started_at": "14:35", "work_ended_at": "14:55"})
    assert world.shown(second, "status") == "已完成"


def test_a_result_that_needs_no_presence_leaves_no_refusal_behind() -> None:
    world, first, second = two()
    world.act(second, at("15:30"), work_started_at="15:20", result="待配件")
    assert [world.shown(second, c) for c in ("status", "problem")] == ["待配件", ""]
    world.act(first, at("16:00"), **{**DONE, "work_ended_at": "15:15"})
    assert world.shown(second, "status") == "待配件"


def test_an_end_typed_in_the_same_breath_makes_way() -> None:
    world, first, second = two()
    for column, cell in {**DONE, "work_ended_at": "15:25"}.items():
        world.type(first, column, cell)
    world.act(second, at("16:00"), work_started_at="15:40")
    assert [world.shown(one, "status") for one in (first, second)] == ["已完成", "维修中"]


def test_of_two_begun_at_once_the_earlier_is_where_they_are() -> None:
    world, (first, second) = day(("城东", "15:00"), ("城东", "17:00"))
    world.type(first, "work_started_at", "15:30")
    world.act(second, at("15:40"), work_started_at="15:10")
    assert [world.shown(one, "status") for one in (first, second)] == ["已预约", "维修中"]


def test_ended_work_that_lacks_something_is_completed_first_and_then_the_next_begins() -> None:
    world, first, second = two()
    world.act(first, at("15:25"), **{**DONE, "work_ended_at": "15:20", "cause": ""})
    world.act(second, at("15:30"), work_started_at="15:28")
    assert "先补齐那一单" in world.shown(second, "next_action")
    world.act(first, at("15:35"), cause="针阀老化")
    assert [world.shown(one, "status") for one in (first, second)] == ["已完成", "维修中"]


def test_the_dispatcher_is_told_of_ended_work_that_keeps_its_technician_from_the_next() -> None:
    world, first, second = two()
    world.act(first, at("15:25"), **{**DONE, "work_ended_at": "15:20", "consent": ""})
    assert world.told(second, "visit_clash") == []
    world.act(second, at("15:30"), work_started_at="15:28")
    [notice] = world.told(second, "visit_clash")
    assert [one.name for one in notice.to] == ["林静"]
    told = [notice.facts[fact] for fact in ("by", "other", "lacks")]
    assert told == ["15:28", f"15:20 {first} 城东店", "客户同意"]
    world.cycle(at("15:45"))
    assert len(world.told(second, "visit_clash")) == 1


def test_whose_work_has_ended_is_free_to_be_sent_though_the_ticket_lacks_something() -> None:
    world, (first, _) = day(("城东", "15:00"), ("城东", "17:00"), policy=policy_of(STAFF[0]))
    world.act(first, at("15:05"), work_started_at="15:00")
    world.act(first, at("15:25"), **{**DONE, "work_ended_at": "15:20", "consent": ""})
    assert world.shown(first, "status") == "维修中"
    third = world.report(phone="138-0000-0999", serial_no="SN999", address="城东路9号")
    world.settle()
    assert "建议派陈立(20分钟可到,手上1单)" in world.shown(third, "next_action")


def test_another_technician_is_not_in_the_way() -> None:
    world, _, second = two()
    world.act(second, at("15:30"), work_started_at="15:20")
    world.act(second, at("15:30"), technician="吴强")
    assert "维修中" not in world.shown(second, "problem")
    world.act(second, at("15:31"), work_started_at="15:31")
    assert world.shown(second, "status") == "维修中"


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"status": "待配件"}, "待配件"),
        ({"status": "待客户", "next_contact_at": "明天10点"}, "待客户"),
        ({"status": "主管处理"}, "主管处理"),
        ({"incident": "辱骂"}, "主管处理"),
        ({"result": "客户放弃", "remarks": "不修了"}, "已结单"),
    ],
)
def test_what_was_put_back_is_said_no_more_once_the_ticket_goes_another_way(
    typed: dict[str, str], status: str
) -> None:
    world, _, second = two()
    world.act(second, at("15:30"), work_started_at="15:30")
    world.act(second, at("15:40"), **typed)
    assert [world.shown(second, c) for c in ("status", "problem")] == [status, ""]
    assert "状态没改成" not in world.shown(second, "next_action")


def test_what_was_put_back_is_kept_while_the_ticket_comes_nearer() -> None:
    world, first, _ = two()
    third = world.report(phone="138-0000-0999", serial_no="SN999")
    world.settle()
    world.act(third, at("15:30"), technician="陈立", work_started_at="15:28")
    world.act(third, at("15:32"), contact_result="接通", appointment_at="15:28")
    world.act(first, at("16:00"), **{**DONE, "work_ended_at": "15:25"})
    assert world.shown(third, "status") == "维修中"


def test_a_step_to_the_work_is_told_as_every_other_step_is() -> None:
    """Duty 48: the trace names the rule that moves a ticket, not the one that looked out for another job."""
    world, number = on_site()
    moves = [event for event in world.events if event.kind == "moved"]
    assert {(event.ticket_no, event.rule) for event in moves} == {(number, "status")}
