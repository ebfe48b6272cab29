"""Large answers compressed for clients elsewhere, as Google compresses them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SMALLEST_BYTES = 4096
"""What is smaller travels in as few packets either way."""

LEVEL = 1
"""The quickest: rows of a desk shrink to a sixth by it, and to an eighth by the most thorough."""


def compressed(application: WSGIApplication) -> WSGIApplication:
    """Return the application with its large answers as gzip for who asks for that.

    [documented] Google wants to read it twice: in ``Accept-Encoding`` and somewhere in ``User-Agent``.
    """

    def answering(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        named = "gzip" in request.headers.get("User-Agent", "")
        if not (named and request.accept_encodings["gzip"]):
            return application(environ, start_response)
        response = Response.from_app(application, environ, buffered=True)
        content = response.get_data()
        if len(content) >= SMALLEST_BYTES and "Content-Encoding" not in response.headers:
            response.set_data(gzip.compress(content, LEVEL))
            response.headers["Content-Encoding"] = "gzip"
            response.vary.update(("Accept-Encoding", "User-Agent"))
        return response(environ, start_response)

    return answering
