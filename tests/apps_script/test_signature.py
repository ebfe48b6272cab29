"""What the script signs, npm's standardwebhooks and our own pages take, Chinese too."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook

from sheetflow.webhooks import PingEnd
from tests.apps_script.script import ADDRESS, KEY, NOON, Reply, Request, Script, Threw
from tests.webhooks.conftest import NOON as OPEN
from tests.webhooks.conftest import Shop


@pytest.fixture
def pages(shop: Shop) -> Callable[[Request], Reply]:
    """Give the real endpoint as what answers the script."""
    end = PingEnd("1aB", lambda now: (KEY,), "http://127.0.0.1:8000/desk")
    client = shop.client(pings=end)

    def answer(request: Request) -> Reply:
        assert request.address == ADDRESS
        got: Any = client.post("/hooks/sheet", data=request.body, headers=dict(request.headers))
        return Reply(got.status_code, got.get_data(as_text=True))

    return answer


def test_npms_own_library_takes_what_the_script_sends_and_no_other_key(installed: Script) -> None:
    installed.wait(time.time() - installed.now / 1000)  # that library reads the machine's clock
    installed.changed()
    [ping] = installed.sent
    assert installed.verified(KEY, ping) == {"spreadsheet": "1aB", "kind": "change"}
    other = "whsec_" + base64.b64encode(b"o" * 32).decode()
    with pytest.raises(Threw, match="No matching signature"):
        installed.verified(other, ping)


def test_npms_own_library_takes_chinese_that_the_script_has_signed(installed: Script) -> None:
    seconds = int(time.time())
    body = '{"spreadsheet": "1aB", "kind": "改动"}'
    headers = {
        "webhook-id": "ping_1",
        "webhook-timestamp": str(seconds),
        "webhook-signature": installed.call("sign_", KEY, "ping_1", seconds, body),
    }
    ping = Request(ADDRESS, headers, body.encode(), {})
    assert installed.verified(KEY, ping)["kind"] == "改动"


def test_the_pages_take_what_the_script_sends_and_it_keeps_the_desks_address(
    script: Script, shop: Shop, pages: Callable[[Request], Reply]
) -> None:
    assert int(OPEN.timestamp()) * 1000 == NOON
    script.answers = pages
    script.installs()
    assert script.world["said"][-1] == "好了:改动会马上处理。"
    assert script.world["properties"]["sheetflow.desk"] == "http://127.0.0.1:8000/desk"
    script.wait(60)
    script.changed("formSubmitted")
    book: Any = shop.ledger.kept("pings")
    assert (book["good"], set(book)) == (2, {"good", "at", "heard"})


def test_the_pages_take_chinese_that_the_script_has_signed(
    script: Script, pages: Callable[[Request], Reply]
) -> None:
    body = '{"spreadsheet": "1aB", "kind": "改动"}'
    headers = {
        "webhook-id": "ping_1",
        "webhook-timestamp": str(NOON // 1000),
        "webhook-signature": script.call("sign_", KEY, "ping_1", NOON // 1000, body),
    }
    assert pages(Request(ADDRESS, headers, body.encode(), {})).code == 202


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), key=st.binary(min_size=24, max_size=64))
def test_whatever_is_signed_is_signed_as_the_reference_library_does(
    script: Script, text: str, key: bytes
) -> None:
    secret = "whsec_" + base64.b64encode(key).decode()
    ours = script.call("sign_", secret, "ping_1", NOON // 1000, text)
    assert ours == Webhook(secret).sign("ping_1", OPEN, text)
