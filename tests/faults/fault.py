"""What can happen to a call between a desk and its spreadsheet, and the tape that says when.

tape = Tape()
tape.play(Fault.QUOTA, None, Fault.RESET_AFTER)      # the next three calls; then it is quiet
tape.play(Fault.SILENCE_AFTER, on="write")           # the next write
tape.storm(Fault.BUSY)                               # each call until tape.calm()
tape.chance(seed=7, share=0.05)                      # five in a hundred, the same ones for the same seed
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from random import Random
from typing import Any, Final


class Fault(StrEnum):
    """What happens to one call; `before` means that it never arrives, `after` that only its answer is lost."""

    QUOTA = "429, the quota is used up"
    RATE_403 = "403 userRateLimitExceeded"
    BROKEN = "500 before"
    BROKEN_AFTER = "500 after"
    GATEWAY = "502 with a page of HTML, before"
    GATEWAY_AFTER = "502 with a page of HTML, after"
    BUSY = "503 before"
    RESET = "the connection is reset before"
    RESET_AFTER = "the connection is reset after"
    SILENCE = "no answer until the client hangs up, before"
    SILENCE_AFTER = "no answer until the client hangs up, after"
    LATE = "no answer, and it arrives when the client has hung up"
    LATER = "no answer, and it arrives two calls after that"
    TWICE = "it arrives twice; the second answer comes back"
    SLOW = "the answer comes in pieces"
    CUT = "the answer ends in the middle, after"
    GARBLED = "the answer is half a JSON document, after"
    HALF_GZIP = "the answer is half a gzip document, after"
    LOGIN_PAGE = "200 with a page of HTML, before"
    EXPIRED = "401, the token has expired"
    NOT_SHARED = "403, not shared"
    API_OFF = "403, the API is off"
    DRIVE_FULL = "403 storageQuotaExceeded"
    GONE = "404"


#: Those after which the client hangs up: `FaultProxy.client` waits for these for a moment only.
HELD: Final = frozenset((Fault.SILENCE, Fault.SILENCE_AFTER, Fault.LATE, Fault.LATER))

#: Those that arrive all the same, though no answer tells.
ARRIVE: Final = frozenset(
    (
        Fault.BROKEN_AFTER,
        Fault.GATEWAY_AFTER,
        Fault.RESET_AFTER,
        Fault.SILENCE_AFTER,
        Fault.CUT,
        Fault.GARBLED,
        Fault.HALF_GZIP,
    )
)

#: Those that pass by themselves; the others stay until somebody acts.
PASSING: Final = tuple(
    fault
    for fault in Fault
    if fault not in (Fault.EXPIRED, Fault.NOT_SHARED, Fault.API_OFF, Fault.DRIVE_FULL, Fault.GONE)
)

PAGE: Final = "<html><title>Error 502</title><p>That's an error. That's all we know.</html>"


def answer_of(fault: Fault) -> tuple[int, Mapping[str, str], bytes] | None:
    """Give the answer that stands in the place of the spreadsheet's; None where there is none."""
    json_type, html = "application/json; charset=UTF-8", "text/html; charset=UTF-8"
    if fault in (Fault.GATEWAY, Fault.GATEWAY_AFTER):
        return 502, {"Content-Type": html}, PAGE.encode()
    if fault is Fault.LOGIN_PAGE:
        return 200, {"Content-Type": html}, b"<html>Please log in to the hotel's network</html>"
    if (error := _ERRORS.get(fault)) is None:
        return None
    return int(error["code"]), {"Content-Type": json_type}, json.dumps({"error": error}).encode()


def _error(code: int, status: str, message: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "message": message, "status": status, **more}


def _reason(reason: str) -> dict[str, Any]:
    return {"errors": [{"domain": "usageLimits", "reason": reason}]}


_QUOTA = "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user'"
_ERRORS: Final[Mapping[Fault, dict[str, Any]]] = {
    Fault.QUOTA: _error(429, "RESOURCE_EXHAUSTED", _QUOTA),
    Fault.RATE_403: _error(
        403, "PERMISSION_DENIED", "User Rate Limit Exceeded", **_reason("userRateLimitExceeded")
    ),
    Fault.BROKEN: _error(500, "INTERNAL", "Internal error encountered."),
    Fault.BROKEN_AFTER: _error(500, "INTERNAL", "Internal error encountered."),
    Fault.BUSY: _error(503, "UNAVAILABLE", "The service is currently unavailable."),
    Fault.EXPIRED: _error(401, "UNAUTHENTICATED", "Invalid Credentials"),
    Fault.NOT_SHARED: _error(403, "PERMISSION_DENIED", "The caller does not have permission"),
    Fault.API_OFF: _error(
        403,
        "PERMISSION_DENIED",
        "Google Sheets API has not been used in project 1 before or it is disabled.",
    ),
    Fault.DRIVE_FULL: _error(
        403,
        "PERMISSION_DENIED",
        "The user's Drive storage quota has been exceeded.",
        **_reason("storageQuotaExceeded"),
    ),
    Fault.GONE: _error(404, "NOT_FOUND", "Requested entity was not found."),
}


class Tape:
    """Says what happens to each call of one client, in their order: nothing, until it is told otherwise."""

    def __init__(self) -> None:
        self._rules: list[Callable[[str], tuple[bool, Fault | None]]] = []

    def next(self, kind: str) -> Fault | None:
        """Say what happens to the next call, a "read" or a "write"."""
        for rule in self._rules:
            meant, fault = rule(kind)
            if meant:
                return fault
        return None

    def play(self, *faults: Fault | None, on: str = "") -> None:
        """Let these happen to the next calls, or only to the next reads or writes; None lets one pass."""
        left = list(faults)
        self._rules.append(
            lambda kind: (True, left.pop(0)) if left and on in ("", kind) else (False, None)
        )

    def storm(self, fault: Fault, *, on: str = "") -> None:
        """Let this happen to each call, or to each read or write, until it is calm again."""
        self._rules.append(lambda kind: (on in ("", kind), fault))

    def chance(self, *, seed: int, share: float = 0.05, faults: Sequence[Fault] = PASSING) -> None:
        """Let one of these happen by chance to that share of the calls."""
        random = Random(seed)
        self._rules.append(
            lambda kind: (True, random.choice(faults) if random.random() < share else None)
        )

    def calm(self) -> None:
        """Let nothing happen any more."""
        self._rules.clear()
