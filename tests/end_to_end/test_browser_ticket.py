"""A supervisor reopens a filed ticket on a phone; in the sheet nobody does, and is told where."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.desk import open_desk
from tests.end_to_end.served import PHONE, served
from tests.end_to_end.test_acts_on_the_desk import file

pytestmark = pytest.mark.browser


@pytest.fixture
def number(folder: Path) -> str:
    """Give a ticket of that folder which was repaired and filed, and which somebody tried to open in the sheet."""
    with open_desk(folder) as desk:
        number = file(desk)
        desk.type(number, status="已完成")
        desk.rest()
        assert desk.shown(number, "status") == "已结单"
    return number


def test_the_sheet_says_where_and_there_a_supervisor_reopens_it(
    folder: Path, browser: Browser, number: str
) -> None:
    with served(folder, browser) as site:
        page = site.sit_down("06 吴强")
        page.goto(f"/desk/grid/?ticket={number}")
        page.get_by_role("link", name=f"详情 {number}").click()
        page.set_viewport_size(PHONE)
        expect(page.locator(".alert")).to_contain_text(f"/desk/tickets/{number} 点「重开」")
        page.get_by_label("原因").fill("客户说还漏水")
        with page.expect_response(f"**/desk/tickets/{number}") as fresh:
            page.clock.run_for(5000)
        fresh.value.finished()
        expect(page.get_by_label("原因")).to_have_value("客户说还漏水")
        page.get_by_role("button", name="重开").click()
        expect(page.get_by_role("status")).to_contain_text("已记下")
        site.desk.work()
        page.clock.run_for(5000)
        expect(page.locator(".state")).to_have_text("已完成")
        expect(page.locator(".history tr", has_text="要求改状态")).to_contain_text(
            "06 吴强 要求改状态 已完成 客户说还漏水", use_inner_text=True
        )
        for language in ("zh", "en"):
            page.goto(f"/desk/tickets/{number}?lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
            assert page.locator(".scroll").evaluate("one => one.scrollWidth - one.clientWidth") == 0
        assert site.complaints == []
