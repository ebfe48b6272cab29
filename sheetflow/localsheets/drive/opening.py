"""The file that a call of Drive names, for reading and for changing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.drive.faults import no_file
from sheetflow.localsheets.faults import ApiFault


def opened(call: Call) -> Book:
    """Return the file as it stands; Drive's 404 when there is none."""
    try:
        return call.book
    except ApiFault:
        raise no_file(call.key) from None


@contextmanager
def changing(call: Call, act: str) -> Iterator[Book]:
    """Lend a draft of the file; `act` is named in its history. What Drive keeps of it is in `Book.drive`."""
    opened(call)
    with call.sheets.changing(call.key, actor=call.actor, acts=[act]) as draft:
        yield draft
