"""A server that answers every call with one error of Google's form, over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def error(code: int, status: str, message: str, *reasons: str) -> dict[str, Any]:
    """Give the body of an error as Google's APIs answer it [documented: google.rpc.Status, ErrorInfo]."""
    kind = "type.googleapis.com/google.rpc.ErrorInfo"
    details = [{"@type": kind, "reason": reason, "domain": "googleapis.com"} for reason in reasons]
    body: dict[str, Any] = {"code": code, "message": message, "status": status}
    return {"error": {**body, **({"details": details} if details else {})}}


NOT_SHARED = error(403, "PERMISSION_DENIED", "The caller does not have permission")
API_OFF = error(
    403,
    "PERMISSION_DENIED",
    "Google Sheets API has not been used in project 123456789012 before or it is disabled. Enable it by visiting "
    "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=123456789012 then retry. "
    "If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.",
    "SERVICE_DISABLED",
)
NO_SUCH = error(404, "NOT_FOUND", "Requested entity was not found.")
EXCEL = error(400, "FAILED_PRECONDITION", "This operation is not supported for this document")

DRIVE_FULL = error(
    403,
    "PERMISSION_DENIED",
    "The user has exceeded their Drive storage quota",
    "storageQuotaExceeded",
)
BUSY = error(503, "UNAVAILABLE", "The service is currently unavailable.")
QUOTA = error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Write requests'")


@contextmanager
def answering(body: dict[str, Any]) -> Iterator[str]:
    """Serve an error; give the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            content = json.dumps(body, indent=2).encode()
            self.send_response(body["error"]["code"])
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
