"""What was answered is on disk: after SIGKILL at any moment, on a full disk, and with the log cut at any frame."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import Pipe
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

import gspread
import pytest
import requests

from sheetflow.localsheets import LocalSheets, local_client, remote_client
from tests.end_to_end.test_full_disk import fill, mounted
from tests.localsheets.conftest import Clock
from tests.localsheets.mortal import answer
from tests.processes import PROCESSES

LOG, SHELF = 0, 7
FRAME_HEADER, WAL_HEADER = 24, 32
"""[documented] sqlite.org/fileformat2.html, "The Write-Ahead Log": the sizes of a log's header and of each frame's."""


@dataclass
class Model:
    """What two tabs hold after so many batches: each moves rows of one tab and writes a cell of the other."""

    log: list[int] = field(default_factory=lambda: [0, 0, 0])
    shelf: dict[int, int] = field(default_factory=dict)

    def done(self, number: int) -> Model:
        """Give what the tabs hold when one batch more was done."""
        log, place = list(self.log), number % 4
        log.insert(place, number)
        if number % 3 == 0:
            del log[1]
        return Model(log, {**self.shelf, number % 9: number})

    @property
    def cells(self) -> tuple[list[list[Any]], list[list[Any]]]:
        """Give the two tabs' cells as the API reads them."""
        last = max(self.shelf, default=-1)
        return [[one] for one in self.log], [
            [self.shelf[row]] if row in self.shelf else [] for row in range(last + 1)
        ]


def batch(number: int) -> dict[str, Any]:
    """Give the requests of one batch: its effects are in three places, none of which may come alone."""

    def put(sheet: int, row: int) -> dict[str, Any]:
        cell = {"userEnteredValue": {"numberValue": number}}
        start = {"sheetId": sheet, "rowIndex": row, "columnIndex": 0}
        rows = [{"values": [cell]}]
        return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}

    def rows(start: int) -> dict[str, Any]:
        span = {"sheetId": LOG, "dimension": "ROWS", "startIndex": start, "endIndex": start + 1}
        return {"range": span}

    place = number % 4
    gone = [{"deleteDimension": rows(1)}] if number % 3 == 0 else []
    inserted = [{"insertDimension": rows(place)}, put(LOG, place), *gone]
    return {"requests": [*inserted, put(SHELF, number % 9)]}


def prepared(path: Path) -> str:
    """Make a workbook with the two tabs, close it, and give the spreadsheet's id."""
    sheets = LocalSheets(path, now=Clock())
    book = local_client(sheets).create("crash")
    book.batch_update(
        {"requests": [{"addSheet": {"properties": {"sheetId": SHELF, "title": "shelf"}}}]}
    )
    book.sheet1.update([[0], [0], [0]], "A1")
    sheets.close()
    return book.id


def found(client: gspread.Client, key: str) -> tuple[list[list[Any]], list[list[Any]]]:
    log, shelf = (
        client.http_client.values_get(
            key, f"{title}!A:A", {"valueRenderOption": "UNFORMATTED_VALUE"}
        ).get("values", [])
        for title in ("Sheet1", "shelf")
    )
    return log, shelf


def intact(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def killed_while_writing(path: Path, key: str, done: int, after_seconds: float) -> int:
    """Write batch after batch until the server is killed; give the number of the last one that was answered."""
    here, there = Pipe()
    server = PROCESSES.Process(target=answer, args=(path, there))
    server.start()
    there.close()
    assert server.pid is not None
    client = remote_client(f"http://127.0.0.1:{here.recv()}")
    killer = Timer(after_seconds, os.kill, (server.pid, signal.SIGKILL))
    if done:
        killer.start()
    # A server that dies in the middle of its answer leaves a piece of it.
    with suppress(requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        for number in count(done + 1):
            client.http_client.batch_update(key, batch(number))
            if (
                not done
            ):  # the first server lives, on however slow a machine, until something was answered
                killer.start()
            done = number
    killer.join()
    server.join()
    client.http_client.session.close()
    assert server.exitcode == -signal.SIGKILL
    return done


def kill_again_and_again(path: Path, times: int) -> int:
    """Kill a server so many times at random moments; after each, all that was answered must be there, and whole."""
    key, chance = prepared(path), Random(20260310)
    model, done = Model(), 0
    for _ in range(times):
        answered = killed_while_writing(path, key, done, chance.uniform(0.0, 0.25))
        for number in range(done + 1, answered + 1):
            model = model.done(number)
        assert intact(path)
        sheets = LocalSheets(path, now=Clock())
        now = found(local_client(sheets), key)
        sheets.close()
        following = model.done(answered + 1)
        assert now in (model.cells, following.cells)
        done = answered
        if now == following.cells != model.cells:
            model, done = following, answered + 1
    return done


def test_all_that_a_killed_server_answered_is_there_and_nothing_by_halves(tmp_path: Path) -> None:
    assert kill_again_and_again(tmp_path / "workbook.sqlite", 4) > 0


@pytest.mark.soak
def test_all_that_a_server_killed_a_hundred_times_answered_is_there(tmp_path: Path) -> None:
    assert kill_again_and_again(tmp_path / "workbook.sqlite", 100) > 100


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a small filesystem of its own; skip where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    with mounted(place, 3_000_000):
        yield place


@pytest.mark.parametrize("room", [0, 8 * 4096, 60 * 4096], ids=["none", "little", "some"])
def test_a_full_disk_refuses_whole_batches_and_goes_on_when_there_is_room(
    disk: Path, room: int
) -> None:
    path = disk / "workbook.sqlite"
    key = prepared(path)
    sheets = LocalSheets(path, now=Clock())
    client, model, number = local_client(sheets), Model(), 1
    ballast = fill(disk, but=room)
    for _ in range(3):
        while (refused := status(client, key, number)) == 200:
            model, number = model.done(number), number + 1
        assert refused == 503
        assert found(client, key) == model.cells
    copy = Path(shutil.copytree(disk, disk.parent / "copy", ignore=lambda *_: [ballast.name]))
    assert intact(copy / path.name)
    assert stands(copy / path.name, key) == model.cells
    ballast.unlink()
    client.http_client.batch_update(key, batch(number))
    assert found(client, key) == model.done(number).cells
    sheets.close()
    assert intact(path)
    assert stands(path, key) == model.done(number).cells


def status(client: gspread.Client, key: str, number: int) -> int:
    """Send a batch and give the answer's status; a refusal has to say what to do."""
    try:
        client.http_client.batch_update(key, batch(number))
    except gspread.exceptions.APIError as refused:
        return int(refused.code) if "Make room on the disk" in str(refused) else 0
    return 200


def stands(path: Path, key: str) -> tuple[list[list[Any]], list[list[Any]]]:
    """Open a file and give what the tabs hold."""
    sheets = LocalSheets(path, now=Clock())
    try:
        return found(local_client(sheets), key)
    finally:
        sheets.close()


FRAMES = 200


def test_a_log_cut_at_any_frame_holds_the_batches_before_it_whole(tmp_path: Path) -> None:
    """At every seventh frame here; `make soak` cuts at each."""
    cut_the_log(tmp_path, every=7)


@pytest.mark.soak
def test_a_log_cut_at_each_of_its_frames_holds_the_batches_before_it_whole(tmp_path: Path) -> None:
    cut_the_log(tmp_path, every=1)


def cut_the_log(tmp_path: Path, *, every: int) -> None:
    """Cut a log of `FRAMES` frames at one frame after another, also amid a frame, and open what is left."""
    path = tmp_path / "workbook.sqlite"
    key = prepared(path)
    sheets = LocalSheets(path, now=Clock())
    execute = sheets._database.connection.execute
    execute("PRAGMA wal_autocheckpoint = 0")
    [(page,)] = execute("PRAGMA page_size").fetchall()
    client, wal, frame = local_client(sheets), Path(f"{path}-wal"), page + FRAME_HEADER
    states = [(wal.stat().st_size if wal.exists() else 0, Model())]
    while (states[-1][0] - WAL_HEADER) // frame < FRAMES:
        client.http_client.batch_update(key, batch(len(states)))
        states.append((wal.stat().st_size, states[-1][1].done(len(states))))
    whole, chance = wal.read_bytes(), Random(20260310)
    assert len(states) > FRAMES // 20
    for number in range(0, FRAMES + 1, every):
        cut = WAL_HEADER + number * frame + chance.choice([0, chance.randrange(frame)])
        copy = tmp_path / "copy.sqlite"
        shutil.copy(path, copy)
        Path(f"{copy}-wal").write_bytes(whole[:cut])
        expected = [model for size, model in states if size <= cut][-1]
        assert stands(copy, key) == expected.cells
        assert intact(copy)
    sheets.close()
