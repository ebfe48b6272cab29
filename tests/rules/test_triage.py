"""A complete report goes to dispatch by itself; the others wait for what they lack."""

from __future__ import annotations

import pytest

from tests.builders import POLICY, at, switched
from tests.world import World, waiting


@pytest.mark.parametrize("request_type", ["repair", "service"])
def test_a_complete_report_waits_for_a_technician_in_the_same_cycle(request_type: str) -> None:
    world, number = waiting(request_type=request_type)
    assert world.shown(number, "status") == "待派工"
    assert world.shown(number, "triaged_at") == "2026-03-10 14:30"


@pytest.mark.parametrize(
    ("column", "label"),
    [
        ("customer_name", "客户姓名"),
        ("phone", "联系方式"),
        ("address", "维修地址"),
        ("product_model", "产品型号"),
        ("fault", "故障描述(客户)"),
    ],
)
def test_a_report_that_lacks_a_fact_waits_and_says_which(column: str, label: str) -> None:
    world, number = waiting(**{column: ""})
    assert world.shown(number, "status") == "待受理"
    assert world.shown(number, "next_action") == f"内勤:问清{label},15:00前派工"
    assert world.told(number, "new_report")[0].facts["missing"] == label


def test_filled_in_it_goes_on() -> None:
    world, number = waiting(product_model="", phone="")
    world.act(number, at("14:40"), product_model="大锅灶", phone="138-0000-0001")
    assert world.shown(number, "status") == "待派工"


def test_a_customer_who_does_not_know_the_model_says_so_and_is_served() -> None:
    world, number = waiting(product_model="不清楚型号")
    assert world.shown(number, "status") == "待派工"


@pytest.mark.parametrize("request_type", ["inquiry", "complaint"])
def test_what_is_no_repair_stays_with_the_desk(request_type: str) -> None:
    world, number = waiting(request_type=request_type)
    assert world.shown(number, "status") == "待受理"


def test_a_report_to_be_solved_by_phone_goes_to_guidance_and_is_not_dispatched() -> None:
    world = World()
    number = world.typed_in(
        customer_name="李",
        phone="138-0000-0002",
        address="城东",
        product_model="炒炉",
        fault="x",
        route="电话",
    )
    assert world.shown(number, "status") == "电话指导"
    assert world.shown(number, "followup_by") == "2026-03-10 17:30"
    assert world.kinds(number) == []


def test_switched_to_manual_every_report_waits() -> None:
    world, number = waiting(switched(POLICY, triage="manual"))
    assert world.shown(number, "status") == "待受理"
    assert world.shown(number, "next_action") == "内勤:核对型号和地址,15:00前派工"


def test_what_the_customer_brings_in_waits_for_it_and_nobody_is_to_be_sent() -> None:
    world, number = waiting()
    world.act(number, at("14:32"), route="送修")
    assert world.shown(number, "next_action") == "内勤:等客户送来,到店后状态选「送修返厂」"
    assert world.shown(number, "undispatched_by") == ""
    world.cycle(at("18:00"))
    assert "clock_breach" not in world.kinds(number)

    world.act(number, at("18:10"), technician="陈立")
    assert world.shown(number, "onsite_by") == "2026-03-13 14:30"
    world.act(number, at("18:20"), technician="", status="送修返厂")
    assert world.shown(number, "onsite_by") == ""
    assert world.shown(number, "response_met_at") == "2026-03-10 18:20"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param(
            {}, ("待派工", "内勤:等客户送来,到店后状态选「送修返厂」"), id="all-that-it-takes"
        ),
        pytest.param(
            {"product_model": ""},
            ("待受理", "内勤:问清产品型号,到店后状态选「送修返厂」"),
            id="no-model",
        ),
        pytest.param(
            {"route": "上门"}, ("待受理", "内勤:问清维修地址,15:00前派工"), id="somebody-goes-there"
        ),
    ],
)
def test_what_the_customer_brings_wants_no_address(
    said: dict[str, str], told: tuple[str, str]
) -> None:
    world = World()
    report = {"customer_name": "李", "phone": "138-0000-0003", "product_model": "ZG-2A"}
    number = world.typed_in(**{**report, "fault": "漏水", "route": "送修", **said})
    assert (world.shown(number, "status"), world.shown(number, "next_action")) == told


def test_who_goes_to_what_was_to_be_brought_needs_the_address_again() -> None:
    world = World()
    report = {"customer_name": "李", "phone": "138-0000-0003", "product_model": "ZG-2A"}
    number = world.typed_in(**report, fault="漏水", route="送修")
    world.act(number, at("14:40"), route="上门")
    assert world.shown(number, "next_action") == "内勤:问清维修地址,15:00前派工"


def test_words_without_a_number_are_no_phone_and_wait_for_one() -> None:
    world = World()
    number = world.typed_in(
        customer_name="李", phone="没有电话", address="城东1号", product_model="ZG-2A", fault="漏水"
    )
    assert world.shown(number, "status") == "待受理"
    assert world.shown(number, "next_action") == "联系方式:这里没有电话号码"
    world.act(number, at("14:40"), phone="138-0000-0003")
    assert world.shown(number, "status") == "待派工"
