"""The pages on installing quote what the script says, and name files and menus that there are."""

from __future__ import annotations

import re

import pytest

from tests.apps_script.script import ROOT, Script

CODE = (ROOT / "apps_script" / "Code.gs").read_text("utf-8")
PAGES = [ROOT / "docs" / "howto" / f"apps-script{end}.md" for end in ("", ".zh-CN")]

each = pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES])


@each
def test_what_a_page_says_that_the_script_says_it_says(page) -> None:
    told = re.findall(r"^\| (?!it says|它说|-)([^|]+?) \|", page.read_text("utf-8"), re.MULTILINE)
    assert len(told) == 5
    assert [one for one in told if one not in CODE] == []


def test_the_menu_has_the_items_that_the_pages_name(script: Script) -> None:
    chinese = {caption for caption, _ in script.opened()[1]}
    script.set(locale="en_US")
    english = {caption for caption, _ in script.opened()[1]}
    first, second = (page.read_text("utf-8") for page in PAGES)
    assert {"Look now", "Install", "Change address and key"} <= english
    assert all(f"**{name}**" in first for name in ("Look now", "Install", "Change address and key"))
    assert {"马上检查一遍", "安装", "换地址和密钥"} <= chinese
    assert all(f"“{name}”" in second for name in ("马上检查一遍", "安装", "换地址和密钥"))
