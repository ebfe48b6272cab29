"""What people are used to from Excel and WPS: clipboard, filter, find, dates, whole columns, long texts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.seated import NAMES, SHOP, Seat, Two, copy, paste, press
from tests.end_to_end.served import poll

pytestmark = pytest.mark.browser

SHOPS = ".tabulator-row [tabulator-field=c2]"


def leads(one: Seat) -> Page:
    """Go to the empty leads and into the first cell of what people need."""
    page = one.lin
    tab = page.get_by_role("button", name="销售线索")
    tab.click()
    expect(tab).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tabulator-cell.current")).to_be_visible()
    press(page, *["ArrowRight"] * (one.site.desk.column("need", "leads") - 1))
    return page


def pastes(page: Page, text: str) -> None:
    """Paste, and wait until the server has it."""
    with page.expect_response("**/edits"):
        paste(page, text)
    expect(page.locator(".sent")).to_have_count(0)


def test_excel_reads_what_is_copied_as_the_text_it_is_in_one_cell(one: Seat) -> None:
    page = leads(one)
    pastes(page, '"007\n二行 <b>"\r\n3-1\r\n12.50\r\n138-0000-0001\r\n大锅灶')
    text, html = copy(page)
    assert text == '"007\n二行 <b>"\r\n3-1\r\n12.50\r\n138-0000-0001\r\n大锅灶'
    as_text = "<td style=\"mso-number-format:'\\@'\">"
    assert f'{as_text}007<br style="mso-data-placement:same-cell">二行 &lt;b&gt;</td>' in html
    assert f"{as_text}138-0000-0001</td>" in html
    assert "<td>12.50</td>" in html or "<td>12.5</td>" in html
    assert "<td>大锅灶</td>" in html
    press(page, "ArrowRight")
    with page.expect_response("**/edits"):
        paste(page, text, html)
    expect(page.get_by_text("007\n二行 <b>", exact=True)).to_have_count(2)
    expect(page.get_by_text("007\n二行 <b>", exact=True).last).to_have_css(
        "white-space-collapse", "preserve"
    )


def test_a_paste_wider_than_the_tab_writes_nothing_and_says_why(one: Seat) -> None:
    page = leads(one)
    press(page, "End")
    paste(page, "甲\t乙\t丙")
    told = page.locator("#grid-refusals")
    expect(told).to_contain_text("没有贴: 要贴 3 列,从这一格往右只有 1 列")
    expect(page.get_by_text("甲", exact=True)).to_have_count(0)
    paste(page, "甲\t乙")
    told.get_by_role("button", name="2 条全部知道了").click()
    expect(told).to_be_hidden()
    pastes(page, "甲\t\t")
    expect(page.get_by_text("甲", exact=True)).to_have_count(1)


def test_a_filter_offers_every_text_and_finds_among_hundreds(one: Seat) -> None:
    page = leads(one)
    pastes(page, "\r\n".join(f"第{number}台" for number in range(250)))
    rows = page.locator("#grid-unfilter")

    def menu() -> None:
        page.get_by_label("筛选、排序: 需求").click()

    menu()
    page.locator(".menu").get_by_label("第0台").uncheck()
    page.locator(".menu").get_by_role("button", name="筛选", exact=True).click()
    expect(rows).to_contain_text("249 行")
    rows.click()
    expect(rows).to_be_hidden()
    menu()
    page.get_by_label("在下面找").fill("第24")
    expect(page.locator(".menu .texts label")).to_have_count(11)
    press(page, "Enter")
    expect(rows).to_contain_text("11 行")


def test_esc_leaves_the_search_and_all_rows_are_there(one: Seat) -> None:
    page = one.lin
    press(page, "Control+f")
    page.keyboard.type("面馆")
    expect(page.locator(SHOPS)).to_have_text([NAMES[0], ""])
    press(page, "Escape")
    expect(page.locator(SHOPS)).to_have_text([*NAMES, ""])
    expect(page.locator(".editor")).to_be_focused()


def test_ctrl_semicolon_types_the_date_and_with_shift_the_time(one: Seat) -> None:
    page = leads(one)
    press(page, "Control+Semicolon", "Space", "Control+Shift+Semicolon")
    expect(page.locator(".editor.open")).to_have_value(re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d$"))
    press(page, "Escape")


def test_a_click_on_a_header_selects_its_column_but_for_the_row_to_type_into(one: Seat) -> None:
    page = one.lin
    page.locator(".tabulator-col .title", has_text=SHOP).click()
    expect(page.locator(".tabulator-cell.selected")).to_have_text(list(NAMES))
    assert copy(page)[0] == "\r\n".join(NAMES)


def test_a_long_text_is_edited_inside_the_window(one: Seat) -> None:
    page = one.lin
    one.at(page, 3, "备注").click()
    pastes(page, "炉子打着火以后过几分钟又灭了。" * 150)
    press(page, "F2")
    editor = page.locator(".editor.open")
    expect(editor).to_be_visible()
    box = editor.bounding_box()
    assert box
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 900
    assert editor.evaluate("line => line.scrollTop + line.clientHeight - line.scrollHeight") >= -1


def test_a_view_saved_on_top_of_the_workbook_s_keeps_to_both(one: Seat) -> None:
    one.site.desk.type(one.numbers[1], technician="1")
    one.site.desk.type(one.numbers[2], technician="1")
    one.site.desk.rest()
    page = one.lin
    page.locator("#grid-views").select_option(label="我的工单")
    expect(page.locator(SHOPS)).to_have_text([NAMES[1], NAMES[2], ""])
    page.fill("#grid-search", "餐厅")
    expect(page.locator(SHOPS)).to_have_text([NAMES[1], ""])
    page.get_by_role("button", name="存为视图").click()
    page.get_by_label("视图名").fill("我的餐厅")
    page.get_by_role("button", name="保存视图").click()
    expect(page.locator("#grid-views")).to_have_value(re.compile("^saved:"))
    page.goto("/desk/grid/")
    page.locator("#grid-views").select_option(label="我的餐厅 · 接线员")
    expect(page.locator(SHOPS)).to_have_text([NAMES[1], ""])
    page.fill("#grid-search", "")
    expect(page.locator(SHOPS)).to_have_text([NAMES[1], NAMES[2], ""])


def test_a_written_text_whose_answer_was_lost_is_doubted_until_it_is_seen(one: Seat) -> None:
    page = one.lin
    one.at(page, 0).click()
    with page.expect_request("**/edits"):
        page.route("**/edits", lambda route: (route.fetch(), route.abort()))
        page.route("**/api/*?*", lambda route: route.abort())
        page.keyboard.type("写到了")
        press(page, "Enter")
    told = page.locator("#grid-refusals")
    expect(told).to_contain_text("不知道写进去没有: 服务器没有回应")
    page.unroute("**/api/*?*")
    poll(page)
    expect(one.at(page, 0)).to_have_text("写到了")
    expect(told).to_be_hidden()
    one.site.complaints.clear()  # Chromium's own lines about each lost answer


def test_who_was_where_on_one_tab_is_not_laid_over_another(two: Two) -> None:
    two.at(two.wu, 0).click()
    poll(two.wu)
    poll(two.lin)
    expect(two.at(two.lin, 0)).to_have_attribute("data-who", "06 吴强")
    two.lin.route(re.compile("since="), lambda route: route.abort())  # no more news
    two.lin.get_by_role("button", name="销售线索").click()
    expect(two.lin.locator(".tabulator-cell.current")).to_have_text("")
    expect(two.lin.locator("[data-who]")).to_have_count(0)
    two.site.complaints.clear()  # Chromium's own lines about what was cut off


def test_undo_leads_to_what_it_takes_back(one: Seat) -> None:
    page = one.lin
    one.at(page, 1).click()
    with page.expect_response("**/edits"):
        page.keyboard.type("改了")
        press(page, "Enter")
    leads(one)
    press(page, "Control+z")
    expect(page.get_by_role("button", name="工单")).to_have_attribute("aria-pressed", "true")
    expect(one.at(page, 1)).to_have_class(re.compile(r"\bcurrent\b"))
    expect(one.at(page, 1)).to_have_text(NAMES[1])


def test_keys_are_the_grid_s_again_once_a_menu_is_shut_or_all_columns_are_shown(one: Seat) -> None:
    page = one.lin
    one.at(page, 1).click()
    line = page.locator(".editor")
    for shut in (
        lambda: (page.get_by_label("筛选、排序: 店名/单位").click(), press(page, "Escape")),
        page.get_by_label("全部列").check,
    ):
        shut()
        expect(line).to_be_focused()
        press(page, "B")
        expect(page.locator(".editor.open")).to_have_value("B")
        press(page, "Escape")


def test_a_browser_that_keeps_its_clipboard_is_told_of_the_keys(one: Seat) -> None:
    page = one.lin
    one.at(page, 1).click(button="right")
    page.locator(".menu").get_by_role("button", name="粘贴").click()
    expect(page.locator("#grid-state")).to_contain_text("请按 Ctrl+C、Ctrl+V")
