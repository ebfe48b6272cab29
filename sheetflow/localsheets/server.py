"""The server over HTTP, for `sheetflow local-sheets` and tests that want a real socket."""

from __future__ import annotations

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.wsgi import wsgi_app


class _Quiet(WSGIRequestHandler):
    """Logs no requests: a range or a file's name may tell of a customer."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing."""


def serve(sheets: LocalSheets, host: str, port: int, *, token: str | None = None) -> BaseWSGIServer:
    """Return a threaded HTTP server for `sheets`, listening; call its `serve_forever` and `shutdown`.

    Port 0 takes a free one (``server.server_port``). Point gspread at it with
    ``remote_client(f"http://{host}:{port}", token)``.
    """
    application = wsgi_app(sheets, token=token)
    return make_server(host, port, application, threaded=True, request_handler=_Quiet)
