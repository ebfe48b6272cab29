"""The denominators of bench/workbook.py: the same work done with plain sqlite3, json, and an empty web page."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, process_time

import requests
from requests.adapters import BaseAdapter
from werkzeug.wrappers import Request, Response

Work = Callable[[], object]
Line = tuple[str, str | None, int]

SCHEMA = """
PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
CREATE TABLE rows (
    spreadsheet TEXT, sheet INTEGER, id INTEGER, cells TEXT NOT NULL,
    PRIMARY KEY (spreadsheet, sheet, id)
) WITHOUT ROWID;
CREATE TABLE revisions (
    spreadsheet TEXT, revision INTEGER, at TEXT NOT NULL, actor TEXT NOT NULL, acts TEXT NOT NULL,
    PRIMARY KEY (spreadsheet, revision)
) WITHOUT ROWID;
CREATE TABLE replaced (
    spreadsheet TEXT, revision INTEGER, sheet INTEGER, row INTEGER, what TEXT NOT NULL, before TEXT
);
CREATE INDEX replaced_by_revision ON replaced (spreadsheet, revision);
"""


class RawFile:
    """A file of the same tables that is written without a thought for what stands in it."""

    def __init__(self, path: Path, key: str, rows: list[Line]) -> None:
        self.key = key
        self.revision = 1
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript(SCHEMA)
        self.connection.execute("BEGIN")
        self._put([(cells, None, number) for cells, _, number in rows])
        self.connection.execute("COMMIT")

    def write(self, rows: list[Line]) -> None:
        """Store rows (cells, cells before, id) and a revision's log durably: the bytes a request has to write."""
        self.revision += 1
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?)",
            (self.key, self.revision, "2026-03-10T06:30:00+00:00", "bench", '["values.update"]'),
        )
        self.connection.executemany(
            "INSERT INTO replaced VALUES (?, ?, 0, ?, 'row', ?)",
            ((self.key, self.revision, number, before) for _, before, number in rows),
        )
        self._put(rows)
        self.connection.execute("COMMIT")

    def _put(self, rows: list[Line]) -> None:
        self.connection.executemany(
            "INSERT OR REPLACE INTO rows VALUES (?, 0, ?, ?)",
            ((self.key, number, cells) for cells, _, number in rows),
        )


def read_and_decode(path: Path) -> list[object]:
    """Read and decode every row of a workbook file with plain sqlite3 and json."""
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT id, cells FROM rows ORDER BY spreadsheet, sheet, id")
    rows = [(number, json.loads(cells)) for number, cells in found]
    connection.close()
    return list(rows)


def dumps_and_loads(values: object) -> object:
    """Write values as JSON and read them back."""
    return json.loads(json.dumps(values))


def empty_view(adapter: Callable[..., BaseAdapter]) -> Work:
    """Give the call of a view that does nothing, over the same client and the same way in process."""

    @Request.application
    def view(request: Request) -> Response:
        return Response(b"{}", content_type="application/json; charset=UTF-8")

    session = requests.Session()
    session.trust_env = False
    session.mount("https://sheets.googleapis.com", adapter(view))
    return lambda: session.get("https://sheets.googleapis.com/v4/spreadsheets/x").json()


def in_turn(times: int, *works: Work) -> list[float]:
    """Give the seconds of each of several works done in turn, in a new order each time.

    A disk is slower after a pause, so no work always follows the same one; neighbours on the machine only slow
    it, so the lower quartile counts.
    """
    found: list[list[float]] = [[] for _ in works]
    pairs = list(zip(works, found, strict=True))
    chance = Random(20260310)
    for _ in range(times):
        chance.shuffle(pairs)
        for work, spent in pairs:
            began = perf_counter()
            work()
            spent.append(perf_counter() - began)
    return [quantiles(spent, n=4)[0] for spent in found]


def best_in_turn(times: int, *works: Work) -> list[float]:
    """Give the shortest seconds of the processor for each of several works done in turn, after a full collection."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, spent in zip(works, found, strict=True):
            gc.collect()
            began = process_time()
            result = work()
            spent.append(process_time() - began)
            del result
    return [min(spent) for spent in found]


@contextmanager
def timed() -> Iterator[list[float]]:
    """Take the seconds of a block into a list."""
    spent: list[float] = []
    began = perf_counter()
    yield spent
    spent.append(perf_counter() - began)
