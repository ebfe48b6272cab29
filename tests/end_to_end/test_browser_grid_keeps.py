"""What somebody types in the grid is seen and kept, whatever others do, wherever the cell is, and on a phone, too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.seated import NAMES, SHOP, Seat, Two, paste, press
from tests.end_to_end.served import cell, poll

pytestmark = pytest.mark.browser


def test_on_a_phone_a_second_tap_shows_the_text_and_leaving_keeps_it(
    phone: Page, reported: tuple[Path, list[str]]
) -> None:
    place, other = (cell(phone, reported[1][number], SHOP) for number in (0, 1))
    place.tap()
    place.tap()
    expect(phone.locator(".editor.open")).to_have_value(NAMES[0])
    other.tap()
    expect(phone.locator(".editor.open")).to_have_count(0)
    expect(place).to_have_text(NAMES[0])
    other.tap()
    expect(phone.locator(".editor.open")).to_have_value(NAMES[1])  # a tap comes later
    with phone.expect_response("**/edits"):
        phone.keyboard.type("二店")
        place.tap()
    expect(other).to_have_text(f"{NAMES[1]}二店")


def remove(one: Seat, place: int) -> None:
    """Let a script delete one of the four rows, and 林静's page hear of it."""
    one.site.desk.tab().delete_rows(one.site.desk.where(one.numbers[place]))
    poll(one.lin)
    expect(one.at(one.lin, place)).to_have_count(0)


def types(page: Page, text: str, place: Locator) -> None:
    """Type into the current cell, which is to be this one."""
    expect(place).to_have_class(re.compile(r"\bcurrent\b"))
    with page.expect_response("**/edits"):
        page.keyboard.type(text)
        press(page, "Enter")
    expect(place).to_have_text(text)


def test_when_somebody_deletes_the_row_one_is_in_the_next_one_is_current(one: Seat) -> None:
    one.at(one.lin, 1).click()
    remove(one, 1)
    types(one.lin, "接着写", one.at(one.lin, 2))


def test_letters_typed_after_a_double_click_go_into_the_line(one: Seat) -> None:
    one.at(one.lin, 0).dblclick()
    press(one.lin, "B", "2")  # real keys: inserted text finds the line wherever the caret is
    expect(one.lin.locator(".editor.open")).to_have_value(f"{NAMES[0]}B2")
    press(one.lin, "Escape")


def test_a_search_that_hides_the_current_row_makes_what_it_found_current(one: Seat) -> None:
    page = one.lin
    one.at(page, 3).click()
    press(page, "Control+f")
    page.keyboard.type("半山")
    expect(one.at(page, 3)).to_have_count(0)
    press(page, "Enter")
    expect(page.locator(".editor.open")).to_have_count(0)  # the key ends the search, no more
    types(page, "找到的", one.at(page, 1))


def test_the_line_to_type_in_stays_with_its_cell_when_a_row_comes_in_above(two: Two) -> None:
    page = two.lin
    two.at(page, 2).dblclick()
    page.keyboard.type("·在写")
    before = page.locator(".editor").bounding_box()
    two.at(two.wu, 0).click()
    with two.wu.expect_response("**/edits"):
        press(two.wu, "Control+Alt+=")
    poll(page)
    expect(page.locator(".tabulator-row")).to_have_count(6)
    assert before
    page.wait_for_function(
        "top => document.querySelector('.editor').getBoundingClientRect().top > top",
        arg=before["y"],
    )
    editor, place = page.locator(".editor").bounding_box(), two.at(page, 2).bounding_box()
    assert editor
    assert place
    assert abs(editor["y"] - place["y"]) <= 1


def test_what_was_typed_into_a_row_that_is_gone_is_told_whole_and_typing_goes_on_beside(
    one: Seat,
) -> None:
    page = one.lin
    one.at(page, 1).dblclick()
    page.keyboard.type("·很长的一段话" * 20)
    one.site.desk.tab().delete_rows(one.site.desk.where(one.numbers[1]))  # the page hears later
    with page.expect_response("**/edits"):
        press(page, "Enter")
    told = page.locator("#grid-refusals")
    expect(told).to_contain_text(NAMES[1] + "·很长的一段话" * 20)
    expect(told.get_by_role("button")).to_have_text("知道了 ✓")
    poll(page)
    types(page, "下一行", one.at(page, 2))


def test_a_row_inserted_in_a_view_is_seen_there_and_typed_into(one: Seat) -> None:
    page = one.lin
    page.fill("#grid-search", "面馆")
    one.at(page, 0).click()
    with page.expect_response("**/edits"):
        press(page, "Control+Alt+=")
    fresh = page.locator(".tabulator-cell.current")
    expect(fresh).to_have_text("")
    page.keyboard.type("插进来的")
    with page.expect_response("**/edits"):
        press(page, "Tab")
    expect(page.locator(".tabulator-row [tabulator-field=c2]")).to_have_text(
        ["插进来的", NAMES[0], ""]
    )


def test_when_somebody_deletes_the_tab_its_page_goes_to_the_tickets_and_tells_what_was_typed(
    one: Seat,
) -> None:
    page = one.lin
    mine = one.site.desk.people.add_worksheet("我的表", rows=9, cols=3)
    mine.update([["名", "数"], ["甲", "1"]])
    poll(page)
    page.get_by_role("button", name="我的表").click()
    expect(page.get_by_role("button", name="我的表")).to_have_attribute("aria-pressed", "true")
    page.get_by_text("甲", exact=True).dblclick()
    page.keyboard.type("乙丙")
    one.site.desk.people.del_worksheet(mine)
    poll(page)
    expect(page.locator("#grid-refusals")).to_contain_text("这张工作表已被删除")
    expect(page.locator("#grid-refusals")).to_contain_text("甲乙丙")
    expect(page.get_by_role("button", name="我的表")).to_have_count(0)
    expect(page.get_by_role("button", name="工单")).to_have_attribute("aria-pressed", "true")
    expect(one.at(page, 0)).to_be_visible()
    one.site.complaints[:] = [
        said for said in one.site.complaints if "404 (NOT FOUND)" not in said
    ]  # Chromium's own lines


def test_hundreds_of_pasted_rows_are_one_set(one: Seat) -> None:
    page = one.lin
    page.get_by_role("button", name="销售线索").click()
    expect(page.get_by_role("button", name="销售线索")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tabulator-cell.current")).to_be_visible()
    tab, column = one.site.desk.tab("leads"), one.site.desk.column("need", "leads")
    press(page, *["ArrowRight"] * (column - 1))
    with page.expect_response("**/edits") as answer:
        paste(page, "\r\n".join(f"第{number}台,{'大锅灶' * 60}" for number in range(700)))
    assert answer.value.status == 200
    assert len([text for text in tab.col_values(column) if "台" in str(text)]) == 700


def test_a_page_whose_session_has_ended_says_so_and_what_to_do(one: Seat) -> None:
    page = one.lin
    one.at(page, 0).click()
    page.context.clear_cookies()
    with page.expect_response("**/edits"):
        page.keyboard.type("甲")
        press(page, "Enter")
    expect(page.locator("#grid-refusals")).to_contain_text(
        "这个页面已失效。请把要写的抄下来,刷新页面再写"
    )
    page.reload()
    one.site.complaints.clear()  # Chromium's own lines about each 400 and 403


def test_what_the_system_has_reworded_or_numbered_is_taken_back_but_not_what_somebody_wrote(
    two: Two,
) -> None:
    page = two.lin
    when = two.at(page, 0, "预约时间")
    when.click()
    with page.expect_response("**/edits"):
        page.keyboard.type("明天10点")
        press(page, "Enter")
    two.site.desk.rest()
    poll(page)
    expect(when).to_have_text("2026-03-11 10:00")
    press(page, "Control+z")
    expect(when).to_have_text("")
    expect(page.locator("#grid-refusals")).to_be_hidden()
    press(page, "Control+y")
    expect(when).to_have_text("2026-03-11 10:00")
    poll(two.wu)
    theirs = two.at(two.wu, 0, "预约时间")
    expect(theirs).to_have_text("2026-03-11 10:00")  # else what they type over it is refused
    theirs.click()
    with two.wu.expect_response("**/edits"):
        two.wu.keyboard.type("3/12 9点")
        press(two.wu, "Enter")
    two.site.desk.rest()
    press(page, "Control+z")
    expect(page.locator("#grid-refusals")).to_contain_text("撤销不了")
    poll(page)
    expect(when).to_have_text("2026-03-12 09:00")


def test_who_looks_something_up_in_another_window_goes_on_typing(one: Seat) -> None:
    page = one.lin
    one.at(page, 0).dblclick()
    page.keyboard.type("·东门")
    # What a browser sends when its window loses the focus: the line stays the page's active element.
    page.locator(".editor").evaluate("line => line.dispatchEvent(new FocusEvent('blur'))")
    page.keyboard.type("二楼")
    expect(page.locator(".editor.open")).to_have_value(f"{NAMES[0]}·东门二楼")
    with page.expect_response("**/edits"):
        one.at(page, 1).click()
    expect(one.at(page, 0)).to_have_text(f"{NAMES[0]}·东门二楼")


def test_who_scrolls_away_from_what_they_type_goes_on_typing(one: Seat) -> None:
    one.site.desk.tab().update([[f"店{number}"] for number in range(150)], "C6")
    page = one.lin
    poll(page)
    expect(page.locator("[tabulator-field=c2]", has_text="店0")).to_be_visible()
    one.at(page, 0).dblclick()
    page.keyboard.type("·东门")
    page.locator(".tabulator-tableholder").evaluate("rows => (rows.scrollTop = rows.scrollHeight)")
    expect(one.at(page, 0)).to_have_count(0)
    page.keyboard.type("二楼")
    with page.expect_response("**/edits"):
        press(page, "Enter")
    expect(one.at(page, 0)).to_have_text(f"{NAMES[0]}·东门二楼")


def test_leaving_the_page_asks_first_while_something_is_not_written(one: Seat) -> None:
    page = one.lin
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    one.at(page, 0).dblclick()
    page.keyboard.type("·东门")
    page.reload()
    expect(one.at(page, 0)).to_have_text(NAMES[0])
    assert asked == ["beforeunload"]
    one.at(page, 0).click()
    types(page, "东门", one.at(page, 0))
    expect(page.locator(".sent")).to_have_count(0)
    page.reload()
    expect(one.at(page, 0)).to_have_text("东门")
    assert asked == ["beforeunload"]
