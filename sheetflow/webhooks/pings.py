"""`POST /hooks/sheet`: a spreadsheet's script says that something has changed, and nothing else (sheetflow/pings.py).

    202 {"desk": "http://127.0.0.1:8000/desk"}      also for a repeated one, which wakes nobody

A refusal is {"errors": [{"field", "found", "message": {"zh", "en"}}]}. All are counted, none is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from sheetflow.bell import ring
from sheetflow.intake import Fault
from sheetflow.model import Text
from sheetflow.pings import PINGS, THROTTLE, Fate, Letter, Ping, noted, read_ping
from sheetflow.webhooks.reception import services
from sheetflow.webhooks.services import PingEnd
from sheetflow.webhooks.tickets import refused

pages = Blueprint("pings", __name__, url_prefix="/hooks")

#: A ping of ours has about 100 bytes.
LARGEST_PING_BYTES = 4 * 1024

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


@pages.post("/sheet")
def receive() -> ResponseReturnValue:
    """Judge, count and answer at once; a good one asks for a cycle, and for another when the script's burst is over."""
    given = services()
    now = given.clock.now()
    fate = given.ledger.amend(PINGS, partial(noted, ping=_read(given.pings, now), now=now))
    if fate == "good":
        # What was typed while the script held its tongue comes with the second read.
        ring(given.ledger, now, again=THROTTLE)
    if refusal := _REFUSALS.get(fate):
        code, field, words = refusal
        return refused(code, Fault(field, "", words))
    return {"desk": given.pings.desk_url}, 202


def _read(end: PingEnd, now: datetime) -> Ping:
    # A body that doesn't say its length is cut off at the limit without a word: one byte more than enough tells.
    request.max_content_length = LARGEST_PING_BYTES + 1
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return Ping("large")
    if len(body) > LARGEST_PING_BYTES:
        return Ping("large")
    ping_id, seconds, signatures = (request.headers.get(name, "") for name in HEADERS)
    letter = Letter(ping_id, seconds, signatures, body)
    return read_ping(letter, keys=end.keys(now), spreadsheet_id=end.spreadsheet_id, now=now)


_REFUSALS: Mapping[Fate, tuple[int, str, Text]] = MappingProxyType(
    {
        "forged": (
            401,
            "webhook-signature",
            Text(
                "签名不对。请用 sheetflow ping-key 印出的密钥重新安装脚本",
                "The signature doesn't fit. Install the script again with the key that sheetflow ping-key prints",
            ),
        ),
        "late": (
            400,
            "webhook-timestamp",
            Text(
                "时间差超过5分钟。请校准运行 sheetflow 的电脑的时钟",
                "The time is more than five minutes off. Set the clock of the machine that runs sheetflow",
            ),
        ),
        "unknown": (
            404,
            "spreadsheet",
            Text(
                "这里管的不是这个表格。请检查地址,并从那个表格的 sheetflow 取密钥",
                "Another spreadsheet is kept here. Take address and key of the sheetflow that keeps yours",
            ),
        ),
        "large": (
            413,
            "",
            Text(
                "内容太大(上限 4 kB)。请重新安装脚本",
                "This is too large (4 kB at most). Install the script again",
            ),
        ),
    }
)
