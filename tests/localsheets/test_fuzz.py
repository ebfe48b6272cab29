"""Whatever is sent gets an answer, never a 5xx; what is refused changes nothing; the file stays whole."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sheetflow.localsheets import LocalSheets
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.clients import local_session
from sheetflow.localsheets.grid.view import GridView
from sheetflow.localsheets.stored import as_text, book_head, row_text, sheet_head
from sheetflow.localsheets.xlsx.reading import book_of_xlsx
from tests.discovery.lint import LINT
from tests.localsheets.conftest import URL, Clock
from tests.localsheets.fuzzing import Fuzz, Sent

SERIES = 100
"""Calls to one fresh file; a fault is found again with the seed of its series alone."""

HANGING_SECONDS = 60
"""Far beyond what a call takes on a loaded machine: only one that never ends is cut off."""

FILES = "https://www.googleapis.com/drive/v3/files"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GRID = {"rowCount": 12, "columnCount": 8}
START = {
    "sheets": [
        {"properties": {"sheetId": 0, "title": "Sheet1", "gridProperties": GRID}},
        {"properties": {"sheetId": 1, "title": "b", "gridProperties": GRID}},
    ]
}


def state(sheets: LocalSheets) -> list[Any]:
    """Return all that a file holds, as it is stored."""
    return [stored(book) for book in sorted(sheets.books(), key=lambda book: book.id)]


def stored(book: Book) -> Any:
    """Return all that is stored of a spreadsheet."""
    tabs = book.sheets.values()
    rows = [(row.id, row_text(row), row.styles) for tab in tabs for row in tab.rows]
    styles = {style: as_text(book.styles.by_id[style]) for row in rows for style in row[2]}
    heads = [book_head(book), as_text(book.metadata), *map(sheet_head, tabs)]
    return book.id, book.revision, heads, rows, styles


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in the block when it takes longer."""

    def stop(_signal: int, _frame: Any) -> None:
        raise TimeoutError(f"no answer within {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run(seed: str, folder: Path) -> None:
    """Send the calls of a seed to a fresh file."""
    path = folder / f"{seed}.sqlite"
    sheets = LocalSheets(path, now=Clock())
    session = local_session(sheets)
    key = session.post(URL, json=START).json()["spreadsheetId"]
    fuzz = Fuzz(seed, key)
    before = state(sheets)
    for index in range(SERIES):
        sent = fuzz.call()
        try:
            before = send(sheets, session, sent, before)
        except (Exception, pytest.fail.Exception) as fault:
            raise AssertionError(f"Fuzz({seed!r}), call {index}: {sent!r}") from fault
    try:
        look_everywhere(sheets, session)
    except Exception as fault:
        raise AssertionError(f"Fuzz({seed!r}), what it left") from fault
    sheets.close()
    check_file(path, before)
    path.unlink()


def look_everywhere(sheets: LocalSheets, session: Any) -> None:
    """Assert that what all the calls left is shown by each of its readers, and xlsx brings it back."""
    for book in sheets.books():
        with no_longer_than(HANGING_SECONDS):
            whole = session.get(f"{URL}/{book.id}", params={"includeGridData": "true"})
            file = session.get(f"{FILES}/{book.id}/export", params={"mimeType": XLSX})
            assert (whole.status_code, file.status_code) == (200, 200)
            book_of_xlsx(file.content, "key", sheets.now(), title="x")
            for sheet_id in book.sheets:
                GridView(sheets).answer(book.id, sheet_id, "", [])


def send(sheets: LocalSheets, session: Any, sent: Sent, before: list[Any]) -> list[Any]:
    """Send one call and return what the file holds then."""
    with no_longer_than(HANGING_SECONDS):
        answer = session.request(sent.method, sent.url, params=sent.params, data=sent.content)
    assert answer.status_code < 500 or answer.status_code == 501, answer.text
    assert faults_of_answers() == []
    after = state(sheets)
    if answer.status_code >= 400 or sent.method == "GET":
        assert after == before, f"{answer.status_code} changed the file"
    return after


def faults_of_answers() -> list[str]:
    """Return what the lint found in answers; what was sent is wrong on purpose."""
    return [told for told in LINT.told() if " answer" in told]


def check_file(path: Path, expected: list[Any]) -> None:
    """Assert that a closed file is whole and holds what memory held."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    sheets = LocalSheets(path, now=Clock())
    assert state(sheets) == expected
    sheets.close()


def test_2000_random_calls_are_answered_or_refused(tmp_path: Path) -> None:
    for seed in range(20):
        run(str(seed), tmp_path)


@pytest.mark.soak
def test_100_000_random_calls_are_answered_or_refused(tmp_path: Path) -> None:
    for seed in range(20, 1020):
        run(str(seed), tmp_path)


def test_a_seed_makes_the_same_calls_again() -> None:
    one, other = Fuzz("7", "key"), Fuzz("7", "key")
    assert [one.call() for _ in range(50)] == [other.call() for _ in range(50)]
