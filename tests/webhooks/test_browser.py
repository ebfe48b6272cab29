"""The pages in a real browser, on a phone and on a desk's screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from sheetflow.webhooks import token
from tests.webhooks.conftest import NOON, REPORT, Shop
from tests.webhooks.test_desk import BOARD

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1280, "height": 900}


@dataclass
class Visit:
    """A page of a browser, where the shop answers, and what the browser complained about."""

    page: Page
    root: str
    complaints: list[str]

    def go(self, path: str) -> None:
        self.page.goto(self.root + path)


@contextmanager
def visit(
    shop: Shop, browser: Browser, *, services: dict[str, Any] | None = None, **options: Any
) -> Iterator[Visit]:
    """Serve the shop on a free port and open a browser there."""
    server = make_server("127.0.0.1", 0, shop.client(**services or {}).application, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context(locale="zh-CN", **options)
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield Visit(page, f"http://127.0.0.1:{server.server_port}", complaints)
    finally:
        context.close()
        server.shutdown()
        thread.join()
        server.server_close()


def fill(page: Page, **changes: str) -> None:
    for name, value in {**REPORT, **changes}.items():
        page.fill(f"[name={name}]", value)


def sit_down(shop: Shop, at: Visit) -> None:
    """Open the desk with its link and say that this is 林静."""
    at.go(f"/desk/enter?token={token.issue(shop.services.settings.data_dir)}")
    at.page.get_by_role("button", name="打开").click()
    at.page.get_by_text("07 林静").click()
    at.page.get_by_role("button", name="就是我").click()
    at.page.wait_for_url("**/desk/")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_customer_reports_on_a_phone(shop: Shop, browser: Browser, scripts: bool) -> None:
    with visit(shop, browser, viewport=PHONE, java_script_enabled=scripts) as at:
        at.go("/")
        fill(at.page)
        at.page.get_by_text("紧急", exact=True).click()
        at.page.check("#privacy")
        at.page.get_by_role("button", name="提交").click()
        expect(at.page.locator("h1")).to_contain_text("WX20260310001")
        expect(at.page.locator(".state")).to_have_text("已收到")
        assert at.complaints == []
    (stored,) = shop.ledger.pending_reports()
    assert {**REPORT, "wished_grade": "urgent"}.items() <= stored.values.items()


def test_a_fault_is_read_out_and_leads_to_its_field(shop: Shop, browser: Browser) -> None:
    with visit(shop, browser, viewport=PHONE) as at:
        at.go("/report")
        fill(at.page, phone="没有")
        at.page.check("#privacy")
        at.page.get_by_role("button", name="提交").click()
        expect(at.page.get_by_role("alert")).to_be_focused()
        at.page.get_by_role("link", name="联系电话").click()
        expect(at.page.locator("#phone")).to_be_focused()
        expect(at.page.locator("#phone")).to_have_accessible_description(
            "这里没有能打通的电话号码。请写成 138-0000-0001 或 010-6234-5678转8002 的样子"
            " 手机,或带区号的座机;分机写「转8002」"
        )
        expect(at.page.locator("#fault")).to_have_value("点不着火")


def test_an_unknown_model_needs_no_name(shop: Shop, browser: Browser) -> None:
    with visit(shop, browser, viewport=PHONE) as at:
        at.go("/report")
        fill(at.page, product_model="")
        at.page.get_by_label("不清楚型号").check()
        expect(at.page.locator("#product_model")).to_be_disabled()
        at.page.check("#privacy")
        at.page.get_by_role("button", name="提交").click()
        expect(at.page.locator(".state")).to_have_text("已收到")
    assert shop.ledger.pending_reports()[0].values["product_model"] == "不清楚型号"


@pytest.mark.parametrize("viewport", [PHONE, SCREEN], ids=["phone", "screen"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_is_wider_than_the_screen_or_breaks_its_own_rules(
    shop: Shop, browser: Browser, viewport: Any, language: str
) -> None:
    shop.ledger.keep("board", BOARD)
    shop.ledger.keep("last_run", {"at": NOON.isoformat(), "error": ""})
    accepted = shop.ledger.accept(REPORT, at=NOON, day=NOON.date())
    public = ("/report", "/privacy", f"/s/{accepted.token}?sent=1")
    desk = ("/desk/", "/desk/grid/", "/desk/notices/", "/desk/health/", "/desk/who")
    with visit(shop, browser, viewport=viewport) as at:
        sit_down(shop, at)
        for path in (*public, *desk):
            at.go(f"{path}{'&' if '?' in path else '?'}lang={language}")
            beyond = at.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert (path, beyond) == (path, 0)
            expect(at.page.locator("h1")).to_have_count(1)
        assert at.complaints == []


def test_the_desk_s_pages_stand_in_one_line_on_a_phone(shop: Shop, browser: Browser) -> None:
    with visit(shop, browser, viewport=PHONE) as at:
        sit_down(shop, at)
        at.go("/desk/notices/?lang=en")
        heights = "links => links.map(link => link.getBoundingClientRect().top)"
        assert len(set(at.page.locator("nav a").evaluate_all(heights))) == 1


def test_what_is_overdue_is_red(shop: Shop, browser: Browser) -> None:
    shop.ledger.keep("board", BOARD)
    shop.ledger.keep("last_run", {"at": NOON.isoformat(), "error": ""})
    shop.clock.at = NOON + timedelta(minutes=35)
    with visit(shop, browser, viewport=SCREEN) as at:
        sit_down(shop, at)
        mark = at.page.get_by_text("超时35分")
        expect(mark).to_have_css("background-color", "rgb(217, 48, 37)")
        expect(mark).to_have_css("color", "rgb(255, 255, 255)")
        run = at.page.get_by_text("系统最后运行 14:30")
        expect(run).to_have_css("background-color", "rgb(217, 48, 37)")


def test_the_board_follows_by_itself(shop: Shop, browser: Browser) -> None:
    with visit(shop, browser, viewport=SCREEN) as at:
        at.page.clock.install()
        sit_down(shop, at)
        expect(at.page.get_by_text("还没有运行过")).to_be_visible()
        shop.ledger.keep("board", BOARD)
        at.page.clock.run_for(5000)
        expect(at.page.get_by_text("慢豆咖啡")).to_be_visible()
