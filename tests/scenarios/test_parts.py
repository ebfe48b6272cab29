"""Parts from the shelf to the customer and back: issued, fitted, counted, waited for, returned; old parts and slips."""

from __future__ import annotations

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.repair import DONE, at_work, issue, repaired, stock


def standing(desk: ServiceDesk) -> tuple[object, ...]:
    """Give 库存, 已预留 and 待盘点 of the one part that the desk keeps."""
    [part] = desk.desk.rows("parts")
    return tuple(part[name] for name in ("on_hand", "reserved", "pending_count"))


def moves(desk: ServiceDesk) -> list[tuple[object, ...]]:
    """Give kind, quantity and ways of each movement but the first count."""
    names = ("kind", "quantity", "from_place", "to_place")
    return [tuple(row[name] for name in names) for row in desk.desk.rows("part_moves")[1:]]


def test_a_part_goes_from_the_store_by_the_van_to_the_customer(desk: ServiceDesk) -> None:
    """P1 4.3.1, P2 KP: issued against the slip, fitted, the rest brought back; stock is the sum of it."""
    stock(desk, "GSK-02", quantity=5)
    ticket = at_work(desk)
    issue(desk, ticket, "GSK-02", 2)
    assert standing(desk) == (5, 2, 0)
    desk.at("16:00").types(ticket, parts_used="GSK-02 x1", work_ended_at="15:50", **DONE)
    assert ("装机", 1, "工01车", "客户") in moves(desk)
    slip = {"part_no": "GSK-02", "quantity": 1, "ticket_no": ticket.no, "person": "陈立"}
    desk.types_row("part_moves", kind="退回", **slip)
    assert standing(desk) == (4, 0, 0)
    assert "GSK-02" in desk.sees(f"/desk/papers/parts_slip/{ticket.no}")


def test_of_two_who_take_the_last_part_at_once_the_second_is_refused(desk: ServiceDesk) -> None:
    """P1 4.3.1, P2 KP: an issue below zero is refused in its row, and counts once there is enough."""
    stock(desk, "GSK-02", quantity=1)
    first = desk.customer_reports()
    second = desk.at("14:40").customer_reports(phone="138-0000-0002")
    for ticket, person in ((first, "陈立"), (second, "刘勇")):
        desk.desk.type_row(
            tab="part_moves", kind="领用", part_no="GSK-02", quantity=1, ticket_no=ticket.no,
            person=person,
        )  # fmt: skip
    desk.cycle().cycle()
    told = [row["problem"] for row in desk.desk.rows("part_moves")[1:]]
    assert told[0] == ""
    assert str(told[1]).startswith("账上仓库只有0个 GSK-02,不能领用1个")
    assert standing(desk) == (1, 1, 0)
    desk.types_row("part_moves", kind="入库", part_no="GSK-02", quantity=1, at="3/10 14:35")
    assert [row["problem"] for row in desk.desk.rows("part_moves")] == [""] * 4


def test_a_part_that_was_fitted_is_booked_although_nobody_issued_it(desk: ServiceDesk) -> None:
    """P1 4.3.1: it is screwed in already; the books owe it as 待盘点 until the shelf is counted."""
    stock(desk, "GSK-02", quantity=1)
    ticket = repaired(desk, parts_used="GSK-02 x2")
    assert standing(desk) == (1, 0, 2)
    [row] = [one for one in desk.desk.rows("part_moves") if one["ticket_no"] == ticket.no]
    assert "已照记,差额待盘点" in str(row["problem"])
    desk.at("18:00").types_row("part_moves", kind="盘点", part_no="GSK-02", quantity=0)
    assert standing(desk) == (0, 0, 0)


def test_what_a_technician_calls_a_part_is_asked_about_until_it_is_clear(
    desk: ServiceDesk,
) -> None:
    """P1 4.3.1, P2 S4: 更换配件清单 in one's own words; nothing is booked on a guess."""
    stock(desk, "IGN-220", name="脉冲点火器")
    ticket = at_work(desk)
    desk.types(ticket, parts_used="点火针")
    assert "更换配件清单:点火针=IGN-220 脉冲点火器?" in ticket["next_action"]
    assert standing(desk) == (5, 0, 0)
    desk.types(ticket, parts_used="IGN-220 x1")
    assert ticket["problem"] == ""
    assert moves(desk) == [("装机", 1, "工01车", "客户")]


def test_consumables_stand_on_the_slip_and_in_no_stock(desk: ServiceDesk) -> None:
    """P1 4.8.3: 辅料 are listed, and counted by nobody."""
    stock(desk, "GSK-02")
    ticket = repaired(desk, parts_used="GSK-02;辅料:生料带")
    assert ticket["problem"] == ""
    assert len(moves(desk)) == 1
    assert "生料带" in desk.sees(f"/desk/papers/parts_slip/{ticket.no}")


def test_a_movement_typed_by_halves_waits_and_a_wrong_one_says_what_to_write(
    desk: ServiceDesk,
) -> None:
    """P1 4.3.1, P2 KP: the warehouse types between two customers."""
    stock(desk, "GSK-02", quantity=1)
    desk.types_row("part_moves", kind="入库", part_no="GSK-02")
    assert standing(desk) == (1, 0, 0)
    desk.types_at("part_moves", 3, quantity="一些").cycle()
    assert desk.desk.rows("part_moves")[1]["problem"] == "「一些」不是整数。请写整数,例如 3"
    desk.types_at("part_moves", 3, quantity=3)
    assert desk.desk.rows("part_moves")[1]["problem"] == ""
    assert standing(desk) == (4, 0, 0)


def test_parts_over_a_weekend_bring_the_customer_back_on_monday(desk: ServiceDesk) -> None:
    """P1 4.6.1, P2 S4, KP: ordered on Friday evening, in on Monday; quiet until then, then the customer is called."""
    stock(desk, "IGBT-25", price="150", quantity=0)
    ticket = desk.at("16:00", day=3).customer_reports()
    desk.types(ticket, technician="陈立").technician_calls(ticket, appointment="17:00")
    desk.at("17:40", day=3).types(ticket, work_started_at="17:00", verified_fault="功率模块坏")
    desk.types(ticket, planned_parts="IGBT-25 x2", result="待配件", parts_eta="3/16 10:00")
    assert ticket["status"] == "待配件"
    assert "等IGBT-25×2,预计3/16 10:00到;到货后约客户" in ticket["next_action"]
    assert (ticket.colour("parts_eta"), ticket["next_due"]) == ("light blue", "2026-03-16 10:00")
    desk.at("09:00", day=5)
    assert ticket.no not in dict(desk.today()).values()
    desk.at("08:30", day=6)
    assert ticket.colour("parts_eta") == "amber"
    desk.types_row("part_moves", kind="入库", part_no="IGBT-25", quantity=2)
    assert "内勤:IGBT-25×2已到货,约客户,填「预约时间」" in ticket["next_action"]
    assert desk.today() == [("到件可预约", ticket.no)]
    desk.at("09:00", day=6).types(ticket, appointment_at="11:00", consent="同意改约")
    desk.at("12:00", day=6)
    desk.types(
        ticket, work_started_at="11:05", work_ended_at="11:50", parts_used="IGBT-25 x2", **DONE
    )
    assert ticket["status"] == "已完成"
    assert [row["outcome"] for row in ticket.rows("visits")] == ["待配件", "完成"]


def test_a_job_cancelled_with_parts_out_is_closed_by_a_supervisor_and_they_come_back(
    desk: ServiceDesk,
) -> None:
    """P1 4.3.1, P2 KP: what was issued is not forgotten; 技术主管 closes it on the ticket's page, with a reason."""
    stock(desk, "GSK-02", quantity=5)
    ticket = desk.customer_reports()
    desk.types(ticket, technician="陈立")
    issue(desk, ticket, "GSK-02", 2)
    desk.types(ticket, close_reason="取消", status="已结单")
    assert ticket["status"] == "已派工"
    assert "领出的GSK-02×2还没退回。请主管打开" in ticket["next_action"]
    page = f"/desk/tickets/{ticket.no}/close"
    assert desk.does(page, who="林静", reason="客户取消") == 403
    assert desk.does(page, who="吴强", reason="客户取消") == 303
    assert (ticket["status"], ticket["close_reason"]) == ("已结单", "取消")
    assert moves(desk)[1:] == [("退回", 2, "工01车", "仓库")]
    assert standing(desk) == (5, 0, 0)


def test_the_old_part_is_brought_back_or_left_with_the_customer(desk: ServiceDesk) -> None:
    """P2 KP: purple from when the technician is back, until it is 已收 or 客户留."""
    stock(desk, "GSK-02")
    ticket = repaired(desk, parts_used="GSK-02")
    assert "旧件未处理" not in ticket["flags"]
    desk.at("16:20")
    assert "旧件未处理" in ticket["flags"]
    assert ticket.colour("old_part") == "purple"
    desk.types(ticket, old_part="客户留")
    assert "旧件未处理" not in ticket["flags"]


def test_slip_and_receipt_are_missed_once_the_technician_is_back(desk: ServiceDesk) -> None:
    """P1 4.8.3, 4.8.4: the slip goes to the warehouse, the receipt to the dispatcher; what is lacking is on a list."""
    stock(desk, "GSK-02")
    ticket = repaired(desk, parts_used="GSK-02", old_part="已收", revisit_result="满意")
    desk.at("16:20")
    assert "单据未交" in ticket["flags"]
    assert desk.today() == [("未交单据/旧件", ticket.no)]
    desk.types(ticket, docs_in="回执√")
    assert ticket.colour("docs_in") == "purple"
    desk.types(ticket, docs_in="回执√;领料√")
    assert "单据未交" not in ticket["flags"]


def test_the_warehouse_hears_in_the_morning_what_runs_low(desk: ServiceDesk) -> None:
    """P2 KP: below the minimum, with what is set aside; once a day."""
    stock(desk, "GSK-02", quantity=3, minimum=2)
    ticket = desk.customer_reports()
    desk.types(ticket, planned_parts="GSK-02 x2")
    desk.at("08:05", day=1)
    desk.desk.house.runner.digests()
    desk.cycle()
    low = [one for one in desk.desk.notices() if one["kind"] == "parts_low"]
    assert [one["recipient"] for one in low] == ["孙库"]
