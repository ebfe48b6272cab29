"""The workbook's tabs on the desk: one person types in a browser, another writes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import gspread
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sheetflow.localsheets import LocalSheets, grid_blueprint, local_client
from sheetflow.webhooks import Grid, actor
from tests.vendored import need_grid
from tests.webhooks.conftest import NOON, Shop
from tests.webhooks.test_browser import PHONE, SCREEN, Visit, sit_down, visit

#: What the grid asks its rows of.
ASKED = "**/desk/grid/api/**"

RED = {"red": 0.7, "green": 0.15, "blue": 0.12}
ROWS = [
    ["单号", "状态", "备注"],
    ["WX1", "待派工", "点不着火"],
    ["WX2", "已派工", "超时35分"],
]


@dataclass
class Book:
    """A workbook of one tab with a drop-down and a colour, and a person with a spreadsheet program."""

    sheets: LocalSheets
    file: gspread.Spreadsheet

    @property
    def tab(self) -> gspread.Worksheet:
        return self.file.sheet1

    @property
    def grid(self) -> Grid:
        return Grid(grid_blueprint(self.sheets, actor=actor), lambda: self.file.id)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    need_grid()

    def now() -> datetime:
        return NOON

    sheets = LocalSheets(tmp_path / "book.sqlite", now=now)
    file = local_client(sheets).create("维修台账")
    file.sheet1.update(ROWS)
    everywhere = {"sheetId": file.sheet1.id, "startRowIndex": 1, "endRowIndex": 20}
    status = {**everywhere, "startColumnIndex": 1, "endColumnIndex": 2}
    remarks = {**everywhere, "startColumnIndex": 2, "endColumnIndex": 3}
    choices = [{"userEnteredValue": one} for one in ("待派工", "已派工", "已完成")]
    late = {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "超时"}]}
    file.batch_update(
        {
            "requests": [
                {
                    "setDataValidation": {
                        "range": status,
                        "rule": {
                            "condition": {"type": "ONE_OF_LIST", "values": choices},
                            "strict": True,
                        },
                    }
                },
                {
                    "addConditionalFormatRule": {
                        "rule": {
                            "ranges": [remarks],
                            "booleanRule": {"condition": late, "format": {"backgroundColor": RED}},
                        }
                    }
                },
            ]
        }
    )
    yield Book(sheets, file)
    sheets.close()


def cell(page: Page, text: str) -> Locator:
    return page.locator(".tabulator-cell", has_text=text)


#: On how many lines each word of some elements stands.
LINES_OF_WORDS = """chips => chips.flatMap(({ firstChild: text }) =>
    [...text.data.matchAll(/\\S+/g)].map(({ index, 0: word }) => {
        const range = new Range();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        return range.getClientRects().length;
    }))"""
CUT_OFF = "chips => chips.map(chip => chip.scrollWidth - chip.clientWidth)"


def offer(book: Book, *choices: str) -> None:
    """Let the drop-down offer these, in a narrow column."""
    status = {"sheetId": book.tab.id, "startColumnIndex": 1, "endColumnIndex": 2}
    values = [{"userEnteredValue": one} for one in choices]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}}
    narrow = {"sheetId": book.tab.id, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    book.file.batch_update(
        {
            "requests": [
                {"setDataValidation": {"range": {**status, "startRowIndex": 1}, "rule": rule}},
                {
                    "updateDimensionProperties": {
                        "range": narrow,
                        "properties": {"pixelSize": 60},
                        "fields": "pixelSize",
                    }
                },
            ]
        }
    )


def line_below(page: Page, column: int) -> Locator:
    return page.locator(".tabulator-row").last.locator(".tabulator-cell").nth(column)


@pytest.mark.browser
def test_a_cell_is_edited_and_others_changes_come_in(
    shop: Shop, book: Book, browser: Browser
) -> None:
    with visit(shop, browser, viewport=SCREEN, services={"grid": book.grid}) as at:
        at.page.clock.install()
        sit_down(shop, at)
        at.go("/desk/grid/")
        cell(at.page, "点不着火").click()
        at.page.keyboard.type("已联系")
        with at.page.expect_response("**/edits"):
            at.page.keyboard.press("Enter")
        expect(cell(at.page, "已联系")).to_be_visible()
        assert book.tab.acell("C2").value == "已联系"
        book.tab.update_acell("A3", "WX2-2")
        at.page.clock.run_for(2000)
        expect(cell(at.page, "WX2-2")).to_be_visible()
        assert at.complaints == []


@pytest.mark.browser
def test_a_status_is_chosen_from_the_list(shop: Shop, book: Book, browser: Browser) -> None:
    with visit(shop, browser, viewport=PHONE, services={"grid": book.grid}) as at:
        sit_down(shop, at)
        at.go("/desk/grid/")
        cell(at.page, "待派工").dblclick()
        options = at.page.locator("#choices").get_by_role("option")
        expect(options).to_have_text(["待派工", "已派工", "已完成"])
        with at.page.expect_response("**/edits"):
            options.get_by_text("已完成").click()
        expect(cell(at.page, "已完成")).to_be_visible()
        assert book.tab.acell("B2").value == "已完成"


@pytest.mark.browser
def test_what_is_over_is_red_in_the_grid(shop: Shop, book: Book, browser: Browser) -> None:
    with visit(shop, browser, viewport=SCREEN, services={"grid": book.grid}) as at:
        sit_down(shop, at)
        at.go("/desk/grid/")
        expect(cell(at.page, "超时35分")).to_have_css("background-color", "rgb(178, 38, 31)")


@pytest.mark.browser
def test_the_row_under_the_mouse_keeps_its_colour(shop: Shop, book: Book, browser: Browser) -> None:
    with visit(shop, browser, viewport=SCREEN, services={"grid": book.grid}) as at:
        sit_down(shop, at)
        at.go("/desk/grid/")
        cell(at.page, "点不着火").hover()
        row = at.page.locator(".tabulator-row", has=cell(at.page, "点不着火"))
        expect(row).to_have_css("background-color", "rgb(255, 255, 255)")


@pytest.mark.browser
def test_who_was_slower_is_told_and_sees_what_stands_there(
    shop: Shop, book: Book, browser: Browser
) -> None:
    with visit(shop, browser, viewport=SCREEN, services={"grid": book.grid}) as at:
        at.page.clock.install()
        sit_down(shop, at)
        at.go("/desk/grid/")
        cell(at.page, "点不着火").click()
        at.page.keyboard.type("我先")  # from here on it counts what they saw, whatever comes in
        expect(at.page.locator(".editor.open")).to_have_value("我先")
        book.tab.update_acell("C2", "客户来电")
        at.page.keyboard.type("写的")
        at.page.keyboard.press("Enter")
        expect(at.page.get_by_role("alert")).to_contain_text("客户来电")
        expect(cell(at.page, "客户来电")).to_be_visible()
        assert book.tab.acell("C2").value == "客户来电"


@pytest.mark.browser
def test_the_next_row_is_typed_below_the_last(shop: Shop, book: Book, browser: Browser) -> None:
    with visit(shop, browser, viewport=SCREEN, services={"grid": book.grid}) as at:
        sit_down(shop, at)
        at.go("/desk/grid/")
        expect(cell(at.page, "WX2")).to_be_visible()
        line_below(at.page, 2).click()
        at.page.keyboard.type("电话报修")
        with at.page.expect_response("**/edits"):
            at.page.keyboard.press("Enter")
        expect(cell(at.page, "电话报修")).to_be_visible()
        assert book.tab.acell("C4").value == "电话报修"


@contextmanager
def without_rows(shop: Shop, book: Book, browser: Browser) -> Iterator[Visit]:
    """Show the grid's page while its rows are held back; they come once `let_go` is called."""
    with visit(shop, browser, viewport=SCREEN, services={"grid": book.grid}) as at:
        sit_down(shop, at)
        at.page.route(ASKED, lambda route: None)
        at.go("/desk/grid/")
        yield at


def let_go(at: Visit) -> None:
    """Let the rows that were held back come."""
    at.page.unroute(ASKED)


@pytest.mark.browser
def test_what_is_asked_for_before_the_rows_are_there_is_shown_once_they_come(
    shop: Shop, book: Book, browser: Browser
) -> None:
    with without_rows(shop, book, browser) as at:
        at.page.locator("#grid-all").check()
        let_go(at)
        expect(cell(at.page, "WX2")).to_be_visible()


@pytest.mark.browser
def test_what_is_searched_for_before_the_rows_are_there_stays_and_is_typed_on(
    shop: Shop, book: Book, browser: Browser
) -> None:
    with without_rows(shop, book, browser) as at:
        search, add = at.page.locator("#grid-search"), at.page.locator("#grid-add")
        search.press_sequentially("WX")
        expect(add).to_be_disabled()
        let_go(at)
        expect(add).to_be_enabled()
        expect(cell(at.page, "WX1")).to_be_visible()
        at.page.keyboard.type("2")
        expect(search).to_have_value("WX2")
        expect(cell(at.page, "WX1")).to_have_count(0)
        expect(cell(at.page, "WX2")).to_be_visible()
        assert at.complaints == []


@pytest.mark.browser
def test_a_title_is_read_in_full_over_a_narrow_column(
    shop: Shop, book: Book, browser: Browser
) -> None:
    offer(book, "是")
    book.tab.update_acell("B1", "Reason for the dispatch")
    with visit(shop, browser, viewport=SCREEN, services={"grid": book.grid}) as at:
        sit_down(shop, at)
        at.go("/desk/grid/")
        title = at.page.locator(".head .title", has_text="Reason for the dispatch")
        expect(title).to_be_visible()
        assert title.evaluate("title => title.scrollWidth - title.clientWidth") == 0
        assert title.evaluate_all(LINES_OF_WORDS) == [1, 1, 1, 1]


@pytest.mark.browser
def test_what_a_drop_down_does_not_offer_but_takes_is_marked_with_what_it_offers(
    shop: Shop, book: Book, browser: Browser
) -> None:
    offer(book, "待派工", "已派工")
    with visit(shop, browser, viewport=SCREEN, services={"grid": book.grid}) as at:
        sit_down(shop, at)
        at.go("/desk/grid/")
        expect(cell(at.page, "WX1")).to_be_visible()
        expect(at.page.locator(".warned")).to_have_count(0)
        cell(at.page, "待派工").click()
        at.page.keyboard.type("派了")
        at.page.keyboard.press("Enter")
        marked = at.page.locator(".warned")
        expect(marked).to_have_text("派了")
        expect(marked).to_have_attribute("title", "不在选项里。请选:待派工、已派工")


@pytest.mark.browser
def test_a_choice_breaks_between_its_words_and_never_inside_one(
    shop: Shop, book: Book, browser: Browser
) -> None:
    offer(book, "Waiting for customer", "Dispatched", "Unreachable")
    book.tab.update([["Waiting for customer"], ["Dispatched"], ["Unreachable"]], "B2:B4")
    with visit(shop, browser, viewport=SCREEN, services={"grid": book.grid}) as at:
        sit_down(shop, at)
        at.go("/desk/grid/")
        expect(cell(at.page, "Unreachable")).to_be_visible()
        assert at.page.locator(".chip").evaluate_all(LINES_OF_WORDS) == [1, 1, 1, 1, 1]
        assert at.page.locator(".chip").evaluate_all(CUT_OFF) == [0, 0, 0]
        assert at.complaints == []


@pytest.mark.browser
def test_a_link_leads_to_the_tickets_row(shop: Shop, book: Book, browser: Browser) -> None:
    book.file.sheet1.update_title("今日")
    tickets = book.file.add_worksheet("工单", 20, 5)
    tickets.update([["维修单号"], ["WX1"], ["WX2"]])
    with visit(shop, browser, viewport=PHONE, services={"grid": book.grid}) as at:
        sit_down(shop, at)
        at.go("/desk/grid?ticket=WX2")
        expect(at.page.locator(".meant")).to_have_text("WX2")
        expect(at.page.get_by_role("button", name="工单")).to_have_attribute("aria-pressed", "true")


def test_the_api_of_the_grid_is_behind_the_door(shop: Shop, book: Book) -> None:
    address = f"/desk/grid/api/{book.file.id}"
    answer = shop.client(grid=book.grid).get(address)
    assert (answer.status_code, "sheetflow token" in answer.json["error"]["message"]) == (403, True)


def test_an_edit_wants_the_pages_own_token(shop: Shop, book: Book) -> None:
    client = shop.desk(grid=book.grid)
    address = f"/desk/grid/api/{book.file.id}"
    row = client.get(address).json["rows"][1]["id"]
    edit = {"row": row, "column": 2, "old": "点不着火", "new": "x"}
    body = {"sheet": book.tab.id, "edits": [edit]}
    assert client.post(f"{address}/edits", json=body).status_code == 400
    assert book.tab.acell("C2").value == "点不着火"


def test_with_google_the_grid_is_the_spreadsheet_itself(shop: Shop) -> None:
    page = shop.desk(sheet_url="https://docs.google.com/spreadsheets/d/x").get("/desk/grid/")
    assert 'href="https://docs.google.com/spreadsheets/d/x"' in page.get_data(as_text=True)
