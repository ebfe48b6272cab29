"""Every dispatch has a text to copy into a chat (duty 14), and a chat gets nobody's contact data (duty 47)."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import POLICY, at
from tests.world import World, dispatched, filed, on_site, waiting

PAGE = "http://127.0.0.1:8000"


def said(world: World, number: str) -> list[str]:
    return str(world.cell(number, "tech_text")).split("\n")


def test_a_dispatch_says_number_product_fault_region_minutes_warranty_wish_and_link() -> None:
    world, number = dispatched(
        replace(POLICY, desk_url=PAGE), unit_name="小麦面馆", wished_time="下午3点后"
    )
    assert said(world, number) == [
        f"【派工】{number} 普通",
        "大锅灶 ZG-2A:打不着火",
        "小麦面馆 城东 20分钟",
        "期望:3/10 下午3点后",
        "保修:不明",
        "姓名、电话、地址看表格或派工单",
        f"{PAGE}/desk/tickets/{number}",
    ]


def test_appointment_quote_and_parts_to_bring_join_it() -> None:
    world, number = dispatched()
    world.act(
        number, at("14:35"), contact_result="接通", appointment_at="15:30",
        planned_parts="点火针", quote_amount=180,
    )  # fmt: skip
    assert {"约好:3/10 15:30", "先报价:180.00元", "带:点火针"} <= set(said(world, number))


def test_it_is_short_enough_for_a_phone() -> None:
    world, number = dispatched(fault="打不着火," * 80)
    assert all(len(line) <= 80 for line in said(world, number))


def test_nobodys_name_phone_or_street_gets_into_a_chat() -> None:
    world, number = dispatched(
        fault="打不着火,打13800000077找老板", site_contact="王五 138-0000-0078"
    )
    text = str(world.cell(number, "tech_text"))
    for personal in ("张先生", "0000-0001", "人民路", "13800000077", "王五", "0078"):
        assert personal not in text


def test_nobody_sent_no_text_and_taken_off_when_the_work_is_over() -> None:
    world, number = waiting()
    assert world.cell(number, "tech_text") == ""
    world, number = filed()
    assert world.cell(number, "tech_text") == ""


def test_in_an_incident_it_is_taken_off() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), incident="辱骂")
    assert world.cell(number, "tech_text") == ""


def test_an_english_workbook_says_it_in_english() -> None:
    world, number = dispatched(replace(POLICY, language="en"))
    assert said(world, number) == [
        f"[Job] {number} Normal",
        "大锅灶 ZG-2A: 打不着火",
        "城东 20 min",
        "Warranty: Unknown",
        "Name, phone, address: in the sheet",
    ]


def test_a_time_that_the_customer_has_not_agreed_to_is_not_called_agreed() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:30")
    world.act(number, at("15:00"), appointment_at="19:40", reschedule_reason="堵车")
    assert "约好:3/10 16:30" in said(world, number)
    world.act(number, at("15:10"), consent="不同意改约")
    world.act(number, at("15:20"), appointment_at="19:40")
    assert "约好:3/10 16:30" in said(world, number)
    world.act(number, at("15:21"), consent="")
    world.act(number, at("15:25"), consent="同意改约")
    assert "约好:3/10 19:40" in said(world, number)


def test_the_time_of_a_visit_that_is_over_is_agreed_for_nothing_more() -> None:
    world, number = on_site()
    assert "约好:3/10 15:00" in said(world, number)
    world.act(number, at("15:20"), status="待派工")
    world.act(number, at("15:25"), technician="陈立")
    assert not any(line.startswith("约好") for line in said(world, number))
