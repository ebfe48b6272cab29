"""Who waits for parts is told when they are there, the longest waiting first (P1 4.3.1; duty 32)."""

from __future__ import annotations

from tests.builders import at
from tests.rules.stockroom import move, stocked
from tests.world import World, on_site

WAITS = "等IGBT-25×2,预计3/12 10:00到;到货后约客户"
IS_IN = "内勤:IGBT-25×2已到货,约客户,填「预约时间」"


def waiting_for_parts() -> tuple[World, str]:
    """Give a desk on which a ticket waits for two modules."""
    world, number = stocked(on_site)
    wanted = {"planned_parts": "功率模块两个", "parts_eta": "3/12 10:00"}
    world.act(number, at("15:10"), result="待配件", **wanted)
    return world, number


def today(world: World) -> list[tuple[str, str]]:
    """Give the block and the next step of each line of 今日."""
    at_block, said = (world.columns["today"][name] for name in ("block", "next_action"))
    return [(str(row[at_block]), str(row[said])) for row in world.rows["today"]]


def test_the_customer_is_called_once_all_parts_are_in() -> None:
    world, number = waiting_for_parts()
    assert world.shown(number, "next_action") == WAITS
    assert today(world) == [("", "还有1条不急")]

    move(world, "入库", "IGBT-25", 1)
    world.settle()
    assert world.shown(number, "next_action") == WAITS

    move(world, "入库", "IGBT-25", 1)
    world.settle()
    assert world.shown(number, "next_action") == IS_IN
    assert today(world) == [("到件可预约", IS_IN)]
    assert not world.cycle(cold=True)


def test_parts_for_a_machine_in_the_workshop_let_the_work_there_go_on() -> None:
    world, number = stocked(on_site)
    world.act(number, at("15:10"), status="送修返厂")
    wanted = {"planned_parts": "IGBT-25 x2", "parts_eta": "3/12 10:00"}
    world.act(number, at("15:40"), status="待配件", **wanted)
    move(world, "入库", "IGBT-25", 2)
    world.settle()
    is_in = "内勤:IGBT-25×2已到货,状态选「送修返厂」,接着修"
    assert world.shown(number, "next_action") == is_in


def test_parts_that_are_late_are_asked_for_and_nobody_says_that_they_are_in() -> None:
    world, _ = waiting_for_parts()
    world.cycle(at("9:00", day=2))
    assert today(world) == [("等配件", WAITS.replace("3/12 ", ""))]
    late = "内勤:IGBT-25×2预计10:00到,已过;问供应商,改「配件预计到货」;到了就约客户"
    world.cycle(at("10:01", day=2))
    assert today(world) == [("等配件", late)]

    move(world, "入库", "IGBT-25", 2)
    world.settle()
    assert today(world) == [("到件可预约", IS_IN)]


def test_another_date_is_waited_for_quietly() -> None:
    world, number = waiting_for_parts()
    world.act(number, at("10:01", day=2), parts_eta="3/14 10:00")
    assert world.shown(number, "next_action") == WAITS.replace("3/12", "3/14")
    assert today(world) == [("", "还有1条不急")]


def test_parts_that_went_elsewhere_are_waited_for_again() -> None:
    world, number = waiting_for_parts()
    move(world, "入库", "IGBT-25", 2)
    world.settle()
    move(world, "退回", "IGBT-25", 1, from_place="仓库", to_place="供应商")
    world.settle()
    assert world.shown(number, "next_action") == WAITS


def test_of_two_who_wait_the_first_is_served() -> None:
    world, first = waiting_for_parts()
    second = world.report(phone="138-0000-0002", serial_no="SN2")
    world.settle()
    world.act(second, work_started_at="15:11", technician="刘勇")
    world.act(second, result="待配件", planned_parts="IGBT-25", parts_eta="3/12 10:00")
    move(world, "入库", "IGBT-25", 2)
    world.settle()
    assert world.shown(first, "next_action") == IS_IN
    assert world.shown(second, "next_action").startswith("等IGBT-25×1")

    move(world, "入库", "IGBT-25", 1)
    world.settle()
    assert world.shown(second, "next_action").startswith("内勤:IGBT-25×1已到货")


def test_of_parts_that_nobody_understands_nobody_says_that_they_are_in() -> None:
    world, number = stocked(on_site)
    world.act(number, at("15:10"), result="待配件", planned_parts="大板子", parts_eta="3/12 10:00")
    assert "「大板子」" in world.shown(number, "next_action")
    world.act(number, at("15:20"), problem="")
    assert world.shown(number, "next_action") == "等大板子,预计3/12 10:00到;到货后约客户"
    assert not world.record(number).supplied


def test_the_next_wait_begins_anew() -> None:
    world, number = waiting_for_parts()
    move(world, "入库", "IGBT-25", 2)
    world.settle()
    world.act(number, at("16:00"), status="维修中")
    move(world, "退回", "IGBT-25", 2, from_place="仓库", to_place="供应商")
    world.settle()
    world.act(number, at("16:10"), status="待配件")
    assert not world.record(number).supplied
