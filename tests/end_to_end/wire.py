"""The way from a desk to its spreadsheet, for a time on which nobody gets through."""

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
    """The way to a spreadsheet that nobody reaches, or that answers with `status` that it isn't ours any more."""

    def __init__(self, status: int = 0) -> None:
        super().__init__()
        self._status = status

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Response:
        """Fail as the network does, or answer as Google does."""
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
