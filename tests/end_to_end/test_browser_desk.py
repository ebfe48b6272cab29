"""The desk in the browser: let in once, named once, editing beside others and beside the system."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sheetflow.bootstrap.pages import desk_link
from tests.end_to_end.desk import NOW, Desk, open_desk
from tests.end_to_end.served import ORANGE, PHONE, cell, edited, poll, served

pytestmark = pytest.mark.browser

#: Nobody is told of a row that somebody may still be editing (hold_after_edit of the schema, and a second).
HELD = timedelta(minutes=3, seconds=1)


def choose(place: Locator, choice: str) -> None:
    """Choose from a cell's drop-down; the server has answered then."""
    edited(place)
    with place.page.expect_response("**/edits"):
        place.page.locator("#choices").get_by_role("option", name=choice).click()


def write(place: Locator, words: str) -> None:
    """Type into a cell; the server has answered then."""
    editor = edited(place)
    editor.fill(words)
    with place.page.expect_response("**/edits"):
        editor.press("Enter")


def at_ticket(page: Page, number: str) -> Page:
    """Open the grid at a ticket."""
    page.goto(f"/desk/grid/?ticket={number}")
    expect(cell(page, number, "维修单号")).to_be_visible()
    return page


def reported(desk: Desk) -> str:
    """Give a ticket that waits to be dispatched."""
    number = desk.report(unit_name="小麦面馆")
    desk.work()
    return number


def test_the_link_opens_the_desk_once_and_asks_once_who_sits_there(
    folder: Path, browser: Browser
) -> None:
    with served(folder, browser) as site:
        stranger, clerk = site.visit(), site.visit()
        link = desk_link(site.settings)
        for page in (clerk, stranger):
            page.goto(link)
        clerk.get_by_role("button", name="打开").click()
        expect(clerk.get_by_role("heading", name="你是谁")).to_be_visible()
        stranger.get_by_role("button", name="打开").click()
        expect(stranger.locator("h1")).to_have_text("这个链接用过了或不完整。")
        stranger.goto("/desk/")
        expect(stranger.locator("h1")).to_have_text("工作台还没有打开。")
        clerk.get_by_text("07 林静").click()
        clerk.get_by_role("button", name="就是我").click()
        expect(clerk.get_by_role("heading", name="今日")).to_be_visible()
        clerk.goto(link)
        expect(clerk.get_by_role("heading", name="今日")).to_be_visible()
        expect(clerk.locator(".who")).to_contain_text("07 林静")


def test_two_people_and_the_system_see_each_other_s_work_without_reloading(
    folder: Path, browser: Browser
) -> None:
    with served(folder, browser) as site:
        lin, wu = site.sit_down("林静"), site.sit_down("吴强")
        for page in (lin, wu):
            page.goto("/desk/grid/")
            expect(page.get_by_role("button", name="工单")).to_be_visible()
        number = reported(site.desk)
        for page in (lin, wu):
            poll(page)
            expect(cell(page, number, "下一步")).to_contain_text("建议派陈立")
        choose(cell(lin, number, "紧急程度"), "特急")
        expect(cell(lin, number, "紧急程度")).to_have_text("特急")
        poll(wu)
        expect(cell(wu, number, "紧急程度")).to_have_text("特急")
        write(cell(wu, number, "店名/单位"), "大麦面馆")
        poll(lin)
        expect(cell(lin, number, "店名/单位")).to_have_text("大麦面馆")
        assert site.desk.shown(number, "grade") == "特急"
        assert site.complaints == []


def test_an_edit_over_what_somebody_has_just_written_is_refused_in_a_sentence_in_its_place(
    folder: Path, browser: Browser
) -> None:
    with served(folder, browser) as site:
        number = reported(site.desk)
        page = at_ticket(site.sit_down(), number)
        place = cell(page, number, "店名/单位")
        editor = edited(place)
        site.desk.type(number, unit_name="大麦面馆")
        editor.fill("小米面馆")
        editor.press("Enter")
        said = page.get_by_role("alert")
        expect(said).to_contain_text("这一格刚被改成「大麦面馆」。请看一下再填。")
        expect(place).to_have_text("大麦面馆")
        assert site.desk.shown(number, "unit_name") == "大麦面馆"


def test_choosing_a_technician_dispatches_at_once_and_tells_that_technician(
    folder: Path, browser: Browser
) -> None:
    with served(folder, browser) as site:
        number = reported(site.desk)
    with served(folder, browser, works=True) as site:
        page = at_ticket(site.sit_down(), number)
        choose(cell(page, number, "维修工程师"), "刘勇")
        expect(cell(page, number, "维修工程师")).to_have_text("刘勇·工02")
        expect(cell(page, number, "状态")).to_have_text("已派工")
        expect(cell(page, number, "下一步")).to_contain_text("刘勇:14:40前打客户电话")
        write(cell(page, number, "预约时间"), "16:30")
        expect(cell(page, number, "预约时间")).to_have_text("16:30")
    with open_desk(folder, at=NOW + HELD) as desk:
        desk.work()
        [mail] = [one for one in desk.mails() if "刘勇" in str(one["To"])]
        assert number in mail["Subject"]


def test_a_status_that_cannot_be_is_put_back_with_the_reason_in_sight(
    folder: Path, browser: Browser
) -> None:
    with served(folder, browser) as site:
        number = reported(site.desk)
    with served(folder, browser, works=True) as site:
        page = at_ticket(site.sit_down(), number)
        choose(cell(page, number, "状态"), "已完成")
        expect(cell(page, number, "下一步")).to_contain_text("状态没改成「已完成」")
        expect(cell(page, number, "状态")).to_have_text("待派工")
        expect(cell(page, number, "状态")).to_have_css("background-color", ORANGE)


def test_starting_empty_leaves_the_demonstration_for_the_real_desk(
    demonstration: Path, browser: Browser
) -> None:
    with served(demonstration, browser) as site:
        page = site.sit_down()
        expect(page.get_by_text("这是演示表格")).to_be_visible()
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="开始用空表格").click()
        expect(page.get_by_text("还没有运行过")).to_be_visible()
        expect(page.get_by_text("这是演示表格")).to_have_count(0)
        page.goto("/desk/grid/")
        expect(page.get_by_role("button", name="工单")).to_have_attribute("aria-pressed", "true")
        assert site.desk.rows() == []


def test_on_a_phone_every_page_of_the_desk_can_be_seen_in_english_too(
    folder: Path, browser: Browser
) -> None:
    with served(folder, browser) as site:
        page = site.sit_down()
        page.set_viewport_size(PHONE)
        page.goto("/desk/?lang=en")
        links = page.locator("nav a")
        expect(links).to_have_text(["Today", "Sheet", "Debts", "Notices", "Health", "Help"])
        for link in links.all():
            expect(link).to_be_in_viewport(ratio=1)
