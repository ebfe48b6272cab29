"""An end of the work that is typed before its start, or without it: somebody was there until then."""

from __future__ import annotations

import pytest

from tests.builders import POLICY, at, policy_of
from tests.rules.test_visits import rows
from tests.world import DONE, World, dispatched, on_site, waiting

STEPS = ("arrived_at", "started_at", "ended_at", "outcome")
MET = ("promise_met_at", "onsite_met_at")
ENDED = {**DONE, "work_ended_at": "16:50"}


def appointed(profile: str = "stove") -> tuple[World, str]:
    world, number = dispatched(policy_of(profile=profile) if profile != "stove" else POLICY)
    world.act(number, at("14:35"), contact_result="接通", appointment_at="16:00")
    return world, number


def met(world: World, number: str) -> list[str]:
    return [world.shown(number, column)[-5:] for column in MET]


@pytest.mark.parametrize("typed", [{}, {"result": "已修复"}], ids=["alone", "with-a-result"])
def test_an_end_says_that_somebody_is_there_and_what_completion_still_wants(
    typed: dict[str, str],
) -> None:
    world, number = appointed()
    world.act(number, at("17:00"), work_ended_at="16:50", **typed)
    assert world.shown(number, "status") == "维修中"
    count = 6 - len(typed)
    assert world.shown(number, "next_action").startswith(f"差{count}项才能完成:客户同意、故障原因")
    assert rows(world, *STEPS) == [["16:50", "", "16:50", ""]]
    assert met(world, number) == ["16:50", "16:50"]
    world.act(number, at("17:05"), **{**DONE, "work_ended_at": "16:50"})
    assert world.shown(number, "status") == "已完成"
    assert rows(world, *STEPS) == [["16:50", "", "16:50", "完成"]]


@pytest.mark.parametrize("profile", ["stove", "generic"])
@pytest.mark.parametrize("completed", [True, False])
def test_a_start_typed_later_is_when_they_came(completed: bool, profile: str) -> None:
    world, number = appointed(profile)
    world.act(number, at("17:00"), **ENDED if completed else {"work_ended_at": "16:50"})
    world.act(number, at("17:05"), work_started_at="15:55")
    assert rows(world, *STEPS)[0][:3] == ["15:55", "15:55", "16:50"]
    assert world.shown(number, "onsite_met_at")[-5:] == "15:55"
    if profile == "stove":
        assert world.shown(number, "promise_met_at")[-5:] == "15:55"
    assert "到场迟到" not in world.shown(number, "flags")
    world.act(number, at("17:06"), arrived_at="15:50")
    assert rows(world, *STEPS)[0][:3] == ["15:50", "15:55", "16:50"]


def test_an_end_put_right_moves_the_arrival_that_only_it_told_of() -> None:
    world, number = appointed()
    world.act(number, at("17:00"), work_ended_at="16:50")
    world.act(number, at("17:02"), work_ended_at="16:40")
    assert rows(world, *STEPS) == [["16:40", "", "16:40", ""]]
    assert met(world, number) == ["16:40", "16:40"]


def test_an_end_on_the_wrong_row_is_taken_back_with_the_arrival() -> None:
    world, number = appointed()
    world.act(number, at("15:30"), work_ended_at="15:20")
    assert met(world, number) == ["15:20", "15:20"]
    world.act(number, at("15:32"), work_ended_at="")
    assert met(world, number) == ["", ""]
    assert "没去就把「状态」改回" in world.shown(number, "next_action")
    world.act(number, at("15:33"), status="已预约")
    assert world.shown(number, "next_action").startswith("陈立:16:00上门")
    assert rows(world, *STEPS) == [[""] * len(STEPS)]


def test_who_repaired_it_after_all_while_help_was_asked_for_is_told_what_is_missing() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), result="未修复")
    world.act(number, at("15:45"), result="已修复", work_ended_at="15:44")
    assert world.shown(number, "status") == "维修中"
    assert world.shown(number, "next_action").startswith("差5项才能完成")


def test_a_later_visit_keeps_its_own_promise_and_leaves_the_on_site_limit_met_by_the_first() -> (
    None
):
    world, number = on_site()
    world.act(number, at("15:20"), result="待配件", parts_eta="3/12 10:00")
    world.act(number, at("10:10", day=2), appointment_at="3/12 14:00")
    world.act(number, at("14:40", day=2), work_ended_at="3/12 14:30")
    world.act(number, at("14:41", day=2), work_started_at="3/12 14:00")
    assert rows(world, *STEPS) == [
        ["15:00", "15:00", "15:20", "待配件"],
        ["14:00", "14:00", "14:30", ""],
    ]
    assert met(world, number) == ["14:00", "15:00"], (
        "the second was promised for 14:00 of its own day"
    )


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        pytest.param({"status": "送修返厂"}, {"work_ended_at": "16:50"}, id="in-the-workshop"),
        pytest.param({"status": "主管处理"}, {"work_ended_at": "16:50"}, id="at-the-supervisors"),
        pytest.param({}, {"work_ended_at": "16:50", "result": "电话解决"}, id="on-the-phone"),
    ],
)
def test_work_with_nobody_there_is_no_visit(chosen: dict[str, str], typed: dict[str, str]) -> None:
    world, number = waiting()
    world.act(number, at("16:40"), **chosen)
    world.act(number, at("17:00"), **typed)
    assert world.record(number).visits == ()
    assert met(world, number)[0] == ""
