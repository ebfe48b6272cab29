"""Asked afterwards: within a day of the end of the work, and every so many months where a customer wants it."""

from __future__ import annotations

import pytest

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.ticket import Ticket


@pytest.fixture
def ticket(desk: ServiceDesk) -> Ticket:
    """Give a ticket that 陈立 repaired until 15:50, typed at 16:10."""
    ticket = desk.customer_reports()
    desk.dispatcher_chooses(ticket, "陈立").technician_calls(ticket, appointment="15:00")
    desk.at("16:10").technician_repairs(ticket, started="15:00", ended="15:50")
    return ticket


def test_the_customer_is_called_within_a_day_of_the_actual_end_of_the_work(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.9.1, P2 S5 (duty 45): due, listed, yellow until it is done; the call is a row of its own."""
    assert (ticket["status"], ticket["revisit_by"]) == ("已完成", "2026-03-11 15:50")
    assert ticket.colour("revisit_result") == "yellow"
    desk.at("10:00", day=1)
    assert ("应回访", ticket.no) in desk.today()
    desk.types(ticket, revisit_note="火很旺", revisit_result="满意")
    assert ticket["revisited_at"] == "2026-03-11 10:00"
    assert ("应回访", ticket.no) not in desk.today()
    call = ticket.rows("contacts")[-1]
    assert (call["kind"], call["result"], call["note"]) == ("回访", "满意", "火很旺")


def test_nobody_asked_is_amber_red_and_told_to_who_revisits(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.9.1, P2 S5 (duty 45): the dispatcher, whom P1 names, and customer service, whom P2 names, both hear."""
    desk.at("10:00", day=1)
    assert ticket.colour("ticket_no") == "amber"
    desk.at("15:51", day=1).at("16:20", day=1)
    assert ticket.colour("ticket_no") == "red"
    assert {name: ticket.told(name).count("revisit_overdue") for name in ("林静", "周敏")} == {
        "林静": 1, "周敏": 1,
    }  # fmt: skip
    assert ("超时", ticket.no) in desk.today()


def test_a_revisit_due_at_night_waits_for_the_desk_to_open(desk: ServiceDesk) -> None:
    """P1 4.9.1, P2 S5 (duty 45): work that ended at 21:00 is asked about by an hour after the next opening."""
    ticket = desk.customer_reports()
    desk.dispatcher_chooses(ticket, "陈立").technician_calls(
        ticket, appointment="20:30", consent="同意改约"
    )
    desk.at("21:05").technician_repairs(ticket, started="20:30", ended="21:00")
    assert ticket["revisit_by"] == "2026-03-12 09:00"


def test_a_customer_who_wants_it_is_called_every_six_months(
    desk: ServiceDesk, ticket: Ticket
) -> None:
    """P1 4.9.1 (duties 2, 45): 定期回访, off until somebody writes the months into the archive."""
    [archived] = desk.desk.rows("customers")
    assert archived["next_care_at"] == ""
    desk.types_at("customers", 2, care_months=1)
    desk.at("10:01", day=31)
    assert "定期回访" in {block for block, _ in desk.today()}
    desk.types_row(
        "contacts", ticket_no=ticket.no, at="2026-04-10 10:01", kind="回访", result="满意"
    )
    assert "定期回访" not in {block for block, _ in desk.today()}
