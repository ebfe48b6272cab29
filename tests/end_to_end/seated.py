"""People before the grid: two at once, their keys, and what a spreadsheet program puts on the clipboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.end_to_end.served import PHONE, Site, cell, poll, served

#: The tickets' shops, and their column.
NAMES = ("小麦面馆", "半山餐厅", "同创文印", "慢豆咖啡")
SHOP = "店名/单位"


@dataclass
class Seat:
    """Somebody before the four tickets, and the numbers of these."""

    site: Site
    lin: Page
    numbers: list[str]

    def at(self, page: Page, place: int, label: str = SHOP) -> Locator:
        return cell(page, self.numbers[place], label)


@dataclass
class Two(Seat):
    """Two people before them."""

    wu: Page

    def shows(self, label: str, *texts: str) -> None:
        """Both see these texts in a column of the four tickets."""
        for page in (self.lin, self.wu):
            poll(page)
            for place, text in enumerate(texts):
                expect(self.at(page, place, label)).to_have_text(text)


@contextmanager
def seat(reported: tuple[Path, list[str]], folder: Path, browser: Browser) -> Iterator[Seat]:
    """Seat somebody before a copy of the desk with the four tickets; their page complains of nothing."""
    with _seated(reported, folder, browser, "林静") as (site, (lin,)):
        yield Seat(site, lin, reported[1])


@contextmanager
def seat_two(reported: tuple[Path, list[str]], folder: Path, browser: Browser) -> Iterator[Two]:
    """Seat two people before it."""
    with _seated(reported, folder, browser, "林静", "吴强") as (site, (lin, wu)):
        yield Two(site, lin, reported[1], wu)


@contextmanager
def _seated(
    reported: tuple[Path, list[str]], folder: Path, browser: Browser, *names: str
) -> Iterator[tuple[Site, list[Page]]]:
    shutil.copytree(reported[0], folder)
    with served(folder, browser) as site:
        pages = [site.sit_down(who) for who in names]
        for page in pages:
            page.goto("/desk/grid/")
            expect(cell(page, reported[1][0], SHOP)).to_be_visible()
        yield site, pages
        # Chromium writes a line of its own about each refusal.
        assert [said for said in site.complaints if "409 (CONFLICT)" not in said] == []


@contextmanager
def hold_phone(reported: tuple[Path, list[str]], folder: Path, browser: Browser) -> Iterator[Page]:
    """Hold a phone with the grid of such a copy; it complains of nothing."""
    shutil.copytree(reported[0], folder)
    with served(folder, browser) as site:
        page = site.sit_down(viewport=PHONE, has_touch=True, is_mobile=True)
        page.goto("/desk/grid/")
        yield page
        assert site.complaints == [], site.complaints


def press(page: Page, *keys: str) -> None:
    """Press keys one after another."""
    for key in keys:
        page.keyboard.press(key)


def paste(page: Page, text: str = "", html: str = "") -> None:
    """Paste as a browser does when a spreadsheet program has filled the clipboard."""
    page.locator(".editor").evaluate(
        """(editor, [text, html]) => {
            const clipboardData = new DataTransfer();
            if (text) clipboardData.setData("text/plain", text);
            if (html) clipboardData.setData("text/html", html);
            editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        [text, html],
    )


def copy(page: Page, event: str = "copy") -> tuple[str, str]:
    """Copy what is selected; gives the clipboard's text and HTML."""
    return tuple(
        page.locator(".editor").evaluate(
            """(editor, name) => {
                const clipboardData = new DataTransfer();
                editor.dispatchEvent(new ClipboardEvent(name, { clipboardData, bubbles: true, cancelable: true }));
                return [clipboardData.getData("text/plain"), clipboardData.getData("text/html")];
            }""",
            event,
        )
    )
