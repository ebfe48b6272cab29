"""The server over HTTP, for `sheetflow local-sheets` and tests that want a real socket."""

from __future__ import annotations

from werkzeug.serving import BaseWSGIServer, make_server

from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.wsgi import wsgi_app


def serve(sheets: LocalSheets, host: str, port: int, *, token: str | None = None) -> BaseWSGIServer:
    """Return a threaded HTTP server for `sheets`, listening; call its `serve_forever` and `shutdown`.

    Port 0 takes a free one (``server.server_port``). Point gspread at it with
    ``remote_client(f"http://{host}:{port}", token)``.
    """
    return make_server(host, port, wsgi_app(sheets, token=token), threaded=True)
