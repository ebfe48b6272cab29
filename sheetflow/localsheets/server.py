"""The server over HTTP, for `sheetflow local-sheets` and tests that want a real socket."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sheetflow.localsheets.bodies import json_response
from sheetflow.localsheets.compressing import compressed
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.wsgi import wsgi_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])


class _Quiet(WSGIRequestHandler):
    """Logs no requests: a range or a file's name may tell of a customer."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing."""


def serve(sheets: LocalSheets, host: str, port: int, *, token: str | None = None) -> BaseWSGIServer:
    """Return a threaded HTTP server for `sheets`, listening; call its `serve_forever` and `shutdown`.

    Port 0 takes a free one (``server.server_port``). Point gspread at it with
    ``remote_client(f"http://{host}:{port}", token)``. Without a token only what is addressed to `host` or
    to this machine is answered, and no web page's calls: whoever opens a page elsewhere would lend it the file.
    """
    application = wsgi_app(sheets, token=token)
    if token is None:
        application = _of_this_machine(application, LOOPBACK | {host})
    return make_server(host, port, compressed(application), threaded=True, request_handler=_Quiet)


def _of_this_machine(application: WSGIApplication, hosts: frozenset[str]) -> WSGIApplication:
    """Return an application that refuses what a browser sends for a page of another site.

    Such a page can name this machine by a name of its own (DNS rebinding): its calls bear that name as Host.
    """

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        origin = environ.get("HTTP_ORIGIN")
        named = [f"//{environ.get('HTTP_HOST', '')}", *([origin] if origin else [])]
        if all(_host(address) in hosts for address in named):
            return application(environ, start_response)
        refused = ApiFault(
            403,
            "This server is for scripts on its own machine: call it by 127.0.0.1 or localhost, and from no web page.",
        )
        return json_response(refused.body(), status=403)(environ, start_response)

    return guarded


def _host(address: str) -> str | None:
    """Return the host of an address, None for what is none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
