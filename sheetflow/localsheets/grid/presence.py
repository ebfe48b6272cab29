"""Who is in which cell: pages say so when they ask for news, and are forgotten when they stop asking."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sheetflow.localsheets.shapes import Json

#: A page asks every two seconds; one that hasn't for so long is closed, or its browser asleep.
STAY = timedelta(seconds=10)

#: So many pages are remembered of a spreadsheet; more than any desk has open.
MOST = 200


@dataclass(frozen=True)
class Place:
    """A person's cell: the page it is on, who sits there, tab, row id, column, and when this was last said."""

    page: str
    person: str
    sheet: int
    row: int
    column: int
    at: datetime

    def shown(self) -> Json:
        """Return it as pages get it."""
        return {"page": self.page, "name": self.person, "row": self.row, "column": self.column}


class Presence:
    """The cells that people are in, by spreadsheet; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._lock = threading.Lock()
        self._books: dict[str, dict[str, Place]] = {}

    def arrive(self, key: str, place: Place) -> None:
        """Note where somebody is; an empty page says nothing."""
        with self._lock:
            pages = {
                page: one
                for page, one in self._books.get(key, {}).items()
                if place.at - one.at < STAY and page != place.page
            }
            if place.page and len(pages) < MOST:
                pages[place.page] = place
            self._books[key] = pages

    def others(self, key: str, sheet: int, *, page: str, at: datetime) -> Iterator[Json]:
        """Yield who else is in a tab now, the same order each time."""
        with self._lock:
            pages = self._books.get(key, {})
            for name in sorted(pages):
                one = pages[name]
                if one.sheet == sheet and name != page and at - one.at < STAY:
                    yield one.shown()
