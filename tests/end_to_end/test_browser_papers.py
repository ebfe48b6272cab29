"""Papers as a browser prints them: A4, a page each, nothing cut off; on a phone's screen; without a Chinese font."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from sheetflow.ledger import open_ledger
from tests.documents.test_papers import P2
from tests.end_to_end.served import PHONE, Site, served

pytestmark = pytest.mark.browser

NUMBER = "WX20260310001"
A4_POINTS = (595, 842)

THREE_CENTIMETRES = 113  # in CSS pixels

#: What of the page sticks out of its place, if anything does.
STICKING_OUT = """
[...document.querySelectorAll(".paper :is(dd, td, th, dt, .own, p, span, figure)")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
  .map((one) => one.outerHTML)
"""


def printed(page: Page, path: str) -> list[str]:
    """Print a page as the browser's dialog would; gives the words of each sheet of A4, without blanks."""
    answer = page.goto(path)
    assert answer
    assert answer.status == 200
    read = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sizes = {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in read.pages}
    assert sizes == {A4_POINTS}
    return [plain(sheet.extract_text()) for sheet in read.pages]


def plain(words: str) -> str:
    """Give words without blanks; a PDF may hold the radical ⼾ for the character 户."""
    alike = str.maketrans({"⼾": "户", "⻚": "页", "⻓": "长", "⻔": "门"})
    return "".join(normalize("NFKC", words.translate(alike)).split())


def numbers(folder: Path) -> list[str]:
    """Give the numbers of the demonstration's tickets."""
    ledger = open_ledger(f"sqlite:///{folder / 'demo' / 'ledger.sqlite'}")
    found = sorted(ledger.records())
    ledger.close()
    return found


def test_every_ticket_of_the_demonstration_prints_each_paper_on_one_page(
    demonstration: Path, browser: Browser
) -> None:
    found = numbers(demonstration)
    assert len(found) == 14
    with served(demonstration, browser) as site:
        page = site.sit_down()
        for number in found:
            order, receipt, slip, card = printed(page, f"/desk/papers/all/{number}")
            for sheet, title in ((order, "派工单"), (receipt, "回执单"), (slip, "领料单")):
                assert number in sheet
                assert title in sheet
                assert "演示,不是真的" in sheet
            assert "IGN-220点火器" in card
            assert "65.00" in card
            assert page.evaluate(STICKING_OUT) == []
        assert site.complaints == []


def test_p2s_record_is_printed_with_its_fifteen_fields_as_given(
    demonstration: Path, browser: Browser
) -> None:
    with served(demonstration, browser) as site:
        [sheet] = printed(site.sit_down(), "/desk/papers/service_record/WX2023901")
    for name, value in P2.items():
        assert plain(name + value) in sheet


def test_a_long_story_wraps_and_goes_on_on_the_next_page(
    demonstration: Path, browser: Browser
) -> None:
    story = "".join(f"第{n}次来修,还是打不着火。" for n in range(400)) + "X" * 400
    with served(demonstration, browser) as site:
        site.desk.type(
            NUMBER, fault=story, planned_parts=";".join(f"怪零件{n}号" for n in range(60))
        )
        site.desk.work()
        page = site.sit_down()
        receipt = printed(page, f"/desk/papers/receipt/{NUMBER}")
        assert len(receipt) > 1
        assert plain(story) in "".join(receipt)
        assert "技术人员日期" in receipt[-1]
        slip = printed(page, f"/desk/papers/parts_slip/{NUMBER}")
        assert len(slip) > 1
        assert all("型号名称单位需要" in sheet for sheet in slip[:2])
        for language in ("zh", "en"):
            page.goto(f"/desk/papers/all/{NUMBER}?lang={language}")
            for media in ("print", "screen"):
                page.emulate_media(media=media)
                assert page.evaluate(STICKING_OUT) == []


def test_there_is_room_to_sign_whatever_the_language(demonstration: Path, browser: Browser) -> None:
    with served(demonstration, browser) as site:
        page = site.sit_down()
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 703, "height": 1000})  # A4 without its margins
        for language in ("zh", "en"):
            page.goto(f"/desk/papers/all/{NUMBER}?lang={language}")
            lines = page.locator(".signatures i:not(.date)")
            widths = lines.evaluate_all("lines => lines.map(line => line.offsetWidth)")
            assert min(widths) > THREE_CENTIMETRES


def test_on_a_phone_nothing_scrolls_sideways(demonstration: Path, browser: Browser) -> None:
    with served(demonstration, browser) as site:
        page = site.sit_down()
        page.set_viewport_size(PHONE)
        for language in ("zh", "en"):
            page.goto(f"/desk/papers/all/{NUMBER}?lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
            assert page.evaluate(STICKING_OUT) == []


def test_the_row_in_the_grid_leads_to_its_papers_and_a_button_prints_them(
    demonstration: Path, browser: Browser
) -> None:
    with served(demonstration, browser) as site:
        page = site.sit_down()
        page.add_init_script("window.print = () => { window.asked = true; }")
        page.goto(f"/desk/grid/?ticket={NUMBER}")
        page.get_by_role("link", name="打印", exact=True).click()
        page.wait_for_url(f"**/desk/papers/all/{NUMBER}")
        expect(page.get_by_role("heading", name="维修服务回执单")).to_be_visible()
        page.get_by_role("button", name="打印").click()
        assert page.evaluate("window.asked") is True
        assert site.complaints == []


# ── The font ────────────────────────────────────────────────────────────────────────────────────────────────────────


def notice(site: Site, browser: Browser, **options: bool) -> tuple[bool, str]:
    """Say whether the sentence about the font is there to be seen by a browser of ours, and whether as an alarm."""
    state = site.sit_down().context.storage_state()
    context = browser.new_context(storage_state=state, **options)
    page = context.new_page()
    root = f"http://{site.settings.host}:{site.settings.port}"
    page.goto(f"{root}/desk/papers/receipt/{NUMBER}")
    found = page.locator("#font")
    seen = found.is_visible(), found.get_attribute("class") or ""
    context.close()
    return seen


def test_where_chinese_can_be_drawn_nothing_is_said_of_fonts(
    demonstration: Path, browser: Browser
) -> None:
    with served(demonstration, browser) as site:
        assert notice(site, browser)[0] is False


def test_without_javascript_the_reader_is_told_how_to_see_it(
    demonstration: Path, browser: Browser
) -> None:
    with served(demonstration, browser) as site:
        assert notice(site, browser, java_script_enabled=False) == (True, "hint")


def test_a_missing_chinese_font_is_said(
    demonstration: Path, browser: Browser, tmp_path: Path
) -> None:
    latin = next(iter(sorted(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))), None)
    if latin is None:
        pytest.skip("no DejaVuSans.ttf to be a computer without a Chinese font with")
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    shutil.copy(latin, fonts)
    setting = tmp_path / "fonts.conf"
    setting.write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    poor = browser.browser_type.launch(
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
        args=["--no-sandbox"],
        env={**os.environ, "FONTCONFIG_FILE": str(setting)},
    )
    try:
        with served(demonstration, browser) as site:
            assert notice(site, poor) == (True, "alert")
    finally:
        poor.close()
