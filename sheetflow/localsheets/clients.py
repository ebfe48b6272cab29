"""gspread clients for this server: in process, without a socket, or over HTTP."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

import gspread
import requests
from google.auth.credentials import AnonymousCredentials, Credentials
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.structures import CaseInsensitiveDict

from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.wsgi import ACTOR_HEADER, SYSTEM, wsgi_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_anonymous: Callable[[], Credentials] = AnonymousCredentials
GOOGLE = ("https://sheets.googleapis.com", "https://www.googleapis.com")


def local_session(sheets: LocalSheets, *, actor: str = SYSTEM) -> requests.Session:
    """Return a requests session whose calls to Google's addresses are answered in this process."""
    return _session(_InProcess(wsgi_app(sheets)), actor)


def local_client(
    sheets: LocalSheets,
    actor: str = SYSTEM,
    *,
    http_client: type[gspread.HTTPClient] = gspread.HTTPClient,
) -> gspread.Client:
    """Return gspread working on `sheets` in process; `actor` is named in the revision log."""
    session = local_session(sheets, actor=actor)
    return gspread.Client(_anonymous(), session=session, http_client=http_client)


def remote_client(
    url: str,
    token: str | None = None,
    actor: str = SYSTEM,
    *,
    http_client: type[gspread.HTTPClient] = gspread.HTTPClient,
) -> gspread.Client:
    """Return gspread working on a server elsewhere, such as ``http://127.0.0.1:8765``."""
    session = _session(_Redirecting(url.rstrip("/")), actor)
    if token:
        session.headers["Authorization"] = f"Bearer {token}"
    return gspread.Client(_anonymous(), session=session, http_client=http_client)


def _session(adapter: BaseAdapter, actor: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers[ACTOR_HEADER] = quote(actor)
    for address in GOOGLE:
        session.mount(address, adapter)
    return session


class _Redirecting(HTTPAdapter):
    """Sends what is meant for Google to another server, path and query unchanged."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def send(
        self, request: requests.PreparedRequest, *args: Any, **options: Any
    ) -> requests.Response:
        for address in GOOGLE:
            if request.url and request.url.startswith(address):
                request.url = self.base + request.url[len(address) :]
        return super().send(request, *args, **options)


class _InProcess(BaseAdapter):
    """Answers requests by calling a WSGI application."""

    def __init__(self, application: WSGIApplication) -> None:
        super().__init__()
        self.application = application

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Call the application and return what it answered."""
        response = requests.Response()

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
            response.status_code = int(status.split(" ", 1)[0])
            response.reason = status.split(" ", 1)[-1]
            response.headers = CaseInsensitiveDict(headers)
            return None

        chunks = self.application(_environ(request), start_response)
        response.raw = io.BytesIO(b"".join(chunks))
        response.encoding = "utf-8"
        response.url = request.url or ""
        response.request = request
        return response

    def close(self) -> None:
        """Nothing is held open."""


def _environ(request: requests.PreparedRequest) -> WSGIEnvironment:
    """Return a prepared request as WSGI hands it over (PEP 3333)."""
    url = urlsplit(request.url or "")
    body = request.body or b""
    content = body.encode() if isinstance(body, str) else bytes(body)
    headers = {
        "HTTP_" + name.upper().replace("-", "_"): value for name, value in request.headers.items()
    }
    return {
        **headers,
        "REQUEST_METHOD": request.method or "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(url.path, "latin-1"),
        "QUERY_STRING": url.query,
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(content)),
        "SERVER_NAME": url.hostname or "",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(content),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
