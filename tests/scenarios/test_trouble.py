"""When a technician can't go on: help of a colleague, the supervisor within two hours, and abuse."""

from __future__ import annotations

import pytest

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.ticket import Ticket


@pytest.fixture
def ticket(desk: ServiceDesk) -> Ticket:
    """Give a ticket at which 陈立 is at work since 15:00."""
    ticket = desk.customer_reports()
    desk.dispatcher_chooses(ticket, "陈立").technician_calls(ticket, appointment="15:00")
    desk.at("15:00").types(ticket, departure_check="全齐", work_started_at="15:00")
    return ticket


def test_who_cannot_find_the_fault_gets_a_second_technician(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.5.5 (duty 35): the dispatcher hears at once and names a helper, who is told; then the work goes on."""
    desk.at("15:30").types(ticket, result="未修复", verified_fault="查不出")
    assert (ticket["status"], ticket["assist_requested_at"]) == ("需支援", "2026-03-10 15:30")
    assert ticket.told("林静")[-1] == "assistance"
    assert desk.today()[0] == ("冲突/支援", ticket.no)
    assert ticket.colour("helper") == "yellow"

    desk.at("15:35").types(ticket, helper="刘勇")
    assert ticket.told("刘勇") == ["assistance"]
    assert ticket["next_action"] == "刘勇:去支援陈立,到了状态选「维修中」"
    desk.at("16:00").types(ticket, status="维修中", result="")
    assert ticket["status"] == "维修中"
    desk.at("16:40").technician_repairs(ticket, started="15:00", ended="16:30")
    assert ticket["status"] == "已完成"


def test_instead_of_a_helper_another_technician_is_sent_who_agrees_on_a_time_of_their_own(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.5.5 (duty 35): the second technician calls, and isn't late for the visit of the first."""
    desk.at("15:30").types(ticket, result="未修复", verified_fault="查不出")
    desk.dispatcher_chooses(ticket, "刘勇")
    assert (ticket["status"], ticket["next_due"]) == ("已派工", "2026-03-10 15:40")
    assert ticket["flags"] == ""
    desk.technician_calls(ticket, appointment="17:00", consent="同意改约")
    desk.at("17:00").types(ticket, departure_check="全齐", work_started_at="17:00")
    assert [row["outcome"] for row in ticket.rows("visits")] == ["支援", ""]


def test_a_call_to_a_colleague_is_a_note_and_nobody_is_disturbed(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.5.5 (duty 35): step aside and ask by phone first; if that helps, nothing else happens."""
    told = ticket.told("林静")
    desk.at("15:30").types(ticket, remarks="电话请教吴强,查火焰针")
    assert (ticket["status"], ticket.told("林静")) == ("维修中", told)
    assert "电话请教吴强" in desk.sees(f"/desk/tickets/{ticket.no}")


def test_what_is_beyond_the_desk_comes_to_the_supervisor_within_two_hours(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P2 KP (duty 36): from the discovery; the customer is told when to expect what."""
    desk.at("15:30").types(ticket, beyond_desk_at="15:25", verified_fault="主板烧了")
    assert ticket["escalate_by"] == "2026-03-10 17:25"
    assert ticket["next_action"] == "内勤:17:25前报主管(状态选「主管处理」),告诉客户预计时间"
    assert ticket.told("吴强") == ["escalation"]

    desk.at("16:30").types(ticket, status="主管处理")
    assert ticket["escalate_met_at"] == "2026-03-10 16:30"
    assert ticket.colour("customer_informed") == "yellow"
    assert "已交主管处理" in ticket["customer_text"]
    desk.at("16:35").types(ticket, customer_informed="已告知")
    assert ticket["customer_informed_at"] == "2026-03-10 16:35"
    assert ticket.colour("customer_informed") == "plain"


def test_nobody_told_the_supervisor_in_two_hours_is_red_and_told(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P2 KP (duty 36): amber before, red after."""
    desk.at("15:30").types(ticket, beyond_desk_at="15:30")
    desk.at("17:10")
    assert ticket.colour("ticket_no") == "amber"
    desk.at("17:31")
    assert ticket.colour("ticket_no") == "red"
    assert ticket.told("林静", of="escalation")[-1] == "clock_breach"


def test_abuse_takes_the_technician_out_of_it_and_the_supervisor_over(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.5.7 (duty 37): supervisor and owner are told at once, the row is dark red, reminders are muted."""
    desk.at("15:20").types(ticket, incident="辱骂")
    assert ticket["status"] == "主管处理"
    assert ticket.colours("ticket_no", "incident") == ["dark red", "dark red"]
    assert "⚠冲突" in ticket.flags()
    assert [ticket.told(name)[-1] for name in ("吴强", "郑总")] == ["incident"] * 2
    assert ticket["customer_text"] == ""
    assert ticket["next_action"] == "主管:先打给陈立,再由您联系客户,别再派人单独去"
    [letter] = ticket.letters("郑总")
    assert "城东人民路1号" in letter

    told = ticket.told("林静")
    desk.at("19:30").at("15:00", day=3)
    assert ticket.told("林静") == told
    desk.types(ticket, status="已结单", close_reason="取消")
    assert (ticket["status"], ticket.colour("incident")) == ("已结单", "plain")
