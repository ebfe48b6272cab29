"""A desk's server as a process of its own, and people before it: who edits, who only looks, all over HTTP.

with Crowd.of(folder) as crowd:
    crowd.look(20)
    people = [crowd.sit_down() for _ in range(8)]
    people[0].edit({"row": 12, "column": 3, "old": "", "new": "加急"})   ->  Answer(status, body)
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

import requests
from playwright.sync_api import Browser, Page

from sheetflow.bootstrap.pages import desk_link
from sheetflow.settings import Settings
from tests.end_to_end.desk import settings_of
from tests.ports import free_port
from tests.test_cli import until
from tests.vendored import need_grid

_CSRF = re.compile(r'(?:name="csrf_token" value|data-csrf)="([^"]+)"')
_CYCLES = re.compile(r"^sheetflow_cycles_total (\S+)", re.MULTILINE)
_API = re.compile(r'data-api="([^"]+)"')


@dataclass
class Screen:
    """One open page of the grid: the rows of a tab as they have been told so far, like static/grid/workbook.js."""

    session: requests.Session
    address: str
    headers: dict[str, str]
    sheet: int | None = None
    tabs: list[dict[str, Any]] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    rows: dict[int, list[str]] = field(default_factory=dict)
    cursor: str = ""
    revision: int = 0

    def poll(self) -> None:
        """Ask what is new in the tab, the first one without a wish."""
        asked = {"since": self.cursor} | ({"sheet": str(self.sheet)} if self.sheet else {})
        answer = self.session.get(self.address, params=asked, timeout=60)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        self.tabs = told.get("tabs", self.tabs)
        self.rows |= {row["id"]: row.get("v", []) for row in told["rows"]}
        if "order" in told:
            self.order = [first + at for first, count in told["order"] for at in range(count)]
        self.cursor, self.revision, self.sheet = told["cursor"], told["revision"], told["sheet"]

    def edit(self, *edits: dict[str, Any]) -> requests.Response:
        """Send one set of edits."""
        body = {"sheet": self.sheet, "edits": edits}
        return self.session.post(
            f"{self.address}/edits", json=body, headers=self.headers, timeout=60
        )

    def shown(self) -> list[tuple[int, list[str]]]:
        """Give what the page shows, from the top: each row's id and texts."""
        return [(row, self.rows.get(row, [])) for row in self.order]

    def text(self, row: int, column: int) -> str:
        """Give what the page shows in a cell."""
        texts = self.rows.get(row, [])
        return texts[column] if column < len(texts) else ""

    def column(self, label: str) -> int:
        """Give the place of a column by its header."""
        return next(texts.index(label) for texts in self.rows.values() if label in texts)


@dataclass
class Crowd:
    """A served desk and who comes to it."""

    settings: Settings
    _door: Lock = field(default_factory=Lock)

    @property
    def root(self) -> str:
        """Give the server's address."""
        return f"http://{self.settings.host}:{self.settings.port}"

    def sit_down(self, tab: str = "工单") -> Screen:
        """Open a tab of the grid in a browser of its own, with a link of its own, as the first of the staff."""
        session = requests.Session()
        session.trust_env = False
        with self._door:  # an older link opens nothing once there is another
            link = desk_link(self.settings)
            door = {"csrf_token": _found(_CSRF, session.get(link, timeout=60))}
            token = {"token": link.partition("token=")[2]}
            page = session.post(f"{self.root}/desk/enter", data=door | token, timeout=60)
        form = {"csrf_token": _found(_CSRF, page), "no": "", "name": "临时"}
        session.post(page.url, data=form, timeout=60)
        grid = session.get(f"{self.root}/desk/grid/", timeout=60)
        headers = {"X-CSRFToken": _found(_CSRF, grid)}
        first = Screen(session, self.root + _found(_API, grid), headers)
        first.poll()
        [sheet] = [one["id"] for one in first.tabs if one["title"] == tab]
        screen = replace(first, sheet=sheet, rows={}, order=[], cursor="")
        screen.poll()
        return screen

    def open_in(self, browser: Browser, **options: Any) -> Page:
        """Open the grid in a real browser, as it stands for whoever comes first."""
        need_grid()
        page = browser.new_context(locale="zh-CN", base_url=self.root, **options).new_page()
        with self._door:
            page.goto(desk_link(self.settings))
            page.get_by_role("button", name="打开").click()
            page.wait_for_url("**/desk/who")
        page.get_by_text("林静").click()
        page.get_by_role("button", name="就是我").click()
        page.wait_for_url("**/desk/")
        page.goto("/desk/grid/")
        return page

    def cycles(self) -> float:
        """Ask how many cycles the worker has done."""
        found = _CYCLES.search(requests.get(f"{self.root}/metrics", timeout=60).text)
        return float(found[1]) if found else 0

    def alive(self) -> bool:
        """Ask the server whether it is there."""
        answer = requests.get(f"{self.root}/livez", timeout=60)
        return answer.status_code == 200 and answer.json() == {"alive": True}


def _found(pattern: re.Pattern[str], page: requests.Response) -> str:
    match = pattern.search(page.text)
    assert match, page.text
    return match[1]


@contextmanager
def crowded(folder: Path, **settings: str) -> Iterator[Crowd]:
    """Serve a folder's desk as `sheetflow serve` does, until the block ends."""
    here = settings_of(folder, PORT=str(free_port()), **settings)
    env = {
        "SHEETFLOW_DATA_DIR": str(folder),
        "SHEETFLOW_PORT": str(here.port),
        "PYTHONUNBUFFERED": "1",
    }
    given = {f"SHEETFLOW_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "sheetflow", "serve"]
    with subprocess.Popen(
        command,
        env={**os.environ, **env, **given},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            until(server, "Data:")
            yield Crowd(here)
        finally:
            server.terminate()
