"""Whose visit a time is that somebody typed once a visit was over: that one's, or the next one's."""

from __future__ import annotations

import pytest

from sheetflow.model import Scalar
from tests.builders import POLICY, at, policy_of
from tests.rules.test_visits import rows
from tests.world import DONE, World, dispatched, on_site, waiting

STEPS = ("planned_at", "arrived_at", "started_at", "ended_at", "outcome")
FIRST = ["15:00", "15:00", "15:00", "15:20", "待配件"]
AGAIN = {**DONE, "work_ended_at": "3/12 14:30"}


def waiting_for_parts() -> tuple[World, str]:
    world, number = on_site()
    world.act(number, at("15:20"), result="待配件", parts_eta="3/12 10:00")
    return world, number


@pytest.mark.parametrize("profile", ["stove", "generic"])
def test_a_second_visit_typed_in_one_go_leaves_the_row_of_the_first_as_it_was(profile: str) -> None:
    world, number = on_site(policy_of(profile=profile) if profile == "generic" else POLICY)
    world.act(number, at("15:20"), result="待配件", parts_eta="3/12 10:00")
    world.act(number, at("10:10", day=2), appointment_at="3/12 14:00")
    world.act(number, at("14:40", day=2), **AGAIN, work_started_at="3/12 14:00")
    assert rows(world, *STEPS) == [FIRST, ["14:00", "14:00", "14:00", "14:30", "完成"]]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({}, id="its-end-and-result-alone"),
        pytest.param({"arrived_at": "3/12 13:55"}, id="its-arrival-and-end"),
        pytest.param({"departed_at": "3/12 13:30"}, id="its-departure-and-end"),
        pytest.param({"status": "维修中", "work_started_at": "3/12 14:00"}, id="with-its-status"),
    ],
)
@pytest.mark.parametrize("agreed", [True, False])
def test_an_end_of_another_day_is_never_the_first_visits(
    agreed: bool, typed: dict[str, Scalar]
) -> None:
    world, number = waiting_for_parts()
    if agreed:
        world.act(number, at("10:10", day=2), appointment_at="3/12 14:00")
    world.act(number, at("14:40", day=2), **AGAIN, **typed)
    assert rows(world, *STEPS)[0] == FIRST
    assert rows(world, "planned_at", "ended_at", "outcome")[1] == [
        "14:00" if agreed else "", "14:30", "完成",
    ]  # fmt: skip


@pytest.mark.parametrize("started", [True, False])
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"technician": "吴强"}, id="whoever-was-sent-instead"),
        pytest.param({"helper": "吴强"}, id="whoever-came-to-help"),
    ],
)
def test_the_same_day_the_end_is_of_whoever_went_last(sent: dict[str, str], started: bool) -> None:
    world, number = on_site()
    world.act(number, at("15:20"), result="未修复")
    world.act(number, at("15:25"), **sent)
    times = {"work_started_at": "16:00"} if started else {}
    world.act(number, at("17:00"), **{**DONE, "work_ended_at": "16:50"}, **times)
    begun = "16:00" if started else ""
    assert rows(world, "technician", "started_at", "ended_at", "outcome") == [
        ["陈立·工01", "15:00", "15:20", "支援"],
        ["吴强·工06", begun, "16:50", "完成"],
    ]


def test_what_the_workshop_repairs_is_no_visits_end() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), status="送修返厂", return_agreed_at="3/12 17:00")
    world.act(number, at("17:40"), **{**DONE, "work_ended_at": "17:30"})
    world.act(number, at("17:50"), work_ended_at="17:35")
    assert world.shown(number, "completed_at") == "2026-03-10 17:35"
    assert rows(world, *STEPS) == [["15:00", "15:00", "15:00", "15:20", "改天"]]


def test_who_left_later_than_the_word_came_puts_the_end_right_until_the_next_visit() -> None:
    world, number = waiting_for_parts()
    world.act(number, at("15:40"), work_ended_at="15:35")
    assert rows(world, "ended_at") == [["15:35"]]
    world.act(number, at("9:00", day=1), appointment_at="3/12 14:00")
    world.act(number, at("9:05", day=1), work_ended_at="3/10 15:30")
    assert rows(world, "ended_at", "outcome") == [["15:30", "待配件"]]


@pytest.mark.parametrize("column", ["arrived_at", "work_started_at"])
def test_a_time_of_the_first_visit_put_right_begins_no_second(column: str) -> None:
    world, number = waiting_for_parts()
    world.act(number, at("15:40"), **{column: "14:50"})
    assert world.shown(number, "status") == "待配件"
    [row] = rows(world, *STEPS)
    assert row[2 if column == "work_started_at" else 1] == "14:50"
    world.act(number, at("11:10", day=2), work_started_at="3/12 11:05")
    assert world.shown(number, "status") == "维修中"
    assert rows(world, "arrived_at", "started_at")[1] == ["11:05", "11:05"]


def test_who_was_sent_again_in_the_same_breath_began_anew() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("15:01"), work_started_at="15:00")
    world.act(number, at("17:00"), result="未修复")
    world.act(number, at("17:05"), technician="吴强", work_started_at="16:00")
    assert world.shown(number, "status") == "维修中"
    assert rows(world, "technician", "started_at")[0] == ["陈立·工01", "15:00"]


@pytest.mark.parametrize("named", ["14:31", "15:11"], ids=["named-first", "named-afterwards"])
def test_who_was_only_said_to_have_been_there_came_when_the_work_began(named: str) -> None:
    world, number = waiting()
    for when, cells in sorted(
        {named: {"technician": "陈立"}, "15:10": {"result": "未修复"}}.items()
    ):
        world.act(number, at(when), **cells)
    assert rows(world, "ended_at", "outcome") == [[max(named, "15:10"), "支援"]]
    world.act(number, at("15:20"), work_started_at="14:40")
    assert world.shown(number, "status") == "需支援"
    assert rows(world, *STEPS[1:]) == [["14:40", "14:40", max(named, "15:10"), "支援"]]
    assert world.record(number).stamp("arrived_at") == at("14:40")


@pytest.mark.parametrize("begun", ["14:41", "15:00"], ids=["earlier", "later"])
def test_who_is_only_named_afterwards_came_when_the_start_that_was_put_right_says(
    begun: str,
) -> None:
    """docs/decisions/0034: with a start goes the arrival that only the start told of."""
    world, number = waiting()
    world.act(number, at("15:10"), work_started_at="14:50")
    world.act(number, at("15:11"), work_started_at=begun, work_ended_at="15:06")
    assert world.record(number).stamp("arrived_at") == at(begun)
    world.act(number, at("15:12"), technician="陈立")
    assert rows(world, *STEPS[1:]) == [[begun, begun, "15:06", ""]]


def test_who_was_only_said_to_have_been_there_came_by_the_end() -> None:
    world, number = waiting()
    world.act(number, at("14:31"), technician="陈立")
    world.act(number, at("15:10"), result="未修复")
    world.act(number, at("15:20"), work_ended_at="15:05")
    assert rows(world, *STEPS[1:]) == [["15:05", "", "15:05", "支援"]]
    assert world.record(number).stamp("arrived_at") == at("15:05")


def test_the_end_of_who_asked_for_help_completes_nothing_for_who_came_instead() -> None:
    world, number = on_site()
    world.act(number, at("15:20"), **{**DONE, "work_ended_at": "15:15", "result": "未修复"})
    world.act(number, at("15:25"), technician="吴强")
    world.act(number, at("16:05"), arrived_at="16:00")
    world.act(number, at("16:30"), result="无法修复")
    assert world.shown(number, "status") == "维修中"
    assert "维修结束时间" in world.shown(number, "next_action")
    world.act(number, at("16:31"), work_ended_at="16:25")
    assert world.shown(number, "status") == "已完成"
    assert rows(world, "arrived_at", "ended_at") == [["15:00", "15:15"], ["16:00", "16:25"]]


@pytest.mark.parametrize("column", ["arrived_at", "work_started_at"])
def test_a_time_put_right_once_the_machine_was_taken_along_is_of_the_visit_that_took_it(
    column: str,
) -> None:
    world, number = on_site()
    world.act(number, at("15:20"), status="送修返厂", return_agreed_at="3/12 17:00")
    world.act(number, at("15:40"), **{column: "14:50"})
    assert world.shown(number, "status") == "送修返厂"
    [row] = rows(world, *STEPS)
    assert row[2 if column == "work_started_at" else 1] == "14:50"


@pytest.mark.parametrize(
    ("agreed", "ways"),
    [
        pytest.param("15:18", [["", "14:40", "15:05", "改天"], ["15:07", "", "", ""]], id="soon"),
        pytest.param("3/12 15:00", [["", "14:40", "15:05", "改天"]], id="another-day"),
    ],
)
def test_who_left_once_the_work_had_ended_is_on_the_way_to_the_time_agreed_on(
    agreed: str, ways: list[list[str]]
) -> None:
    """P1 4.4.1 (duty 21): nobody is told to leave who has left."""
    world, number = waiting()
    world.act(number, at("15:10"), work_started_at="14:40", work_ended_at="15:05")
    world.act(number, at("15:11"), technician="陈立")
    world.act(number, at("15:12"), departed_at="15:07")
    world.act(number, at("15:13"), contact_result="接通", appointment_at=agreed)
    assert rows(world, "departed_at", "arrived_at", "ended_at", "outcome") == ways
    assert ("早于" in world.shown(number, "problem")) is (len(ways) == 1)
    assert "马上出发" not in world.shown(number, "next_action")


def test_who_was_chosen_as_at_work_came_by_the_start_that_was_typed_ahead_of_it() -> None:
    """docs/decisions/0037: whoever was only said to have been there, by a status, came when they began."""
    world, number = dispatched()
    world.act(number, at("14:32"), status="送修返厂")
    world.act(number, at("14:33"), work_started_at="15:03")
    world.act(number, at("15:13"), status="维修中")
    assert rows(world, *STEPS[1:]) == [["15:03", "15:03", "", ""]]
    assert world.record(number).stamp("arrived_at") == at("15:03")


def test_who_left_once_the_work_had_ended_is_at_the_next_visit_as_soon_as_they_are_named() -> None:
    """docs/decisions/0037: a time stands in the row of the next visit as soon as the status has followed."""
    world, number = waiting()
    world.act(number, at("15:10"), departed_at="15:10")
    world.act(number, at("15:11"), work_started_at="14:41", work_ended_at="15:06")
    world.act(number, at("15:51"), appointment_at="15:56")
    world.act(number, at("15:52"), work_started_at="15:22", work_ended_at="15:47")
    assert "谁在修" in world.shown(number, "next_action")
    world.act(number, at("15:53"), technician="陈立")
    assert rows(world, "departed_at", *STEPS[1:]) == [
        ["", "14:41", "14:41", "15:06", "改天"],
        ["15:10", "15:22", "15:22", "15:47", ""],
    ]
