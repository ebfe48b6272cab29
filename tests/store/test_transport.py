"""Calls are timed, counted, and sent again only where that can do no harm."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests
from google.auth.credentials import AnonymousCredentials
from google.auth.exceptions import RefreshError, TransportError
from requests import Response
from requests.adapters import BaseAdapter

from sheetflow.errors import Refused, Unavailable
from sheetflow.store.api import Api
from sheetflow.store.budget import Budget, account_of
from sheetflow.store.chain import Chain
from sheetflow.store.outcomes import OutcomeUnknown, Rejected, retry_after
from sheetflow.store.transport import (
    TIMEOUTS,
    TRIES,
    Transport,
)
from tests.store.desk import NOON

#: A status, a status with headers and body, or what happens on the way.
Answer = int | tuple[int, dict[str, str], str] | Exception


class Google(BaseAdapter):
    """A far end that answers as told, and notes what it was asked."""

    def __init__(self, answers: Iterator[Answer]) -> None:
        super().__init__()
        self.answers = answers
        self.asked: list[str] = []
        self.timeouts: list[Any] = []
        self.headers: list[Mapping[str, str | bytes]] = []

    def send(self, request: requests.PreparedRequest, **options: Any) -> Response:
        """Answer the next thing."""
        self.asked.append(str(request.url))
        self.timeouts.append(options["timeout"])
        self.headers.append(request.headers)
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        response = Response()
        code, headers, body = answer if isinstance(answer, tuple) else plain(answer)
        response.status_code, response.reason = code, "Reason"
        response.headers.update(headers)
        response._content = body.encode()
        return response

    def close(self) -> None:
        """Nothing is held open."""


def plain(code: int) -> tuple[int, dict[str, str], str]:
    """Give the answer that a code means."""
    error = {"error": {"code": code, "message": "No.", "status": "X"}}
    return code, {}, json.dumps(error if code >= 400 else {"valueRanges": []})


def error(code: int, message: str = "No.", **more: Any) -> tuple[int, dict[str, str], str]:
    """Give an error as the API words it."""
    return code, {}, json.dumps({"error": {"code": code, "message": message, **more}})


Connect = Callable[..., tuple[Api, Google, Transport, list[float]]]


@pytest.fixture
def connect() -> Connect:
    def connect(*answers: Answer) -> tuple[Api, Google, Transport, list[float]]:
        session, google = requests.Session(), Google(iter(answers))
        session.mount("https://", google)
        client = gspread.Client(AnonymousCredentials(), session=session, http_client=Transport)
        transport = client.http_client
        assert isinstance(transport, Transport)
        pauses: list[float] = []
        transport.pause = pauses.append
        return Api(client, "id"), google, transport, pauses

    return connect


def test_answers_come_compact_and_no_call_waits_for_ever(connect: Connect) -> None:
    api, google, _, _ = connect(200, 200)
    api.values([])
    api.batch([{}])
    assert "prettyPrint=false" in google.asked[0]
    assert google.timeouts == [TIMEOUTS["read"], TIMEOUTS["write"]]


def test_answers_are_asked_for_compressed_in_the_words_that_google_wants(connect: Connect) -> None:
    api, google, _, _ = connect(200)
    api.values([])
    assert google.headers[0]["Accept-Encoding"] == "gzip"
    assert "gzip" in google.headers[0]["User-Agent"]


def test_calls_are_counted_by_kind_each_try_included(connect: Connect) -> None:
    api, _, transport, _ = connect(503, 200, 200, 429, 200)
    api.values([])
    api.get("spreadsheetId")
    api.batch([{}])
    assert transport.calls == {"read": 3, "write": 2}
    assert api.tally is transport.tally


@pytest.mark.parametrize(
    "trouble",
    [429, 500, 503, requests.ConnectionError(), requests.ReadTimeout()],
    ids=["quota", "500", "503", "reset", "time-out"],
)
def test_a_read_is_tried_again_with_longer_pauses_then_left_to_the_next_cycle(
    connect: Connect, trouble: Answer
) -> None:
    api, _, transport, pauses = connect(*[trouble] * TRIES)
    transport.draw = lambda least, most: most
    with pytest.raises(Unavailable):
        api.values([])
    assert pauses == [1, 2, 4]


@pytest.mark.parametrize("trouble", [502, requests.ReadTimeout()], ids=["502", "time-out"])
def test_a_write_without_an_answer_is_not_repeated_blindly(
    connect: Connect, trouble: Answer
) -> None:
    api, google, _, _ = connect(trouble)
    with pytest.raises(OutcomeUnknown):
        api.batch([{}])
    assert len(google.asked) == 1


def test_a_write_over_quota_changed_nothing_and_is_tried_again(connect: Connect) -> None:
    api, google, _, _ = connect(429, 429, 200)
    api.batch([{}])
    assert len(google.asked) == 3


@pytest.mark.parametrize("code", [400, 403, 404, 501])
def test_a_refusal_is_final_and_keeps_google_s_words(connect: Connect, code: int) -> None:
    api, google, _, _ = connect(code)
    with pytest.raises(Rejected, match=r"No\.") as refused:
        api.values([])
    assert (refused.value.code, refused.value.permanent, len(google.asked)) == (code, True, 1)


def test_credentials_that_google_takes_no_more_are_refused_with_a_sentence(
    connect: Connect,
) -> None:
    said = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
    api, _, _, _ = connect(RefreshError("invalid_grant: Invalid JWT Signature.", said))
    with pytest.raises(Refused, match=r"any more: invalid_grant: Invalid JWT Signature\. Look"):
        api.values([])


def test_a_token_server_that_is_out_of_order_is_tried_again_for_a_write_too(
    connect: Connect,
) -> None:
    api, google, _, _ = connect(
        RefreshError("503", retryable=True), TransportError("no route"), 200
    )
    api.batch([{}])
    assert len(google.asked) == 3


def test_a_write_for_which_no_connection_stood_is_tried_again(connect: Connect) -> None:
    api, google, _, _ = connect(requests.ConnectTimeout(), 200)
    api.batch([{}])
    assert len(google.asked) == 2


@pytest.mark.parametrize("cut", ['{"replies": [{}', "<html>Log in to the hotel</html>", "[]", ""])
def test_an_answer_that_cannot_be_read_leaves_a_write_s_outcome_open_and_a_read_is_tried_again(
    connect: Connect, cut: str
) -> None:
    api, google, transport, _ = connect((200, {}, cut), (200, {}, cut), 200)
    with pytest.raises(OutcomeUnknown, match="can't be read"):
        api.batch([{}])
    assert api.values([]) == []
    assert len(google.asked) == 3
    assert transport.tally.counts["write garbled"] == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<html><h1>502. That's an error.</h1></html>", id="a page"),
        pytest.param("", id="nothing"),
        pytest.param('{"error": "internal_failure"}', id="the error is a word"),
        pytest.param('{"error": {"status": "UNAVAILABLE"}}', id="no code"),
        pytest.param('[{"error": {"code": 502, "message": "No."}}]', id="a list"),
        pytest.param('"down"', id="a text"),
    ],
)
def test_an_error_that_is_none_of_the_api_s_is_one_all_the_same(
    connect: Connect, body: str
) -> None:
    api, _, _, _ = connect((502, {}, body), 200, (502, {}, body))
    assert api.values([]) == []
    with pytest.raises(OutcomeUnknown, match=r"out of order \(502\)"):
        api.batch([{}])


def test_the_words_of_an_error_are_found_in_a_list_too(connect: Connect) -> None:
    api, _, _, _ = connect((400, {}, '[{"error": {"code": 400, "message": "No such tab."}}]'))
    with pytest.raises(Rejected, match=r"answered 400: No such tab\."):
        api.values([])


def reason(code: str) -> dict[str, Any]:
    """Give an error's reason as Google's older APIs have it."""
    return {"errors": [{"reason": code, "domain": "usageLimits"}]}


def detail(code: str) -> dict[str, Any]:
    """Give an error's reason as the newer ones have it."""
    kind = "type.googleapis.com/google.rpc.ErrorInfo"
    return {"status": "PERMISSION_DENIED", "details": [{"@type": kind, "reason": code}]}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(error(403, **reason("userRateLimitExceeded")), id="per user"),
        pytest.param(error(403, **reason("rateLimitExceeded")), id="per project"),
        pytest.param(error(403, **detail("RATE_LIMIT_EXCEEDED")), id="in newer words"),
        pytest.param(error(403, "User Rate Limit Exceeded"), id="in the message"),
    ],
)
def test_a_403_that_speaks_of_the_quota_is_tried_again_as_429_is(
    connect: Connect, answer: Answer
) -> None:
    api, google, transport, pauses = connect(answer, answer, 200)
    api.batch([{}])
    assert (len(google.asked), len(pauses)) == (3, 2)
    assert transport.tally.counts == {"write quota": 2, "write repeated": 2, "write ok": 1}


@pytest.mark.parametrize(
    ("answer", "kind", "sentence", "zh"),
    [
        pytest.param(
            error(403, "The caller does not have permission"),
            "read",
            "press Share, and add the service account's address",
            "没有共享给服务账号",
            id="not shared",
        ),
        pytest.param(
            error(403, "The caller does not have permission"),
            "write",
            "Open Share and make the service account's address, client_email in the key file, an editor",
            "只能看,不能写",
            id="shared for reading",
        ),
        pytest.param(
            error(403, "Google Sheets API has not been used in project 1 before"),
            "read",
            "Enable the Google Sheets API",
            "没有启用",
            id="the API is off",
        ),
        pytest.param(
            error(403, "No.", **detail("SERVICE_DISABLED")),
            "read",
            "Enable the Google Sheets API",
            "没有启用",
            id="the API was switched off",
        ),
        pytest.param(
            error(403, "No.", **reason("storageQuotaExceeded")),
            "write",
            "Make room in the Drive of the spreadsheet's owner",
            "硬盘满了",
            id="the Drive is full",
        ),
        pytest.param(
            error(403, "No.", **detail("ACCESS_TOKEN_SCOPE_INSUFFICIENT")),
            "read",
            "Use the JSON key of a service account",
            "无权使用表格",
            id="another token",
        ),
        pytest.param(
            error(403, "This API method requires billing to be enabled."),
            "read",
            "Restore its billing",
            "结算",
            id="no billing",
        ),
        pytest.param(
            error(403, "No.", **detail("CONSUMER_SUSPENDED")),
            "write",
            "notices in the Google Cloud console",
            "停用",
            id="suspended",
        ),
        pytest.param(
            error(403, "Request is prohibited by organization's policy."),
            "read",
            "Ask the administrator",
            "管理员",
            id="a policy",
        ),
        pytest.param(
            error(403, "Teapots may not."),
            "write",
            "403: Teapots may not.",
            "Teapots",
            id="the rest",
        ),
        pytest.param(
            error(400, "You are trying to edit a protected cell or object."),
            "write",
            "among the editors of that protection",
            "受保护",
            id="protected",
        ),
        pytest.param(
            error(404, "Requested entity was not found."),
            "read",
            "SHEETFLOW_SPREADSHEET_ID",
            "回收站",
            id="deleted",
        ),
        pytest.param(
            error(401, "Invalid Credentials"),
            "read",
            "Look whether the key or token still exists",
            "密钥或令牌",
            id="the token",
        ),
    ],
)
def test_each_refusal_says_what_to_do_in_both_languages_and_is_not_tried_again(
    connect: Connect, answer: Answer, kind: str, sentence: str, zh: str
) -> None:
    api, google, _, _ = connect(answer)
    with pytest.raises(Rejected, match=sentence) as refused:
        api.values([]) if kind == "read" else api.batch([{}])
    assert zh in refused.value.zh
    assert len(google.asked) == 1


def test_what_google_asks_to_wait_is_waited_besides(connect: Connect) -> None:
    body = plain(429)[2]
    date = "Tue, 10 Mar 2026 04:00:{:02} GMT".format
    dated = {"Date": date(0), "Retry-After": date(9)}
    api, _, _, pauses = connect((429, {"Retry-After": "7"}, body), (429, dated, body), 200)
    api.batch([{}])
    assert 7 <= pauses[0] <= 8
    assert 9 <= pauses[1] <= 11


@pytest.mark.parametrize("said", ["soon", "-3", "Tue, 10 Mar 2026", "", "²"])
def test_what_cannot_be_read_of_a_wait_is_none(said: str) -> None:
    assert retry_after({"Retry-After": said}) == 0


def test_a_long_rest_that_google_asks_for_is_kept_without_a_call(connect: Connect) -> None:
    api, google, transport, pauses = connect((503, {"Retry-After": "300"}, ""), 200)
    now = [1000.0]
    transport.clock = lambda: now[0]
    with pytest.raises(Unavailable, match="out of order"):
        api.values([])
    now[0] += 299
    with pytest.raises(Unavailable, match=r"nothing to be sent for another 1 s"):
        api.values([])
    assert (len(google.asked), pauses) == (1, [])
    now[0] += 1
    assert api.values([]) == []


def test_a_write_that_may_have_been_applied_waits_as_google_asks_before_it_is_sent_again(
    connect: Connect,
) -> None:
    asked = 503, {"Retry-After": "20"}, ""
    api, google, _, pauses = connect(asked, 200, asked, (503, {"Retry-After": "60"}, ""), 200)
    chain = Chain(api)
    assert chain.send([], token="one", scratch_id=1).state == "applied"
    assert 20 <= pauses[0] <= 21
    assert chain.send([], token="two", scratch_id=1).state == "unknown"
    assert (len(google.asked), len(pauses)) == (4, 2)


def test_no_rest_is_longer_than_a_quarter_of_an_hour(connect: Connect) -> None:
    api, _, transport, _ = connect((503, {"Retry-After": "99999999"}, ""), 200)
    now = [0.0]
    transport.clock = lambda: now[0]
    with pytest.raises(Unavailable):
        api.values([])
    now[0] = 900
    assert api.values([]) == []


@pytest.mark.parametrize(
    ("drawn", "waited"),
    [
        pytest.param(1.0, [1, 2, 4, 8, 16, 32, 32, 32], id="the longest"),
        pytest.param(0.5, [0.5, 1, 2, 4, 8, 16, 16, 16], id="half of it"),
        pytest.param(0.0, [0] * 8, id="none"),
    ],
)
def test_pauses_are_drawn_from_nothing_up_to_twice_the_last_and_half_a_minute_at_most(
    connect: Connect, drawn: float, waited: list[float]
) -> None:
    _, _, transport, pauses = connect()
    transport.draw = lambda least, most: least + drawn * (most - least)
    for number in range(2, 10):
        transport.wait_before(number, kind="read")
    assert pauses == waited


def test_pauses_spread_over_the_whole_of_what_they_may_be(connect: Connect) -> None:
    _, _, transport, pauses = connect()
    for _ in range(1000):
        transport.wait_before(50, kind="read")
    assert len(set(pauses)) > 900
    assert 0 <= min(pauses) < 2
    assert 30 < max(pauses) <= 32


def test_each_try_asks_the_budget_first_and_waiting_is_counted(connect: Connect) -> None:
    api, google, transport, _ = connect(429, 200, 200)
    asked: list[tuple[str, int]] = []

    def admit(kind: str) -> timedelta:
        asked.append((kind, len(google.asked)))
        return timedelta(seconds=kind == "read")

    transport.admit = admit
    api.batch([{}])
    api.values([])
    assert asked == [("write", 0), ("write", 1), ("read", 2)]
    assert transport.tally.counts["read waited"] == 1
    assert "write waited" not in transport.tally.counts


def test_who_waits_for_a_turn_hears_that_the_service_is_being_stopped(tmp_path: Path) -> None:
    client = gspread.Client(AnonymousCredentials(), http_client=Transport)
    transport = client.http_client
    assert isinstance(transport, Transport)
    asks, told = threading.Event(), list[str]()

    def pause(seconds: float) -> None:
        asks.set()
        transport.pause(seconds)

    budget = Budget(
        tmp_path / "quota.sqlite", account_of({}), now=lambda: NOON, share=1, pause=pause
    )
    budget.admit("read")
    transport.admit = budget.admit

    def ask() -> None:
        with pytest.raises(Unavailable, match="being stopped") as refused:
            transport.ask("get", "https://sheets.googleapis.com/v4/spreadsheets/none")
        told.append(str(refused.value))

    waits = threading.Thread(target=ask, daemon=True)
    waits.start()
    assert asks.wait(30), "the call has to wait for its turn"
    transport.leave()
    waits.join(30)
    assert told


def test_what_became_of_each_call_is_counted_and_told_once(connect: Connect) -> None:
    api, _, transport, _ = connect(requests.ReadTimeout(), 503, 200, 404, 200)
    api.values([])
    with pytest.raises(Rejected):
        api.batch([{}])
    found = {"read timeout": 1, "read server": 1, "read ok": 1, "read repeated": 2}
    assert transport.tally.tell() == {**found, "write refused": 1}
    assert transport.tally.tell() == {}
    api.batch([{}])
    assert transport.tally.tell() == {"write ok": 1}
    assert transport.tally.counts == {**found, "write refused": 1, "write ok": 1}


def test_another_client_is_a_programmer_s_mistake() -> None:
    with pytest.raises(TypeError, match="http_client=Transport"):
        Api(gspread.Client(AnonymousCredentials(), session=requests.Session()), "id")
