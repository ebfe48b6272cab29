"""Abuse goes to the supervisor at once, and the technician's reminders are muted."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import STAFF, at, policy_of
from tests.world import World, completed, dispatched, filed, on_site


def abused() -> tuple[World, str]:
    world, number = on_site()
    world.act(number, at("15:10"), incident="辱骂")
    return world, number


def test_supervisor_and_owner_are_told_at_once_where_and_whom_to_call() -> None:
    world, number = abused()
    world.act(number, at("15:11"))
    (notice,) = world.told(number, "incident")
    assert {recipient.name for recipient in notice.to} == {"吴强", "老板"}
    assert notice.urgent
    assert notice.facts["place"] == "城东人民路1号"
    assert notice.facts["technician"] == "陈立"
    assert notice.facts["at"] == "15:10"


def test_what_was_said_or_broken_is_not_quoted() -> None:
    world, number = abused()
    assert "打不着火" not in world.told(number, "incident")[0].facts.values()


def test_the_row_is_flagged() -> None:
    world, number = abused()
    assert world.shown(number, "flags") == "⚠冲突"


def test_reminders_of_its_clocks_are_muted_and_the_flags_are_not() -> None:
    world, number = abused()
    world.act(number, at("15:20"), status="待派工", technician="")
    world.act(number, at("19:00"))
    assert world.told(number, "clock_breach") == []
    assert world.told(number, "clock_warning") == []
    assert world.told(number, "promise_at_risk") == []
    assert "派工超时" in world.shown(number, "flags")


def test_a_worse_one_is_told_again() -> None:
    world, number = abused()
    world.act(number, at("15:20"), incident="暴力")
    assert len(world.told(number, "incident")) == 2


def test_one_that_is_typed_when_the_work_is_done_is_told_and_flagged_too() -> None:
    world, number = completed()
    world.act(number, at("16:20"), incident="辱骂")
    assert len(world.told(number, "incident")) == 1
    assert world.shown(number, "flags") == "单据未交、⚠冲突"
    assert world.shown(number, "status") == "已完成"
    assert (
        world.shown(number, "next_action") == "主管:有冲突,先打给陈立,由您回访客户,填「回访结果」"
    )


def test_a_word_put_right_is_no_other_incident_and_a_worse_one_after_it_is() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), incident="打人")
    world.act(number, at("15:11"), incident="威胁")
    assert len(world.told(number, "incident")) == 1
    world.act(number, at("15:30"), incident="暴力")
    assert len(world.told(number, "incident")) == 2


def test_the_technicians_own_phone_is_in_it() -> None:
    staff = [replace(one, phone="138-0000-0091") if one.no == "01" else one for one in STAFF]
    world, number = on_site(policy_of(*staff))
    world.act(number, at("15:10"), incident="威胁")
    assert world.told(number, "incident")[0].facts["technician_phone"] == "138-0000-0091"


def test_nothing_is_told_of_an_imported_ticket() -> None:
    world = World()
    world.type_row(ticket_no="A-1", customer_name="李", status="维修中", incident="辱骂")
    world.cycle()
    assert world.notices == {}


def test_it_is_said_first_even_where_a_promise_is_at_risk() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="19:00")
    assert "晚于" in world.shown(number, "next_action")
    world.act(number, at("14:40"), incident="威胁")
    assert world.shown(number, "status") == "主管处理"
    said = "主管:先打给陈立,再由您联系客户,别再派人单独去"
    assert world.shown(number, "next_action") == said


def test_one_on_a_filed_ticket_is_told_though_nothing_else_may_be_written_there() -> None:
    """P1 4.5.7, 4.7.5 (duties 37, 43): the technician goes there again for the money."""
    world, number = filed()
    world.act(number, at("10:00", day=6), incident="威胁")
    assert world.kinds(number).count("incident") == 1
    assert world.shown(number, "incident") == "威胁"
    assert [world.shown(number, name) for name in ("status", "problem", "flags")] == [
        "已结单",
        "",
        "",
    ]


def test_one_that_was_emptied_again_is_no_finding_that_nobody_can_solve_it() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), incident="辱骂")
    world.act(number, at("15:12"), incident="")
    world.act(number, at("15:40"))
    assert world.kinds(number).count("incident") == 1
    assert world.told(number, "escalation") == []
    assert world.shown(number, "next_action") == (
        "主管:「冲突」已清空;填错了就把「状态」改回去,没错就与客户商定"
    )
    world.act(number, at("15:45"), status="维修中")
    assert [world.shown(number, one) for one in ("status", "escalate_by")] == ["维修中", ""]


def test_what_comes_to_the_supervisor_after_it_is_told_as_found_then() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), incident="辱骂")
    world.act(number, at("15:12"), incident="", status="维修中")
    world.act(number, at("15:40"), status="主管处理")
    (notice,) = world.told(number, "escalation")
    assert notice.facts["found_at"] == "15:40"


def test_what_was_found_before_an_incident_is_told_once_that_is_over() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), incident="辱骂", beyond_desk_at="15:05")
    assert world.told(number, "escalation") == []
    world.act(number, at("15:30"), incident="")
    (notice,) = world.told(number, "escalation")
    assert notice.facts["found_at"] == "15:05"
