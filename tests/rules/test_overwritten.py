"""What is typed over the system's own cells is quoted and put back; a time typed into a stamp counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sheetflow import clocks
from tests.builders import POLICY, at
from tests.world import World, dispatched


def test_a_value_typed_over_a_deadline_is_put_back_and_quoted() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), onsite_by="别管")
    assert world.shown(number, "onsite_by") == "2026-03-13 14:30"
    quoted = "「上门期限」由系统填写,你写的「别管」已恢复原值;要备注请写在「备注」"
    assert world.shown(number, "problem") == quoted
    assert world.shown(number, "next_action") == quoted


@pytest.mark.parametrize(
    ("column", "cell", "label", "quoted"),
    [
        pytest.param("next_action", "我写的", "下一步", "我写的", id="our-sentence"),
        pytest.param("response_by", 46100.5, "响应期限", "2026-03-19 12:00", id="a-time"),
        pytest.param("amount_due", 700, "应收", "700.00", id="an-amount"),
    ],
)
def test_it_is_quoted_as_staff_see_it(column: str, cell: str, label: str, quoted: str) -> None:
    world, number = dispatched()
    before = world.cell(number, column)
    world.act(number, at("14:35"), **{column: cell})
    assert f"「{label}」由系统填写,你写的「{quoted}」" in world.shown(number, "problem")
    assert column == "next_action" or world.cell(number, column) == before


@pytest.mark.parametrize(
    ("column", "cell", "way"),
    [
        ("amount_due", 10, "要改请填「报价」或「优惠」"),
        ("warranty", "在保", "要改请填「保修改判」"),
        ("resolution", "换机", "要改请填「维修结果」"),
        ("depart_by", "15:00", "要改请填「预约时间」"),
    ],
)
def test_it_is_said_where_staff_may_change_it(column: str, cell: str | int, way: str) -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), **{column: cell})
    assert world.shown(number, "problem").endswith(way)


def test_a_stamp_without_an_hour_asks_for_one() -> None:
    world, number = dispatched()
    before = world.cell(number, "dispatched_at")
    world.act(number, at("14:35"), dispatched_at="昨天")
    assert world.shown(number, "problem").startswith("「派工时刻」看不出「昨天」是几点")
    assert world.cell(number, "dispatched_at") == before


def test_a_stamp_in_words_is_when_it_was() -> None:
    world, number = dispatched()
    world.act(number, at("14:45"), dispatched_at="今天14点40分")
    assert world.shown(number, "dispatched_at") == "2026-03-10 14:40"
    assert world.shown(number, "problem") == ""


def test_two_cells_typed_over_are_both_quoted_and_both_kept_in_the_history() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), onsite_by="别管", cycle=7)
    assert world.shown(number, "problem").count("由系统填写") == 2
    kept = {e.values["column"]: e.values["typed"] for e in world.events if e.kind == "overwritten"}
    assert kept == {"onsite_by": "别管", "cycle": 7}


def test_an_emptied_system_cell_is_filled_again_without_a_word() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), onsite_by="", next_action="")
    assert world.shown(number, "onsite_by") == "2026-03-13 14:30"
    assert world.shown(number, "problem") == ""


def test_a_time_typed_into_a_stamp_is_taken_as_when_it_happened() -> None:
    world, number = dispatched()
    world.act(number, at("14:36"), dispatched_at="2026-03-10 14:30")
    assert world.shown(number, "dispatched_at") == "2026-03-10 14:30"
    assert world.shown(number, "contact_by") == "2026-03-10 14:40"
    assert world.shown(number, "problem") == ""


@pytest.mark.parametrize(
    ("now", "late"),
    [pytest.param("15:00", False, id="half-an-hour"), pytest.param("15:01", True, id="later")],
)
def test_back_dating_later_than_half_an_hour_is_noted_and_not_refused(now: str, late: bool) -> None:
    world, number = dispatched()
    world.act(number, at(now), dispatched_at="2026-03-10 14:30")
    assert [e.values["late"] for e in world.events if e.kind == "stamped"] == [late]


def test_a_stamp_that_lies_ahead_is_put_back_and_said() -> None:
    world, number = dispatched()
    world.act(number, at("14:36"), dispatched_at="2026-03-11 14:24")
    assert world.shown(number, "dispatched_at") == "2026-03-10 14:31"
    quoted = "「派工时刻」2026-03-11 14:24 还没到,已恢复原值;请写实际时间"
    assert world.shown(number, "problem") == quoted


def test_a_back_dated_dispatch_is_not_announced_again() -> None:
    world, number = dispatched()
    world.act(number, at("14:36"), dispatched_at="2026-03-10 14:30")
    assert len(world.told(number, "dispatch")) == 1


def test_nothing_is_quoted_on_a_row_that_was_typed_with_values_in_our_columns() -> None:
    world = World()
    number = world.typed_in(customer_name="李", fault="漏水", onsite_by="周五", problem="催一下")
    assert "由系统填写" not in world.shown(number, "problem")
    assert world.shown(number, "onsite_by") == "2026-03-13 14:30"


def test_a_step_typed_as_before_the_report_is_put_back() -> None:
    world, number = dispatched()
    world.act(number, at("15:00"), dispatched_at=46091.55)
    assert world.shown(number, "dispatched_at") == "2026-03-10 14:31"
    assert "早于报修时间" in world.shown(number, "problem")


@pytest.mark.parametrize("typed", ["2026-03-10 14:20", "2026-03-10 14:29"])
def test_a_dispatch_typed_as_minutes_before_the_report_breaks_no_deadline_that_was_kept(
    typed: str,
) -> None:
    """Nothing is dispatched before it is reported: half an hour and ten minutes would run from the wrong end."""
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("15:00"), dispatched_at=typed)
    assert world.shown(number, "dispatched_at") == "2026-03-10 14:31"
    assert "早于报修时间" in world.shown(number, "problem")
    for name in ("undispatched", "contact"):
        clock = clocks.clock(world.record(number), POLICY.clock(name), POLICY)
        assert (clock.met_at is not None, clock.breached(world.now)) == (True, False)


def test_a_dispatch_in_the_minute_of_its_report_was_in_time() -> None:
    world = World()
    world.now = at("14:30") + timedelta(seconds=25)
    number = world.report()
    world.cycle()
    world.act(number, at("14:31"), technician="陈立")
    world.act(number, at("14:36"), dispatched_at="2026-03-10 14:30")
    assert world.shown(number, "dispatched_at") == "2026-03-10 14:30"
    assert world.shown(number, "undispatched_met_at") == "2026-03-10 14:30"
    assert world.shown(number, "problem") == ""
