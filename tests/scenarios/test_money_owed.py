"""What wasn't collected on site, and what a customer needs besides: debts and leads."""

from __future__ import annotations

import pytest

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.profiles import only
from tests.scenarios.repair import HANDED_IN, OUT_OF_WARRANTY, at_work, repaired, stock
from tests.scenarios.ticket import Ticket


def owing(desk: ServiceDesk) -> Ticket:
    """Have 陈立 fit parts for 180.00, of which the customer pays 100.00 on site."""
    stock(desk, "GSK-02", price="90")
    more = {"parts_used": "GSK-02 x2", "old_part": "客户留", "consent": "同意报价"}
    ticket = repaired(desk, purchase_date=OUT_OF_WARRANTY, **more)
    desk.types(ticket, amount_paid="100")
    return ticket


def test_part_payments_leave_a_debt_that_the_same_technician_follows_up(
    desk: ServiceDesk,
) -> None:
    """P1 4.7.5: who repaired it asks for the rest, every week; the supervisor hears after 30 days."""
    ticket = owing(desk)
    assert (ticket["amount_due"], ticket["amount_paid"]) == ("180.00", "100.00")
    assert "欠款" in ticket["flags"]
    desk.types(ticket, docs_in="回执√;领料√", rating="满意", revisit_result="满意", status="已结单")
    assert ticket["status"] == "已结单"
    desk.at("09:00", day=6)
    assert ticket.told("陈立").count("debt") == 1
    assert "old_debt" not in ticket.told("吴强")
    assert ("欠款", ticket.no) in desk.today()
    paid, owed = ticket.rows("payments")
    assert (paid["amount"], paid["method"]) == (100, "未注明")
    assert (owed["due"], owed["days"], owed["technician"]) == (80, 6, "陈立·工01")
    desk.types_at("payments", 3, last_word="月底付")
    desk.at("09:00", day=13)
    assert ticket.told("陈立").count("debt") == 2
    assert "月底付" in ticket.letters("陈立")[-1]
    desk.at("09:00", day=34)
    assert "old_debt" in ticket.told("吴强")
    desk.types_at("payments", 3, amount="80", method="微信")
    assert ticket["amount_paid"] == "180.00"
    assert "欠款" not in ticket["flags"]
    desk.at("09:00", day=41)
    assert ticket.told("陈立").count("debt") == 3


@only("stove")
def test_a_debt_stays_with_the_technician_of_the_first_repair(desk: ServiceDesk) -> None:
    """P1 4.7.5: the same technician, also when somebody else does the second repair."""
    ticket = owing(desk)
    desk.at("16:10", day=1).types(ticket, revisit_result="未解决", revisit_note="又漏了")
    desk.desk.type(f"{ticket.no}-2", technician="刘勇")
    desk.at("09:00", day=6)
    assert "debt" in ticket.told("陈立")
    assert "debt" not in ticket.told("刘勇")


def test_who_pays_too_much_gets_it_back(desk: ServiceDesk) -> None:
    """P1 4.7.3: to the cent; a refund is a payment with a minus."""
    ticket = owing(desk)
    desk.types_row("payments", ticket_no=ticket.no, amount="100", method="微信")
    assert "实收200.00比应收180.00多20.00" in ticket["problem"]
    desk.types_row("payments", ticket_no=ticket.no, amount="-20", method="微信")
    assert ticket["amount_paid"] == "180.00"
    assert "欠款" not in ticket["flags"]


def test_a_payment_typed_by_halves_or_for_a_ticket_that_nobody_knows_says_so(
    desk: ServiceDesk,
) -> None:
    """P1 4.7.3, 4.7.5: money is booked to a ticket or asked about."""
    ticket = owing(desk)
    desk.types_row("payments", ticket_no=ticket.no)
    desk.types_row("payments", ticket_no="WX20260310999", amount="80")
    half, unknown = desk.desk.rows("payments")[1:]
    assert (half["payment_no"], half["problem"]) == ("", "还没算数:差「金额」,请补上")
    assert "WX20260310999" in str(unknown["problem"])
    desk.types_at("payments", 3, amount="八十").cycle()
    assert ticket["amount_paid"] == "100.00"
    assert "八十" in str(desk.desk.rows("payments")[1]["problem"])


@pytest.mark.parametrize("result", ["换机", "无法修复"])
@only("generic")
def test_a_machine_beyond_repair_is_a_lead_apart_from_the_ticket(
    desk: ServiceDesk, result: str
) -> None:
    """P1 4.8.1: the need for another machine is passed on; the ticket is filed without waiting for it."""
    ticket = repaired(desk, result=result)
    [lead] = ticket.rows("leads")
    assert (lead["kind"], lead["status"]) == ("换机", "新")
    assert "线索" in ticket["flags"]
    desk.types(ticket, **HANDED_IN, status="已结单")
    assert ticket["status"] == "已结单"
    assert desk.at("16:30", day=1).today() == [("线索跟进", ticket.no)]
    desk.types_at("leads", 2, status="成交")
    assert "线索" not in ticket["flags"]


def test_what_a_customer_would_like_besides_is_typed_as_a_lead(desk: ServiceDesk) -> None:
    """P1 4.8.2: an add-on that the technician hears of; the ticket's clocks don't know of it."""
    ticket = at_work(desk)
    due = ticket["next_due"]
    desk.types_row("leads", ticket_no=ticket.no, kind="加装", need="想加一台蒸柜", owner="郑总")
    assert "线索" in ticket["flags"]
    assert ticket["next_due"] == due
