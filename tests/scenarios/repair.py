"""Steps that many scenarios begin with: parts on the shelf, a technician at work, a repair done, a ticket filed.

    stock(desk, "GSK-02", price="90", quantity=5)
    ticket = repaired(desk, purchase_date=OUT_OF_WARRANTY, parts_used="GSK-02")

Who begins here types the whole course at once, as people do in the evening; the course itself has its own scenarios.
"""

from __future__ import annotations

from sheetflow.model import Scalar
from tests.scenarios.desk import ServiceDesk
from tests.scenarios.ticket import Ticket

#: What the customer says of it; all else is typed by staff.
SAID = ("purchase_date", "phone", "product_model", "serial_no")

#: Bought then, with the 12 months of 保修政策, on 2026-03-10.
IN_WARRANTY, OUT_OF_WARRANTY = "2026-01-10", "2024-01-10"

#: What ends a repair well (P1 4.6.1, 4.6.2).
DONE = {
    "cause": "老化",
    "measures": "更换",
    "verified_fault": "点火器损坏",
    "result": "已修复",
    "test_result": "正常",
    "signature": "已签·张",
    "consent": "同意方案",
}

#: What filing wants of a repair without parts.
HANDED_IN = {"docs_in": "回执√", "rating": "满意", "revisit_result": "满意"}


def stock(
    desk: ServiceDesk, part_no: str, *, price: str = "90", quantity: int = 5, **cells: Scalar
) -> None:
    """Put a part into the catalogue and count it in the store."""
    desk.desk.type_row(tab="parts", part_no=part_no, price=price, **cells)
    if quantity:
        desk.desk.type_row(tab="part_moves", kind="盘点", part_no=part_no, quantity=quantity)
    desk.cycle().cycle()


def issue(desk: ServiceDesk, ticket: Ticket, part_no: str, quantity: int = 1) -> None:
    """Let the warehouse hand a part out to 陈立 for a ticket (P1 4.3.1)."""
    slip = {"part_no": part_no, "quantity": quantity, "ticket_no": ticket.no, "person": "陈立"}
    desk.types_row("part_moves", kind="领用", confirmed_by="孙库", **slip)


def at_work(desk: ServiceDesk, **said: str) -> Ticket:
    """Report something at 14:30; 陈立 is there at 15:00 and has begun."""
    ticket = desk.customer_reports(**said)
    visit = {"contact_result": "接通", "appointment_at": "15:00", "work_started_at": "15:00"}
    desk.at("15:01").types(ticket, technician="陈立", departure_check="全齐", **visit)
    return ticket


def repaired(desk: ServiceDesk, *, until: str = "15:50", day: int = 0, **more: Scalar) -> Ticket:
    """Report something at 14:30, and have it repaired by 陈立; typed at 16:00 unless it took longer."""
    said = {
        name: str(more.pop(name))
        for name in ("purchase_date", "phone", "serial_no")
        if name in more
    }
    ticket = desk.customer_reports(**said)
    visit = {"contact_result": "接通", "appointment_at": "15:00", "work_started_at": "15:00"}
    desk.at("16:00" if until < "16:00" else until, day=day)
    desk.types(ticket, technician="陈立", **visit, work_ended_at=until, **{**DONE, **more})
    assert ticket["status"] == "已完成", ticket["next_action"]
    return ticket


def filed(desk: ServiceDesk, **more: Scalar) -> Ticket:
    """Have something repaired, and file it."""
    ticket = repaired(desk, **more)
    desk.types(ticket, **HANDED_IN, status="已结单")
    assert ticket["status"] == "已结单", ticket["next_action"]
    return ticket
