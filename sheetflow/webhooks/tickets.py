"""`POST /api/tickets`: a report from another program.

    {"customer_name": …, "phone": …, "address": …, "product_model": …, "fault": …}
    -> 202 {"ticket_no": "WX20260310001", "status_url": "https://…/s/…"}

The same Idempotency-Key with the same report gives the same answer; with another report it is refused with 409.
A refusal is {"errors": [{"field", "found", "message": {"zh", "en"}}]}, one entry per field.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from sheetflow.intake import Fault
from sheetflow.model import Text
from sheetflow.ports import KeyReused
from sheetflow.webhooks.reception import accept, read_report, status_address

pages = Blueprint("tickets", __name__, url_prefix="/api")

#: As the draft on the Idempotency-Key header leaves it to the server: any visible ASCII, this long at most.
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@pages.post("/tickets")
def receive() -> ResponseReturnValue:
    """Take a report and answer 202 as soon as it is on disk."""
    if request.mimetype != "application/json":
        return refused(415, _fault("Content-Type", request.mimetype, _NOT_JSON_TYPE))
    said = _said()
    if said is None:
        return refused(400, _fault("", "", _NOT_AN_OBJECT))
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        return refused(400, _fault("Idempotency-Key", "", _KEY_WORDING))
    report = read_report(said)
    if report.faults:
        return refused(422, *report.faults)
    values = {"channel": "api", **report.values}
    try:
        acceptance = accept(values, key=key and f"api:{key}")
    except KeyReused:
        return refused(409, _fault("Idempotency-Key", "", _KEY_REUSED))
    status_url = status_address(acceptance.token)
    answer = jsonify(ticket_no=acceptance.ticket_no, status_url=status_url)
    answer.headers["Location"] = status_url
    return answer, 202


def _said() -> dict[str, object] | None:
    """Give the object that was sent, or None for anything else."""
    try:
        said = request.get_json(silent=True)
    except RecursionError:  # a hundred thousand brackets
        return None
    return said if isinstance(said, dict) else None


def refused(code: int, *faults: Fault) -> Response:
    """Answer a program with what was wrong, one entry per field."""
    entries = [
        {"field": f.field, "found": f.found, "message": {"zh": f.why.zh, "en": f.why.en}}
        for f in faults
    ]
    answer = jsonify(errors=entries)
    answer.status_code = code
    return answer


def _fault(field: str, found: str, why: Text) -> Fault:
    return Fault(field, found, why)


_NOT_JSON_TYPE = Text(
    "内容类型不是 JSON。请用 Content-Type: application/json 发送",
    "The body isn't declared as JSON. Send it with Content-Type: application/json",
)
_NOT_AN_OBJECT = Text(
    '内容不是一个 JSON 对象。请按 {"customer_name": …} 的样子发送',
    'The body is no JSON object. Send one, like {"customer_name": …}',
)
_KEY_WORDING = Text(
    "Idempotency-Key 应为 1 到 255 个可见的 ASCII 字符。请换一个,例如 UUID",
    "The Idempotency-Key isn't 1 to 255 visible ASCII characters. Send another, such as a UUID",
)
_KEY_REUSED = Text(
    "这个 Idempotency-Key 已经用于另一份报修。新的报修请用新的 Idempotency-Key",
    "This Idempotency-Key came with another report before. Send a new report under a new key",
)
