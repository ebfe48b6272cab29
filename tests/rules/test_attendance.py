"""Labour is charged visit by visit, each by its own times, and nobody pays for the days between (duty 31)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from sheetflow.charges import Price
from sheetflow.policy import Policy
from tests.builders import at
from tests.rules.till import OLD, charges_also, charging, rates
from tests.world import DONE, World, dispatched, waiting

#: What completes a repair but for its times.
RESULT = {name: cell for name, cell in DONE.items() if name not in ("work_ended_at", "consent")}

AGAIN, END = "2026-03-11 14:05", "2026-03-11 14:45"


def by_the_hour() -> Policy:
    """Give the policy of a desk that charges 120.00 an hour, and 50.00 for coming."""
    hour = Price("LAB", "工时", "labour", Decimal(120), measure="hour")
    out = Price("OUT", "上门费", "call_out", Decimal(50))
    return charges_also(rates(prices=[hour, out]), "labour", "call_out")


def shown(world: World, number: str, *columns: str) -> list[str]:
    return [world.shown(number, column) for column in columns]


def agree(world: World, number: str, now: datetime) -> None:
    """Let staff choose 同意报价 anew."""
    world.act(number, now, consent="")
    world.act(number, now, consent="同意报价")


def between_visits() -> tuple[World, str]:
    """Give a desk whose visit from 15:00 to 15:50 ended for want of a part; the next is agreed for tomorrow."""
    world, number = charging(dispatched, by_the_hour(), purchase_date=OLD)
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("14:40"), consent="同意报价")
    world.act(number, at("15:01"), work_started_at="15:00")
    world.act(number, at("16:00"), work_ended_at="15:50", result="待配件", parts_eta="3/11 9:00")
    assert shown(world, number, "status", "amount_due") == ["待配件", "150.00"]
    world.act(number, at("10:00", day=1), appointment_at="2026-03-11 14:00", consent="同意改约")
    return world, number


def test_before_the_next_visit_what_it_adds_is_asked_for_and_the_first_one_stays_due() -> None:
    world, number = between_visits()
    world.act(number, at("14:06", day=1), work_started_at=AGAIN)
    assert shown(world, number, "status", "amount_due", "problem") == [
        "已预约",
        "200.00",
        "状态没改成「维修中」:先报价100.00元,另加工时120.00元/小时,客户同意后清空再选「客户同意」再修",
    ]
    agree(world, number, at("14:08", day=1))
    assert shown(world, number, "status", "amount_due", "problem") == ["维修中", "200.00", ""]


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one after the other"])
def test_each_visit_s_labour_counts_by_its_own_times(at_once: bool) -> None:
    world, number = between_visits()
    agree(world, number, at("14:00", day=1))
    start = {"work_started_at": AGAIN}
    if not at_once:
        world.act(number, at("14:06", day=1), **start)
        agree(world, number, at("14:08", day=1))
        start = {}
    world.act(number, at("15:00", day=1), **start, work_ended_at=END, **RESULT)
    agree(world, number, at("15:05", day=1))
    assert shown(world, number, "status", "amount_due", "problem") == ["已完成", "280.00", ""]


def test_a_second_visit_whose_start_nobody_typed_is_counted_from_its_arrival() -> None:
    world, number = between_visits()
    world.act(
        number,
        at("15:00", day=1),
        arrived_at=AGAIN,
        work_ended_at=END,
        consent="同意报价",
        **RESULT,
    )
    assert shown(world, number, "status", "amount_due", "problem") == ["已完成", "280.00", ""]


def test_labour_that_nobody_knows_the_beginning_of_is_asked_about_and_costs_nothing_yet() -> None:
    world, number = between_visits()
    world.act(number, at("15:00", day=1), work_ended_at=END, consent="同意报价", **RESULT)
    assert shown(world, number, "status", "amount_due") == ["已完成", "200.00"]
    assert "工时没有计入;请填「维修开始时间」" in world.shown(number, "next_action")
    world.act(number, at("15:10", day=1), work_started_at=AGAIN)
    assert shown(world, number, "amount_due", "problem") == ["280.00", ""]


def test_an_end_put_right_on_a_completed_ticket_is_the_last_visit_s() -> None:
    world, number = between_visits()
    world.act(
        number, at("15:00", day=1), work_started_at=AGAIN, work_ended_at=END,
        consent="同意报价", **RESULT,
    )  # fmt: skip
    world.act(number, at("15:10", day=1), work_ended_at="2026-03-11 15:05")
    assert world.shown(number, "amount_due") == "320.00"


def test_nobody_pays_for_the_wait_until_somebody_comes_to_help() -> None:
    world, number = charging(dispatched, by_the_hour(), purchase_date=OLD)
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("14:40"), consent="同意报价")
    world.act(number, at("15:01"), work_started_at="15:00")
    world.act(number, at("15:30"), status="需支援", helper="吴强")
    world.act(number, at("16:30"), status="维修中")
    world.act(number, at("17:00"), **{**DONE, "work_ended_at": "17:00"})
    agree(world, number, at("17:05"))
    assert shown(world, number, "status", "amount_due") == ["已完成", "170.00"]


def test_nobody_s_way_is_charged_for_what_was_brought_in() -> None:
    world, number = charging(waiting, by_the_hour(), purchase_date=OLD)
    world.act(number, at("14:40"), status="送修返厂", return_agreed_at="2026-03-12 17:00")
    world.act(number, at("16:00"), work_started_at="15:00", **{**DONE, "work_ended_at": "15:30"})
    assert shown(world, number, "status", "amount_due") == ["已完成", "60.00"]


def test_who_agrees_before_the_second_visit_agrees_to_its_way_too() -> None:
    world, number = between_visits()
    agree(world, number, at("10:05", day=1))
    assert shown(world, number, "status", "amount_due") == ["已预约", "200.00"]
    world.act(number, at("14:06", day=1), work_started_at=AGAIN)
    assert shown(world, number, "status", "amount_due", "problem") == ["维修中", "200.00", ""]
