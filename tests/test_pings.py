"""A ping is good once, within five minutes, with a key that counts, for this spreadsheet; whatever else is counted."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from sheetflow.model import Json
from sheetflow.pings import (
    MOST_IDS,
    WINDOW,
    Letter,
    Ping,
    is_key,
    last_good,
    noted,
    read_ping,
)

NOW = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
KEY = "whsec_" + base64.b64encode(b"k" * 32).decode()
OTHER = "whsec_" + base64.b64encode(b"o" * 32).decode()
OURS = '{"spreadsheet": "1aB", "kind": "change"}'


def letter(
    body: str = OURS,
    *,
    key: str = KEY,
    at: datetime = NOW,
    ping_id: str = "ping_1",
    more: str = "",
) -> Letter:
    signature = Webhook(key).sign(ping_id, at, body)
    return Letter(ping_id, str(int(at.timestamp())), more + signature, body.encode())


def fate(one: Letter, *keys: str) -> str:
    return read_ping(one, keys=keys or (KEY,), spreadsheet_id="1aB", now=NOW).fate


@pytest.mark.parametrize(
    ("ping", "expected"),
    [
        pytest.param(letter(), "good", id="ours"),
        pytest.param(letter(more="v1,AAAA v2,x "), "good", id="one-of-several-signatures"),
        pytest.param(letter('{"spreadsheet": "1aB", "kind": "改动"}'), "good", id="chinese-body"),
        pytest.param(letter(at=NOW - WINDOW), "good", id="five-minutes-old"),
        pytest.param(letter(at=NOW - WINDOW - timedelta(seconds=1)), "late", id="older"),
        pytest.param(letter(at=NOW + WINDOW + timedelta(seconds=1)), "late", id="ahead"),
        pytest.param(letter(key=OTHER), "forged", id="another-key"),
        pytest.param(letter(key=OTHER, at=NOW - timedelta(days=1)), "forged", id="old-and-forged"),
        pytest.param(letter()._replace(body=b"{}"), "forged", id="changed-body"),
        pytest.param(letter()._replace(body=b"\xff"), "forged", id="no-text"),
        pytest.param(letter()._replace(ping_id="ping_2"), "forged", id="changed-id"),
        pytest.param(letter()._replace(ping_id=""), "forged", id="no-id"),
        pytest.param(letter(ping_id="a.1773124200"), "forged", id="id-with-a-full-stop"),
        pytest.param(letter()._replace(seconds="1773124201"), "forged", id="changed-time"),
        pytest.param(
            letter()._replace(seconds="１７７３１２４２００"),
            "forged",
            id="digits-of-another-script",
        ),
        pytest.param(letter()._replace(seconds="9" * 40), "forged", id="a-time-beyond-all-years"),
        pytest.param(letter()._replace(signatures=""), "forged", id="no-signature"),
        pytest.param(letter()._replace(signatures="v1,签名"), "forged", id="signature-not-ascii"),
        pytest.param(letter('{"spreadsheet": "1aC"}'), "unknown", id="another-spreadsheet"),
        pytest.param(letter("[" * 2000), "unknown", id="no-json"),
        pytest.param(letter('"1aB"'), "unknown", id="no-object"),
    ],
)
def test_what_a_ping_is_thought_of(ping: Letter, expected: str) -> None:
    assert fate(ping) == expected


def test_when_the_last_good_one_came_is_kept() -> None:
    ping = read_ping(letter(), keys=(KEY,), spreadsheet_id="1aB", now=NOW)
    book, _ = noted(None, ping, NOW)
    forged, _ = noted(book, Ping("forged"), NOW + WINDOW)
    assert (last_good(None), last_good(book), last_good(forged)) == (None, NOW, NOW)


def test_the_newest_key_and_the_one_before_both_count_and_without_any_key_none_does() -> None:
    assert fate(letter(key=OTHER), KEY, OTHER) == fate(letter(), KEY, OTHER) == "good"
    assert read_ping(letter(), keys=(), spreadsheet_id="1aB", now=NOW).fate == "forged"


def test_an_id_counts_once_as_long_as_its_ping_could_come_again_and_is_forgotten_then() -> None:
    signed = NOW + WINDOW  # by a clock that is ahead: it could come again for ten minutes
    ping = Ping("good", "ping_1", signed)
    book, first = noted(None, ping, NOW)
    book, last = noted(book, ping, signed + WINDOW)
    assert (first, last) == ("good", "repeated")
    assert book == {
        "at": NOW.isoformat(),
        "good": 1,
        "repeated": 1,
        "heard": {"ping_1": (signed + WINDOW).isoformat()},
    }
    later = signed + WINDOW + timedelta(microseconds=1)
    after, _ = noted(book, Ping("late"), later)
    assert after == {**book, "late": 1, "heard": {}}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 90)), max_size=40))
def test_of_pings_within_the_window_each_id_is_good_once(said: list[tuple[int, int]]) -> None:
    book: Json = None
    fates: list[tuple[int, str]] = []
    now = NOW
    for one, seconds in said:
        now += timedelta(seconds=seconds / 30)
        book, what = noted(book, Ping("good", f"ping_{one}", NOW), now)
        fates.append((one, what))
    good = [one for one, what in fates if what == "good"]
    assert sorted(good) == sorted({one for one, _ in said})
    assert len(fates) - len(good) == (book["repeated"] if book and "repeated" in book else 0)


def test_however_many_come_no_more_ids_are_kept_than_are_good_for_the_ledger() -> None:
    book: Json = {"heard": {f"p{n}": (NOW + WINDOW).isoformat() for n in range(MOST_IDS)}}
    book, _ = noted(book, Ping("good", "new", NOW), NOW)
    assert isinstance(book, dict)
    assert len(book["heard"]) == MOST_IDS
    assert "new" in book["heard"]
    assert "p0" not in book["heard"]


@pytest.mark.parametrize(
    "text",
    ["", "whsec_", "whsec_k", KEY[6:], "whsec_" + base64.b64encode(b"k" * 23).decode(), "whsec_密"],
)
def test_what_isnt_a_key_is_known_as_such(text: str) -> None:
    assert is_key(KEY)
    assert not is_key(text)
