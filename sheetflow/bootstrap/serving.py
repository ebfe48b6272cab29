"""The pages and the worker in one process: what `sheetflow serve` runs.

One gunicorn worker with many threads serves the pages and the embedded workbooks' API; a thread of ours for each
spreadsheet runs its cycle, outbox and housekeeping.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sheetflow.bootstrap.desk import Desk
from sheetflow.bootstrap.house import open_house
from sheetflow.bootstrap.place import served, writable
from sheetflow.bootstrap.service import Service
from sheetflow.errors import Refused, SheetflowError
from sheetflow.settings import Settings

#: The status of a worker whose application could not be loaded (gunicorn.arbiter.Arbiter.APP_LOAD_ERROR).
LOAD_ERROR = 4

#: More than the pages that may wait for the workbook at once (eight who type, twenty who look), so that /livez never
#: has to wait behind them.
THREADS = 64

#: So long a start waits for branches to be open; those that aren't by then follow.
START_SECONDS = 5.0

T = TypeVar("T")


def serve(branches: Sequence[Settings], *, works: bool, ready: Callable[[], None]) -> None:
    """Serve until told to stop: gunicorn where it runs, waitress on Windows. `ready` is called once it listens.

    Raises BadInput, Refused or Unavailable before anything listens when the port is taken, or the house of the only
    spreadsheet can't be opened, or its sheet was never read and can't be; of several branches each opens by itself, and
    tells its own fault.
    """
    first = branches[0]
    refuse_taken(branches)
    if not first.branch:
        # Done once before the server does it: what fails in its worker is told in gunicorn's words too.
        with open_house(first, serving=True) as house:
            house.prepare()

    def make() -> Desk | Service:
        if not first.branch:
            return Desk(first, works=works)
        service = Service(branches, works=works)
        service.tried(START_SECONDS)
        return service

    if sys.platform == "win32":
        _with_waitress(first, make, ready)
    else:
        _with_gunicorn(first, make, ready)


def refuse_taken(branches: Sequence[Settings]) -> None:
    """Raise Refused where another server has a folder, or another program the port."""
    for one in branches:
        if served(one):
            raise Refused(
                f"{one.data_dir} is served by another sheetflow. Stop that one, or set SHEETFLOW_DATA_DIR to another."
            )
    settings = branches[0]
    try:
        socket.create_server((settings.host, settings.port)).close()
    except OSError as fault:
        raise Refused(
            f"Port {settings.port} of {settings.host} can't be had ({fault.strerror}). Stop the program that has it, "
            "or set SHEETFLOW_PORT to another."
        ) from fault


def _with_gunicorn(
    settings: Settings, make: Callable[[], Desk | Service], ready: Callable[[], None]
) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.errors import AppImportError

    from sheetflow.bootstrap.hangingup import PatientWorker

    class Server(BaseApplication):
        _desk: Desk | Service | None = None

        def load_config(self) -> None:
            self.cfg.set("bind", f"{settings.host}:{settings.port}")
            self.cfg.set("workers", 1)
            self.cfg.set("worker_class", PatientWorker)
            self.cfg.set("threads", THREADS)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("graceful_timeout", 10)
            self.cfg.set("post_worker_init", lambda _worker: self._in_our_words(ready))
            self.cfg.set("worker_exit", lambda _server, _worker: self._close())

        def load(self) -> Any:
            self._desk = self._in_our_words(make)
            return self._desk

        def _in_our_words(self, act: Callable[[], T]) -> T:
            try:
                with writable(settings.data_dir):
                    return act()
            except SheetflowError as fault:
                # The one fault that gunicorn prints as it is, and after which it starts no other worker.
                raise AppImportError(fault.sentence(settings.locale)) from fault

        def _close(self) -> None:
            if self._desk:
                self._desk.close()

    logging.getLogger("gunicorn.error").addFilter(_unsaid)
    master = os.getpid()
    try:
        Server().run()
    except SystemExit as end:
        if os.getpid() != master:
            raise  # a worker: by its status the master knows whether to start another
        raise SystemExit(1 if end.code else 0) from None


def _unsaid(record: logging.LogRecord) -> bool:
    """Leave out what gunicorn adds to the sentence with which a start ends."""
    if record.msg == "Worker (pid:%s) exited with code %s." and isinstance(record.args, tuple):
        return record.args[1] != LOAD_ERROR
    return record.msg not in ("Shutting down: %s", "Reason: %s")


def _with_waitress(
    settings: Settings, make: Callable[[], Desk | Service], ready: Callable[[], None]
) -> None:
    import waitress

    desk = make()
    ready()
    try:
        waitress.serve(desk, host=settings.host, port=settings.port, threads=THREADS)
    finally:
        desk.close()
