"""How calls leave the house: a time-out on each, another try where that is safe, a count of all.

Reads are tried again after time-outs, resets, 429 and 5xx; writes only after 429, which changes nothing. A write whose
answer never came is an `OutcomeUnknown`: who sent it decides whether sending it again is safe.
Quotas: 300 reads and 300 writes a minute and project, 60 and 60 a user [documented].
"""

from __future__ import annotations

import threading
from collections.abc import Callable, MutableMapping
from random import SystemRandom
from typing import Any

import gspread
import requests
from google.auth.credentials import Credentials
from google.auth.exceptions import RefreshError, TransportError
from gspread.http_client import FileType, ParamsType

from sheetflow.errors import Refused, Unavailable

#: Seconds to wait for a connection, and for an answer; the API itself gives up after 180 [documented].
TIMEOUT = (10.0, 185.0)

#: How often a call is sent before the next cycle has to do, and the longest first pause; it doubles each time.
TRIES, FIRST_PAUSE_SECONDS = 4, 1.0

#: Calls that only read although they are POSTs, because their question doesn't fit an address.
READING_POSTS = (":batchGetByDataFilter", ":getByDataFilter", ":search")


class OutcomeUnknown(Unavailable):
    """A write was sent and no answer came: it may have been applied, or may still be."""


class Rejected(Refused):
    """The API answered with an error that another try wouldn't change; nothing was applied."""

    def __init__(self, code: int, message: str) -> None:
        """Keep the HTTP `code` and the API's own `message`."""
        gone = (
            " Look whether SHEETFLOW_SPREADSHEET_ID and SHEETFLOW_SHEETS_URL name the one you mean."
        )
        super().__init__(f"Google Sheets answered {code}: {message}{gone if code == 404 else ''}")
        self.code = code
        self.message = message


class Transport(gspread.HTTPClient):
    """gspread's HTTP client with the desk's manners; `calls` counts by kind, `pause` waits so many seconds.

    `gspread.Client(credentials, http_client=Transport)`, or `local_client(sheets, http_client=Transport)`.
    """

    def __init__(self, auth: Credentials, session: requests.Session | None = None) -> None:
        super().__init__(auth, session)
        self.timeout = TIMEOUT
        self.calls: dict[str, int] = {"read": 0, "write": 0}
        self.pause: Callable[[float], object] = threading.Event().wait

    def request(
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Any = None,
        files: FileType = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> requests.Response:
        """Send a call. Raises Rejected, OutcomeUnknown for a write, Unavailable for a read."""
        kind = _kind(method, endpoint)
        compact: ParamsType = {**(params or {}), "prettyPrint": "false"}
        for number in range(1, TRIES + 1):
            self.calls[kind] += 1
            try:
                return super().request(method, endpoint, compact, data, json, files, headers)
            except (
                requests.RequestException,
                TransportError,
                gspread.exceptions.APIError,
            ) as error:
                fault = fault_of(error, kind)
                if fault.permanent or isinstance(fault, OutcomeUnknown) or number == TRIES:
                    raise fault from error
            except RefreshError as error:
                raise Refused(f"Google doesn't accept the credentials any more: {error}") from error
            self.pause(pause_seconds(number))
        raise AssertionError("the last try returns or raises")


def pause_seconds(number: int) -> float:
    """Give the pause after try `number`: anything up to 1, 2, 4 … seconds, so that many clients spread out."""
    return SystemRandom().uniform(0, FIRST_PAUSE_SECONDS * 2 ** (number - 1))


def fault_of(error: Exception, kind: str) -> Refused | Unavailable:
    """Say what an error means for the caller of a "read" or a "write"."""
    lost = OutcomeUnknown if kind == "write" else Unavailable
    if not isinstance(error, gspread.exceptions.APIError):
        return lost(f"Google Sheets doesn't answer ({type(error).__name__}); it is tried again.")
    code, said = error.response.status_code, str(error.error["message"])
    if code == 429:
        return Unavailable("Google Sheets' quota for this minute is used up; it is tried again.")
    if code >= 500 and code != 501:
        return lost(f"Google Sheets is out of order ({code}); it is tried again. It said: {said}")
    return Rejected(code, said)


def _kind(method: str, endpoint: str) -> str:
    reading = method.lower() == "get" or endpoint.endswith(READING_POSTS)
    return "read" if reading else "write"
