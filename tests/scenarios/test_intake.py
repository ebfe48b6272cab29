"""A report comes in: by form, by a program, by telephone; what is asked, numbered, filed and pushed on."""

from __future__ import annotations

import pytest

from tests.scenarios.desk import SAID, ServiceDesk

CALLER = {"customer_name": "李女士", "phone": "13800000002", "fault": "不出火"}
KNOWS = {"address": "城西幸福街2号", "product_model": "炒炉 CL-1B"}


def test_a_call_typed_by_the_hotline_is_treated_like_a_report_from_the_web(
    desk: ServiceDesk,
) -> None:
    """P1 4.1.1, P2 S1 (duties 1, 2): both are numbered, graded and passed on to dispatch at once."""
    web = desk.customer_reports()
    typed = desk.hotline_types(**CALLER, **KNOWS)
    assert (web.no, typed.no) == ("WX20260310001", "WX20260310002")
    for ticket in (web, typed):
        assert [ticket[c] for c in ("status", "request_type", "grade")] == [
            "待派工",
            "报修",
            "普通",
        ]
        assert ticket["reported_at"] == "2026-03-10 14:30"
        assert ticket.told("林静") == ["new_report"]
    assert typed["region"] == "城西"


def test_all_that_a_customer_says_stands_in_the_row(desk: ServiceDesk) -> None:
    """P1 4.1.1, P2 S1 (duty 1): whose, which machine, what is wrong when, and what is wished."""
    more = {
        "brand": "麦灶", "serial_no": "ZG26-0117", "fault_scene": "早上第一次开火", "loaner": "wanted",
        "wished_time": "明天10点", "wished_grade": "urgent",
    }  # fmt: skip
    ticket = desk.customer_reports(**more)
    read = {
        **SAID,
        **more,
        "request_type": "报修",
        "loaner": "要",
        "wished_grade": "紧急",
        "wished_time": "3/11 10点",
    }
    assert {column: ticket[column] for column in read} == read


@pytest.mark.parametrize(
    ("said", "dated"),
    [
        ("下午3点", "3/10 下午3点"),
        ("9点", "3/11 9点"),
    ],
)
def test_a_wish_without_a_day_is_read_as_it_was_meant_the_next_morning(
    desk: ServiceDesk, said: str, dated: str
) -> None:
    """P1 4.1.1, P2 S3 (duties 1, 14): whoever is sent tomorrow reads of which day the wish was."""
    ticket = desk.hotline_types(**CALLER, **KNOWS, wished_time=said)
    desk.at("8:01", day=1).dispatcher_chooses(ticket, "陈立")
    assert ticket["wished_time"] == dated
    desk.at("8:10", day=1)
    [letter] = ticket.letters("01@")
    assert f"客户希望：{dated}" in letter


def test_what_a_caller_left_out_is_yellow_and_asked_for_before_anybody_is_sent(
    desk: ServiceDesk,
) -> None:
    """P1 4.1.1 (duty 1): the hotline has half the facts; the row waits in 待受理 for the rest."""
    ticket = desk.hotline_types(**CALLER)
    assert ticket["status"] == "待受理"
    assert ticket["next_action"] == "内勤:问清维修地址、产品型号,15:00前派工"
    assert ticket.colours("address", "product_model", "fault") == ["yellow", "yellow", "plain"]

    desk.at("14:35").types(ticket, **KNOWS)
    assert ticket["status"] == "待派工"
    assert ticket.colours("address", "product_model") == ["plain", "plain"]


def test_a_customer_who_does_not_know_the_model_says_so_and_is_served(desk: ServiceDesk) -> None:
    """P1 4.1.1 (duty 1): 不清楚型号 is an answer like any other."""
    ticket = desk.customer_reports(product_model="", model_unknown="on")
    assert (ticket["product_model"], ticket["status"]) == ("不清楚型号", "待派工")


def test_a_customer_is_filed_and_known_at_the_next_call(desk: ServiceDesk) -> None:
    """P1 4.1.1, P2 S1 (duty 1): the archive has them from the first report on."""
    desk.customer_reports(serial_no="A1")
    [filed] = desk.desk.rows("customers")
    assert (filed["name"], filed["address"]) == ("张先生", "城东人民路1号")

    again = desk.at("15:00").hotline_types(
        customer_name="张先生", phone="138 0000 0001", product_model="蒸柜 ZX-8", fault="漏气"
    )
    assert (again["unit_name"], again["address"]) == ("小麦饭店", "城东人民路1号")
    assert again["status"] == "待派工"
    assert len(desk.desk.rows("customers")) == 1


def test_every_way_in_is_stamped_with_where_and_when(desk: ServiceDesk) -> None:
    """P2 S1 (duty 2): form, program, telephone, counter and chat."""
    tickets = [desk.customer_reports(), desk.program_reports(phone="138-0000-0009")]
    for serial, said in enumerate(("", "门店", "微信", "业务员"), start=2):
        tickets.append(
            desk.hotline_types(**{**CALLER, "phone": f"138-0000-001{serial}"}, channel=said)
        )
    assert [ticket["channel"] for ticket in tickets] == [
        "网页", "接口", "电话", "门店", "微信", "业务员",
    ]  # fmt: skip
    assert {ticket["reported_at"] for ticket in tickets} == {"2026-03-10 14:30"}


def test_an_inquiry_is_answered_and_filed_and_nobody_is_sent(desk: ServiceDesk) -> None:
    """P1 4.1.1 (duty 2): an inquiry is taken too, has no clocks of a visit, and ends with its answer."""
    ticket = desk.hotline_types(
        **{**CALLER, "fault": "质保多久?"}, request_type="咨询", product_model="ZG-2A"
    )
    assert (ticket["onsite_by"], ticket["undispatched_by"], ticket["promise_by"]) == ("", "", "")
    assert ticket["next_action"].startswith("接线员:3/11 14:30前答复客户")

    desk.at("14:40").types(ticket, measures="整机一年,灶头三年")
    assert (ticket["status"], ticket["close_reason"]) == ("已结单", "归档")
    assert ticket["response_met_at"] == "2026-03-10 14:40"


def test_a_number_is_given_once_and_an_old_one_is_kept(desk: ServiceDesk) -> None:
    """P2 S1 (duty 3): a retry gets the same one, a deleted row's is not given again, WX2023901 stays as it is."""
    first = desk.program_reports(key="order-77")
    assert desk.program_reports(key="order-77").no == first.no == "WX20260310001"

    old = desk.hotline_types(ticket_no="WX2023901", **CALLER, **KNOWS, status="待派工")
    assert (old.no, old["status"]) == ("WX2023901", "待派工")

    desk.desk.tab().delete_rows(desk.desk.where(first.no))
    assert desk.cycle().cycle().customer_reports(phone="138-0000-0008").no == "WX20260310002"


def test_a_report_is_pushed_to_dispatch_and_its_age_is_seen_until_somebody_is_sent(
    desk: ServiceDesk,
) -> None:
    """P2 S1 (duty 4): told at once, amber after a quarter of an hour, red and told again after half an hour."""
    ticket = desk.customer_reports()
    [letter] = ticket.letters("林静")
    assert letter.startswith(f"【待派工】{ticket.no} 小麦饭店 15:00前派工")
    assert ("待派工", ticket.no) in desk.today()
    assert ticket.colour("next_due") == "plain"
    desk.at("14:46")
    assert ticket.colour("next_due") == "amber"
    desk.at("15:01")
    assert ticket.colour("next_due") == "red"
    assert ticket.told("林静") == ["new_report", "clock_breach"]
    assert desk.today()[0] == ("超时", ticket.no)

    desk.dispatcher_chooses(ticket, "陈立")
    assert ticket.colour("next_due") == "plain"


def test_the_hotline_has_the_polite_words_before_it(desk: ServiceDesk) -> None:
    """P1 4.1.1, P2 KP (duty 5): the greeting on the sheet's own help, and a text for each customer in their row."""
    ticket = desk.hotline_types(**CALLER, **KNOWS)
    help_page = "\n".join(cell for row in desk.desk.tab("help").get_values() for cell in row)
    assert "接线话术" in help_page
    assert "您好" in help_page
    assert ticket["customer_text"].startswith("您好!您报修的炒炉 CL-1B(单号WX20260310001)")


def test_a_number_that_cannot_be_dialled_is_asked_about_while_the_customer_is_there(
    desk: ServiceDesk,
) -> None:
    """P2 KP (duty 6): the phone is checked at intake; a hint beside the row, no refusal."""
    ticket = desk.hotline_types(**{**CALLER, "phone": "138-0000-02"}, **KNOWS)
    assert "联系方式" in ticket["problem"]
    assert (ticket["status"], ticket.colour("problem")) == ("待派工", "orange")
    desk.types(ticket, phone="138-0000-0002")
    assert ticket["problem"] == ""


def test_a_report_that_comes_twice_waits_for_the_dispatcher_who_merges_it(
    desk: ServiceDesk,
) -> None:
    """P2 KP (duty 6): same phone and serial number; one is void with the link, the other goes on and knows of it."""
    first = desk.customer_reports(serial_no="ZG26-0117")
    second = desk.at("14:40").hotline_types(**{**SAID, "request_type": ""}, serial_no="ZG26-0117")
    assert second["status"] == "待受理"
    assert "疑似重复" in second.flags()
    assert second["next_action"].startswith(f"内勤:可能与{first.no}重复")

    desk.at("14:42").types(second, duplicate_of=first.no)
    assert (second["status"], second["close_reason"]) == ("已结单", "作废")
    assert first["status"] == "待派工"
    assert second.no in desk.sees(f"/desk/tickets/{first.no}")


def test_what_only_looks_like_a_duplicate_goes_on_when_the_dispatcher_sends_somebody(
    desk: ServiceDesk,
) -> None:
    """P2 KP (duty 6): the dispatcher decides; another fault of the same machine is a ticket of its own."""
    desk.customer_reports(serial_no="ZG26-0117")
    other = desk.customer_reports(serial_no="ZG26-0117", fault="冒烟")
    desk.dispatcher_chooses(other, "陈立")
    assert (other["status"], other["flags"]) == ("已派工", "")
