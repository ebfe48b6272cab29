"""A desk as `sheetflow serve` runs it, on a port of its own, at a time that the test moves, seen in a real browser.

    with served(folder, browser) as site:
        page = site.sit_down()
        site.desk.type(number, technician="陈立"); site.desk.work()

The pages run in a thread of ours. The worker is either the server's own, which then works only when a page wakes it,
or `desk`, the house as another process has it: that reaches the workbook through the server, as `sheetflow once` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import make_server

from sheetflow.bootstrap import open_house
from sheetflow.bootstrap.desk import Desk as ServedDesk
from sheetflow.bootstrap.pages import desk_link
from sheetflow.clock import FixedClock
from sheetflow.settings import Settings
from tests.end_to_end.desk import NOW, Desk, settings_of
from tests.vendored import need_grid

PHONE: Any = {"width": 390, "height": 844}
SCREEN: Any = {"width": 1280, "height": 900}

#: SHEET.md's colours as a browser computes them.
DARK_RED, RED, AMBER = "rgb(127, 0, 0)", "rgb(217, 48, 37)", "rgb(255, 183, 77)"
ORANGE, YELLOW, PURPLE = "rgb(255, 138, 80)", "rgb(255, 245, 157)", "rgb(206, 147, 216)"
LIGHT_BLUE = "rgb(187, 222, 251)"
PLAIN = re.compile(r"rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)")

#: Seconds between the worker's cycles: so many that none comes by itself while a test runs.
NEVER = "86400"


@dataclass
class Site:
    """The desk that is served, the clock that it goes by, and the browsers that look at it."""

    settings: Settings
    clock: FixedClock
    browser: Browser
    opened: ExitStack
    complaints: list[str] = field(default_factory=list)

    @cached_property
    def desk(self) -> Desk:
        """Give the desk beside the server: its worker, and people who type into the sheet."""
        house = self.opened.enter_context(open_house(self.settings, self.clock))
        return Desk(house, self.clock, house.client.open_by_key(house.spreadsheet_id))

    def visit(self, **options: Any) -> Page:
        """Open a browser of its own, without a cookie, whose clock the test may hurry."""
        root = f"http://{self.settings.host}:{self.settings.port}"
        given = {"locale": "zh-CN", "viewport": SCREEN, "base_url": root, **options}
        context = self.browser.new_context(**given)
        self.opened.callback(context.close)
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.clock.install()
        return page

    def sit_down(self, who: str = "林静", **options: Any) -> Page:
        """Open the desk with its one-time link and say who sits there."""
        need_grid()
        page = self.visit(**options)
        page.goto(desk_link(self.settings))
        page.get_by_role("button", name="打开").click()
        page.get_by_text(who).click()
        page.get_by_role("button", name="就是我").click()
        page.wait_for_url("**/desk/")
        return page


@contextmanager
def serving(
    folder: Path, *, at: datetime = NOW, works: bool = False, **settings: str
) -> Iterator[tuple[Settings, FixedClock]]:
    """Serve the desk of a folder on a free port; `works`: with the server's own worker."""
    server = make_server("127.0.0.1", 0, lambda *request: application(*request), threaded=True)
    clock = FixedClock(at)
    here = settings_of(folder, PORT=str(server.server_port), CYCLE_SECONDS=NEVER, **settings)
    application = ServedDesk(here, works=works, clock=clock)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield here, clock
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        application.close()


@contextmanager
def served(
    folder: Path, browser: Browser, *, at: datetime = NOW, works: bool = False, **settings: str
) -> Iterator[Site]:
    """Serve the desk of a folder to a browser."""
    with serving(folder, at=at, works=works, **settings) as (here, clock), ExitStack() as opened:
        yield Site(here, clock, browser, opened)


def send_report(page: Page, **fields: str) -> str:
    """Fill the form in and send it; gives the number that the page then shows."""
    page.goto("/")
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.check("#privacy")
    page.locator("button[type=submit]").click()
    heading = page.locator("h1", has_text="WX")
    expect(heading).to_be_visible()
    return heading.inner_text().split()[-1]


def cell(page: Page, number: str, label: str) -> Locator:
    """Give a cell of the grid by its row's number and its column's name."""
    title = page.locator(".tabulator-col", has=page.get_by_text(label, exact=True))
    column = title.get_attribute("tabulator-field")
    named = page.locator("[tabulator-field=c0]", has_text=re.compile(rf"^{number}(?!-)"))
    return page.locator(".tabulator-row", has=named).locator(f"[tabulator-field={column}]")


def edited(place: Locator) -> Locator:
    """Begin to edit a cell; gives the line to type in once it stands there."""
    place.dblclick()
    editor = place.page.locator(".editor.open")
    expect(editor).to_be_visible()
    return editor


def poll(page: Page) -> None:
    """Let the grid ask for news now instead of in two seconds."""
    page.clock.run_for(2000)
