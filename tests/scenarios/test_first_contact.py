"""The technician calls: within ten minutes, again after ten, three times; and what a call brings to light."""

from __future__ import annotations

import pytest

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.ticket import Ticket


@pytest.fixture
def ticket(desk: ServiceDesk) -> Ticket:
    """Give a ticket to which 陈立 was sent at 14:40."""
    ticket = desk.customer_reports()
    desk.at("14:40").dispatcher_chooses(ticket, "陈立")
    return ticket


@pytest.mark.parametrize("answered", [True, False], ids=["answered", "not-answered"])
def test_the_first_call_within_ten_minutes_meets_the_clock(
    desk: ServiceDesk, ticket: Ticket, answered: bool
) -> None:
    """P2 S3 (duty 16): the first attempt counts, answered or not."""
    assert ticket["contact_by"] == "2026-03-10 14:50"
    assert ticket.colour("contact_result") == "yellow"
    desk.at("14:50").technician_calls(ticket, answered=answered)
    assert ticket["contact_met_at"] == "2026-03-10 14:50"
    desk.at("14:55")
    assert "not_contacted" not in ticket.told("陈立")


def test_nobody_called_is_red_and_told_to_technician_and_dispatcher(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P2 S3 (duty 16): once, however long it lasts; the call is made all the same."""
    for clock in ("14:51", "14:55", "15:00"):
        desk.at(clock)
    assert ticket.colour("next_due") == "red"
    for name in ("陈立", "林静"):
        assert ticket.told(name).count("not_contacted") == 1
    desk.technician_calls(ticket, appointment="16:00")
    assert (ticket["status"], ticket.colour("next_due")) == ("已预约", "plain")


def test_fault_remedy_and_time_are_confirmed_and_the_visit_is_agreed(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.2.1, P2 S3 (duty 17): what the call says is written down; answered with a time, it is an appointment."""
    desk.technician_calls(ticket)
    assert (ticket["status"], ticket["contacted_at"]) == ("已派工", "2026-03-10 14:40")
    assert ticket["next_action"] == "陈立:已联系上,把约好的时间填「预约时间」"
    desk.types(ticket, appointment_at="16:00", fault="打不着火,有煤气味", planned_parts="点火针")
    assert (ticket["status"], ticket["appointment_at"]) == ("已预约", "2026-03-10 16:00")
    assert "约好3月10日16:00上门,陈立师傅" in ticket["customer_text"]
    assert "16:00" in desk.customer_sees(ticket)


def test_three_calls_in_vain_ten_minutes_apart_tell_the_dispatcher(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.2.1, P2 S3 (duty 18): each call is a row with the time of the next; the third makes it 联系不上."""
    desk.at("14:45").technician_calls(ticket, answered=False)
    assert ticket["next_call_at"] == "2026-03-10 14:55"
    assert ticket["next_action"] == "陈立:第1次没接,14:55再打(还剩2次)"
    desk.at("14:56")
    assert ticket.colours("next_call_at", "next_due") == ["red", "red"]
    desk.technician_calls(ticket, answered=False)
    assert ticket["next_call_at"] == "2026-03-10 15:06"
    desk.at("15:06").technician_calls(ticket, answered=False)

    assert (ticket["status"], ticket["next_call_at"]) == ("联系不上", "")
    assert ticket.told("林静")[-1] == "unreachable"
    assert ticket["next_action"].startswith("内勤:三次没接,查备用电话或微信")
    assert ticket["onsite_by"].startswith("暂停")
    assert "打了几次电话没联系上您" in ticket["customer_text"]
    calls = [(row["attempt"], row["result"]) for row in ticket.rows("contacts")]
    assert calls == [(1, "没接1"), (2, "没接2"), (3, "没接3")]


def test_who_was_unreachable_calls_back_and_gets_what_was_left_of_the_time(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.2.1 (duty 18): the clocks stood still while nobody could be reached."""
    for clock in ("14:45", "14:55", "15:05"):
        desk.at(clock).technician_calls(ticket, answered=False)
    desk.at("17:05").technician_calls(ticket, appointment="18:00", consent="同意改约")
    assert ticket["status"] == "已预约"
    assert ticket["onsite_by"] == "2026-03-13 16:30"


def test_calls_written_into_the_list_of_calls_count_like_those_in_the_row(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.2.1 (duty 18): a technician writes the day's calls down in 联系记录 afterwards."""
    desk.at("15:20")
    for clock, result in (("14:44", "没接1"), ("14:54", "没接2"), ("15:04", "没接3")):
        desk.types_row("contacts", ticket_no=ticket.no, at=f"3/10 {clock}", result=result)
    assert ticket["status"] == "联系不上"
    assert ticket["contact_met_at"] == "2026-03-10 14:44"
    assert "unreachable" in ticket.told("林静")


def test_a_wrong_number_is_found_the_same_day(desk: ServiceDesk, ticket: Ticket) -> None:
    """P1 4.2.2 (duty 19): 空号错号 is asked about until the desk closes; the right one is called and archived."""
    desk.types(ticket, contact_result="空号错号")
    assert ticket["status"] == "联系不上"
    assert ticket["next_action"].startswith("内勤:空号错号,20:00前问到对的号码")
    assert "资料不符" in ticket.flags()
    desk.at("15:30").types(ticket, phone="138-0000-0077")
    assert ticket["status"] == "已派工"
    assert "资料不符" in ticket.flags()
    desk.types_at("customers", 2, phone="138-0000-0077")
    assert "资料不符" not in ticket.flags()


def test_a_wrong_address_is_asked_for_again_and_the_archive_mended_the_same_day(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.2.2 (duty 19): in vain at the door, another address; orange until the archive says the same."""
    desk.technician_calls(ticket, appointment="16:00")
    desk.at("15:40").types(ticket, departed_at="15:40")
    desk.at("16:10").types(ticket, status="联系不上")
    [visit] = ticket.rows("visits")
    assert visit["outcome"] == "空跑"

    desk.types(ticket, address="城西新街9号", region="城西")
    assert ticket.colours("address", "problem") == ["orange", "orange"]
    assert "20:00前核对" in ticket["problem"]
    desk.types(ticket, appointment_at="17:20", reschedule_reason="地址错", consent="同意改约")
    assert (ticket["status"], ticket["reschedule_count"]) == ("已预约", "1")

    desk.types_at("customers", 2, address="城西新街9号")
    assert (ticket.colour("address"), ticket["problem"]) == ("plain", "")
