"""A desk to call gspread on, and the watch over what a test says that it exercises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import gspread
import pytest
import requests

from tests.localsheets.conftest import Workbook


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "exercises(*methods): gspread's methods that the test calls, such as Client.open"
    )


@pytest.fixture(autouse=True)
def watch(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test when a method that it says it exercises sent no request while it was called."""
    mark = request.node.get_closest_marker("exercises")
    with pytest.MonkeyPatch.context() as patch:
        going_on: list[str] = []
        reached: set[str] = set()
        send = requests.Session.send

        def counted(*args: Any, **options: Any) -> requests.Response:
            reached.update(going_on)
            return send(*args, **options)

        patch.setattr(requests.Session, "send", counted)
        for method in mark.args if mark else ():
            watch_one(method, going_on, patch)
        yield
    if mark:
        assert set(mark.args) - reached == set()


def watch_one(method: str, going_on: list[str], patch: pytest.MonkeyPatch) -> None:
    """Note in `going_on` that a method or property is being called."""
    owner_name, name = method.split(".")
    owner = getattr(gspread, owner_name)
    found = vars(owner)[name]

    def noting(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def noted(*args: Any, **options: Any) -> Any:
            going_on.append(method)
            try:
                return function(*args, **options)
            finally:
                going_on.remove(method)

        return noted

    watched = property(noting(found.fget)) if isinstance(found, property) else noting(found)
    patch.setattr(owner, name, watched)


@pytest.fixture
def client(workbook: Workbook) -> gspread.Client:
    return workbook.client


@pytest.fixture
def book(workbook: Workbook) -> gspread.Spreadsheet:
    return workbook.client.open_by_key(workbook.key)


@pytest.fixture
def tab(small: Workbook) -> gspread.Worksheet:
    """A tab of 10 rows and 6 columns with three rows of two columns."""
    found = small.worksheet
    found.update([["part", "qty"], ["pump", 2], ["fan", 10]], "A1")
    return found


def refused(act: Callable[[], object]) -> tuple[int, str]:
    """Return code and sentence of what the server refuses."""
    with pytest.raises(gspread.exceptions.APIError) as fault:
        act()
    return fault.value.code, str(fault.value.error["message"])
