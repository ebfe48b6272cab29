"""One open house with its pages and its worker: starting empty closes the demonstration's and opens the real one."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from sheetflow.address import Address, holding
from sheetflow.bell import ring
from sheetflow.bootstrap.house import House, open_house
from sheetflow.bootstrap.pages import pages_of
from sheetflow.bootstrap.place import DESK, activate
from sheetflow.bootstrap.scripts import SHEETS_PATH, name_of, sheets_url
from sheetflow.bootstrap.working import Work
from sheetflow.localsheets import compressed, wsgi_app
from sheetflow.ports import Clock
from sheetflow.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


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
        self._working: Work | None = None
        self._app: WSGIApplication = _closed
        try:
            self._open()
        except BaseException:
            self.close()  # whoever tries again finds folder and workbook free
            raise

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request in the house that is open now."""
        return self._app(environ, start)

    def start_empty(self) -> None:
        """Leave the demonstration and open the real desk, from now on."""
        with self._moving:
            activate(self._settings, DESK)
            self._inner.close()
            self._open()

    def stop(self) -> None:
        """Ask the worker to end, without waiting for it."""
        if self._working is not None:
            self._working.stop()

    def close(self, patience: float | None = None) -> bool:
        """Stop the worker and close everything, and say so.

        Where the worker hasn't ended after so many seconds, all is left open for it until the process ends.
        """
        if self._working is not None and not self._working.ended(patience):
            return False
        self._inner.close()
        self._outer.close()
        return True

    def _open(self) -> None:
        house = self._inner.enter_context(open_house(self._settings, self._clock, serving=True))
        house.prepare()
        self.house = house
        wake = self._work(house) if self._works else lambda: ring(house.ledger, house.clock.now())
        app: Any = pages_of(house, wake=wake, start_empty=self.start_empty)
        self.registry: CollectorRegistry = app.extensions["sheetflow"].registry
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
        self._working = Work(house)
        self._inner.callback(self._working.ended)
        return self._working.wake


def _closed(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("503 Service Unavailable", [("Retry-After", "2")])
    return []
