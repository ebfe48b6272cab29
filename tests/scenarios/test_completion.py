"""The work is done: what completion wants, what is left in order, which papers come in, and how a ticket is filed."""

from __future__ import annotations

import pytest

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.profiles import only
from tests.scenarios.repair import DONE, HANDED_IN, at_work, filed, repaired, stock

#: P2's record, by the names of the columns (S5).
FIFTEEN = {
    "customer_name": "张先生",
    "phone": "138-0000-0001",
    "product_model": "大锅灶 ZG-2A",
    "serial_no": "SN-7",
    "fault": "打不着火",
    "verified_fault": "点火器损坏",
    "technician": "陈立",
    "work_started_at": "2026-03-10 15:00",
    "work_ended_at": "2026-03-10 15:50",
    "parts_used": "GSK-02 x1",
    "result": "已修复",
    "signature": "已签·张",
    "revisit_note": "很好",
    "remarks": "周一歇业",
}


def test_completion_names_what_is_missing_and_follows_once_it_is_there(desk: ServiceDesk) -> None:
    """P1 4.6.1, 4.6.2, P2 S4: a full check, the test run shown, accepted by the customer."""
    ticket = at_work(desk)
    agreed = {"consent": "同意方案", "cause": "老化", "measures": "更换"}
    desk.at("16:00").types(ticket, work_ended_at="15:50", result="已修复", **agreed)
    assert ticket["next_action"] == "差2项才能完成:试机结果、客户签字"
    assert ticket.colour("test_result") == "yellow"
    desk.types(ticket, status="完工")
    assert ticket["status"] == "维修中"
    assert ticket["problem"] == "状态没改成「已完成」:还差试机结果、客户签字。补上后再选一次"
    desk.types(ticket, test_result="正常", signature="已签·张")
    done = ("status", "problem", "completed_at", "resolution")
    assert [ticket[name] for name in done] == ["已完成", "", "2026-03-10 15:50", "上门修复"]


@pytest.mark.parametrize("said", ["拒签", "无人签"])
@only("stove")
def test_who_does_not_sign_is_noted_with_the_reason(desk: ServiceDesk, said: str) -> None:
    """P1 4.7.1, P2 S4: no signature, then why; an acceptance from afar is one as well."""
    ticket = at_work(desk)
    desk.at("16:00").types(ticket, work_ended_at="15:50", **{**DONE, "signature": said})
    assert ticket["next_action"] == "差1项才能完成:验收说明"
    desk.types(ticket, acceptance_reason="老板不在")
    assert ticket["status"] == "已完成"


def test_use_and_safety_are_taught_the_place_is_cleaned_and_the_tools_are_counted(
    desk: ServiceDesk,
) -> None:
    """P1 4.6.3, 4.6.4: a checklist on the way out; what isn't ticked is flagged until it is."""
    ticket = repaired(desk, leaving_check="已讲解")
    assert "检查未齐" in ticket["flags"]
    desk.types(ticket, leaving_check="全齐")
    assert "检查未齐" not in ticket["flags"]


def test_the_paper_may_follow_but_gates_the_filing(desk: ServiceDesk) -> None:
    """P1 4.7.1, 4.8.4, P2 S5: 已完成 needs no paper; 归档 wants receipt, rating and a content customer."""
    ticket = repaired(desk)
    desk.at("16:20").types(ticket, revisit_result="满意")
    assert ticket["next_action"] == "内勤:收齐后归档,还差单据交回、满意度"
    assert ticket.colour("docs_in") == "purple"
    desk.types(ticket, status="已结单")
    assert ticket["status"] == "已完成"
    assert ticket["problem"] == "状态没改成「已结单」:还差单据交回、满意度。补上后再选一次"
    desk.types(ticket, docs_in="回执√", rating="4", status="已结单")
    assert [ticket[name] for name in ("status", "close_reason", "problem")] == [
        "已结单",
        "归档",
        "",
    ]


def test_a_filed_row_stays_as_it_was_filed_until_a_supervisor_opens_it(desk: ServiceDesk) -> None:
    """P1 4.8.4: the record is locked; what is typed there is put back and quoted."""
    ticket = filed(desk)
    assert (ticket["next_action"], ticket["next_due"]) == ("", "")
    desk.types(ticket, result="退款")
    assert ticket["result"] == "已修复"
    assert ticket["problem"].startswith("已结单,「维修结果」改成「退款」没有采用,已恢复原值")
    desk.types(ticket, problem="", status="已完成")
    assert ticket["status"] == "已结单"
    page = f"/desk/tickets/{ticket.no}/reopen"
    assert desk.does(page, who="林静", reason="金额错了") == 403
    assert desk.does(page, who="吴强", reason="金额错了") == 303
    assert ticket["status"] == "已完成"
    desk.types(ticket, remarks="金额已改")
    assert ticket["remarks"] == "金额已改"


def test_a_cancelled_ticket_that_a_supervisor_opens_is_dispatched_anew(desk: ServiceDesk) -> None:
    """P1 4.8.4, 4.9.1: nothing was repaired, so nobody is called about it."""
    ticket = desk.customer_reports()
    desk.types(ticket, technician="陈立", close_reason="取消", status="已结单")
    desk.at("14:35").does(f"/desk/tickets/{ticket.no}/reopen", who="吴强", reason="客户又要修")
    cells = ("status", "technician", "close_reason", "resolution", "revisit_by")
    assert [ticket[name] for name in cells] == ["待派工", "", "", "", ""]
    desk.at("14:40").types(ticket, technician="陈立")
    assert ticket["next_action"].startswith("陈立:14:50前打客户电话")
    desk.at("18:00", day=2)
    assert ticket.told("林静", of="revisit_overdue") == []


def test_the_fifteen_fields_of_the_record_are_columns_and_stand_on_paper(
    desk: ServiceDesk,
) -> None:
    """P2 S5, P1 4.7.1: 维修服务单 with 15 fields, of which the number is the first."""
    stock(desk, "GSK-02")
    given = {name: FIFTEEN[name] for name in ("serial_no", "parts_used", "revisit_note", "remarks")}
    ticket = repaired(desk, **given)
    stands = {name: ticket[name] for name in FIFTEEN}
    assert stands == {**FIFTEEN, "technician": "陈立·工01"}
    words = desk.sees(f"/desk/papers/service_record/{ticket.no}")
    on_paper = FIFTEEN.keys() - {"signature", "phone"}
    assert [FIFTEEN[name] for name in on_paper if FIFTEEN[name] not in words] == []
    assert ticket.no in words


@pytest.mark.parametrize(
    ("profile", "paper"),
    [("generic", "维修服务单"), ("stove", "维修服务回执单")],
    indirect=["profile"],
)
def test_each_procedure_prints_its_own_set_of_papers(desk: ServiceDesk, paper: str) -> None:
    """P1 4.1.3, 4.3.1, 4.7.1: 派工单, 回执单, 领料单, fee card; P2 S5: 维修服务单."""
    ticket = repaired(desk)
    words = desk.sees(f"/desk/papers/all/{ticket.no}")
    for title in ("派工单", "领料单", "收费标准", paper):
        assert title in words


def test_a_machine_that_was_taken_along_is_fixed_in_the_workshop(desk: ServiceDesk) -> None:
    """P2 S2, S4: send-in, with a place and the day agreed for the return; the loaner gates the filing."""
    ticket = at_work(desk)
    desk.types(ticket, status="送修", workshop_place="店内", return_agreed_at="3/12 16:00")
    desk.types(ticket, loaner="要", loaner_model="ZG-1", loaner_out_at="15:20")
    assert (ticket["status"], ticket["next_due"]) == ("送修返厂", "2026-03-12 16:00")
    desk.at("15:30", day=2).types(ticket, work_ended_at="15:00", **DONE)
    assert (ticket["status"], ticket["resolution"]) == ("已完成", "送修完成")
    assert ticket.colour("loaner_back_at") == "purple"
    desk.types(ticket, **HANDED_IN, status="已结单")
    assert ticket["problem"] == "状态没改成「已结单」:还差备用机归还。补上后再选一次"
    desk.types(ticket, loaner_back_at="15:25", status="已结单")
    assert ticket["status"] == "已结单"
