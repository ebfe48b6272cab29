"""What a spreadsheet's script may say, and no more: that something has changed. Standard Webhooks 1.0.

    webhook-id: ping_5f2a…  webhook-timestamp: 1773124200  webhook-signature: v1,K5oZ…
    {"spreadsheet": "1aBc…", "kind": "change"}

A ping brings the next read forward and does nothing else: whoever may edit the spreadsheet can read its script's key.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from standardwebhooks import Webhook

from sheetflow.model import Json

#: Under which name the ledger keeps what became of pings.
PINGS = "pings"

#: A ping signed longer ago, or further ahead, isn't taken: the window of the reference libraries.
WINDOW = timedelta(minutes=5)

#: The script sends one ping in so much time, for the whole of a burst (GOOGLE_SHEETS.md, Apps Script).
THROTTLE = timedelta(seconds=10)

#: So many ids are remembered. The script sends at most 60 in a window; only who has the key could send more, and
#: needn't repeat old ones to do so.
MOST_IDS = 1_000

#: Standard Webhooks: a key has 24 to 64 bytes, written in base64 after whsec_.
KEY = "whsec_"
FEWEST_BYTES, MOST_BYTES = 24, 64

#: An id has no full stop, for the signature puts one between id, time and body.
_ID, _SECONDS = re.compile(r"[\w-]{1,128}", re.ASCII), re.compile(r"[0-9]{1,11}")

Fate = Literal["good", "repeated", "late", "forged", "unknown", "large"]
FATES: tuple[Fate, ...] = ("good", "repeated", "late", "forged", "unknown", "large")


class Letter(NamedTuple):
    """What came in: the headers webhook-id, webhook-timestamp and webhook-signature, and the body."""

    ping_id: str
    seconds: str
    signatures: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Ping:
    """A ping as far as it could be read, and what is to be thought of it before the ledger is asked."""

    fate: Fate
    ping_id: str = ""
    signed_at: datetime | None = None


def is_key(text: str) -> bool:
    """Say whether a text is a key as Standard Webhooks writes it."""
    try:
        length = len(base64.b64decode(text.removeprefix(KEY), validate=True))
    except ValueError:  # binascii.Error is one
        return False
    return text.startswith(KEY) and FEWEST_BYTES <= length <= MOST_BYTES


def read_ping(letter: Letter, *, keys: Sequence[str], spreadsheet_id: str, now: datetime) -> Ping:
    """Judge a ping by its signature, then its time, then whose it is; one that can't be read is forged."""
    if not (_ID.fullmatch(letter.ping_id) and _SECONDS.fullmatch(letter.seconds)):
        return Ping("forged")
    signed_at = datetime.fromtimestamp(int(letter.seconds), UTC)
    if not _signed(letter, signed_at, keys):
        return Ping("forged")
    if abs(now - signed_at) > WINDOW:
        return Ping("late")
    said = _said(letter.body)
    ours = said.get("spreadsheet") == spreadsheet_id
    return Ping("good" if ours else "unknown", letter.ping_id, signed_at)


def noted(book: Json, ping: Ping, now: datetime) -> tuple[Json, Fate]:
    """Count a ping in the kept document and say what became of it: one whose id came before is repeated.

    None -> {"at": "2026-03-10T06:30:00+00:00", "good": 1, "heard": {"ping_5f2a": "2026-03-10T06:35:00+00:00"}}
    """
    before = dict(book) if isinstance(book, Mapping) else {}
    heard = _still(before.get("heard"), now)
    fate: Fate = "repeated" if ping.fate == "good" and ping.ping_id in heard else ping.fate
    after: dict[str, Json] = {**before, fate: int(str(before.get(fate, 0))) + 1}
    if fate == "good" and ping.signed_at:
        after["at"] = now.isoformat()
        heard[ping.ping_id] = (ping.signed_at + WINDOW).isoformat()
    return {**after, "heard": dict(list(heard.items())[-MOST_IDS:])}, fate


def last_good(book: Json) -> datetime | None:
    """Give when the last good ping came, of the kept document."""
    at = book.get("at") if isinstance(book, Mapping) else None
    return datetime.fromisoformat(str(at)) if at else None


def _signed(letter: Letter, signed_at: datetime, keys: Sequence[str]) -> bool:
    """Say whether one of the signatures, parted by blanks, was made with one of the keys."""
    try:
        body = letter.body.decode()
    except UnicodeDecodeError:
        return False
    made = [Webhook(key).sign(letter.ping_id, signed_at, body).encode() for key in keys]
    given = [one.encode() for one in letter.signatures.split(" ")]
    return any(hmac.compare_digest(ours, theirs) for ours in made for theirs in given)


def _said(body: bytes) -> Mapping[str, object]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _still(heard: Json, now: datetime) -> dict[str, Json]:
    """Give the ids that could still be repeated within the window."""
    known = heard if isinstance(heard, Mapping) else {}
    return {one: until for one, until in known.items() if datetime.fromisoformat(str(until)) >= now}
