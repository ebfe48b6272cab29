"""How calls leave the house: within the budget, timed, answered compactly, counted, and repeated where that is safe.

Reads are sent again after time-outs, resets, cut answers, 429 and 5xx; writes only where nothing can have been applied:
after 429 and before a connection stood. Pauses double and are drawn by chance up to that (full jitter); where Google
says how long to wait, that is waited besides. Both are sent again after a 401, once and at once, with a new token.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, MutableMapping
from random import SystemRandom
from types import MappingProxyType
from typing import Any, Final, TypeVar

import gspread
import requests
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from gspread.http_client import FileType, ParamsType

from sheetflow.errors import Act, Unavailable
from sheetflow.store.login import Login
from sheetflow.store.outcomes import Trouble, refused, unanswered
from sheetflow.store.tally import Tally

#: Seconds to wait for a connection, and for an answer. The API itself gives up after 180 [documented]: by then a write
#: is settled, and a read may be asked again sooner.
TIMEOUTS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"read": (10.0, 60.0), "write": (10.0, 185.0)}
)

#: How often a call is sent before the next cycle has to do, the longest first pause, and what doubling ends at.
TRIES: Final = 4
FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 32.0

#: Google may ask for a longer rest, which isn't waited out: nothing is sent meanwhile, for a quarter of an hour at
#: most.
LONGEST_REST_SECONDS: Final = 900.0

#: Calls that only read although they are POSTs, because their question doesn't fit an address.
READING_POSTS: Final = (":batchGetByDataFilter", ":getByDataFilter", ":search")

#: Google compresses for whoever asks for it and says so in the name too [documented]; answers become a tenth.
HEADERS: Final = {"Accept-Encoding": "gzip", "User-Agent": "sheetflow (gzip)"}

T = TypeVar("T")


class Transport(gspread.HTTPClient):
    """gspread's HTTP client with the desk's manners.

    `gspread.Client(credentials, http_client=Transport)`, or `local_client(sheets, http_client=Transport)`. `tally`
    counts, `admit` is asked before each try by kind and may wait (budget.py), `pause` waits so many seconds, `draw`
    gives a chance number between two. `leave` ends all waiting.
    """

    def __init__(self, auth: Credentials, session: requests.Session | None = None) -> None:
        super().__init__(auth, session or Login(auth))
        self.auth = auth
        self.session.headers.update(HEADERS)
        self.timeouts: dict[str, tuple[float, float]] = dict(TIMEOUTS)
        self.tally = Tally()
        self.admit: Callable[[str], object] = lambda kind: None
        self._leaving = threading.Event()
        self.pause: Callable[[float], object] = self._wait
        self.draw: Callable[[float, float], float] = SystemRandom().uniform
        self.clock: Callable[[], float] = time.monotonic
        self._rests_until = float("-inf")

    @property
    def calls(self) -> dict[str, int]:
        """Give the calls made so far, by kind, each try included."""
        return self.tally.calls

    @property
    def account(self) -> str:
        """Give the address of the service account that calls, "" for another kind of credentials."""
        return str(getattr(self.auth, "service_account_email", ""))

    def leave(self) -> None:
        """Wait for nothing any more: a call that waits for its turn, now or later, raises Unavailable."""
        self._leaving.set()

    def _wait(self, seconds: float) -> None:
        if self._leaving.wait(seconds):
            raise Unavailable(
                "sheetflow is being stopped; what waited to be sent is seen to at the next start.",
                zh="系统正在停止,未发出的内容会在下次启动时处理。",
            )

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
        """Send a call of gspread's own. Raises what `ask` raises."""
        call = {"params": params, "data": data, "json": json, "files": files, "headers": headers}
        return self._sent(method, endpoint, call, lambda response: response)

    def ask(self, method: str, endpoint: str, **call: Any) -> dict[str, Any]:
        """Send a call and give the answer's message.

        Raises Rejected, or Refused for the credentials; Unavailable for what may pass, for a write that may have been
        applied as OutcomeUnknown.
        """
        return self._sent(method, endpoint, call, _message)

    def wait_before(self, number: int, *, kind: str, after: float = 0.0) -> None:
        """Wait before try `number` (2 is the first repetition), so long at least as Google asks for.

        Raises Unavailable where that is too long to wait for.
        """
        self._rest()
        self.tally.count(kind, "repeated")
        self.pause(after + self.draw(0, longest_pause_seconds(number - 1)))

    def _sent(
        self,
        method: str,
        endpoint: str,
        call: Mapping[str, Any],
        read: Callable[[requests.Response], T],
    ) -> T:
        kind = _kind(method, endpoint)
        call = {**call, "params": {**(call.get("params") or {}), "prettyPrint": "false"}}
        number = 1
        while True:
            found = self._try(kind, lambda: self._send(method, endpoint, call), read)
            if not isinstance(found, Trouble):
                return found
            found.fault.act = kind
            if not found.again or number == TRIES or found.after > LONGEST_PAUSE_SECONDS:
                raise found.fault
            number += 1
            self.wait_before(number, kind=kind, after=found.after)

    def _try(
        self,
        kind: Act,
        send: Callable[[], requests.Response],
        read: Callable[[requests.Response], T],
    ) -> T | Trouble:
        """Send a call once, and once more with a new token where the one it went with is taken no more."""
        found = self._once(kind, send, read)
        if not (isinstance(found, Trouble) and found.stale and isinstance(self.session, Login)):
            return found
        try:
            self.session.renew(self.timeouts[kind])
        except GoogleAuthError as error:
            return _unanswered(error, kind)
        self.tally.count(kind, "repeated")
        return self._once(kind, send, read)

    def _once(
        self,
        kind: Act,
        send: Callable[[], requests.Response],
        read: Callable[[requests.Response], T],
    ) -> T | Trouble:
        """Send a call when it may leave, and count what becomes of it."""
        self._rest()
        if self.admit(kind):
            self.tally.count(kind, "waited")
        self.tally.call(kind)
        try:
            response = send()
            found = read(response) if response.ok else refused(response, kind)
        except (requests.RequestException, GoogleAuthError, ValueError) as error:
            found = _unanswered(error, kind)
        if not isinstance(found, Trouble):
            self.tally.count(kind, "ok")
            return found
        self.tally.count(kind, found.outcome)
        if found.after > LONGEST_PAUSE_SECONDS:
            self._rests_until = self.clock() + min(found.after, LONGEST_REST_SECONDS)
        return found

    def _send(self, method: str, endpoint: str, call: Mapping[str, Any]) -> requests.Response:
        return self.session.request(
            method, endpoint, timeout=self.timeouts[_kind(method, endpoint)], **call
        )

    def _rest(self) -> None:
        """Raise Unavailable while Google wants to be left alone."""
        seconds = self._rests_until - self.clock()
        if seconds > 0:
            raise Unavailable(
                f"Google Sheets asks for nothing to be sent for another {seconds:.0f} s; it is tried again then.",
                zh=f"Google Sheets要求暂停{seconds:.0f}秒,到时系统会再试。",
            )


def longest_pause_seconds(number: int) -> float:
    """Give what the pause after try `number` is drawn up to, so that many clients spread out: 1, 2, 4 … 32 seconds."""
    return min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** (number - 1))


def _unanswered(
    error: requests.RequestException | GoogleAuthError | ValueError, kind: Act
) -> Trouble:
    found = unanswered(error, kind)
    found.fault.__cause__ = error
    return found


def _message(response: requests.Response) -> dict[str, Any]:
    """Read an answer. Raises ValueError where it was cut, or a page on the way stands in its place."""
    found = response.json()
    if not isinstance(found, dict):
        raise ValueError(f"a message was expected, not {type(found).__name__}")
    return found


def _kind(method: str, endpoint: str) -> Act:
    reading = method.lower() == "get" or endpoint.endswith(READING_POSTS)
    return "read" if reading else "write"
