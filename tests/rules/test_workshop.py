"""A machine in the workshop: how long it was at the factory."""

from __future__ import annotations

import pytest

from sheetflow.reopening import reopened
from tests.builders import at
from tests.world import DONE, World, dispatched, on_site, waiting

STAMPS = ("workshop_in_at", "factory_out_at", "factory_back_at")


def brought(**cells: str) -> tuple[World, str]:
    """Give a desk with a machine that is in the workshop since 15:10."""
    world, number = on_site()
    world.act(number, at("15:10"), status="送修返厂", return_agreed_at="3/20 10:00", **cells)
    return world, number


def stamps(world: World, number: str) -> list[str]:
    return [world.shown(number, column) for column in STAMPS]


def test_the_way_to_the_factory_and_back_has_its_times() -> None:
    world, number = brought(workshop_place="店内")
    world.act(number, at("9:00", day=1), workshop_place="厂家")
    assert stamps(world, number) == ["2026-03-10 15:10", "2026-03-11 09:00", ""]
    world.act(number, at("16:00", day=3), workshop_place="待取件")
    assert stamps(world, number)[1:] == ["2026-03-11 09:00", "2026-03-13 16:00"]


def test_what_goes_to_the_factory_at_once_is_out_with_the_same_choice() -> None:
    world, number = brought(workshop_place="厂家")
    assert stamps(world, number) == ["2026-03-10 15:10", "2026-03-10 15:10", ""]


def test_who_goes_there_again_is_out_anew() -> None:
    world, number = brought(workshop_place="厂家")
    world.act(number, at("9:00", day=1), workshop_place="店内")
    world.act(number, at("9:00", day=2), workshop_place="厂家")
    assert stamps(world, number)[1:] == ["2026-03-12 09:00", ""]


def test_a_place_put_right_at_once_or_emptied_was_never_left_for() -> None:
    world, number = brought(workshop_place="店内")
    world.act(number, at("15:20"), workshop_place="厂家")
    world.act(number, at("15:21"), workshop_place="店内")
    assert stamps(world, number)[1:] == ["", ""]
    world.act(number, at("15:30"), workshop_place="厂家")
    world.act(number, at("15:50"), workshop_place="")
    assert stamps(world, number)[1:] == ["", ""]


def test_a_machine_that_waits_there_for_the_customers_word_comes_back_when_it_does() -> None:
    world, number = brought(workshop_place="厂家")
    quote = {"status": "待客户", "wait_reason": "报价", "next_contact_at": "3/12 10:00"}
    world.act(number, at("9:00", day=1), **quote)
    world.act(number, at("11:00", day=2), workshop_place="店内")
    assert stamps(world, number)[1:] == ["2026-03-10 15:10", "2026-03-12 11:00"]


QUOTE = {"status": "待客户", "wait_reason": "报价", "next_contact_at": "3/10 17:00"}
PARTS = {"status": "待配件", "parts_eta": "3/10 17:00"}


@pytest.mark.parametrize(
    "wait",
    [
        pytest.param(QUOTE, id="for-the-customers-word"),
        pytest.param(PARTS, id="for-parts"),
        pytest.param({"status": "主管处理"}, id="for-the-supervisor"),
    ],
)
def test_a_machine_that_waits_in_the_workshop_came_in_once_and_its_clocks_stay_met(
    wait: dict[str, str],
) -> None:
    met = ("workshop_in_at", "undispatched_met_at", "response_met_at")
    world, number = sent_in(status="送修返厂", return_agreed_at="3/12 17:00")
    assert [world.shown(number, column) for column in met] == ["2026-03-10 14:32"] * 3
    world.act(number, at("16:40"), **wait)
    world.act(number, at("17:10"), status="送修返厂")
    assert [world.shown(number, column) for column in ("status", "problem")] == ["送修返厂", ""]
    assert [world.shown(number, column) for column in met] == ["2026-03-10 14:32"] * 3


def agreed() -> tuple[World, str]:
    """Give a desk with a machine in the workshop whose customer agreed to its quote at 16:05."""
    world, number = sent_in(status="送修返厂", return_agreed_at="3/12 17:00")
    world.act(number, at("15:40"), quote_amount="90", **QUOTE)
    assert "等客户答复报价90.00元" in world.shown(number, "next_action")
    world.act(number, at("16:05"), consent="同意报价")
    return world, number


def test_what_is_agreed_to_goes_on_in_the_workshop() -> None:
    world, number = agreed()
    wanted = "内勤:客户已同意90.00元:状态选「送修返厂」,接着修"
    assert world.shown(number, "next_action") == wanted


def test_the_customer_who_has_agreed_is_told_that_the_work_goes_on() -> None:
    world, number = agreed()
    assert "报价90.00元,您已同意,我们接着修,修好马上通知您。" in world.shown(
        number, "customer_text"
    )


def test_parts_that_are_waited_for_in_the_workshop_lead_back_there() -> None:
    world, number = sent_in(status="送修返厂")
    world.act(number, at("15:40"), planned_parts="IGBT-25", **PARTS)
    wanted = "等IGBT-25,预计17:00到;到货后状态选「送修返厂」,接着修"
    assert world.shown(number, "next_action") == wanted
    world.cycle(at("17:01"))
    assert "到了就状态选「送修返厂」" in world.shown(number, "next_action")


def test_a_time_typed_for_a_machine_in_the_workshop_asks_who_takes_it_back() -> None:
    world, number = agreed()
    world.act(number, at("16:06"), appointment_at="3/12 17:00")
    wanted = "内勤:机器还在送修:接着修就状态选「送修返厂」,3/12 17:00送回就在「维修工程师」选一位"
    assert world.shown(number, "next_action") == wanted
    world.act(number, at("16:10"), status="送修返厂")
    assert world.shown(number, "next_action") == "送修中,约定3/12 17:00返还"


def test_a_machine_that_was_brought_back_and_is_brought_again_came_in_anew() -> None:
    world, number = brought()
    world.act(number, at("9:10", day=1), contact_result="接通", appointment_at="3/11 15:00")
    world.act(number, at("15:10", day=1), arrived_at="15:00", work_started_at="15:05")
    world.act(number, at("15:40", day=1), status="送修返厂")
    assert world.shown(number, "workshop_in_at") == "2026-03-11 15:40"


def test_what_is_brought_again_after_somebody_was_sent_was_answered_the_first_time() -> None:
    world, number = sent_in(status="送修返厂")
    world.act(number, at("17:10"), technician="陈立")
    world.act(number, at("18:10"), status="送修返厂")
    assert world.shown(number, "workshop_in_at") == "2026-03-10 18:10"
    met = [world.shown(number, f"{clock}_met_at") for clock in ("response", "undispatched")]
    assert met == ["2026-03-10 14:32"] * 2


def test_what_was_cancelled_in_the_workshop_after_a_wait_is_opened_there_again() -> None:
    world, number = sent_in(status="送修返厂")
    world.act(number, at("16:40"), **QUOTE)
    world.act(number, at("17:10"), status="送修返厂")
    world.act(number, at("17:20"), status="已结单", close_reason="取消")
    assert reopened(world.record(number)) == "workshop"


def test_the_customer_is_told_where_it_is() -> None:
    world, number = brought(workshop_place="厂家")
    assert "在厂家修,约好" in world.shown(number, "customer_text")


def sent_in(**cells: str) -> tuple[World, str]:
    """Give a desk with a machine that the customer is to bring."""
    world, number = waiting()
    world.act(number, at("14:32"), route="送修", **cells)
    return world, number


def test_a_start_in_the_workshop_begins_no_visit_and_names_nobody() -> None:
    world, number = sent_in(status="送修返厂", return_agreed_at="3/12 17:00")
    world.act(number, at("9:10", day=1), work_started_at="9:05")
    shown = [world.shown(number, column) for column in ("status", "problem", "next_action")]
    assert shown == ["送修返厂", "", "送修中,约定3/12 17:00返还"]
    assert world.record(number).stamp("arrived_at") is None
    assert not world.record(number).visits
    world.act(number, at("10:00", day=1), **{**DONE, "work_ended_at": "9:50"})
    shown = [world.shown(number, column) for column in ("status", "problem", "resolution")]
    assert shown == ["已完成", "", "送修完成"]


@pytest.mark.parametrize(
    "status",
    [
        pytest.param({"status": "送修返厂"}, id="its-status-chosen-with-it"),
        pytest.param({}, id="nobody-chose-its-status"),
    ],
)
def test_a_repair_typed_in_one_go_was_done_in_the_workshop(status: dict[str, str]) -> None:
    world, number = sent_in()
    world.act(number, at("16:00"), work_started_at="15:00", **DONE, **status)
    shown = [world.shown(number, column) for column in ("status", "problem", "resolution")]
    assert shown == ["已完成", "", "送修完成"]
    assert world.record(number).stamp("arrived_at") is None


def test_work_that_begins_on_what_was_to_be_brought_says_that_it_is_here() -> None:
    world, number = sent_in()
    world.act(number, at("16:00"), work_started_at="15:50")
    assert [world.shown(number, column) for column in ("status", "problem")] == ["送修返厂", ""]


def test_a_machine_taken_along_keeps_its_visit_and_nobody_is_sent_again_for_its_start() -> None:
    world, number = brought()
    before = world.record(number).visits
    world.act(number, at("9:10", day=1), work_started_at="9:05")
    world.act(number, at("10:00", day=1), **{**DONE, "work_ended_at": "9:50"})
    assert world.shown(number, "resolution") == "送修完成"
    assert world.record(number).visits == before


def test_whoever_is_at_the_customer_again_after_the_workshop_is_on_site() -> None:
    world, number = brought()
    world.act(number, at("9:10", day=1), contact_result="接通", appointment_at="3/11 15:00")
    world.act(number, at("15:10", day=1), arrived_at="15:00", work_started_at="15:05")
    assert world.shown(number, "status") == "维修中"


def test_a_start_after_the_factorys_quote_goes_on_in_the_workshop() -> None:
    world, number = sent_in(status="送修返厂", workshop_place="厂家")
    quote = {"status": "待客户", "wait_reason": "报价", "next_contact_at": "3/12 10:00"}
    world.act(number, at("9:00", day=1), **quote)
    world.act(number, at("10:30", day=2), work_started_at="10:00")
    assert [world.shown(number, column) for column in ("status", "problem")] == ["送修返厂", ""]


@pytest.mark.parametrize("before", [{}, {"contact_result": "没接3"}])
def test_what_is_brought_in_instead_of_visited_infers_no_visit(before: dict[str, str]) -> None:
    world, number = dispatched()
    world.act(number, at("14:33"), **before)
    world.act(number, at("14:35"), status="送修返厂")
    assert world.shown(number, "status") == "送修返厂"
    assert world.rows["visits"] == []
    met = [world.shown(number, f"{clock}_met_at") for clock in ("promise", "onsite")]
    assert met == ["", ""]
