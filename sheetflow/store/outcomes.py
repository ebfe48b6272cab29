"""What became of a call: how it is counted, what it means for who made it, and whether it may be made again.

`unanswered` and `refused` turn what requests and Google say into a `Trouble`. A write whose answer never came is an
`OutcomeUnknown`: who sent it decides whether sending it again is safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final, Literal

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError

from sheetflow.errors import Act, Refused, SheetflowError, Unavailable
from sheetflow.model import Text
from sheetflow.store.refusals import Refusal, meaning

#: How a call is counted.
Outcome = Literal["ok", "quota", "server", "timeout", "lost", "garbled", "credentials", "refused"]

#: Reasons of a 403 that mean what 429 means, as Google's APIs give them in `errors` and in `details` [documented].
OVER_QUOTA: Final = frozenset(
    (
        "rateLimitExceeded",
        "userRateLimitExceeded",
        "quotaExceeded",
        "dailyLimitExceeded",
        "RATE_LIMIT_EXCEEDED",
        "RESOURCE_EXHAUSTED",
    )
)

#: Codes under 500 after which the outcome is as open as after a 5xx: the server gave up waiting, or another was at it.
OPEN_CODES: Final = frozenset((408, 409))


class OutcomeUnknown(Unavailable):
    """A write was sent and no answer came: it may have been applied, or may still be.

    `after` is how many seconds Google asks to wait.
    """

    after: float = 0.0


class OverQuota(Unavailable):
    """Google, or our own part of its quota, takes no more calls for the moment."""


class Rejected(Refused):
    """The API answered with an error that another try wouldn't change; nothing was applied."""

    def __init__(
        self, code: int, message: str, *, reasons: Iterable[str] = (), act: Act = "read"
    ) -> None:
        """Keep the HTTP `code` and the API's own `message`; `reasons` are its words for programs."""
        self.code = code
        self.message = message
        self._reasons = frozenset(reasons)
        means = meaning(code, message, self._reasons, act)
        en, zh = message, message
        if means:
            en = f"{message.rstrip('.')}. {means.remedy.en}."
            zh = f"{means.found.zh}。{means.remedy.zh}。"
        super().__init__(
            f"Google Sheets answered {code}: {en}", zh=f"Google Sheets拒绝了({code}):{zh}", act=act
        )

    def means(self, account: str) -> Refusal:
        """Say what is so of the spreadsheet and what to do; `account` is the service account's address."""
        found = Text(
            f"Google 回答 {self.code}:{self.message}",
            f"Google answered {self.code}: {self.message.rstrip('.')}",
        )
        remedy = Text("请看看 Google 的这句话", "Look what Google's words say")
        known = meaning(self.code, self.message, self._reasons, self.act, account)
        return known or Refusal(found, remedy)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with one try; `again` says that the same may be sent again, in `after` seconds at the soonest.

    `stale` says that the token it went with isn't taken any more; nothing was done.
    """

    outcome: Outcome
    fault: SheetflowError
    again: bool = False
    after: float = 0.0
    stale: bool = False


def unanswered(
    error: requests.RequestException | GoogleAuthError | ValueError, kind: Act
) -> Trouble:
    """Say what an error on the way means; before anything was sent a write is as harmless as a read."""
    if isinstance(error, RefreshError) and not error.retryable:
        return Trouble("credentials", _unaccepted(str(error.args[0]) if error.args else ""))
    if isinstance(error, requests.Timeout):
        outcome: Outcome = "timeout"
    else:
        outcome = "garbled" if isinstance(error, ValueError) else "lost"
    if isinstance(error, ValueError):
        words = "Google Sheets' answer can't be read; it is tried again."
        zh = "Google Sheets的回答读不懂,系统会再试。"
    else:
        words = f"Google Sheets doesn't answer ({type(error).__name__}); it is tried again."
        zh = "Google Sheets没有回应,系统会再试。"
    unsent = isinstance(error, requests.ConnectTimeout | RefreshError | TransportError)
    if kind == "write" and not unsent:
        return Trouble(outcome, OutcomeUnknown(words, zh=zh))
    return Trouble(outcome, Unavailable(words, zh=zh), again=True)


def refused(response: requests.Response, kind: Act) -> Trouble:
    """Say what an answer that is an error means."""
    code, (message, reasons) = response.status_code, _said(response)
    after = retry_after(response.headers)
    if code == 429 or (code == 403 and _over_quota(message, reasons)):
        words = "Google Sheets' quota for this minute is used up; it is tried again."
        zh = "Google Sheets这一分钟的额度用完了,系统会再试。"
        return Trouble("quota", OverQuota(words, zh=zh), again=True, after=after)
    if code in OPEN_CODES or (code >= 500 and code != 501):
        words = f"Google Sheets is out of order ({code}); it is tried again. It said: {message}"
        zh = f"Google Sheets暂时出错({code}),系统会再试。"
        if kind == "read":
            return Trouble("server", Unavailable(words, zh=zh), again=True, after=after)
        unknown = OutcomeUnknown(words, zh=zh)
        unknown.after = after
        return Trouble("server", unknown, after=after)
    if code == 401:
        fault = Rejected(code, message, reasons=reasons, act=kind)
        return Trouble("credentials", fault, stale=True)
    return Trouble("refused", Rejected(code, message, reasons=reasons, act=kind))


def retry_after(headers: Mapping[str, str]) -> float:
    """Give how many seconds an answer asks to wait, 0 when it doesn't say (RFC 9110, 10.2.3).

    A date counts from the answer's own `Date`, whatever this machine's clock says.
    """
    asked = headers.get("Retry-After", "")
    if asked.isascii() and asked.isdigit():
        return float(asked)
    with suppress(ValueError, TypeError):
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(headers.get("Date", ""))
        return max(0.0, wait.total_seconds())
    return 0.0


def _said(response: requests.Response) -> tuple[str, frozenset[str]]:
    """Give the message and the reasons of an error; of a page that isn't the API's, the status line."""
    error: Any = None
    with suppress(ValueError):
        body = response.json()
        body = body[0] if isinstance(body, list) and body else body
        error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):  # also what Google's login answers: {"error": "invalid_grant"}
        return str(error or response.reason or "no reason given"), frozenset()
    return str(error.get("message") or response.reason), frozenset(_reasons(error))


def _reasons(error: Mapping[str, Any]) -> Iterator[str]:
    yield str(error.get("status", ""))
    for named in ("errors", "details"):
        found = error.get(named)
        for one in found if isinstance(found, list) else ():
            if isinstance(one, dict) and one.get("reason"):
                yield str(one["reason"])


def _over_quota(message: str, reasons: frozenset[str]) -> bool:
    return bool(reasons & OVER_QUOTA) or "rate limit exceeded" in message.casefold()


def _unaccepted(said: str) -> Refused:
    words = said.rstrip(".")
    return Refused(
        f"Google doesn't accept the credentials any more: {words}. Look whether the key still exists in the Google "
        "Cloud console and whether this machine's clock is right; a new key goes where SHEETFLOW_CREDENTIALS points.",
        zh="Google不再接受密钥。请看Google Cloud控制台里密钥是否还在、本机时间是否正确;"
        "新密钥放到SHEETFLOW_CREDENTIALS所指的位置。",
    )
