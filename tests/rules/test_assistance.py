"""Who can't find the fault gets help: the dispatcher at once, a second technician, and back to the work."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import DONE, World, on_site


def stuck() -> tuple[World, str]:
    """Give a desk on which 陈立 found at 15:30 that he can't repair it."""
    world, number = on_site()
    world.act(number, at("15:30"), result="未修复", verified_fault="查不出")
    return world, number


def test_the_dispatcher_is_told_at_once_and_only_once_what_was_found() -> None:
    world, number = stuck()
    world.act(number, at("15:40"))
    (notice,) = world.told(number, "assistance")
    assert [recipient.name for recipient in notice.to] == ["林静"]
    facts = {name: notice.facts[name] for name in ("technician", "at", "found", "helper")}
    assert facts == {"technician": "陈立", "at": "15:30", "found": "查不出", "helper": ""}
    assert world.shown(number, "assist_requested_at") == "2026-03-10 15:30"


def test_it_stands_among_what_isnt_routine() -> None:
    world, _ = stuck()
    assert world.memory is not None
    assert [line.block for line in world.memory.lines()] == ["incident"]


def test_somebody_is_to_be_sent_then_goes() -> None:
    world, number = stuck()
    said = world.shown(number, "next_action")
    assert said == "内勤:安排支援人员,填「协助人」,或转主管处理"
    world.act(number, at("15:40"), helper="吴强")
    assert world.shown(number, "next_action") == "吴强:去支援陈立,到了状态选「维修中」"
    told = [[r.name for r in notice.to] for notice in world.told(number, "assistance")]
    assert told == [["林静"], ["吴强"]]


@pytest.mark.parametrize("typed", ["王二麻子", "师傅"])
def test_a_helper_that_nobody_knows_is_asked_about(typed: str) -> None:
    world, number = stuck()
    world.act(number, at("15:40"), helper=typed)
    assert world.shown(number, "problem") == f"协助人「{typed}」不清楚是谁;请从下拉里选"
    assert len(world.told(number, "assistance")) == 1


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        pytest.param({"status": "维修中"}, "维修中", id="chosen"),
        pytest.param({"work_started_at": "16:10"}, "维修中", id="begun anew"),
        pytest.param(DONE, "已完成", id="repaired"),
        pytest.param({"result": "待配件"}, "待配件", id="it was a part"),
        pytest.param({"status": "主管处理"}, "主管处理", id="the supervisor's"),
    ],
)
def test_the_work_goes_on(cells: dict[str, str], status: str) -> None:
    world, number = stuck()
    world.act(number, at("16:20"), **cells)
    assert world.shown(number, "status") == status


def test_help_asked_for_again_is_told_again() -> None:
    world, number = stuck()
    world.act(number, at("15:40"), status="维修中")
    world.act(number, at("15:50"), status="需支援")
    assert len(world.told(number, "assistance")) == 2


def test_whoever_is_sent_to_help_counts_as_busy_for_what_waits_elsewhere() -> None:
    world, number = stuck()
    other = world.report(phone="138-0000-0002", address="城北路9号", serial_no="SN9")
    world.settle()
    said = world.shown(other, "dispatch_reason")
    assert said.startswith("建议吴强:路更近,手上没有单,55分钟可到")
    world.act(number, at("15:40"), helper="吴强")
    assert not world.cycle(cold=True)
    said = world.shown(other, "dispatch_reason")
    assert "手上没有单" not in said
    assert "55分钟可到" not in said
