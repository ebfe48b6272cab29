"""Who can't find the fault gets help: the dispatcher at once, a second technician, and back to the work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import STAFF, at, policy_of
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
    ("typed", "told"),
    [
        pytest.param(
            "陈立", "陈立就是这单的维修工程师;「协助人」请选另一位", id="whose-ticket-it-is"
        ),
        pytest.param(
            "老林",
            "「人员」里林静不是上门的人;「协助人」请选另一位,确实上门就在「角色」里加上「技术人员」",
            id="who-stays-at-the-desk",
        ),
    ],
)
def test_who_is_no_second_technician_is_not_sent(typed: str, told: str) -> None:
    world, number = stuck()
    world.act(number, at("15:40"), helper=typed)
    assert [world.shown(number, one) for one in ("problem", "next_action")] == [told, told]
    assert [[r.name for r in n.to] for n in world.told(number, "assistance")] == [["林静"]]
    world.act(number, at("15:45"), helper="刘勇")
    assert world.shown(number, "problem") == ""
    assert world.shown(number, "next_action") == "刘勇:去支援陈立,到了状态选「维修中」"


def test_a_supervisor_without_a_skill_comes_to_help() -> None:
    staff = [replace(one, skills=()) if one.name == "吴强" else one for one in STAFF]
    world, number = on_site(policy_of(*staff))
    world.act(number, at("15:30"), result="未修复", helper="吴强")
    assert world.shown(number, "next_action") == "吴强:去支援陈立,到了状态选「维修中」"


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


def off(world: World, number: str) -> list[tuple[str, str]]:
    """Give who was told that they need not go to help, and why."""
    told = world.told(number, "reassign")
    return [(one.to[0].name, one.facts["gone"]) for one in told if "gone" in one.facts]


def test_a_helper_who_is_not_wanted_any_more_hears_it_once() -> None:
    world, number = stuck()
    world.act(number, at("15:40"), helper="吴强")
    world.act(number, at("15:45"), helper="刘勇")
    world.cycle(at("15:50"))
    assert off(world, number) == [("吴强", "由刘勇去支援")]
    world.act(number, at("15:55"), helper="")
    assert off(world, number)[1:] == [("刘勇", "不用支援了")]


def test_a_helper_who_is_wanted_after_all_is_asked_again() -> None:
    world, number = stuck()
    for clock, name in (("15:40", "吴强"), ("15:45", "刘勇"), ("15:50", "吴强"), ("15:55", "刘勇")):
        world.act(number, at(clock), helper=name)
    told = [notice.to[0].name for notice in world.told(number, "assistance")]
    assert told == ["林静", "吴强", "刘勇", "吴强", "刘勇"]
    assert [name for name, _ in off(world, number)] == ["吴强", "刘勇", "吴强"]


def test_a_helper_who_gets_the_ticket_is_called_off_nothing() -> None:
    world, number = stuck()
    world.act(number, at("15:40"), helper="吴强")
    world.act(number, at("15:45"), technician="吴强", helper="")
    assert off(world, number) == []


def test_nobody_is_called_off_while_nobody_was_asked() -> None:
    world, number = stuck()
    world.act(number, at("15:45"), helper="陈立")
    world.act(number, at("15:50"), helper="")
    assert off(world, number) == []
