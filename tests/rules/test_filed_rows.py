"""A filed row stays as it was filed: what is typed there is put back, quoted, and counts for nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import POLICY, at
from tests.world import World, dispatched, filed


@pytest.mark.parametrize(
    ("column", "typed", "stood"),
    [
        ("remarks", "改一下", ""),
        ("signature", "拒签", "已签·张"),
        ("result", "换机", "已修复"),
        ("work_ended_at", "17:00", "2026-03-10 15:50"),
        ("consent", "不同意改约", "同意方案"),
        ("contact_result", "没接3", "接通"),
        ("fault", "", "打不着火"),
    ],
)
def test_an_edit_is_put_back_and_quoted(column: str, typed: str, stood: str) -> None:
    world, number = filed()
    label = POLICY.label(column).zh
    world.act(number, at("16:30"), **{column: typed})
    assert world.shown(number, column) == stood
    assert world.shown(number, "problem").startswith(f"已结单,「{label}」改成「{typed}」没有采用")
    assert world.shown(number, "next_action") == world.shown(number, "problem")
    assert world.record(number).status == "closed"
    assert [event.values["typed"] for event in world.events if event.kind == "locked"] == [typed]


def test_what_was_typed_counts_for_nothing_meanwhile() -> None:
    world, number = filed()
    world.act(number, at("16:30"), result="退款")
    assert world.shown(number, "resolution") == "上门修复"
    assert world.rows["leads"] == []


def test_the_sentence_goes_when_it_was_read() -> None:
    world, number = filed(replace(POLICY, desk_url="http://127.0.0.1:8000"))
    world.act(number, at("16:30"), remarks="x")
    assert f"重开 http://127.0.0.1:8000/desk/tickets/{number}" in world.shown(number, "problem")
    world.act(number, at("16:31"), problem="")
    assert [world.shown(number, c) for c in ("problem", "next_action")] == ["", ""]


def test_the_same_typed_again_is_put_back_again() -> None:
    world, number = filed()
    world.act(number, at("16:30"), remarks="x")
    world.act(number, at("16:31"), remarks="x")
    assert world.shown(number, "remarks") == ""


def test_another_technician_is_refused_as_before() -> None:
    world, number = filed()
    world.act(number, at("16:30"), technician="刘勇")
    assert world.shown(number, "technician") == "陈立·工01"
    assert world.shown(number, "problem").startswith(
        "已结单,「维修工程师」改成「刘勇」没有采用,已恢复原值;要改请主管先重开"
    )


def test_a_reopened_row_takes_who_did_the_work() -> None:
    world, number = filed()
    world.say(number, "asked", to="completed", reason="记错人", by="06 吴强")
    world.cycle(at("16:25"))
    world.act(number, at("16:30"), technician="刘勇")
    assert world.shown(number, "technician") == "刘勇·工02"


def test_a_reopened_row_takes_what_is_typed() -> None:
    world, number = filed()
    world.say(number, "asked", to="completed", reason="改记录", by="06 吴强")
    world.act(number, at("16:30"), remarks="补记")
    assert [world.shown(number, c) for c in ("status", "remarks", "problem")] == [
        "已完成",
        "补记",
        "",
    ]


def test_papers_of_a_cancelled_job_may_still_come_in() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), status="已结单", close_reason="取消")
    world.act(number, at("14:50"), docs_in="领料√")
    assert [world.shown(number, c) for c in ("docs_in", "problem")] == ["领料√", ""]


def test_another_systems_closed_rows_may_be_tidied_up() -> None:
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", status="已结单", result="已修复")
    world.cycle()
    world.act("A-1", at("16:30"), remarks="旧单")
    assert [world.shown("A-1", c) for c in ("remarks", "problem")] == ["旧单", ""]


def test_a_cold_plan_puts_back_what_a_warm_one_would() -> None:
    world, number = filed()
    world.type(number, "remarks", "x")
    world.cycle(at("16:30"), cold=True)
    assert world.shown(number, "remarks") == ""
    assert not world.cycle(cold=True)
