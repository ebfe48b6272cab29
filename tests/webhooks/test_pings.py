"""A good ping asks for a cycle and is answered at once; any other is counted, changes nothing and wakes nobody."""

from __future__ import annotations

import base64
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from standardwebhooks import Webhook

from sheetflow.bell import WAKE, Bell
from sheetflow.pings import THROTTLE
from sheetflow.webhooks import PingEnd
from tests.webhooks.conftest import NOON, Shop
from tests.webhooks.test_machines import Gone

KEY = "whsec_" + base64.b64encode(b"k" * 32).decode()
OTHER = "whsec_" + base64.b64encode(b"o" * 32).decode()
BODY = '{"spreadsheet": "1aB", "kind": "change"}'
END = PingEnd("1aB", lambda now: (KEY,), "http://127.0.0.1:8000/desk")


@dataclass
class Sender:
    """A spreadsheet's script, as far as the pages see it."""

    client: FlaskClient

    def sends(
        self, body: str = BODY, *, key: str = KEY, at: datetime = NOON, ping_id: str = "ping_1"
    ) -> Any:
        headers = {
            "webhook-id": ping_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(key).sign(ping_id, at, body),
        }
        return self.client.post("/hooks/sheet", data=body.encode(), headers=headers)


@pytest.fixture
def script(shop: Shop) -> Sender:
    return Sender(shop.client(pings=END))


def counts(shop: Shop) -> dict[str, Any]:
    found = shop.ledger.kept("pings")
    assert isinstance(found, dict)
    return {name: value for name, value in found.items() if name != "heard"}


def test_a_good_ping_is_answered_202_with_the_desks_address_and_asks_for_two_cycles(
    shop: Shop, script: Sender
) -> None:
    bell = Bell(shop.ledger)
    answer = script.sends()
    assert (answer.status_code, answer.json) == (202, {"desk": "http://127.0.0.1:8000/desk"})
    assert counts(shop) == {"at": NOON.isoformat(), "good": 1}
    seconds = range(60)
    rung = [second for second in seconds if bell.rings(NOON + timedelta(seconds=second))]
    assert rung == [0, THROTTLE.seconds]


def test_a_repeated_ping_is_answered_the_same_and_wakes_nobody(shop: Shop, script: Sender) -> None:
    first = script.sends()
    bell = Bell(shop.ledger)
    second = script.sends()
    assert (second.status_code, second.data) == (first.status_code, first.data)
    assert counts(shop) == {"at": NOON.isoformat(), "good": 1, "repeated": 1}
    assert not bell.rings(NOON)


@pytest.mark.parametrize(
    ("said", "code", "fate"),
    [
        pytest.param({"key": OTHER}, 401, "forged", id="forged"),
        pytest.param({"ping_id": "客户"}, 401, "forged", id="malformed"),
        pytest.param({"at": NOON - timedelta(minutes=6)}, 400, "late", id="late"),
        pytest.param({"body": BODY.replace("1aB", "1aC")}, 404, "unknown", id="unknown"),
        pytest.param({"body": "138-0000-0001"}, 404, "unknown", id="no-json"),
        pytest.param({"body": BODY + " " * 4096}, 413, "large", id="large"),
    ],
)
def test_a_ping_that_is_not_good_is_counted_and_nothing_else(
    shop: Shop, script: Sender, caplog: pytest.LogCaptureFixture, said: Any, code: int, fate: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = send_anyway(script, said)
    assert answer.status_code == code
    assert set(answer.json["errors"][0]["message"]) == {"zh", "en"}
    assert counts(shop) == {fate: 1}
    assert shop.ledger.kept(WAKE) is None
    assert shop.wakes == []
    assert "1aC" not in caplog.text
    assert "138" not in caplog.text


def send_anyway(script: Sender, said: Any) -> Any:
    if "ping_id" in said:
        return script.client.post("/hooks/sheet", headers={"webhook-id": "x y"}, data=BODY)
    return script.sends(**said)


def test_a_body_that_doesnt_say_its_length_is_cut_off_too(shop: Shop, script: Sender) -> None:
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    stream = BytesIO(b"x" * 100_000)
    answer = script.client.post("/hooks/sheet", input_stream=stream, environ_overrides=chunked)
    assert answer.status_code == 413
    assert stream.tell() < 20_000
    assert counts(shop) == {"large": 1}


def test_without_a_key_every_ping_is_forged(shop: Shop) -> None:
    assert Sender(shop.client()).sends().status_code == 401
    assert counts(shop) == {"forged": 1}


def test_the_key_before_counts_until_its_time_is_over(shop: Shop) -> None:
    until = NOON + timedelta(days=7)
    end = PingEnd("1aB", lambda now: (OTHER, KEY) if now < until else (OTHER,))
    script = Sender(shop.client(pings=end))
    assert script.sends().status_code == 202
    shop.clock.at = until
    assert script.sends(at=until, ping_id="ping_2").status_code == 401
    assert script.sends(at=until, ping_id="ping_3", key=OTHER).status_code == 202


def test_without_a_ledger_a_ping_is_refused_in_json_and_may_come_again(shop: Shop) -> None:
    class Lost(Gone):
        def amend(self, name: str, change: Any) -> Any:
            return self.kept(name)

    answer = Sender(shop.client(pings=END, ledger=Lost())).sends()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.json["errors"]


def test_who_sends_too_often_is_told_so_and_counted_no_more(shop: Shop, script: Sender) -> None:
    codes = [script.sends(key=OTHER).status_code for _ in range(61)]
    assert codes == [401] * 60 + [429]
    assert counts(shop) == {"forged": 60}


def test_metrics_tell_what_became_of_pings(shop: Shop, script: Sender) -> None:
    script.sends()
    script.sends(key=OTHER)
    script.sends(key=OTHER)
    told = script.client.get("/metrics").get_data(as_text=True).splitlines()
    assert 'sheetflow_pings_total{fate="good"} 1.0' in told
    assert 'sheetflow_pings_total{fate="forged"} 2.0' in told
    assert 'sheetflow_pings_total{fate="late"} 0.0' in told
    [at] = [line for line in told if line.startswith("sheetflow_last_ping_timestamp_seconds ")]
    assert float(at.split()[1]) == NOON.timestamp()
