"""Calls are timed, counted, and sent again only where that can do no harm."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import gspread
import pytest
import requests
from google.auth.credentials import AnonymousCredentials
from google.auth.exceptions import RefreshError
from requests import Response
from requests.adapters import BaseAdapter

from sheetflow.errors import Refused, Unavailable
from sheetflow.store.api import Api
from sheetflow.store.transport import TIMEOUT, TRIES, OutcomeUnknown, Rejected, Transport

Answer = int | Exception


class Google(BaseAdapter):
    """A far end that answers as told, and notes what it was asked."""

    def __init__(self, answers: Iterator[Answer]) -> None:
        super().__init__()
        self.answers = answers
        self.asked: list[str] = []
        self.timeouts: list[Any] = []

    def send(self, request: requests.PreparedRequest, **options: Any) -> Response:
        """Answer the next thing."""
        self.asked.append(str(request.url))
        self.timeouts.append(options["timeout"])
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        response = Response()
        response.status_code = answer
        error = {"error": {"code": answer, "message": "No.", "status": "X"}}
        response._content = json.dumps(error if answer >= 400 else {"valueRanges": []}).encode()
        return response

    def close(self) -> None:
        """Nothing is held open."""


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
    api, google, _, _ = connect(200)
    api.values([])
    assert "prettyPrint=false" in google.asked[0]
    assert google.timeouts == [TIMEOUT]


def test_calls_are_counted_by_kind_each_try_included(connect: Connect) -> None:
    api, _, transport, _ = connect(503, 200, 200, 429, 200)
    api.values([])
    api.get("spreadsheetId")
    api.batch([{}])
    assert transport.calls == {"read": 3, "write": 2}
    assert api.calls is transport.calls


@pytest.mark.parametrize(
    "trouble",
    [429, 500, 503, requests.ConnectionError(), requests.ReadTimeout()],
    ids=["quota", "500", "503", "reset", "time-out"],
)
def test_a_read_is_tried_again_with_longer_pauses_then_left_to_the_next_cycle(
    connect: Connect, trouble: Answer
) -> None:
    api, _, _, pauses = connect(*[trouble] * TRIES)
    with pytest.raises(Unavailable):
        api.values([])
    assert len(pauses) == TRIES - 1
    assert all(pause <= 2**number for number, pause in enumerate(pauses))


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
    api, _, _, _ = connect(RefreshError("invalid_grant"))
    with pytest.raises(Refused, match="doesn't accept the credentials any more: invalid_grant"):
        api.values([])


def test_another_client_is_a_programmer_s_mistake() -> None:
    with pytest.raises(TypeError, match="http_client=Transport"):
        Api(gspread.Client(AnonymousCredentials(), session=requests.Session()), "id")
