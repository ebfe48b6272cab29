"""The pages and the worker in one process: what `sheetflow serve` runs.

One gunicorn worker with many threads serves the pages and the embedded workbook's API under /google; one thread of
ours runs cycle, outbox and housekeeping. Starting empty closes the demonstration's house and opens the real one.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TypeVar

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from sheetflow.address import Address, holding
from sheetflow.bell import ring
from sheetflow.bootstrap.house import House, open_house
from sheetflow.bootstrap.jobs import jobs_of
from sheetflow.bootstrap.pages import pages_of
from sheetflow.bootstrap.place import DESK, activate, served, writable
from sheetflow.bootstrap.scripts import SHEETS_PATH, name_of, sheets_url
from sheetflow.clock import Worker
from sheetflow.errors import Refused, SheetflowError
from sheetflow.localsheets import compressed, wsgi_app
from sheetflow.ports import Clock
from sheetflow.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)

#: The status of a worker whose application could not be loaded (gunicorn.arbiter.Arbiter.APP_LOAD_ERROR).
LOAD_ERROR = 4

#: More than the pages that may wait for the workbook at once (eight who type, twenty who look), so that /livez never
#: has to wait behind them.
THREADS = 64

T = TypeVar("T")


class Desk:
    """The open house with its pages and its worker, as one WSGI application that can change houses."""

    def __init__(
        self, settings: Settings, *, works: bool = True, clock: Clock | None = None
    ) -> None:
        """Hold the data folder and open the house; `works` False serves the pages only."""
        self._settings, self._works, self._clock = settings, works, clock
        self._outer, self._inner = ExitStack(), ExitStack()
        self._token = secrets.token_urlsafe(32)
        if settings.embedded:
            url = sheets_url(settings)
            self._outer.enter_context(holding(settings.data_dir, Address(url, self._token)))
        self._moving = threading.Lock()
        self._app: WSGIApplication = _closed
        self._open()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request in the house that is open now."""
        return self._app(environ, start)

    def start_empty(self) -> None:
        """Leave the demonstration and open the real desk, from now on."""
        with self._moving:
            activate(self._settings, DESK)
            self._inner.close()
            self._open()

    def close(self) -> None:
        """Stop the worker and close everything."""
        self._inner.close()
        self._outer.close()

    def _open(self) -> None:
        house = self._inner.enter_context(open_house(self._settings, self._clock, serving=True))
        house.prepare()
        wake = self._work(house) if self._works else lambda: ring(house.ledger, house.clock.now())
        app: Any = pages_of(house, wake=wake, start_empty=self.start_empty)
        if house.sheets is not None:
            house.sheets.keep(house.spreadsheet_id)
            google = wsgi_app(
                house.sheets,
                token=self._token,
                name_of=lambda token: name_of(self._settings.data_dir, token),
            )
            app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {SHEETS_PATH: compressed(google)})
        self._app = app

    def _work(self, house: House) -> Callable[[], None]:
        worker = Worker(jobs_of(house), house.ledger, house.clock)
        thread = threading.Thread(target=worker.run, name="worker", daemon=True)
        thread.start()

        def stop() -> None:
            worker.stop()
            if thread is not threading.current_thread():
                thread.join()

        self._inner.callback(stop)
        return worker.wake


def serve(settings: Settings, *, works: bool, ready: Callable[[], None]) -> None:
    """Serve until told to stop: gunicorn where it runs, waitress on Windows. `ready` is called once it listens.

    Raises BadInput, Refused or Unavailable before anything listens when the port is taken or the house can't be opened.
    """
    refuse_taken(settings)
    # Done once before the server does it: what fails in its worker is told in gunicorn's words too.
    with open_house(settings, serving=True) as house:
        house.prepare()
    if sys.platform == "win32":
        _with_waitress(settings, works, ready)
    else:
        _with_gunicorn(settings, works, ready)


def refuse_taken(settings: Settings) -> None:
    """Raise Refused where another server has the folder, or another program the port."""
    if served(settings):
        raise Refused(
            f"{settings.data_dir} is served by another sheetflow. Stop that one, or set SHEETFLOW_DATA_DIR to another."
        )
    try:
        socket.create_server((settings.host, settings.port)).close()
    except OSError as fault:
        raise Refused(
            f"Port {settings.port} of {settings.host} can't be had ({fault.strerror}). Stop the program that has it, "
            "or set SHEETFLOW_PORT to another."
        ) from fault


def _with_gunicorn(settings: Settings, works: bool, ready: Callable[[], None]) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.errors import AppImportError

    from sheetflow.bootstrap.hangingup import PatientWorker

    class Server(BaseApplication):
        _desk: Desk | None = None

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
            self._desk = self._in_our_words(lambda: Desk(settings, works=works))
            return self._desk

        def _in_our_words(self, act: Callable[[], T]) -> T:
            try:
                with writable(settings.data_dir):
                    return act()
            except SheetflowError as fault:
                # The one fault that gunicorn prints as it is, and after which it starts no other worker.
                raise AppImportError(str(fault)) from fault

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


def _with_waitress(settings: Settings, works: bool, ready: Callable[[], None]) -> None:
    import waitress

    desk = Desk(settings, works=works)
    ready()
    try:
        waitress.serve(desk, host=settings.host, port=settings.port, threads=THREADS)
    finally:
        desk.close()


def _closed(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("503 Service Unavailable", [("Retry-After", "2")])
    return []
