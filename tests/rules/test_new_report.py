"""The dispatcher is told of each new report once, with all that it takes to decide."""

from __future__ import annotations

import pytest

from tests.builders import NOW, at, policy_of
from tests.world import REPORT, World, waiting


def test_the_notice_says_what_where_by_when_and_whom_to_send() -> None:
    world, number = waiting(unit_name="小麦面馆")
    (notice,) = world.told(number, "new_report")
    assert [recipient.name for recipient in notice.to] == ["林静"]
    wanted = {
        "unit_name": "小麦面馆",
        "grade": "普通",
        "product": "大锅灶 ZG-2A",
        "fault": "打不着火",
        "region": "城东",
        "channel": "网页",
        "by": "15:00",
        "response_by": "3/11 14:30",
        "onsite_by": "3/13 14:30",
        "promise_by": "17:30",
        "missing": "",
        "duplicate_of": "",
        "technician": "",
    }
    assert {fact: notice.facts[fact] for fact in wanted} == wanted
    assert notice.facts["suggestion"].startswith("建议派陈立(")


@pytest.mark.parametrize(
    ("kind", "word", "names"),
    [("inquiry", "咨询", ["林静"]), ("complaint", "投诉", ["林静", "吴强"])],
)
def test_what_is_no_repair_is_told_as_what_it_is_to_who_takes_it_up(
    kind: str, word: str, names: list[str]
) -> None:
    world, number = waiting(request_type=kind)
    (notice,) = world.told(number, "new_report")
    assert sorted(one.name for one in notice.to) == sorted(names)
    assert notice.facts["request"] == word
    assert notice.facts["by"] == ""
    for minute in ("15:05", "15:40", "17:10"):
        world.act(number, at(minute))
    assert world.told(number, "clock_breach") == []


def test_what_the_customer_brings_is_a_new_report_too() -> None:
    world = World()
    number = world.typed_in(
        **{**REPORT, "channel": "电话", "request_type": "报修", "route": "送修"}
    )
    assert world.shown(number, "status") == "待派工"
    [notice] = world.told(number, "new_report")
    assert [recipient.name for recipient in notice.to] == ["林静"]
    assert (notice.facts["brought"], notice.facts["by"]) == ("送修返厂", "")


def test_sent_automatically_it_says_who_was_sent() -> None:
    world, number = waiting(policy_of(automatic=True))
    assert world.told(number, "new_report")[0].facts["technician"] == "陈立"


def test_a_report_with_two_gaps_lists_both() -> None:
    world, number = waiting(phone="", product_model="")
    assert world.told(number, "new_report")[0].facts["missing"] == "联系方式、产品型号"


def test_it_is_told_once_whatever_becomes_of_the_report() -> None:
    world, number = waiting(phone="")
    world.act(number, at("14:35"), phone="138-0000-0001")
    world.act(number, at("14:40"), technician="陈立")
    world.act(number, at("14:45"), technician="")
    world.memory = None
    world.act(number, at("14:50"))
    assert len(world.told(number, "new_report")) == 1


def test_guidance_that_did_not_help_is_when_the_dispatcher_hears_of_it() -> None:
    world = World()
    facts = {"phone": "138-0000-0002", "address": "城东", "product_model": "炒炉", "fault": "x"}
    number = world.typed_in(customer_name="李", **facts, route="电话")
    assert world.told(number, "new_report") == []
    world.act(number, at("15:30"), guidance_result="未解决")
    assert len(world.told(number, "new_report")) == 1


def test_at_night_it_is_decided_with_the_report_and_the_post_waits_for_the_morning() -> None:
    world = World()
    world.now = at("23:00")
    number = world.report()
    world.cycle()
    facts = world.told(number, "new_report")[0].facts
    assert facts["by"] == "3/11 08:30"
    assert world.now > NOW


def test_a_typed_row_with_its_technician_says_who_was_sent() -> None:
    world = World()
    number = world.typed_in(customer_name="李", fault="漏水", technician="陈立")
    assert world.told(number, "new_report")[0].facts["technician"] == "陈立"
