"""Whoever was told of a job hears that nobody goes there any more, and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sheetflow.model import Scalar
from tests.builders import at
from tests.world import World, completed, dispatched, on_site, waiting


def appointed() -> tuple[World, str]:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    return world, number


def heard(world: World, number: str) -> list[tuple[str, str]]:
    """Give who was told that they need not go, and why."""
    told = world.told(number, "reassign")
    return [(one.to[0].name, one.facts["gone"]) for one in told if "gone" in one.facts]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"status": "已结单", "close_reason": "取消"}, "客户不修了"),
        ({"status": "已结单", "close_reason": "作废"}, "这一单作废"),
        ({"status": "待派工"}, "内勤收回了这一单"),
        ({"technician": ""}, "内勤收回了这一单"),
        ({"status": "送修返厂", "route": "送修"}, "送修,不上门"),
    ],
    ids=["cancelled", "void", "back in the queue", "nobody chosen", "brought in"],
)
def test_whoever_was_to_go_hears_once_that_nobody_goes_any_more(
    cells: dict[str, Scalar], why: str
) -> None:
    world, number = appointed()
    world.act(number, at("15:00"), **cells)
    world.cycle(at("15:40"))
    assert heard(world, number) == [("陈立", why)]


def test_a_job_that_was_merged_into_another_names_the_one_that_is_kept() -> None:
    world, number = appointed()
    kept = world.report()
    world.cycle(at("14:50"))
    world.act(number, at("15:00"), duplicate_of=kept)
    assert heard(world, number) == [("陈立", f"重复,并入{kept}")]


def test_who_has_left_already_hears_it_all_the_more() -> None:
    world, number = appointed()
    world.act(number, at("16:05"), departed_at="16:02", departure_check="全齐")
    world.act(number, at("16:10"), status="已结单", close_reason="取消")
    assert heard(world, number) == [("陈立", "客户不修了")]


def test_who_found_nobody_there_has_been_there() -> None:
    world, number = appointed()
    world.act(number, at("16:31"), arrived_at="16:30", departure_check="全齐")
    world.act(number, at("16:40"), status="联系不上")
    world.act(number, at("17:00"), status="已结单", close_reason="取消")
    assert heard(world, number) == []


def test_a_second_visit_that_is_cancelled_is_called_off_too() -> None:
    world, number = appointed()
    world.act(number, at("16:31"), work_started_at="16:30")
    world.act(number, at("16:50"), result="待配件", parts_eta="3/11 10:00")
    world.act(number, at("10:30", day=1), contact_result="接通", appointment_at="3/12 10:00")
    world.act(number, at("11:00", day=1), status="已结单", close_reason="取消")
    assert heard(world, number) == [("陈立", "客户不修了")]


@pytest.mark.parametrize("scene", [on_site, completed, waiting], ids=["there", "done", "unsent"])
def test_who_is_there_or_was_never_sent_is_called_off_nothing(
    scene: Callable[[], tuple[World, str]],
) -> None:
    world, number = scene()
    world.act(number, at("16:40"), status="已结单", close_reason="取消")
    assert heard(world, number) == []


def test_who_solved_it_on_the_phone_or_wrote_that_the_customer_gives_up_knows() -> None:
    for cells in ({"contact_result": "电话里已解决"}, {"result": "客户放弃", "remarks": "要换新"}):
        world, number = dispatched()
        world.act(number, at("14:40"), **cells)
        assert world.record(number).status in ("completed", "closed")
        assert heard(world, number) == []


def test_who_was_not_told_yet_need_not_be_called_off() -> None:
    world, number = waiting()
    world.act(number, at("22:11"), technician="陈立")
    world.act(number, at("22:20"), status="已结单", close_reason="取消")
    world.cycle(at("8:30", day=1))
    assert heard(world, number) == []


def test_the_same_one_sent_again_and_taken_back_again_hears_it_again() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), technician="")
    world.act(number, at("14:50"), technician="陈立")
    world.act(number, at("15:00"), technician="")
    assert heard(world, number) == [("陈立", "内勤收回了这一单")] * 2
