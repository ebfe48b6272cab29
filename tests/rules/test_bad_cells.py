"""A cell that can't be understood is told in its row; all other cells and rows go on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetflow.policy import Region
from tests.builders import at
from tests.world import World, completed, dispatched, waiting


def test_a_vague_time_is_answered_with_a_proposal() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), appointment_at="明天下午")
    assert world.shown(number, "problem") == (
        "预约时间:「明天下午」没说清几点。是 3/11 14:00 吗?是就请填 3/11 14:00。"
    )
    assert world.shown(number, "flags") == "看不懂"
    assert world.cell(number, "appointment_at") == "明天下午"


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        pytest.param("appointment_at", "后天看情况", "预约时间:「后天看情况」", id="no-time"),
        pytest.param("purchase_date", "去年", "购买日期:「去年」", id="no-date"),
        pytest.param("quote_amount", "面议", "报价:「面议」", id="no-amount"),
        pytest.param("result", "差不多了", "维修结果:「差不多了」", id="no-choice"),
        pytest.param("purchase_date", 99999999, "购买日期:", id="a-number-that-is-no-day"),
        pytest.param(
            "appointment_at",
            "9999-12-31 23:59",
            "预约时间:「9999-12-31 23:59」",
            id="no-day-of-ours",
        ),
    ],
)
def test_it_says_which_cell_holds_what(column: str, cell: str, says: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), **{column: cell})
    assert world.shown(number, "problem").startswith(says)
    assert world.cell(number, column) == cell


def test_it_is_silent_as_soon_as_the_cell_is_mended() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), quote_amount="面议")
    world.act(number, at("14:36"), quote_amount=700)
    assert world.shown(number, "problem") == ""
    assert world.shown(number, "flags") == ""


def test_all_other_cells_and_rows_go_on() -> None:
    world, first = waiting()
    second = world.report(phone="138-0000-0002", product_model="冷柜 LG-600")
    world.cycle()
    world.type(first, "appointment_at", "看情况")
    world.type(first, "grade", "特急")
    world.type(second, "technician", "刘勇")
    world.cycle(at("14:40"))
    assert world.shown(first, "response_by") == "2026-03-10 16:30"
    assert world.shown(second, "status") == "已派工"


def test_a_refused_word_is_told_once() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), grade="很急很急")
    assert world.shown(number, "problem").count("很急很急") == 1


def test_an_imported_wording_is_left_alone() -> None:
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", status="维修中", result="换了个阀")
    world.cycle()
    assert world.shown("A-1", "problem") == ""
    assert world.shown("A-1", "flags") == ""


def test_a_vague_time_is_asked_about_from_the_day_on_which_it_was_typed() -> None:
    world, number = dispatched()
    world.act(number, at("9:00", day=2), appointment_at="明天下午")
    world.act(number, at("9:00", day=3))
    asked = "预约时间:「明天下午」没说清几点。是 3/13 14:00 吗?是就请填 3/13 14:00。"
    assert world.shown(number, "problem") == asked
    assert world.shown(number, "next_action") == asked


def test_another_wording_answers_the_question() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), appointment_at="明天下午")
    world.act(number, at("14:36"), appointment_at="3/10 16:00")
    assert [world.shown(number, column) for column in ("problem", "flags")] == ["", ""]


def test_a_question_that_was_read_leaves_the_cell_unreadable() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), appointment_at="明天下午")
    world.act(number, at("14:36"), problem="")
    told = world.shown(number, "problem")
    assert told.startswith("预约时间:「明天下午」不是几月几日几点的时间")
    assert world.shown(number, "next_action") == told


def test_a_revisit_that_cannot_be_read_is_told_where_everybody_looks() -> None:
    world, number = completed()
    world.act(number, at("17:00"), revisit_result="还行吧")
    told = world.shown(number, "problem")
    assert told.startswith("回访结果:「还行吧」")
    assert world.shown(number, "next_action") == told
    world.act(number, at("17:05"), revisit_result="满意")
    assert world.shown(number, "next_action").startswith("内勤:")


def test_what_the_work_has_gone_beyond_is_told_in_the_problem_alone() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), departure_check="雨衣")
    assert world.shown(number, "next_action").startswith("出发检查:")
    world.act(number, at("15:01"), work_started_at="15:00")
    assert "出发检查:" not in world.shown(number, "next_action")
    assert world.shown(number, "problem").startswith("出发检查:")
    world.act(number, at("15:05"), parts_used="x" * 3, quote_amount="面议")
    assert world.shown(number, "next_action").startswith("报价:")


def test_on_finished_work_the_revisit_is_asked_for_all_the_same() -> None:
    world, number = completed()
    world.act(number, at("16:00"), purchase_date="去年")
    assert world.shown(number, "next_action").startswith("客服:")
    assert world.shown(number, "problem").startswith("购买日期:")
    world.act(number, at("16:05"), revisit_result="还行")
    assert world.shown(number, "next_action").startswith("回访结果:")


def test_a_region_to_which_nobody_knows_the_way_is_asked_about_until_it_is_known() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), region="火星")
    assert world.shown(number, "problem").startswith("「区域路程」里没有「火星」")
    assert world.shown(number, "next_action").startswith("「区域路程」里没有「火星」")
    assert world.shown(number, "flags") == "看不懂"
    world.act(number, at("14:41"), region="东区")
    assert (world.shown(number, "problem"), world.shown(number, "flags")) == ("", "")


def test_an_unknown_region_hides_no_step_once_somebody_was_sent() -> None:
    world, number = dispatched()
    world.act(number, at("15:10"), region="火星")
    assert "「火星」" in world.shown(number, "problem")
    assert "「火星」" not in world.shown(number, "next_action")


def test_a_region_that_was_added_is_known() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), region="火星")
    mars = {**world.policy.regions, "火星": Region("火星", 90)}
    world.policy = replace(world.policy, regions=mars, version="2")
    world.cycle(at("14:45"))
    assert world.shown(number, "problem") == ""
