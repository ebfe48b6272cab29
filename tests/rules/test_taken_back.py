"""A time typed on the wrong row, then emptied: it is withdrawn with everything that followed from it."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.rules.test_visits import STEPS, rows
from tests.world import World, dispatched, waiting


def appointed() -> tuple[World, str]:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    return world, number


def met(world: World, number: str) -> list[str]:
    return [world.shown(number, name) for name in ("promise_met_at", "onsite_met_at")]


@pytest.mark.parametrize("column", ["arrived_at", "work_started_at"])
def test_an_arrival_or_start_that_was_emptied_met_no_deadline(column: str) -> None:
    world, number = appointed()
    world.act(number, at("15:00"), **{column: "14:58"})
    assert met(world, number) == ["2026-03-10 14:58"] * 2
    world.act(number, at("15:02"), **{column: ""})
    assert met(world, number) == ["", ""]
    assert world.shown(number, "status") == "维修中"
    assert "没去就把「状态」改回" in world.shown(number, "next_action")
    world.act(number, at("15:03"), status="已预约")
    assert world.shown(number, "next_action").startswith("陈立:16:30上门,16:10前出发")
    world.cycle(at("16:40"))
    assert "承诺超时" in world.shown(number, "flags")
    assert world.told(number, "clock_breach")


def test_a_visit_that_nobody_made_leaves_its_row_to_the_next() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), arrived_at="14:58")
    world.act(number, at("15:02"), arrived_at="")
    assert rows(world, *STEPS) == [["16:30", "", "", "", "", ""]]
    world.act(number, at("15:03"), status="已预约")
    assert rows(world, *STEPS) == [[""] * len(STEPS)]
    world.act(number, at("16:35"), work_started_at="16:31")
    assert rows(world, *STEPS) == [["16:30", "", "16:31", "16:31", "", ""]]


def test_an_arrival_emptied_once_the_status_is_put_back_is_taken_back_all_the_same() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), arrived_at="14:58")
    world.act(number, at("15:02"), status="已预约")
    world.act(number, at("15:03"), arrived_at="")
    assert met(world, number) == ["", ""]
    assert world.record(number).visits == ()
    assert world.shown(number, "next_action").startswith("陈立:16:30上门,16:10前出发")


def test_a_departure_that_was_emptied_began_no_visit() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), departed_at="14:58")
    world.act(number, at("15:02"), departed_at="")
    assert world.record(number).visits == ()
    world.cycle(at("16:20"))
    assert "出发超时" in world.shown(number, "flags")


def test_a_start_that_was_emptied_leaves_the_arrival_that_somebody_typed() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), arrived_at="14:50", work_started_at="14:58")
    world.act(number, at("15:02"), work_started_at="")
    assert met(world, number) == ["2026-03-10 14:50"] * 2
    assert rows(world, *STEPS) == [["16:30", "", "14:50", "", "", ""]]


def test_a_start_that_is_typed_again_counts_anew() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), work_started_at="14:58")
    world.act(number, at("15:02"), work_started_at="")
    world.act(number, at("15:03"), work_started_at="14:55")
    assert met(world, number) == ["2026-03-10 14:55"] * 2
    assert rows(world, *STEPS) == [["16:30", "", "14:55", "14:55", "", ""]]


def test_the_cells_of_a_visit_that_is_over_may_be_emptied_for_the_next() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), work_started_at="14:58")
    world.act(number, at("15:40"), result="待配件", parts_eta="3/14 10:00")
    world.act(number, at("15:50"), work_started_at="")
    assert met(world, number) == ["2026-03-10 14:58"] * 2
    assert rows(world, *STEPS)[0][2:4] == ["14:58", "14:58"]


def test_a_second_visit_taken_back_leaves_the_first_as_it_was() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), work_started_at="14:58")
    world.act(number, at("15:40"), result="待配件", parts_eta="3/14 10:00")
    world.act(number, at("10:00", day=4), appointment_at="2026-03-14 11:00")
    world.act(number, at("10:10", day=4), result="", work_started_at="2026-03-14 10:05")
    world.act(number, at("10:12", day=4), work_started_at="")
    world.act(number, at("10:13", day=4), status="已预约")
    assert met(world, number) == ["", "2026-03-10 14:58"], (
        "the time agreed for the second is ahead again"
    )
    assert world.record(number).visits[-1].outcome == "parts_wait"


@pytest.mark.parametrize(
    "typed",
    [
        {"work_started_at": "14:38"},
        {"arrived_at": "14:38"},
        {"result": "已修复", "work_ended_at": "14:38"},
        {"result": "已修复", "work_started_at": "14:32", "work_ended_at": "14:38"},
    ],
)
def test_nobody_is_asked_who_is_at_work_once_the_time_is_emptied(typed: dict[str, str]) -> None:
    world, number = waiting()
    world.act(number, at("14:40"), **typed)
    assert "在「维修工程师」选他" in world.shown(number, "next_action")
    world.act(number, at("14:41"), **dict.fromkeys(typed, ""))
    assert world.shown(number, "problem") == ""
    world.act(number, at("15:05"), technician="陈立")
    assert world.shown(number, "status") == "已派工"
    assert met(world, number) == ["", ""]
    assert world.shown(number, "contact_by") == "2026-03-10 15:15"


def test_a_start_put_back_for_its_fee_and_emptied_begins_nothing_with_the_consent() -> None:
    world, number = appointed()
    world.act(number, at("14:45"), quote_amount="300")
    world.act(number, at("15:00"), work_started_at="14:58")
    assert "先报价300.00元" in world.shown(number, "problem")
    world.act(number, at("15:02"), work_started_at="")
    assert met(world, number) == ["", ""]
    assert world.shown(number, "problem") == ""
    world.act(number, at("15:20"), consent="同意报价")
    assert world.shown(number, "status") == "已预约"


def test_the_first_arrival_emptied_during_a_second_visit_is_no_matter_of_that() -> None:
    world, number = appointed()
    world.act(number, at("15:00"), arrived_at="14:58")
    world.act(number, at("15:40"), result="待配件", parts_eta="3/14 10:00")
    world.act(number, at("10:00", day=4), status="维修中", result="")
    world.act(number, at("10:02", day=4), arrived_at="")
    assert met(world, number) == ["2026-03-10 14:58"] * 2
    assert world.record(number).visits[-1].arrived_at == at("10:00", day=4)


def test_what_is_still_typed_is_still_asked_about() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), arrived_at="14:36", work_started_at="14:38")
    world.act(number, at("14:41"), work_started_at="")
    assert "在「维修工程师」选他" in world.shown(number, "next_action")


@pytest.mark.parametrize(
    ("typed", "before", "after"),
    [
        ({}, [["16:30", "", "", "", "16:40", "空跑"]], [[""] * len(STEPS)]),
        (
            {"departed_at": "16:10"},
            [["16:30", "16:10", "", "", "16:40", "空跑"]],
            [["16:30", "16:10", "", "", "", ""]],
        ),
    ],
    ids=["nobody had left", "under way"],
)
def test_a_visit_is_not_for_nothing_where_unreachable_was_chosen_by_mistake(
    typed: dict[str, str], before: list[list[str]], after: list[list[str]]
) -> None:
    world, number = appointed()
    world.act(number, at("16:12"), **typed)
    world.act(number, at("16:40"), status="联系不上")
    assert rows(world, *STEPS) == before
    world.act(number, at("16:50"), status="已预约")
    assert rows(world, *STEPS) == after
    assert "16:30已过还没到" in world.shown(number, "next_action")


def test_at_the_door_too_the_same_visit_goes_on() -> None:
    world, number = appointed()
    world.act(number, at("16:31"), arrived_at="16:29")
    world.act(number, at("16:40"), status="联系不上")
    world.act(number, at("16:45"), status="维修中")
    assert rows(world, *STEPS) == [["16:30", "", "16:29", "16:45", "", ""]]


@pytest.mark.parametrize(
    "since",
    [
        {"appointment_at": "18:30"},
        {"contact_result": "接通", "appointment_at": "18:30"},
        {"contact_result": "没接1"},
    ],
    ids=["another time", "called", "called in vain"],
)
def test_what_was_said_since_keeps_a_visit_for_nothing(since: dict[str, str]) -> None:
    world, number = appointed()
    world.act(number, at("16:40"), status="联系不上")
    world.act(number, at("16:45"), **since)
    world.act(number, at("16:46"), status="已预约")
    assert rows(world, "outcome") == [["空跑"]]


def test_later_a_choice_speaks_of_another_way_there() -> None:
    world, number = appointed()
    world.act(number, at("16:31"), arrived_at="16:29")
    world.act(number, at("16:40"), status="联系不上")
    world.act(number, at("17:30"), status="维修中")
    assert rows(world, "outcome") == [["空跑"], [""]]


@pytest.mark.parametrize(
    ("put_right", "status", "outcome"),
    [("接通", "维修中", ""), ("没接1", "联系不上", "空跑")],
    ids=["somebody answered", "nobody did all the same"],
)
def test_a_call_from_the_door_put_right(put_right: str, status: str, outcome: str) -> None:
    world, number = appointed()
    world.act(number, at("16:31"), arrived_at="16:29")
    world.act(number, at("16:40"), contact_result="没接2")
    assert rows(world, "outcome") == [["空跑"]]
    world.act(number, at("16:41"), contact_result=put_right)
    assert world.shown(number, "status") == status
    assert rows(world, "arrived_at", "outcome") == [["16:29", outcome]]


def test_a_ladder_climbed_by_mistake_ends_no_visit_under_way() -> None:
    world, number = appointed()
    world.act(number, at("16:12"), departed_at="16:10")
    for clock, choice in [("16:14", "没接1"), ("16:26", "没接2"), ("16:40", "没接3")]:
        world.act(number, at(clock), contact_result=choice)
    assert rows(world, "outcome") == [["空跑"]]
    world.act(number, at("16:41"), contact_result="接通")
    assert world.shown(number, "status") == "已预约"
    assert rows(world, *STEPS) == [["16:30", "16:10", "", "", "", ""]]
