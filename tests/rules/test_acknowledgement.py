"""A refusal stays on the row until somebody has read it."""

from __future__ import annotations

from tests.builders import at
from tests.world import dispatched, waiting


def test_a_refusal_stays_whatever_else_happens_to_the_row() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), technician="谁也不是")
    said = world.shown(number, "problem")
    world.act(number, at("14:36"), remarks="x")
    world.act(number, at("9:00", day=1))
    assert said
    assert world.shown(number, "problem") == said
    assert world.shown(number, "next_action") == said


def test_emptying_the_problem_says_that_it_was_read() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), technician="谁也不是")
    world.act(number, at("14:36"), problem="")
    assert world.shown(number, "problem") == ""
    assert world.shown(number, "next_action") == "陈立:14:41前打客户电话,结果填「联系结果」"
    assert [event.kind for event in world.events].count("acknowledged") == 1


def test_what_can_still_not_be_read_is_said_again() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), parts_eta="看情况")
    said = world.shown(number, "problem")
    world.act(number, at("14:36"), problem="")
    assert said
    assert world.shown(number, "problem") == said


def test_the_same_slip_is_told_again_after_it_was_read() -> None:
    world, number = dispatched()
    for minute in ("14:35", "14:37"):
        world.act(number, at(minute), technician="谁也不是")
        assert "谁也不是" in world.shown(number, "problem")
        world.act(number, at(minute), problem="")
    assert world.shown(number, "problem") == ""


def test_a_refusal_that_was_remedied_is_told_no_more() -> None:
    """SHEET.md, 下一步: what has to be done next stands there, not what has been put right."""
    world, number = waiting()
    world.act(number, at("14:31"), technician="李四")
    assert "没有叫「李四」" in world.shown(number, "next_action")
    world.act(number, at("14:32"), technician="陈立")
    assert world.shown(number, "next_action").startswith("陈立:14:42前打客户电话")
    assert world.shown(number, "problem") == ""


def test_a_status_that_nobody_knows_is_forgotten_once_another_was_chosen() -> None:
    world, number = waiting()
    world.act(number, at("14:31"), status="修好啦")
    assert "看不懂" in world.shown(number, "problem")
    world.act(number, at("14:32"), status="电话指导")
    assert world.shown(number, "problem") == ""
