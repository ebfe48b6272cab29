"""What the desk's pages say of the sheet's age, and of a sheet that can't be read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.webhooks.conftest import NOON, Shop
from tests.webhooks.test_desk import BOARD, page

WHY = "Google Sheets doesn't answer (ConnectionError); it is tried again."


@pytest.mark.parametrize("path", ["/desk/", "/desk/health/"])
@pytest.mark.parametrize(
    ("minutes", "chinese", "english"),
    [
        pytest.param(0, "表格读于 14:30 (刚刚)", "Sheet read at 14:30 (just now)", id="just-now"),
        pytest.param(
            35, "表格读于 14:30 (35分钟前)", "Sheet read at 14:30 (35 minutes ago)", id="35"
        ),
        pytest.param(
            130, "表格读于 14:30 (2小时前)", "Sheet read at 14:30 (2 hours ago)", id="130"
        ),
    ],
)
def test_board_and_health_show_how_old_the_last_read_is(
    shop: Shop, path: str, minutes: int, chinese: str, english: str
) -> None:
    shop.ledger.keep("board", {**BOARD, "at": (NOON - timedelta(hours=3)).isoformat()})
    shop.ledger.keep("last_run", {"at": NOON.isoformat()})
    client = shop.desk()
    shop.clock.at = NOON + timedelta(minutes=minutes)
    assert chinese in page(client, path)
    assert english in page(client, f"{path}?lang=en")


def test_a_board_that_was_kept_before_any_run_shows_its_own_age(shop: Shop) -> None:
    shop.ledger.keep("board", BOARD)
    shop.clock.at = NOON + timedelta(minutes=3)
    assert "表格读于 14:30 (3分钟前)" in page(shop.desk(), "/desk/")


def test_the_health_page_says_that_the_sheet_cannot_be_read_and_what_goes_on(shop: Shop) -> None:
    shop.ledger.keep("last_run", {"at": NOON.isoformat()})
    shop.ledger.keep("away", {"at": (NOON + timedelta(minutes=1)).isoformat(), "why": WHY})
    client = shop.desk()
    shown = page(client, "/desk/health/")
    assert "现在读不到表格" in shown
    assert "ConnectionError" in shown
    assert "预警和超时通知" in shown
    assert "Warnings and breaches go on" in page(client, "/desk/health/?lang=en")


def test_a_sheet_that_was_read_since_is_not_called_away(shop: Shop) -> None:
    shop.ledger.keep("away", {"at": NOON.isoformat(), "why": WHY})
    shop.ledger.keep("last_run", {"at": (NOON + timedelta(minutes=1)).isoformat()})
    assert "读不到" not in page(shop.desk(), "/desk/health/")


def test_why_it_cannot_be_read_or_written_is_said_in_the_reader_s_language(shop: Shop) -> None:
    shop.ledger.keep("last_run", {"at": NOON.isoformat()})
    later = (NOON + timedelta(minutes=1)).isoformat()
    said = {"at": later, "why": "It may only look.", "zh": "只能查看。", "act": "write"}
    shop.ledger.keep("away", said)
    client = shop.desk()
    shown = page(client, "/desk/health/")
    assert "现在写不进表格: 只能查看。" in shown
    assert "读不到" not in shown
    english = page(client, "/desk/health/?lang=en")
    assert "The sheet can’t be written just now: It may only look." in english
