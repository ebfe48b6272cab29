"""The way from a desk to its spreadsheet: people who act on it, or nobody who gets through."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import requests
from requests import Response
from requests.adapters import BaseAdapter

from tests.end_to_end.desk import Desk
from tests.end_to_end.mortal import SHEETS


class Gone(BaseAdapter):
    """The way to a spreadsheet that nobody reaches, or that answers with `status` that it isn't ours any more.

    With `on` only calls whose address has that in it meet this; `far_end` carries the others.
    """

    def __init__(
        self, status: int = 0, *, on: str = "", far_end: BaseAdapter | None = None
    ) -> None:
        super().__init__()
        self._status, self._on, self._far_end = status, on, far_end

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Response:
        """Fail as the network does, or answer as Google does."""
        if self._far_end is not None and self._on not in str(request.url):
            return self._far_end.send(request, *args, **options)
        if not self._status:
            raise requests.ConnectionError("no route")
        answer = Response()
        answer.status_code = self._status
        said = {"error": {"code": self._status, "message": "The caller does not have permission"}}
        answer.raw = BytesIO(json.dumps(said).encode())
        return answer

    def close(self) -> None:
        """Nothing is held open."""


def leave(desk: Desk, status: int = 0) -> Callable[[], None]:
    """Let the spreadsheet be away; gives what brings it back."""
    http = desk.house.client.http_client
    way = http.session.get_adapter(SHEETS)
    http.session.mount(SHEETS, Gone(status))
    http.pause = lambda seconds: None
    return lambda: http.session.mount(SHEETS, way)


class Between(BaseAdapter):
    """The way to the spreadsheet, on which people act: one of `acts` before a batch arrives, of `answers` after."""

    def __init__(self, far_end: BaseAdapter) -> None:
        super().__init__()
        self._far_end = far_end
        self.acts: list[Callable[[], object]] = []
        self.answers: list[Callable[[], object]] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Response:
        """Let people act, and carry the call to the far end."""
        if self.acts and ":batchUpdate" in str(request.url):
            self.acts.pop(0)()
        answer: Response = self._far_end.send(request, *args, **options)
        if self.answers and ":batchUpdate" in str(request.url):
            self.answers.pop(0)()
        return answer

    def close(self) -> None:
        """Nothing is held open."""


def between_calls(desk: Desk) -> Between:
    """Let people act between the desk's calls."""
    session = desk.house.client.http_client.session
    wire = Between(session.get_adapter(SHEETS))
    session.mount(SHEETS, wire)
    return wire


class Late(BaseAdapter):
    """The way to the spreadsheet, on which the answer to a batch to one `address` never comes: that of number `at`.

    It was `applied` all the same, or `held` comes when all is over.
    """

    def __init__(self, far_end: BaseAdapter, address: str, at: int, *, applied: bool) -> None:
        super().__init__()
        self._far_end, self._address, self._at, self._applied = far_end, address, at, applied
        self.held: requests.PreparedRequest | None = None

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Response:
        """Carry a call to the far end, but for that one."""
        if f"{self._address}:batchUpdate" not in str(request.url):
            return self._far_end.send(request, *args, **options)
        self._at -= 1
        if self._at != -1:
            return self._far_end.send(request, *args, **options)
        self.held = request.copy()
        if self._applied:
            self._far_end.send(request, *args, **options)
        raise requests.ReadTimeout("no answer")

    def arrive(self) -> Response:
        """Let what was held arrive at last, or once more."""
        assert self.held is not None
        return self._far_end.send(self.held)

    def close(self) -> None:
        """Nothing is held open."""


def technician(desk: Desk, name: str) -> None:
    """Let somebody choose a technician for the one ticket there is."""
    desk.type_at(2, technician=name)


def faster(desk: Desk) -> None:
    """Let somebody choose 刘勇 when the worker has read 陈立."""
    between_calls(desk).acts = [lambda: technician(desk, "刘勇")]


def faster_twice(desk: Desk) -> None:
    """Let somebody choose 刘勇 then, and 吴强 over what was written meanwhile."""
    wire = between_calls(desk)
    wire.acts = [lambda: technician(desk, "刘勇")]
    wire.answers = [lambda: None, lambda: technician(desk, "吴强")]


def inserting(desk: Desk) -> None:
    """Let somebody insert a row when the worker has read, and type into it when it takes out what it wrote there."""
    between_calls(desk).acts = [
        lambda: desk.tab().insert_row([], 2),
        lambda: None,
        lambda: desk.type_at(2, status="待客户"),
    ]


def halving(desk: Desk) -> None:
    """Let somebody insert a row above half a payment, write into it when ours is taken out, and delete it."""
    between_calls(desk).acts = [
        lambda: desk.tab("payments").insert_row([], 2),
        lambda: None,
        lambda: desk.type_at(2, tab="payments", problem="我写的"),
        lambda: desk.tab("payments").delete_rows(2),
    ]
