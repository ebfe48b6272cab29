"""Who may ask, and what a browser may do with the answer."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface

from sheetflow.errors import Problem
from sheetflow.webhooks.services import WebServices, WebSettings

_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
_PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")

#: Scripts and styles come from our own files only; nobody frames our pages.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # A status page's address is a secret, so it isn't told to other sites.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def refuse_open_host(host: str) -> Problem | None:
    """Give the reason why the pages can't be served on this host: without log-in only loopback will do."""
    if is_loopback(host):
        return None
    return Problem(
        "SHEETFLOW_HOST",
        f"'{host}' lets other machines reach the desk, which has no log-in yet",
        "Write 127.0.0.1, and put a web server with a log-in of its own before it where others need the pages",
    )


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address stays on this machine."""
    name = host.strip("[]")
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def guard(app: Flask, settings: WebSettings) -> None:
    """Answer only for our own names, so that another site can't borrow the reader's browser; set the headers."""
    own = urlsplit(settings.public_url).hostname
    app.config["TRUSTED_HOSTS"] = [*_LOOPBACK_NAMES, *([own] if own else [])]
    app.after_request(_headed)


def asked_on_loopback() -> bool:
    """Tell whether the request comes from this machine, under its name, and not through a web server before us.

    The desk is shown there and nowhere else.
    """
    named = is_loopback(urlsplit(f"//{request.host}").hostname or "")
    passed_on = any(name in request.headers for name in _PASSED_ON)
    return named and is_loopback(request.remote_addr or "") and not passed_on


def caller() -> str:
    """Give the address that a request's share of the limits is counted for.

    Behind a public address it is the one that the web server before us names last; who calls us directly then
    could name any, but only from this machine.
    """
    given: WebServices = current_app.extensions["sheetflow"]
    return request.access_route[-1] if given.settings.public_url else request.remote_addr or ""


class Sessions(SecureCookieSessionInterface):
    """Keeps the session in a signed cookie, sent over TLS only where the public address has it."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Say yes under the public https address; the desk on this machine has no TLS."""
        given: WebServices = app.extensions["sheetflow"]
        return given.settings.public_url.startswith("https:") and not asked_on_loopback()


def _headed(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
