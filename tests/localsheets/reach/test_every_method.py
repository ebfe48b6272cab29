"""No public method of gspread is forgotten: each is exercised in these modules, or named here with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from types import ModuleType

import gspread

from tests.localsheets.reach import (
    test_cells,
    test_client,
    test_http_client,
    test_layout,
    test_marks,
    test_spreadsheet,
)

MODULES = (test_cells, test_client, test_http_client, test_layout, test_marks, test_spreadsheet)
CLASSES = (
    gspread.Client,
    gspread.HTTPClient,
    gspread.BackOffHTTPClient,
    gspread.Spreadsheet,
    gspread.Worksheet,
)
KEPT = "answers what an earlier call brought"
STAYS = {
    "Client.expiry": "tells when credentials end; here are none",
    "Client.set_timeout": "sets a number for later calls",
    "HTTPClient.set_timeout": "sets a number for later calls",
    "HTTPClient.login": "fetches a token from Google's accounts; here is a token of our own, or none",
    **dict.fromkeys(
        [f"Spreadsheet.{name}" for name in ("id", "title", "url", "timezone", "locale")], KEPT
    ),
    **dict.fromkeys(
        [
            f"Worksheet.{name}"
            for name in (
                "id",
                "spreadsheet",
                "title",
                "url",
                "index",
                "isSheetHidden",
                "row_count",
                "col_count",
                "column_count",
                "frozen_row_count",
                "frozen_col_count",
                "is_gridlines_hidden",
                "tab_color",
                "get_tab_color",
            )
        ],
        KEPT,
    ),
}
"""What never goes over the network, and why."""


def public() -> set[str]:
    """Name every public method and property of gspread's classes."""
    return {
        f"{owner.__name__}.{name}"
        for owner in CLASSES
        for name in vars(owner)
        if not name.startswith("_")
    }


def exercised(module: ModuleType) -> Iterator[str]:
    for test in vars(module).values():
        for mark in getattr(test, "pytestmark", []):
            if mark.name == "exercises":
                yield from mark.args


def test_it_is_the_gspread_whose_methods_were_gone_through() -> None:
    assert version("gspread") == "6.2.1"


def test_every_public_method_is_exercised_or_named_with_its_reason() -> None:
    done = {method for module in MODULES for method in exercised(module)}
    assert done | set(STAYS) == public()
    assert done & set(STAYS) == set()


def test_what_stays_here_sends_nothing(tab: gspread.Worksheet) -> None:
    """Called with the session gone."""
    book, session = tab.spreadsheet, tab.client.session
    del tab.client.session
    for method in STAYS:
        owner, name = method.split(".")
        if STAYS[method] == KEPT:
            found = getattr(book if owner == "Spreadsheet" else tab, name)
            assert (found() if callable(found) else found) is not NotImplemented
    tab.client.session = session
