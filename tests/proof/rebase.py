"""How Google may alter a batch that was under way while somebody moved rows or columns: its places move along.

"Changes may be altered with respect to collaborator changes" [documented]; how far isn't said, so a history plays
both: the batch arrives as it was sent, or with each of its places where that has gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sheetflow.store.api import Message
from tests.proof.people import Shift
from tests.proof.sheet import TICKETS

_NAMES = {
    "ROWS": ("startRowIndex", "endRowIndex"),
    "COLUMNS": ("startColumnIndex", "endColumnIndex"),
}
_START = {"ROWS": "rowIndex", "COLUMNS": "columnIndex"}


class _Gone(Exception):
    """What a request means was deleted."""


def rebased(body: bytes, shifts: Iterable[Shift]) -> bytes:
    """Give a batch's body with the places in the tickets where they are after some shifts; what is gone is left out."""
    sent = json.loads(body)
    requests: list[Message] = sent["requests"]
    for shift in shifts:
        requests = [moved for one in requests if (moved := _after(one, shift)) is not None]
    return json.dumps({**sent, "requests": requests}).encode()


def _after(request: Message, shift: Shift) -> Message | None:
    try:
        moved: Message = _moved(request, shift)
    except _Gone:
        return None
    return moved


def _moved(part: Any, shift: Shift) -> Any:
    if isinstance(part, list):
        return [_moved(one, shift) for one in part]
    if not isinstance(part, dict):
        return part
    found = {name: _moved(value, shift) for name, value in part.items()}
    if found.get("sheetId") != TICKETS:
        return found
    first, last = _NAMES[shift.dimension]
    if first in found and last in found:
        found[first], found[last] = _span(found[first], found[last], shift)
    elif _START[shift.dimension] in found:
        name = _START[shift.dimension]
        found[name] = _span(found[name], found[name] + 1, shift)[0]
    return found


def _span(start: int, end: int, shift: Shift) -> tuple[int, int]:
    """Give where a stretch of rows or columns is after a shift; one that was moved apart stays where its first is."""
    kept = [at for one in range(start, end) if (at := _place(one, shift)) is not None]
    if not kept:
        raise _Gone
    return kept[0], kept[0] + (end - start if shift.kind != "delete" else len(kept))


def _place(at: int, shift: Shift) -> int | None:
    if shift.kind == "insert":
        return at + shift.count if at >= shift.start else at
    if shift.kind == "delete":
        if shift.start <= at < shift.start + shift.count:
            return None
        return at - shift.count if at >= shift.start else at
    if at == shift.start:
        return shift.to - 1 if shift.to > shift.start else shift.to
    without = at - 1 if at > shift.start else at
    target = shift.to - 1 if shift.to > shift.start else shift.to
    return without + 1 if without >= target else without
