"""Helped by phone: guided, called back within three hours, and visited when it didn't help."""

from __future__ import annotations

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.ticket import Ticket


def guided(desk: ServiceDesk) -> Ticket:
    """Let the hotline guide a customer by phone at 14:40."""
    ticket = desk.customer_reports()
    desk.at("14:40").types(ticket, status="电话指导")
    return ticket


def test_a_customer_guided_by_phone_is_called_back_within_three_hours_and_that_was_all(
    desk: ServiceDesk,
) -> None:
    """P1 4.1.2, P2 S2 (duties 8, 11, 12): solved, the ticket is done without a visit or its papers."""
    ticket = guided(desk)
    assert ticket["response_met_at"] == "2026-03-10 14:40"
    assert ticket["followup_by"] == "2026-03-10 17:40"
    assert ticket["next_action"] == "接线员:17:40前回访指导结果,填「指导结果」"
    assert ticket.colour("guidance_result") == "yellow"

    desk.at("17:00").types(ticket, guidance_result="已解决")
    assert (ticket["status"], ticket["resolution"]) == ("已完成", "电话解决")
    assert ticket["followup_met_at"] == ticket["revisited_at"] == "2026-03-10 17:00"
    [call] = ticket.rows("contacts")
    assert (call["kind"], call["result"]) == ("指导回访", "已解决")


def test_what_guidance_did_not_solve_goes_to_dispatch(desk: ServiceDesk) -> None:
    """P1 4.1.2 (duty 12): 未解决 leads to 待派工 with a technician suggested."""
    ticket = guided(desk)
    desk.at("16:00").types(ticket, guidance_result="未解决")
    assert (ticket["status"], ticket["undispatched_by"]) == ("待派工", "2026-03-10 16:30")
    assert ticket["next_action"].startswith("建议派陈立")


def test_nobody_called_back_is_red_and_told_once(desk: ServiceDesk) -> None:
    """P1 4.1.2 (duty 12): a call that nobody answered is tried again and doesn't meet the three hours."""
    ticket = guided(desk)
    desk.at("17:00").types(ticket, guidance_result="没接通")
    assert ticket["status"] == "电话指导"
    for clock in ("17:41", "17:50", "18:30"):
        desk.at(clock)
    assert ticket.colour("next_due") == "red"
    assert ticket.told("林静", of="guidance_followup").count("clock_breach") == 1
    assert desk.today()[0] == ("超时", ticket.no)


def test_solved_on_the_phone_that_was_not_goes_to_dispatch_all_the_same(desk: ServiceDesk) -> None:
    """P1 4.1.2, P2 S5 (duties 12, 46): the new row is 待派工; nobody is asked for a visit's papers."""
    ticket = guided(desk)
    desk.at("15:00").types(ticket, guidance_result="已解决")
    desk.at("15:02").types(ticket, guidance_result="未解决")
    assert (ticket["status"], ticket["close_reason"], ticket.flags()) == ("已结单", "转返修", set())
    assert desk.desk.shown(f"{ticket.no}-2", "status") == "待派工"
    assert [call["result"] for call in ticket.rows("contacts")] == ["已解决", "未解决"]
