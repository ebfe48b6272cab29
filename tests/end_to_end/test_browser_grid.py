"""The grid's daily moves, with two people at once: what one does the other sees, and nobody undoes the other's work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.seated import NAMES, SHOP, Seat, Two, copy, paste, press
from tests.end_to_end.served import cell, edited, poll

pytestmark = pytest.mark.browser


def test_typing_overwrites_f2_edits_esc_leaves_and_delete_empties(two: Two) -> None:
    page = two.lin
    two.at(page, 0).click()
    page.keyboard.type("大麦面馆")
    press(page, "Enter")
    expect(two.at(page, 0)).to_have_text("大麦面馆")
    page.keyboard.type("无")
    press(page, "Escape")
    expect(two.at(page, 1)).to_have_text("半山餐厅")
    press(page, "F2")
    page.keyboard.type("二店")
    press(page, "Tab")
    expect(two.at(page, 1)).to_have_text("半山餐厅二店")
    press(page, "Shift+Tab", "ArrowDown", "Delete")
    two.shows(SHOP, "大麦面馆", "半山餐厅二店", "", "慢豆咖啡")


def test_arrows_home_end_and_jumps_go_where_a_spreadsheet_s_do(one: Seat) -> None:
    page = one.lin
    current = page.locator(".tabulator-cell.current")
    one.at(page, 0).click()
    press(page, "ArrowDown", "ArrowRight")
    expect(current).to_have_attribute("tabulator-field", re.compile("c3"))
    press(page, "Home")
    expect(current).to_contain_text(one.numbers[1])
    press(page, "Control+ArrowDown")
    expect(current).to_contain_text(one.numbers[3])
    press(page, "End")
    expect(current).to_be_in_viewport()
    press(page, "Control+Home")
    expect(current).to_contain_text(one.numbers[0])
    press(page, "Control+End")
    expect(page.locator(".tabulator-row").last.locator(".current")).to_be_visible()


def test_a_block_from_excel_is_pasted_in_one_set_and_undone_in_one(two: Two) -> None:
    page = two.lin
    two.at(page, 0).click()
    paste(page, 'a\r\n"two ""big""\nlines"\r\nc\r\n')
    two.shows(SHOP, "a", 'two "big"\nlines', "c", "慢豆咖啡")
    press(page, "Control+z")
    two.shows(SHOP, *NAMES)
    press(page, "Control+y")
    two.shows(SHOP, "a", 'two "big"\nlines', "c", "慢豆咖啡")


def test_a_table_from_a_page_is_pasted_with_its_line_breaks_and_fills_a_selection(two: Two) -> None:
    page = two.lin
    two.at(page, 0).click()
    press(page, "Shift+ArrowDown")
    paste(page, html="<table><tr><td>甲 店<br>二楼&nbsp;</td></tr></table>")
    two.shows(SHOP, "甲 店\n二楼", "甲 店\n二楼", "同创文印", "慢豆咖啡")


def test_a_paste_longer_than_the_rows_goes_on_below_them(one: Seat) -> None:
    page = one.lin
    page.get_by_role("button", name="销售线索").click()
    expect(page.get_by_role("button", name="销售线索")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tabulator-cell.current")).to_be_visible()
    tab = one.site.desk.tab("leads")
    size, column = tab.row_count, one.site.desk.column("need", "leads")
    press(page, *["ArrowRight"] * (column - 1))
    paste(page, "\r\n".join(f"要{number}台" for number in range(size + 5)))
    expect(page.get_by_text("要3台", exact=True)).to_be_visible()
    expect(page.locator(".sent")).to_have_count(0)
    typed = [text for text in tab.col_values(column) if str(text).startswith("要")]
    assert (len(typed), typed[-1]) == (size + 5, f"要{size + 4}台")
    press(page, "Control+z")
    expect(page.get_by_text("要3台", exact=True)).to_have_count(0)
    assert one.site.desk.tab("leads").row_count == size


def test_what_is_copied_is_text_and_table_and_what_is_cut_moves(two: Two) -> None:
    page = two.lin
    two.at(page, 0).click()
    press(page, "Shift+ArrowDown")
    text, html = copy(page)
    assert text == "小麦面馆\r\n半山餐厅"
    assert "<td>半山餐厅</td>" in html
    text, html = copy(page, "cut")
    two.at(page, 2).click()
    paste(page, text, html)
    two.shows(SHOP, "", "", "小麦面馆", "半山餐厅")
    press(page, "Control+z")
    two.shows(SHOP, *NAMES)


def test_the_corner_and_ctrl_d_fill_down(two: Two) -> None:
    page = two.lin
    two.at(page, 0).click()
    expect(two.at(page, 0)).to_have_class(re.compile(r"\bcorner\b"))  # drawn in the next frame
    corner = two.at(page, 0).bounding_box()
    below = two.at(page, 2).bounding_box()
    assert corner
    assert below
    page.mouse.move(corner["x"] + corner["width"] - 3, corner["y"] + corner["height"] - 3)
    page.mouse.down()
    page.mouse.move(below["x"] + 20, below["y"] + 10, steps=4)
    page.mouse.up()
    two.shows(SHOP, "小麦面馆", "小麦面馆", "小麦面馆", "慢豆咖啡")
    two.at(page, 2).click()
    press(page, "Shift+ArrowDown", "Control+d")
    two.shows(SHOP, "小麦面馆", "小麦面馆", "小麦面馆", "小麦面馆")


def test_undo_never_takes_back_what_somebody_else_has_written_since(two: Two) -> None:
    two.at(two.lin, 0).click()
    two.lin.keyboard.type("甲")
    press(two.lin, "Enter")
    two.shows(SHOP, "甲", *NAMES[1:])
    two.at(two.wu, 0).click()
    two.wu.keyboard.type("乙")
    press(two.wu, "Enter")
    two.shows(SHOP, "乙", *NAMES[1:])
    press(two.lin, "Control+z")
    expect(two.lin.get_by_role("alert")).to_contain_text("撤销不了: 工单!")
    two.shows(SHOP, "乙", *NAMES[1:])
    press(two.wu, "Control+z")
    two.shows(SHOP, "甲", *NAMES[1:])


def test_what_was_refused_stays_in_its_place_with_what_was_typed_until_it_is_ticked(
    two: Two,
) -> None:
    place = two.at(two.lin, 0)
    edited(place)
    two.site.desk.type(two.numbers[0], unit_name="别人写的")
    two.lin.keyboard.type("·我写的")
    press(two.lin, "Enter")
    told = two.lin.locator("#grid-refusals")
    expect(told).to_contain_text("这一格刚被改成「别人写的」")
    expect(told).to_contain_text("小麦面馆·我写的")
    expect(place).to_have_class(re.compile("refused"))
    poll(two.lin)
    expect(place.locator("[data-typed]")).to_have_attribute("data-typed", "小麦面馆·我写的")
    expect(place).to_have_text("别人写的")  # what is written again is written over this
    told.get_by_role("button", name="再写").click()
    press(two.lin, "Escape")
    expect(told).to_contain_text("小麦面馆·我写的")  # until it is written
    told.get_by_role("button", name="再写").click()
    with two.lin.expect_response("**/edits"):
        press(two.lin, "Enter")
    two.shows(SHOP, "小麦面馆·我写的", *NAMES[1:])
    expect(told).to_be_hidden()


def test_a_refusal_that_was_ticked_is_gone_and_the_other_s_words_stay(two: Two) -> None:
    place = two.at(two.lin, 0)
    edited(place)
    two.site.desk.type(two.numbers[0], unit_name="别人写的")
    two.lin.keyboard.type("·我写的")
    press(two.lin, "Enter")
    told = two.lin.locator("#grid-refusals")
    told.get_by_role("button", name="知道了").click()
    expect(told).to_be_hidden()
    expect(place).not_to_have_class(re.compile("refused"))
    two.shows(SHOP, "别人写的", *NAMES[1:])


def test_search_filter_and_sort_are_one_s_own_view(two: Two) -> None:
    page = two.lin
    names = page.locator(".tabulator-row [tabulator-field=c2]")
    page.get_by_label("筛选、排序: 店名/单位").click()
    page.get_by_role("button", name="降序").click()
    expect(names).to_have_text(["小麦面馆", "同创文印", "慢豆咖啡", "半山餐厅", ""])
    page.fill("#grid-search", "面馆")
    expect(names).to_have_text(["小麦面馆", ""])
    expect(two.at(two.wu, 0)).to_be_visible()
    poll(two.wu)
    expect(two.wu.locator(".tabulator-row [tabulator-field=c2]")).to_have_text([*NAMES, ""])
    page.locator("#grid-unfilter").click()
    expect(two.at(page, 3)).to_be_visible()


def test_a_row_typed_into_stays_in_a_filtered_view(two: Two) -> None:
    page = two.lin
    page.fill("#grid-search", "面馆")
    expect(two.at(page, 1)).to_have_count(0)
    two.at(page, 0).click()
    page.keyboard.type("换了名")
    press(page, "Enter")
    expect(two.at(page, 0)).to_have_text("换了名")
    poll(two.wu)
    expect(two.at(two.wu, 0)).to_have_text("换了名")


def test_a_saved_view_is_there_for_those_of_the_role_alone(two: Two) -> None:
    page = two.lin
    page.fill("#grid-search", "咖啡")
    page.get_by_role("button", name="存为视图").click()
    page.get_by_label("视图名").fill("咖啡店")
    page.get_by_label("给谁用").select_option(label="内勤")
    page.get_by_role("button", name="保存视图").click()
    expect(page.locator("#grid-views option", has_text="咖啡店 · 内勤")).to_have_count(1)
    poll(two.wu)
    expect(two.wu.locator("#grid-views option", has_text="咖啡店")).to_have_count(0)
    page.goto("/desk/grid/")
    page.locator("#grid-views").select_option(label="咖啡店 · 内勤")
    expect(page.locator(".tabulator-row")).to_have_count(2)


def test_a_view_of_the_workbook_shows_its_rows(one: Seat) -> None:
    one.site.desk.type(one.numbers[1], technician="1")
    one.site.desk.rest()
    page = one.lin
    page.locator("#grid-views").select_option(label="我的工单")
    expect(page.locator(".tabulator-row")).to_have_count(2)
    expect(one.at(page, 1)).to_be_visible()


def test_rows_that_the_tab_s_own_filter_hides_are_counted_and_shown_at_a_click(one: Seat) -> None:
    page, tab = one.lin, one.site.desk.tab()
    criteria = {"2": {"hiddenValues": [NAMES[1], NAMES[3]]}}
    filter_ = {"range": {"sheetId": tab.id, "startRowIndex": 0}, "criteria": criteria}
    one.site.desk.people.batch_update({"requests": [{"setBasicFilter": {"filter": filter_}}]})
    poll(page)
    names, notice = (
        page.locator(".tabulator-row [tabulator-field=c2]"),
        page.locator("#grid-filtered"),
    )
    expect(names).to_have_text([NAMES[0], NAMES[2], ""])
    expect(notice).to_have_text("筛选藏了 2 行 · 显示")
    one.at(page, 2).click()
    with page.expect_response("**/edits"):
        page.keyboard.type(NAMES[3])
        press(page, "Enter")
    poll(page)
    expect(names).to_have_text([NAMES[0], NAMES[3], ""])  # what one types in stays
    notice.click()
    expect(names).to_have_text([*NAMES[:2], NAMES[3], NAMES[3], ""])
    tab.clear_basic_filter()
    poll(page)
    expect(notice).to_be_hidden()
    expect(names).to_have_count(5)


def test_rows_are_inserted_and_deleted_for_both_and_come_back(two: Two) -> None:
    page = two.lin
    for one in (page, two.wu):
        leads = one.get_by_role("button", name="销售线索")
        leads.click()
        expect(leads).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="加一行").click()
    page.keyboard.type("一号")
    press(page, "Enter")
    page.keyboard.type("二号")
    press(page, "Enter", "ArrowUp", "Control+Alt+-")
    for one in (page, two.wu):
        poll(one)
        expect(one.get_by_text("一号", exact=True)).to_be_visible()
        expect(one.get_by_text("二号", exact=True)).to_have_count(0)
    press(page, "Control+z")
    poll(two.wu)
    expect(two.wu.get_by_text("二号", exact=True)).to_be_visible()


def test_who_is_in_which_cell_is_seen_by_the_other(two: Two) -> None:
    two.at(two.wu, 2).click()
    poll(two.wu)
    poll(two.lin)
    expect(two.at(two.lin, 2)).to_have_attribute("data-who", "06 吴强")
    two.at(two.wu, 1).click()
    poll(two.wu)
    poll(two.lin)
    expect(two.at(two.lin, 1)).to_have_attribute("data-who", "06 吴强")
    expect(two.lin.locator("[data-who]")).to_have_count(1)
    two.lin.reload()
    expect(two.at(two.lin, 1)).to_have_attribute("data-who", "06 吴强")
    expect(two.lin.locator("[data-who]")).to_have_count(1)  # not oneself, from before


def test_others_rows_come_in_while_one_types(two: Two) -> None:
    edited(two.at(two.lin, 0))
    two.lin.keyboard.type("分店")
    two.at(two.wu, 1).click()
    two.wu.keyboard.type("先写的")
    press(two.wu, "Enter")
    expect(two.at(two.wu, 1)).to_have_text("先写的")
    poll(two.lin)
    expect(two.at(two.lin, 1)).to_have_text("先写的")
    press(two.lin, "Enter")
    two.shows(SHOP, "小麦面馆分店", "先写的", *NAMES[2:])


def test_the_bar_leads_to_the_ticket_one_is_in_and_on_another_tab_to_none(one: Seat) -> None:
    page = one.lin
    one.at(page, 1).click()
    leads = page.locator("#grid-ticket")
    expect(leads).to_have_text(f"详情 {one.numbers[1]}")
    page.get_by_role("button", name="销售线索").click()
    expect(page.get_by_role("button", name="销售线索")).to_have_attribute("aria-pressed", "true")
    expect(leads).to_be_hidden()


def test_a_width_drawn_is_kept(one: Seat) -> None:
    page = one.lin
    handle = page.locator(".tabulator-col[tabulator-field=c2] + .tabulator-col-resize-handle")
    box = handle.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 5, steps=4)
    page.mouse.up()
    title = page.locator(".tabulator-col[tabulator-field=c2]")
    drawn = title.bounding_box()
    page.goto("/desk/grid/")
    expect(one.at(page, 0)).to_be_visible()
    again = title.bounding_box()
    assert drawn
    assert again
    assert abs(drawn["width"] - again["width"]) <= 1


def test_on_a_phone_a_finger_on_the_corner_draws_a_range_out_and_elsewhere_scrolls(
    phone: Page, reported: tuple[Path, list[str]]
) -> None:
    first, third = (cell(phone, reported[1][place], "状态") for place in (0, 2))
    first.tap()
    expect(first).to_have_class(re.compile(r"\bcorner\b"))
    draw(phone, inside(first, right=8, bottom=8), inside(third, right=30, bottom=12))
    expect(third).to_have_class(re.compile(r"\bcorner\b"))
    expect(phone.locator(".selected")).to_have_count(3)
    draw(phone, inside(first, right=60, bottom=8), inside(third, right=60, bottom=12))
    expect(phone.locator(".selected")).to_have_count(3)
    expect(phone.locator(".editor.open")).to_have_count(0)
    phone.touchscreen.tap(*inside(third, right=8, bottom=8))
    expect(phone.locator(".selected")).to_have_count(0)
    expect(third).to_have_class(re.compile(r"\bcurrent\b"))


def inside(place: Locator, *, right: float, bottom: float) -> tuple[float, float]:
    """Give the point of a cell so many pixels from its lower right corner."""
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] - right, box["y"] + box["height"] - bottom


def draw(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a finger from one point to another."""
    touch = page.context.new_cdp_session(page)
    for step in range(5):
        x, y = (one + (other - one) * step / 4 for one, other in zip(start, end, strict=True))
        kind = "touchMove" if step else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_on_a_phone_a_second_tap_edits(phone: Page, reported: tuple[Path, list[str]]) -> None:
    place = cell(phone, reported[1][0], "状态")
    place.tap()
    expect(place).to_have_class(re.compile("current"))
    expect(phone.locator(".editor.open")).to_have_count(0)
    place.tap()
    expect(phone.locator("#choices").get_by_role("option").first).to_be_visible()
    phone.locator("#choices").get_by_role("option", name="待派工").tap()
    expect(phone.locator("#choices")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
