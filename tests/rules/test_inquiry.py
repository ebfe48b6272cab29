"""An inquiry is answered, not visited: no clocks of a visit, and filed with its answer."""

from __future__ import annotations

import pytest

from tests.builders import at
from tests.world import World, waiting


def asked(**report: str) -> tuple[World, str]:
    """Give a desk with an inquiry of 14:30."""
    world = World()
    number = world.report(request_type="inquiry", fault="质保多久?", **report)
    world.cycle()
    return world, number


def test_an_inquiry_waits_for_its_answer_without_clocks_of_a_visit() -> None:
    world, number = asked()
    shown = {
        column: world.shown(number, column)
        for column in ("status", "undispatched_by", "onsite_by", "promise_by", "response_by")
    }
    assert shown == {
        "status": "待受理",
        "undispatched_by": "",
        "onsite_by": "",
        "promise_by": "",
        "response_by": "2026-03-11 14:30",
    }
    assert world.shown(number, "next_action") == (
        "接线员:3/11 14:30前答复客户,答复填「处理措施」,填好即归档"
    )


def test_nobody_is_reminded_to_send_somebody() -> None:
    world, number = asked()
    for minute in ("14:46", "15:01", "17:31"):
        world.act(number, at(minute))
    assert world.kinds(number) == ["new_report"]
    assert world.shown(number, "flags") == ""


def test_its_answer_files_it_and_counts_as_the_first_contact() -> None:
    world, number = asked()
    world.act(number, at("15:00"), measures="一年,电话告知")
    shown = [world.shown(number, column) for column in ("status", "close_reason", "next_action")]
    assert shown == ["已结单", "归档", ""]
    assert world.shown(number, "contacted_at") == "2026-03-10 15:00"
    assert world.shown(number, "response_met_at") == "2026-03-10 15:00"
    assert world.shown(number, "flags") == ""


def test_an_inquiry_that_turns_out_to_be_a_fault_is_dispatched_as_any() -> None:
    world, number = asked()
    world.act(number, at("15:00"), request_type="报修")
    assert world.shown(number, "status") == "待派工"
    assert world.shown(number, "onsite_by") == "2026-03-13 14:30"


def test_what_waited_for_a_visit_and_was_an_inquiry_has_its_clocks_no_more() -> None:
    world, number = waiting()
    world.act(number, at("14:40"), request_type="咨询")
    assert [world.shown(number, c) for c in ("onsite_by", "promise_by")] == ["", ""]
    assert any(event.kind == "classed" for event in world.events)


def test_an_answer_given_before_filing_by_hand_is_filed_too() -> None:
    world = World()
    number = world.typed_in(customer_name="李", fault="能不能装", request_type="咨询")
    world.act(number, at("15:00"), measures="能", status="已结单")
    assert world.shown(number, "status") == "已结单"


def test_an_inquiry_without_an_answer_is_not_filed() -> None:
    world, number = asked()
    world.act(number, at("15:00"), status="已结单", close_reason="归档")
    assert world.shown(number, "status") == "待受理"
    assert world.shown(number, "problem").startswith("状态没改成「已结单」:没修完不能归档")


@pytest.mark.parametrize("by", ["route"])
def test_an_inquiry_may_be_guided_by_phone(by: str) -> None:
    world, number = asked(**{by: "phone"})
    assert world.shown(number, "status") == "电话指导"


def test_a_complaint_waits_for_somebody_to_bring_it_to_the_supervisor() -> None:
    world, number = waiting(request_type="complaint")
    assert world.shown(number, "status") == "待受理"
    assert "转主管" in world.shown(number, "next_action")


def complained() -> tuple[World, str]:
    """Give a desk whose supervisor has a complaint of 14:30."""
    world, number = waiting(request_type="complaint")
    world.act(number, at("14:35"), status="主管处理")
    return world, number


def test_a_complaint_is_filed_with_how_it_was_settled_once_the_supervisor_says_so() -> None:
    world, number = complained()
    assert world.shown(number, "onsite_by") == ""
    assert "写「处理措施」" in world.shown(number, "next_action")
    world.act(number, at("15:00"), measures="已道歉,退了上门费,客户接受")
    assert world.shown(number, "status") == "主管处理"
    assert "状态选「已结单」" in world.shown(number, "next_action")
    world.act(number, at("15:01"), status="已结单")
    shown = [world.shown(number, column) for column in ("status", "close_reason", "problem")]
    assert shown == ["已结单", "归档", ""]
    assert world.shown(number, "response_met_at") == "2026-03-10 15:01"


def test_a_complaint_is_not_filed_before_anybody_says_how_it_was_settled() -> None:
    world, number = complained()
    world.act(number, at("15:00"), status="已结单", close_reason="归档")
    assert world.shown(number, "status") == "主管处理"
    assert "投诉是怎么处理的" in world.shown(number, "problem")
    world.act(number, at("15:05"), close_reason="作废", status="已结单")
    assert world.shown(number, "status") == "已结单"
    assert world.shown(number, "response_met_at") == ""


def test_a_complaint_that_wants_a_repair_is_dispatched_and_completed_as_any() -> None:
    world, number = complained()
    world.act(number, at("14:40"), status="待派工")
    world.act(number, at("14:45"), technician="陈立", measures="换点火针")
    world.act(number, at("14:50"), status="已结单", close_reason="归档")
    assert world.shown(number, "status") == "已派工"
    assert "没修完不能归档" in world.shown(number, "problem")
