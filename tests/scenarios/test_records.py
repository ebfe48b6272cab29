"""What stays inside, what can be traced, and what is counted."""

from __future__ import annotations

from datetime import timedelta

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.profiles import only
from tests.scenarios.repair import filed, repaired


def test_names_and_phones_stay_out_of_mails_and_pages_for_everybody(desk: ServiceDesk) -> None:
    """P2 KP: contact data stays inside after-sales; a mail may be forwarded."""
    ticket = repaired(desk, signature="已签·张先生", remarks="再打138-0000-0001")
    desk.desk.clock.at += timedelta(minutes=5)
    desk.cycle()
    letters = [letter for name in ("陈立", "林静") for letter in ticket.letters(name)]
    assert letters
    pages = [desk.sees(), desk.sees(f"/desk/tickets/{ticket.no}"), desk.customer_sees(ticket)]
    for words in [*letters, *pages]:
        assert "13800000001" not in words.replace("-", "")
        assert "张先生" not in words


def test_every_change_says_who_when_from_what_to_what_and_by_which_rule(
    desk: ServiceDesk,
) -> None:
    """P1 4.8.4: the story of a ticket, on its page."""
    ticket = filed(desk)
    desk.does(f"/desk/tickets/{ticket.no}/reopen", who="吴强", reason="金额错了")
    words = desk.sees(f"/desk/tickets/{ticket.no}")
    for line in (
        "06 吴强 要求改状态 已完成 金额错了",
        "状态 维修中 → 已完成",
        "表格 维修结果 已修复",
        "系统 建议派 陈立",
        "客户 收到报修",
    ):
        assert line in words


@only("generic")
def test_the_figures_count_what_was_kept_and_what_was_not(desk: ServiceDesk) -> None:
    """P2 KP (duty 49): on-time share, first-visit fix, revisit share, in 报表."""
    filed(desk)
    desk.customer_reports(phone="138-0000-0002")
    desk.at("09:00", day=6).desk.house.runner.report()
    figures = {row["figure"]: (row["value"], row["of"]) for row in desk.desk.rows("report")}
    expected = {
        "报修": ("2", ""),
        "结单": ("1", ""),
        "响应准时率": ("50.0%", 2),
        "上门准时率": ("50.0%", 2),
        "回访准时率": ("100.0%", 1),
        "一次上门修复率": ("100.0%", 1),
        "满意率": ("100.0%", 1),
        "完成/经手·陈立": ("1", 1),
    }
    assert {name: figures[name] for name in expected} == expected
