"""A machine that its customer brings: nobody goes there, it is repaired in the workshop and handed over (P2 S2)."""

from __future__ import annotations

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.profiles import only
from tests.scenarios.repair import OUT_OF_WARRANTY, stock
from tests.scenarios.test_charges import tariff
from tests.scenarios.ticket import Ticket


def brought(desk: ServiceDesk, *, at: str = "14:40") -> Ticket:
    """Let a customer report at 14:30 that they bring it, and bring it then."""
    stock(desk, "GSK-02", price="90")
    ticket = desk.customer_reports(purchase_date=OUT_OF_WARRANTY)
    desk.types(ticket, route="送修")
    there = {"workshop_place": "店内", "return_agreed_at": "3/12 17:00"}
    desk.at(at).types(ticket, status="送修返厂", **there)
    assert (ticket["status"], ticket["problem"]) == ("送修返厂", "")
    return ticket


def quoted(desk: ServiceDesk) -> Ticket:
    """Have a machine looked at in the workshop, and its customer told what the part costs."""
    ticket = brought(desk)
    quote = {"wait_reason": "报价", "next_contact_at": "16:30"}
    desk.at("15:40").types(ticket, status="待客户", planned_parts="GSK-02 x1", **quote)
    return ticket


def test_a_machine_in_the_workshop_came_in_once_whatever_its_customer_has_to_answer(
    desk: ServiceDesk,
) -> None:
    """P1 4.5.4, P2 S2 (duty 10): the wait for the answer to a quote makes no deadline late that was met."""
    ticket = quoted(desk)
    desk.at("16:05").types(ticket, consent="同意报价")
    desk.at("17:10").types(ticket, status="送修返厂")
    met = ("workshop_in_at", "undispatched_met_at", "response_met_at")
    assert [ticket[name] for name in met] == ["2026-03-10 14:40"] * 3


def test_the_answer_to_a_quote_leads_back_to_the_work_in_the_workshop(desk: ServiceDesk) -> None:
    """P1 4.5.4, P2 S2 (duties 8, 30): nobody is sent; a time typed there asks who would take it back."""
    ticket = quoted(desk)
    assert "您定了随时告诉我们" in ticket["customer_text"]
    desk.at("16:05").types(ticket, consent="同意报价")
    assert "您已同意,我们接着修" in ticket["customer_text"]
    assert "状态选「送修返厂」,接着修" in ticket["next_action"]
    desk.at("16:06").types(ticket, appointment_at="3/12 17:00")
    assert "机器还在送修" in ticket["next_action"]
    desk.at("16:10").types(ticket, status="送修返厂")
    assert (ticket["status"], ticket["problem"]) == ("送修返厂", "")
    assert ticket.rows("visits") == []


@only("generic")
def test_who_brought_a_machine_is_told_the_rate_of_the_labour_with_the_price_of_the_part(
    desk: ServiceDesk,
) -> None:
    """P1 4.5.4, P2 S4 (duty 30): the fee comes first, the labour by the hour too; no way is asked for."""
    tariff(desk)
    ticket = quoted(desk)
    for column in ("next_action", "customer_text"):
        assert "报价90.00元,另加工时80.00元/小时" in ticket[column]
    desk.at("16:05").types(ticket, consent="同意报价")
    assert "缺同意" not in ticket.flags()
    assert "客户已同意90.00元,另加工时80.00元/小时" in ticket["next_action"]


def test_nobody_is_asked_to_send_somebody_for_what_its_customer_brings(desk: ServiceDesk) -> None:
    """P2 S1, S2 (duties 4, 8): the dispatcher hears of the report, and what to do once the machine is there."""
    said = {"customer_name": "成女士", "phone": "138-0000-0202", "product_model": "DC-15"}
    ticket = desk.hotline_types(**said, fault="不加热", route="送修")
    [letter] = ticket.letters("04@")
    assert letter.startswith("【新报修】")
    assert "等客户送来，到店后状态选「送修返厂」" in letter
    assert "选人" not in letter
    assert "等客户送来,到店后状态选「送修返厂」" in ticket["next_action"]
