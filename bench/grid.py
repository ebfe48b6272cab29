"""The grid in Chromium: first rows, keystrokes and other people's changes, at 1,000 and 10,000 tickets.

    .venv/bin/python bench/grid.py [ROWS …]

A whole desk is served, its 工单 filled with so many tickets; a person sits down, types and walks through it. Keystroke
to paint is what the browser itself measures (Event Timing: from the key to the next frame, in steps of 8 ms; what is
under 16 ms isn't reported and counts as 16). A remote change is one cell that somebody else writes: the bytes of the
page's next question and answer. Beside the keys of the grid stand those of a bare page with one line to type in, in the
same run: on a busy machine a frame waits there as well.
"""

from __future__ import annotations

import logging
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.end_to_end.desk import set_up
from tests.end_to_end.served import SCREEN, Site, served

#: What issue C allows.
FIRST_ROWS_MILLISECONDS, KEY_MILLISECONDS = 2000, 100
UNREPORTED = 16

#: Runs before the page's own scripts: notes when the first row is painted, and each key that took a while.
WATCH = """
window.keys = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (one.name === "keydown") window.keys.push(one.duration);
}).observe({ type: "event", durationThreshold: 16 });
window.firstRows = new Promise((painted) => new MutationObserver((_, observer) => {
  if (!document.querySelector(".tabulator-row .tabulator-cell")) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => painted(performance.now())));
}).observe(document, { childList: true, subtree: true }));
"""

#: A clerk's minute, pressed one after another: type over, go on, look around, fill, take back.
MINUTE = (
    *("x", "y", "z", "Enter") * 4,
    *("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft") * 4,
    *("a", "Tab", "b", "Enter"),
    *("PageDown", "PageDown", "PageUp", "End", "Home"),
    *("Shift+ArrowDown", "Shift+ArrowDown", "Control+d", "Control+z"),
    *("F2", "q", "Escape", "Control+End", "Control+Home", "ArrowRight", "ArrowRight"),
)
MINUTES = 4


def measure(browser: Browser, rows: int) -> None:
    """Print one size's figures."""
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        with served(Path(folder), browser) as site:
            fill(site, rows)
            page = seated(site)
            first = [opened(page) for _ in range(3)]
            print(f"{rows:>6} tickets, first rows painted: {median(first):6.0f} ms", end="")
            print(f" (allowed {FIRST_ROWS_MILLISECONDS})")
            page.locator(".tabulator-row [tabulator-field=c2]").first.click()
            keys = pressed(page, MINUTE * MINUTES)
            print(
                f"       {len(keys)} keys to paint: {told(keys)} (allowed p95 {KEY_MILLISECONDS})"
            )
            print(f"       bytes of a remote change: {remote(site, page, rows)}")


def bare(browser: Browser) -> list[float]:
    """Type into a page with nothing but a line; give each key's milliseconds to the next frame."""
    page = browser.new_page(viewport=SCREEN)
    page.add_init_script(WATCH)
    page.goto("data:text/html,<textarea autofocus></textarea>")
    page.locator("textarea").click()
    keys = pressed(page, "xyz" * 70)
    page.close()
    return keys


def told(keys: list[float]) -> str:
    """Word the milliseconds of keys."""
    ordered = sorted(keys)
    last = ordered[int(len(ordered) * 0.95)]
    return f"median {median(ordered):.0f} ms, p95 {last:.0f} ms, worst {ordered[-1]:.0f} ms"


def fill(site: Site, rows: int) -> None:
    """Write the tickets as an import would: in blocks, every column that people see."""
    tab = site.desk.tab()
    labels = tab.row_values(1)
    tab.resize(rows=rows + 100)
    shown = {
        "维修单号": "WX2026{:06d}",
        "状态": "已派工",
        "店名/单位": "第{}面馆",
        "下一步": "陈立:打客户电话,结果填「联系结果」",
        "紧急程度": "普通",
        "客户姓名": "客户{}",
        "联系方式": "138-0000-0001",
        "维修地址": "城东人民路{}号",
        "区域": "城东",
        "产品型号": "大锅灶 ZG-2A",
        "故障描述(客户)": "打不着火",
        "维修工程师": "陈立·工01",
    }
    for top in range(0, rows, 2000):
        block = [
            [shown.get(label, "").format(number) for label in labels]
            for number in range(top, min(top + 2000, rows))
        ]
        tab.update(block, f"A{top + 2}")


def seated(site: Site) -> Page:
    """Open a browser whose clock runs as it does, with somebody at the desk."""
    clerk = site.sit_down()
    context = site.browser.new_context(viewport=SCREEN, storage_state=clerk.context.storage_state())
    site.opened.callback(context.close)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"http://{site.settings.host}:{site.settings.port}/desk/grid/")
    return page


def opened(page: Page) -> float:
    """Open the grid anew; give the milliseconds until its first rows are painted."""
    page.reload()
    return float(page.evaluate("window.firstRows"))


def pressed(page: Page, keys: Sequence[str]) -> list[float]:
    """Press keys one after another; give each one's milliseconds to the next frame."""
    page.evaluate("window.keys.length = 0")
    for key in keys:
        page.keyboard.press(key)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    reported = [float(one) for one in page.evaluate("window.keys")]
    return reported + [UNREPORTED] * (len(keys) - len(reported))


def remote(site: Site, page: Page, rows: int) -> str:
    """Let somebody else write a cell; give the sizes of the polls that follow, the one with the change first."""
    page.wait_for_load_state("networkidle")
    sizes: list[int] = []

    def arrived(answer: Response) -> None:
        if "/desk/grid/api/" in answer.url and answer.request.method == "GET":
            sizes.append(len(answer.body()))

    with page.expect_response(is_poll):
        pass
    site.desk.tab().update_acell("C3", f"别人写的{rows}")
    with page.expect_response(
        lambda answer: is_poll(answer) and "别人写的" in answer.text()
    ) as told:
        pass
    arrived(told.value)
    with page.expect_response(is_poll) as quiet:
        pass
    arrived(quiet.value)
    return f"{sizes[0]} with it, {sizes[1]} without"


def is_poll(answer: Response) -> bool:
    """Say whether this answers the page's question for news."""
    return "/desk/grid/api/" in answer.url and "since=" in answer.url


def main() -> None:
    """Measure 1,000 and 10,000 tickets, or the sizes that are named."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # its line for each request
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    options: Any = {"executable_path": chromium} if chromium else {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(args=["--no-sandbox"], **options)
        cores, load = os.cpu_count(), os.getloadavg()[0]
        print(
            f"Python {platform.python_version()}, Chromium {browser.version}, {platform.machine()}"
        )
        print(f"{cores} cores, load {load:.1f}")
        print(f"       keys on a bare page: {told(bare(browser))}")
        for rows in [int(rows) for rows in sys.argv[1:]] or [1000, 10000]:
            measure(browser, rows)
        print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
