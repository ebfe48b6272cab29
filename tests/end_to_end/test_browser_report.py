"""A customer's form, sent from a real browser, becomes a numbered, graded and watched ticket within one cycle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.desk import open_desk
from tests.end_to_end.served import PHONE, cell, send_report, served

pytestmark = pytest.mark.browser

PERSONAL = {
    "customer_name": "张小麦",
    "phone": "138-0000-0099",
    "address": "城东区麦田路1号二楼",
}
REPORT = {
    **PERSONAL,
    "unit_name": "晨光饺子",
    "product_model": "大锅灶 ZG-2A",
    "fault": "点不着火,有电火花",
}
WHY = "路更近,忙完手上2单再30分钟到;次选吴强{}再75分钟到;周平请假,其余3人不会燃气"


def test_a_report_from_a_phone_is_a_watched_ticket_one_cycle_later(
    demonstration: Path, browser: Browser
) -> None:
    with served(demonstration, browser, works=True) as site:
        clerk = site.sit_down()
        expect(clerk.locator("#last-run")).to_contain_text("14:30")
        clerk.goto("/desk/grid/")
        customer = site.visit(viewport=PHONE)
        number = send_report(customer, **REPORT)
        shown = {
            "状态": "待派工",
            "紧急程度": "普通",
            "区域": "城东",
            "下一步": "建议派陈立(忙完手上2单再30分钟到);同意就在「维修工程师」选他",
            "最近时限": "2026-03-10 15:00",
            "联系方式": REPORT["phone"],
        }
        for label, text in shown.items():
            expect(cell(clerk, number, label)).to_have_text(text)
        follow_the_link(customer, "正在安排维修工程师")
        clerk.goto("/desk/notices/")
        expect(clerk.locator("tr", has_text=number).locator(".mark.sent")).to_be_visible()
        assert site.complaints == []

    with open_desk(demonstration, which="demo") as desk:
        ticket = desk.row(number)
        assert all(ticket[by] for by in ("response_by", "onsite_by", "promise_by"))
        assert ticket["dispatch_reason"] == "建议陈立:" + WHY.format("忙完建议的1单")
        [mail] = [mail for mail in desk.mails() if number in mail["Subject"]]
        assert mail["To"].addresses[0].display_name == "林静"
        assert [notice["kind"] for notice in desk.notices(number)] == ["new_report"]
        run: Any = desk.house.ledger.kept("last_run")
        assert (run["totals"]["cycles"], run["events"] > 0) == (2, True)  # at the start, and for it


def test_without_javascript_and_in_english_it_is_sent_to_a_technician_at_once(
    demonstration: Path, browser: Browser
) -> None:
    with served(demonstration, browser, DISPATCH="automatic") as site:
        customer = site.visit(viewport=PHONE, locale="en-GB", java_script_enabled=False)
        number = send_report(customer, **REPORT)
        expect(customer.get_by_text("Sent, thank you")).to_be_visible()
        site.desk.work()
        follow_the_link(customer, "A technician will call you")
        ticket = site.desk.row(number)
        assert (ticket["status"], ticket["technician"]) == ("已派工", "陈立·工01")
        assert ticket["dispatch_reason"] == "自动派陈立:" + WHY.format("忙完手上的单")
        kinds = [(notice["kind"], notice["recipient"]) for notice in site.desk.notices(number)]
        assert sorted(kinds) == [("dispatch", "陈立"), ("new_report", "林静")]


def follow_the_link(page: Page, state: str) -> None:
    """Open the status page by its link; it says how things stand, and nothing about the customer."""
    page.locator("a.address").click()
    expect(page.locator(".state")).to_have_text(state)
    expect(page).not_to_have_url("**sent**")
    assert not [said for said in PERSONAL.values() if said in page.content()]
