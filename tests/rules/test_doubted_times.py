"""A time typed before it could be true: it counts when it comes, and nobody has to type it again."""

from __future__ import annotations

import pytest

from tests.builders import at, policy_of
from tests.world import DONE, World, dispatched, on_site


def test_an_end_typed_early_completes_the_work_when_it_comes() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), **{**DONE, "work_ended_at": "15:50"})
    asked = "维修结束时间:15:50 还没到,到时才算数;不是那时就填实际时间,昨天的连日期写"
    assert world.shown(number, "next_action") == asked
    assert world.shown(number, "work_ended_at") == "2026-03-10 15:50"
    assert world.memory is not None
    assert world.memory.tickets[number].wake == at("15:50")

    world.act(number, at("15:50"))
    assert world.shown(number, "status") == "已完成"
    assert world.shown(number, "completed_at") == "2026-03-10 15:50"
    assert (world.shown(number, "problem"), world.shown(number, "flags")) == ("", "")


def test_it_counts_from_when_it_was_though_nothing_ran_by_then() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), **{**DONE, "work_ended_at": "15:50"})
    world.act(number, at("15:30"), problem="")
    asked = world.shown(number, "next_action")
    assert asked.startswith("维修结束时间:2026-03-10 15:50 还没到")
    world.act(number, at("09:00", day=1))
    assert world.shown(number, "completed_at") == "2026-03-10 15:50"
    assert world.shown(number, "revisit_by") == "2026-03-11 15:50"


def test_who_was_to_leave_at_ten_past_has_left_then() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:30")
    world.act(number, at("14:40"), departed_at="15:10")
    assert "看不懂" in world.shown(number, "flags")
    world.act(number, at("15:12"))
    assert world.record(number).stamp("departed_at") == at("15:10")
    assert world.shown(number, "flags") == "检查未齐"


@pytest.mark.parametrize("typed", ["", "15:20"], ids=["taken-back", "another-time"])
def test_what_was_put_right_in_between_counts_no_more(typed: str) -> None:
    world, number = on_site()
    world.act(number, at("15:25"), **{**DONE, "work_ended_at": "15:50"})
    world.act(number, at("15:30"), work_ended_at=typed)
    world.act(number, at("15:51"))
    assert world.record(number).stamp("work_ended_at") == (at(typed) if typed else None)


@pytest.mark.parametrize("profile", ["stove", "generic"])
@pytest.mark.parametrize("together", [True, False], ids=["with-the-report's-time", "after-it"])
def test_a_morning_typed_after_it_has_its_visit_planned_once_the_report_is_put_right(
    profile: str, together: bool
) -> None:
    world = World(policy_of(profile=profile))
    report = {"customer_name": "王", "phone": "138-0000-0001", "address": "城东路1号"}
    done = {**DONE, "work_ended_at": "11:00", "fault": "坏", "product_model": "大锅灶"}
    mended = {"reported_at": "9:30"}
    number = world.typed_in(
        **report, **done, technician="1", contact_result="通", appointment_at="10:00",
        work_started_at="10:05", **(mended if together else {}),
    )  # fmt: skip
    if not together:
        asked = (
            "预约时间:2026-03-10 10:00 早于报修时间,没有采用;请连年份写,报修更早就改「报修时间」"
        )
        assert asked in world.shown(number, "problem")
        world.act(number, at("14:35"), **mended)
    assert [world.shown(number, c) for c in ("status", "problem")] == ["已完成", ""]
    assert world.record(number).visits[0].planned_at == at("10:00")


def test_an_appointment_before_the_report_that_is_put_right_is_the_one_that_counts() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="9:00")
    assert world.shown(number, "status") == "已派工"
    world.act(number, at("14:41"), problem="")
    asked = "预约时间:2026-03-10 09:00 早于报修时间,没有采用;请连年份写,报修更早就改「报修时间」"
    assert world.shown(number, "next_action") == asked
    world.act(number, at("14:42"), appointment_at="16:00")
    assert [world.shown(number, c) for c in ("status", "problem")] == ["已预约", ""]


def test_a_start_before_the_report_counts_once_the_report_is_put_right() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通")
    world.act(number, at("15:30"), work_started_at="13:00")
    assert world.shown(number, "status") == "已派工"
    world.act(number, at("15:32"), reported_at=46091.5)
    assert world.shown(number, "status") == "维修中"
    assert world.record(number).stamp("arrived_at") == at("13:00")
