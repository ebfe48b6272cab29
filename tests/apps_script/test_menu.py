"""The menu speaks the spreadsheet's language, leads to the desk's pages, and asks for a look when told to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.apps_script.script import DESK, KEY, Reply, Script
from tests.webhooks.conftest import Shop


@pytest.mark.parametrize(
    ("locale", "title", "first"),
    [
        ("zh_CN", "维修台", "新报修"),
        ("zh_TW", "维修台", "新报修"),
        ("en_GB", "Repair desk", "New report"),
        ("de_DE", "Repair desk", "New report"),
    ],
)
def test_it_speaks_chinese_where_the_spreadsheet_does_else_english(
    script: Script, locale: str, title: str, first: str
) -> None:
    script.set(locale=locale)
    menu = script.opened()
    assert (menu[0], menu[1][0][0]) == (title, first)
    assert len({caption for caption, _ in menu[1]}) == 9


def test_its_items_open_pages_that_the_desk_has(installed: Script, shop: Shop) -> None:
    pages = [name for _, name in installed.opened()[1] if name.startswith("open")]
    assert pages.pop(0) == "openForm"
    for name in pages:
        installed.call(name)
    addresses = [page.split('"')[1] for _, page in installed.world["dialogs"]]
    assert len(addresses) == len(pages) == 5
    browser = shop.desk()
    for address in addresses:
        assert address.startswith(f"{DESK}/")
        assert browser.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_the_customers_form_opens_under_the_address_that_everybody_reaches(
    installed: Script, shop: Shop
) -> None:
    installed.call("openForm")
    [[_, page]] = installed.world["dialogs"]
    assert page.split('"')[1] == "https://desk.example.com/"
    assert shop.client().get("/", follow_redirects=True).status_code == 200


def test_before_it_is_installed_its_items_say_so(script: Script) -> None:
    for name in ("openForm", "openBoard", "runNow"):
        script.call(name)
    assert len(script.world["said"]) == 3
    assert all("还没有装好" in said for said in script.world["said"])
    assert script.world["dialogs"] == []


def test_an_answer_that_names_no_address_of_a_page_opens_nothing(script: Script) -> None:
    script.answers = lambda request: Reply(202, '{"desk": "javascript:alert(1)//"}')
    script.installs()
    script.call("openBoard")
    assert script.world["dialogs"] == []


def test_another_address_takes_the_old_desk_out_of_the_menu_until_it_has_answered(
    installed: Script,
) -> None:
    installed.answers = lambda request: Reply(fault="DNS error")
    installed.set(prompts=["https://new.example.com", KEY])
    installed.call("changeKey")
    installed.call("openBoard")
    assert installed.world["dialogs"] == []


def test_look_now_speaks_for_what_is_typed_in_the_next_seconds(installed: Script) -> None:
    installed.call("runNow")
    installed.changed()
    assert len(installed.sent) == 1


def test_look_now_pings_though_somebody_has_just_typed_and_says_so(installed: Script) -> None:
    installed.changed()
    installed.call("runNow")
    assert [ping.said["kind"] for ping in installed.sent] == ["change", "run"]
    assert installed.world["said"][-1] == "维修台: 好了:改动会马上处理。"


def test_look_now_tries_though_the_address_is_left_alone_and_ends_that(installed: Script) -> None:
    installed.answers = lambda request: Reply(503, "")
    installed.changed()
    installed.call("runNow")
    assert "503" in installed.world["said"][-1]
    installed.answers = lambda request: Reply()
    installed.call("runNow")
    installed.wait(10)
    installed.changed()
    kinds: list[Any] = [ping.said["kind"] for ping in installed.sent]
    assert kinds == ["change", "run", "run", "change"]
