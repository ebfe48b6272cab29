"""When a repair didn't help or didn't please: called until content, a second repair, a fault that is back."""

from __future__ import annotations

import pytest

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.profiles import only
from tests.scenarios.repair import filed, repaired
from tests.scenarios.ticket import Ticket


def successor(desk: ServiceDesk, ticket: Ticket) -> Ticket:
    """Give the row of the second repair."""
    return Ticket(desk.desk, f"{ticket.no}-2")


def test_three_calls_on_two_days_that_nobody_answers_let_the_ticket_be_filed(
    desk: ServiceDesk,
) -> None:
    """P1 4.9.1, P2 S5: tried again; then filed as 回访未接通."""
    ticket = repaired(desk, docs_in="回执√", rating="满意")
    desk.at("10:00", day=1).types(ticket, revisit_result="没接通")
    assert "第1次没接通" in ticket["next_action"]
    desk.at("14:00", day=1).says_again(ticket, "revisit_result", "没接通")
    desk.types(ticket, status="已结单")
    assert ticket["status"] == "已完成"
    desk.at("10:00", day=2).types(ticket, problem="")
    desk.says_again(ticket, "revisit_result", "没接通")
    desk.types(ticket, status="已结单")
    assert ticket["status"] == "已结单"


def test_not_solved_by_mistake_is_taken_back_with_the_row_that_it_opened(
    desk: ServiceDesk,
) -> None:
    """P2 S5, P1 4.9.1: the customer is still to be asked, and the ticket is filed as what it was."""
    ticket = repaired(desk, docs_in="回执√", rating="满意")
    desk.at("10:00", day=1).types(ticket, revisit_result="未解决")
    desk.at("10:05", day=1).types(successor(desk, ticket), close_reason="作废", status="已结单")
    assert [ticket[name] for name in ("status", "revisit_result")] == ["已完成", ""]
    assert ticket["next_action"].startswith("客服:15:50前回访")
    desk.at("10:10", day=1).types(ticket, revisit_result="满意", status="已结单")
    assert [ticket[name] for name in ("status", "close_reason")] == ["已结单", "归档"]


def test_not_solved_is_a_second_repair_in_a_row_of_its_own(desk: ServiceDesk) -> None:
    """P2 S5, P1 4.9.1: new clocks from the call on; the old row keeps its values and its missing papers, grey."""
    ticket = repaired(desk)
    desk.at("15:20", day=2).types(ticket, revisit_result="未解决", revisit_note="又打不着")
    old = [ticket[name] for name in ("status", "close_reason", "result")]
    assert old == ["已结单", "转返修", "已修复"]
    assert "单据未交" in ticket["flags"]
    again = successor(desk, ticket)
    assert [again[name] for name in ("status", "cycle", "previous_ticket")] == [
        "待派工", "2", ticket.no,
    ]  # fmt: skip
    assert (again["onsite_by"], again["technician"]) == ("2026-03-15 15:20", "")
    assert again["fault"] == "打不着火；又打不着"
    assert "new_report" in again.told("林静")


def test_solved_but_not_content_twice_is_followed_up_until_content(desk: ServiceDesk) -> None:
    """P1 4.9.1: an owner and a day for each talk, and asked again after it."""
    ticket = repaired(desk, docs_in="回执√", rating="不满意")
    desk.at("10:00", day=1).types(ticket, revisit_result="不满意", revisit_note="来得太晚")
    assert ticket["next_action"] == "客服:客户不满意,填「跟进人」和「跟进时间」"
    assert ticket.colour("followup_owner") == "yellow"
    desk.types(ticket, followup_owner="吴强", followup_at="3/12 10:00")
    assert "吴强:3/12 10:00跟进不满意的客户" in ticket["next_action"]
    desk.at("10:05", day=2).says_again(ticket, "revisit_result", "不满意")
    assert ticket["next_action"] == "客服:客户不满意,填「跟进时间」"
    desk.types(ticket, followup_at="3/13 10:00", status="已结单")
    assert ticket["status"] == "已完成"
    desk.at("10:05", day=3).types(ticket, problem="")
    desk.says_again(ticket, "revisit_result", "满意")
    desk.types(ticket, status="已结单")
    assert ticket["status"] == "已结单"


@pytest.mark.parametrize(("days", "cycle"), [(12, "2"), (40, "1")])
@only("stove")
def test_what_is_reported_again_after_the_filing_names_the_ticket_it_comes_from(
    desk: ServiceDesk, days: int, cycle: str
) -> None:
    """P2 S5: within 30 days of the filing a second repair, later a new ticket; its own number either way."""
    ticket = filed(desk)
    again = desk.at("10:00", day=days).customer_reports(fault="又打不着火")
    assert (again["previous_ticket"], again["cycle"]) == (ticket.no, cycle)
    assert ticket["status"] == "已结单"


def test_a_filed_customer_who_says_that_it_is_not_solved_gets_a_second_repair(
    desk: ServiceDesk,
) -> None:
    """P2 S5: within 30 days the filed row takes that one word; later it says to type a new row."""
    ticket = filed(desk)
    desk.at("10:00", day=20).types(ticket, revisit_result="未解决")
    assert ticket["close_reason"] == "转返修"
    assert successor(desk, ticket)["cycle"] == "2"
