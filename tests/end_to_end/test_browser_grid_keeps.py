"""What somebody types in the grid is seen and kept, whatever others do, wherever the cell is, and on a phone, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.seated import NAMES, SHOP
from tests.end_to_end.served import cell

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
    with phone.expect_response("**/edits"):
        phone.keyboard.type("二店")
        place.tap()
    expect(other).to_have_text(f"{NAMES[1]}二店")
