"""From intake to filing, one ticket of each procedure with all that came in between."""

from __future__ import annotations

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.profiles import only
from tests.scenarios.repair import DONE, OUT_OF_WARRANTY, issue, stock
from tests.scenarios.ticket import Ticket


def kinds(ticket: Ticket) -> list[object]:
    """Give kind and result of each call that was made."""
    return [(row["kind"], row["result"]) for row in ticket.rows("contacts")]


@only("stove")
def test_a_stove_from_the_call_of_its_owner_to_the_file(desk: ServiceDesk) -> None:
    """P1 4.1.1, 4.1.2, 4.1.3, 4.2.1, 4.4.2, 4.5.4, 4.6.2, 4.7.3, 4.7.5, 4.8.4, 4.9.1: the whole course."""
    stock(desk, "IGN-220", name="脉冲点火器", price="65")
    ticket = desk.hotline_types(
        customer_name="张先生", phone="138-0000-0001", address="城东人民路1号", unit_name="小麦饭店",
        product_model="大锅灶 ZG-2A", purchase_date=OUT_OF_WARRANTY, fault="打不着火", route="电话",
    )  # fmt: skip
    assert (ticket["status"], ticket["followup_by"]) == ("电话指导", "2026-03-10 17:30")
    desk.at("15:00").types(ticket, guidance_result="未解决")
    assert (ticket["status"], ticket["promise_by"]) == ("待派工", "2026-03-10 18:00")
    desk.at("15:05").dispatcher_chooses(ticket, "陈立", planned_parts="IGN-220")
    issue(desk, ticket, "IGN-220")
    desk.at("15:10").technician_calls(ticket, answered=False)
    assert ticket["next_call_at"] == "2026-03-10 15:20"
    desk.at("15:20").technician_calls(ticket, appointment="16:30")
    assert ticket["depart_by"] == "2026-03-10 16:10"
    desk.at("16:05").types(ticket, departed_at="16:05", departure_check="全齐")
    desk.at("16:25")
    desk.types(ticket, appointment_at="17:00", reschedule_reason="堵车", consent="同意改约")
    assert ticket["reschedule_count"] == "1"
    desk.at("17:00").types(ticket, arrived_at="16:58", verified_fault="点火器损坏")
    assert "先报价65.00元" in ticket["next_action"]
    desk.at("17:02").types(ticket, consent="同意报价", work_started_at="17:02")
    assert ticket["status"] == "维修中"
    desk.at("17:45").types(
        ticket, parts_used="IGN-220 x1", work_ended_at="17:40", leaving_check="全齐", **DONE
    )
    desk.types(ticket, amount_paid="40")
    assert [ticket[name] for name in ("status", "amount_due", "amount_paid")] == [
        "已完成", "65.00", "40.00",
    ]  # fmt: skip
    desk.at("18:30").types(ticket, docs_in="回执√;领料√", old_part="已收", rating="满意")
    desk.at("10:00", day=1).types(ticket, revisit_result="满意", status="已结单")
    assert [ticket[name] for name in ("status", "close_reason", "problem")] == [
        "已结单",
        "归档",
        "",
    ]
    assert kinds(ticket) == [
        ("指导回访", "未解决"), ("首次", "没接1"), ("首次", "接通"), ("改约", "接通"),
        ("回访", "满意"),
    ]  # fmt: skip
    desk.at("09:00", day=6)
    assert "debt" in ticket.told("陈立")
    desk.types_at("payments", 3, amount="25", method="现金")
    assert (ticket["amount_paid"], ticket.flags()) == ("65.00", set())
    assert desk.desk.rows("parts")[0]["on_hand"] == 4
    assert desk.desk.is_settled()


@only("generic")
def test_a_machine_from_the_report_of_a_program_over_two_repairs_to_the_file(
    desk: ServiceDesk,
) -> None:
    """P2 S1, S2, S3, S4, S5, KP: urgent, parts waited for, not solved, repaired a second time, filed."""
    stock(desk, "IGBT-25", price="150", quantity=0)
    ticket = desk.program_reports(wished_grade="urgent", serial_no="SN-7", channel="platform")
    desk.types(ticket, grade="紧急", grade_reason="停业", customer_informed="已告知")
    assert (ticket["response_by"], ticket["onsite_by"]) == ("2026-03-10 18:30", "2026-03-12 14:30")
    desk.at("14:40").dispatcher_chooses(ticket, "刘勇")
    desk.at("14:48").technician_calls(ticket, appointment="3/11 9:00")
    assert ticket["response_met_at"] == "2026-03-10 14:48"
    desk.at("09:30", day=1).types(ticket, work_started_at="9:00", verified_fault="功率模块坏")
    desk.types(ticket, planned_parts="IGBT-25 x1", result="待配件", parts_eta="3/12 10:00")
    assert ticket["status"] == "待配件"
    desk.at("10:00", day=2).types_row("part_moves", kind="入库", part_no="IGBT-25", quantity=2)
    assert "已到货,约客户" in ticket["next_action"]
    desk.at("10:10", day=2).types(ticket, appointment_at="13:00", consent="同意改约")
    desk.at("14:00", day=2).types(
        ticket, work_started_at="13:05", work_ended_at="13:50", parts_used="IGBT-25", **DONE
    )
    assert (ticket["status"], ticket["amount_due"]) == ("已完成", "0.00")
    desk.at("16:00", day=2).types(ticket, docs_in="回执√;领料√", old_part="已收", rating="一般")
    desk.at("11:00", day=3).types(ticket, revisit_result="未解决", revisit_note="又不加热")
    assert [ticket[name] for name in ("status", "close_reason")] == ["已结单", "转返修"]
    second = Ticket(desk.desk, f"{ticket.no}-2")
    assert (second["grade"], second["onsite_by"]) == ("紧急", "2026-03-15 11:00")
    desk.at("11:10", day=3).dispatcher_chooses(second, "刘勇")
    desk.at("11:15", day=3).technician_calls(second, appointment="14:00")
    desk.at("15:30", day=3).technician_repairs(
        second,
        started="14:00",
        ended="15:00",
        verified_fault="接线松",
        cause="松动",
        measures="紧固",
    )
    desk.types(second, docs_in="回执√", rating="满意")
    desk.at("10:00", day=4).types(second, revisit_result="满意", status="已结单")
    assert [second[name] for name in ("status", "close_reason")] == ["已结单", "归档"]
    assert [row["outcome"] for row in ticket.rows("visits")] == ["待配件", "完成"]
    assert desk.desk.is_settled()
