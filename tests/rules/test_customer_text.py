"""A polite sentence is ready for the customer wherever the ticket stands (duties 5, 9, 14, 15, 22)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sheetflow.rules.customer_text.sentence import BY_STATUS
from sheetflow.states import STATES
from tests.builders import POLICY, at, policy_of
from tests.rules.till import OLD, charging
from tests.world import DONE, World, completed, dispatched, filed, on_site, waiting

MACHINE = "您报修的大锅灶 ZG-2A(单号WX20260310001)"


def said(world: World, number: str) -> str:
    return str(world.cell(number, "customer_text"))


def test_a_report_taken_is_told_the_times_of_its_grade() -> None:
    world = World(policy_of(profile="generic"))
    number = world.report(address="", wished_grade="")
    world.cycle()
    assert said(world, number) == (
        f"您好!{MACHINE}已登记,我们最晚3月11日14:30前与您联系,最晚3月13日14:30前上门,请保持电话畅通。"
    )
    world.act(number, grade="特急")
    assert "最晚3月10日16:30前与您联系,最晚3月11日14:30前上门" in said(world, number)


def test_a_dispatch_is_told_with_name_staff_number_phone_and_when_they_call() -> None:
    chen = replace(POLICY.staff["01"], phone="138-0000-0101")
    world, number = dispatched(replace(POLICY, staff={**POLICY.staff, "01": chen}))
    assert said(world, number) == (
        f"您好!{MACHINE}已安排陈立师傅(工号01,电话138-0000-0101),他最晚3月10日14:41前给您打电话,约好上门时间。"
    )


def test_who_brings_it_in_is_asked_to_and_promised_nobody() -> None:
    world, number = waiting()
    world.act(number, route="送修")
    assert said(world, number) == (
        f"您好!{MACHINE}已受理,请您方便时送到我们的维修点,来时请报这个单号。"
    )


def test_an_appointment_is_told_and_one_that_we_moved_is_apologised_for() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:30")
    assert said(world, number) == (
        f"您好!{MACHINE}约好3月10日15:30上门,陈立师傅(工号01)过来,请留人在场。"
    )
    moved = {"appointment_at": "明天10点", "reschedule_reason": "堵车", "consent": "同意改约"}
    world.act(number, at("14:50"), **moved)
    assert "上门时间改到3月11日10:00" in said(world, number)
    assert "非常抱歉" in said(world, number)


def test_a_time_that_the_customer_wanted_moved_is_no_reason_to_apologise() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:30")
    world.act(number, at("14:50"), contact_result="客户改期", appointment_at="明天10点")
    assert said(world, number) == (
        f"您好!{MACHINE}的上门时间按您的要求改到3月11日10:00,陈立师傅(工号01)过来,请留人在场。"
    )


def test_a_promise_that_nobody_can_keep_is_apologised_for_with_why_and_another_time_asked() -> None:
    world, number = waiting()
    world.cycle(at("17:29"))
    assert said(world, number) == (
        f"您好!非常抱歉,{MACHINE}原定3月10日17:30前上门,路上来不及,赶不到了。想和您另约时间,您什么时候方便?"
    )


def test_a_time_that_has_passed_is_not_told_any_more_but_apologised_for() -> None:
    world, number = dispatched()
    assert "14:41" in said(world, number)
    world.cycle(at("14:42"))
    assert said(world, number) == (
        f"您好!非常抱歉,让您久等了。{MACHINE}已安排陈立师傅(工号01),他尽快给您打电话,约好上门时间。"
    )


def test_who_is_not_there_at_the_agreed_time_is_apologised_for() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:30")
    world.cycle(at("15:30"))
    assert "请留人在场" in said(world, number)
    world.cycle(at("15:31"))
    assert said(world, number) == (
        f"您好!非常抱歉,让您久等了。{MACHINE}约好3月10日15:30上门,陈立师傅(工号01)要是还没到,"
        "我们马上打电话告诉您几点能到。"
    )


def test_three_calls_unanswered_ask_to_be_called_back() -> None:
    world, number = dispatched()
    for clock, typed in (("14:35", "1"), ("14:45", "2"), ("14:55", "3")):
        world.act(number, at(clock), contact_result=typed)
    assert "我们打了几次电话没联系上您。方便时请回个电话" in said(world, number)


def test_a_quote_is_told_before_the_repair() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("15:01"), status="待客户", wait_reason="报价", quote_amount=700)
    world.act(number, at("15:02"), next_contact_at="17:00")
    assert said(world, number) == (
        f"您好!{MACHINE}报价700.00元,您定了随时告诉我们,我们3月10日17:00再联系您。"
    )
    world.act(number, at("15:20"), consent="同意报价")
    assert said(world, number) == (
        f"您好!{MACHINE}报价700.00元,您已同意,我们马上接着安排,有进展就告诉您。"
    )
    world.act(number, at("15:25"), quote_amount=800)
    assert "报价800.00元,您定了随时告诉我们" in said(world, number)


def test_a_repair_that_is_made_asks_for_the_consent_and_offers_none_to_come() -> None:
    world, number = charging(on_site, purchase_date=OLD, parts_used="GSK-02")
    assert said(world, number) == f"您好!{MACHINE}的费用一共90.00元,您同意了我们再修。"
    world.act(number, at("16:00"), work_ended_at="15:50", result="已修复")
    assert world.shown(number, "status") == "维修中"
    assert said(world, number) == f"您好!{MACHINE}已修好,费用一共90.00元,请您确认。"


def test_a_finished_repair_is_told_with_the_call_to_come() -> None:
    world, number = completed()
    assert said(world, number) == (
        f"您好!{MACHINE}已修好。我们最晚3月11日15:50前回访,有问题请随时找我们,感谢您的信任。"
    )


def test_a_repair_by_phone_is_told_as_one() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="电话里已解决")
    assert f"{MACHINE}已在电话里解决。" in said(world, number)


def test_what_is_still_to_be_paid_is_told() -> None:
    world, number = completed()
    world.act(number, at("16:01"), purchase_date="2020-01-01", quote_amount=700)
    assert "还有700.00元待付。" in said(world, number)


def test_parts_that_are_on_their_way_are_told_with_their_day() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), result="待配件", parts_eta="3/11 10:00")
    assert "要换的配件预计3月11日10:00到货" in said(world, number)


def in_the_workshop(**cells: str) -> tuple[World, str]:
    """Give a desk with a machine that was taken along at 15:10 and is to be back at 10:00 the next day."""
    world, number = on_site()
    world.act(number, at("15:10"), status="送修返厂", return_agreed_at="3/11 10:00", **cells)
    return world, number


def test_a_machine_that_is_not_back_on_its_day_is_apologised_for() -> None:
    world, number = in_the_workshop()
    assert said(world, number) == f"您好!{MACHINE}在维修点修,约好3月11日10:00交还。"
    world.cycle(at("10:00", day=1))
    assert "约好3月11日10:00交还" in said(world, number)
    world.cycle(at("10:01", day=1))
    assert said(world, number) == (
        f"您好!非常抱歉,{MACHINE}原定3月11日10:00交还,没能按时。我们马上打电话告诉您新的时间。"
    )
    world.act(number, at("10:05", day=1), return_agreed_at="3/12 10:00")
    assert said(world, number) == f"您好!{MACHINE}在维修点修,约好3月12日10:00交还。"


def test_who_did_not_fetch_a_machine_on_its_day_is_asked_when_it_suits_them() -> None:
    world, number = in_the_workshop(workshop_place="待取件")
    assert said(world, number) == f"您好!{MACHINE}在维修点等您来取,约好3月11日10:00。"
    world.cycle(at("10:01", day=1))
    assert said(world, number) == f"您好!{MACHINE}在维修点等您来取,您什么时候方便?"


def test_in_an_incident_the_supervisor_speaks_and_the_text_goes() -> None:
    world, number = on_site()
    world.act(number, at("15:10"), incident="辱骂")
    assert said(world, number) == ""


def test_a_filed_ticket_has_no_text() -> None:
    world, number = filed()
    assert said(world, number) == ""


@pytest.mark.parametrize(
    ("request_type", "words"),
    [("inquiry", "您的咨询(单号WX20260310001)已登记"), ("complaint", "非常抱歉给您添了麻烦")],
)
def test_other_requests_have_their_own_words(request_type: str, words: str) -> None:
    world, number = waiting(request_type=request_type)
    assert words in said(world, number)


@pytest.mark.parametrize(
    ("fault", "asked", "verb"),
    [
        ("装一台", "预约安装", "安装"),
        ("半年了,请来清洗保养", "预约保养", "保养"),
        ("老样子", "预约", "处理"),
    ],
)
def test_an_installation_or_care_is_told_as_what_it_is(fault: str, asked: str, verb: str) -> None:
    machine = f"您{asked}的大锅灶 ZG-2A(单号WX20260310001)"
    world, number = dispatched(request_type="service", fault=fault)
    assert said(world, number).startswith(f"您好!{machine}已安排陈立师傅(工号01)")
    world.act(number, at("14:35"), contact_result="接通", appointment_at="15:00")
    world.act(number, at("15:01"), work_started_at="15:00")
    own = "您的大锅灶 ZG-2A(单号WX20260310001)"
    assert said(world, number) == f"您好!陈立师傅(工号01)正在{verb}{own}。"
    world.act(number, at("16:00"), **DONE)
    assert said(world, number).startswith(f"您好!{machine}已{verb}好。")


@pytest.mark.parametrize(("typed", "verb"), [("安装", "安装"), ("保养", "保养")])
def test_which_of_the_two_was_typed_says_so_before_the_fault_does(typed: str, verb: str) -> None:
    world, number = waiting()
    world.act(number, at("14:31"), request_type=typed, technician="陈立")
    world.act(number, at("15:00"), work_started_at="15:00")
    assert f"正在{verb}" in said(world, number)


def test_a_workbook_in_english_tells_of_an_installation_too() -> None:
    world, number = on_site(
        replace(POLICY, language="en"), request_type="service", fault="to be installed"
    )
    own = "your 大锅灶 ZG-2A (ticket WX20260310001)"
    assert said(world, number) == f"Hello! 陈立 (staff no. 01) is installing {own}."
    world.act(number, at("16:00"), **DONE)
    assert "(ticket WX20260310001) is installed." in said(world, number)


def test_every_status_but_the_last_has_its_words() -> None:
    assert BY_STATUS.keys() == STATES.keys() - {"closed"}


def test_it_names_neither_customer_nor_phone_nor_address() -> None:
    world, number = dispatched()
    assert not re.search("张先生|138-0000-0001|人民路", said(world, number))


def test_a_workbook_in_english_says_it_in_english() -> None:
    world, number = dispatched(replace(POLICY, language="en"))
    assert said(world, number) == (
        "Hello! 陈立 (staff no. 01) has been sent for your 大锅灶 ZG-2A (ticket WX20260310001) and will call you "
        "by 14:41 on 10 Mar to agree on a time."
    )


def test_whoever_told_the_customer_chooses_informed_and_the_time_is_kept_whatever_the_status() -> (
    None
):
    world, number = waiting()
    world.act(number, at("14:50"), customer_informed="已告知")
    assert world.shown(number, "customer_informed_at") == "2026-03-10 14:50"


def test_who_wasnt_there_hears_that_somebody_came_and_not_that_they_were_called() -> None:
    world, number = dispatched()
    world.act(number, at("14:35"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("16:05"), arrived_at="16:00")
    world.act(number, at("16:10"), status="联系不上")
    assert "师傅到过了,没遇上您" in said(world, number)
    assert "打了几次电话" not in said(world, number)


def test_who_is_under_way_and_comes_too_late_is_apologised_for_with_the_time_they_are_there() -> (
    None
):
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="16:00")
    world.act(number, at("15:41"), departed_at="15:38", departure_check="全齐")
    world.act(number, at("15:45"), address="城北2号")
    assert said(world, number) == (
        "您好!非常抱歉,陈立师傅(工号01)已经在路上,约3月10日16:33才能到,3月10日16:00赶不到。"
        "给您添麻烦了,不方便请告诉我们。"
    )


def test_whoever_is_sent_after_a_visit_that_nobody_made_apologises_for_it() -> None:
    world, number = dispatched()
    world.act(number, at("14:40"), contact_result="接通", appointment_at="15:30")
    world.act(number, at("15:50"), technician="刘勇", reschedule_reason="陈立不舒服")
    assert "约好3月10日15:30上门没能到。现由刘勇师傅" in said(world, number)
    assert "约好" not in world.shown(number, "tech_text")


def test_a_promise_that_was_broken_long_ago_is_apologised_for_without_blaming_the_way() -> None:
    world, number = waiting()
    world.act(number, at("17:11"))
    assert "路上来不及" in said(world, number)
    world.act(number, at("8:01", day=1))
    assert "我们没能做到" in said(world, number)
    world.act(number, at("8:02", day=1), technician="陈立")
    assert world.shown(number, "next_action").startswith("内勤:3/10 17:30的承诺已过;请致歉")
