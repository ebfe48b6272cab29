"""The application: pages, guards and handlers put together."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_limiter import Limiter
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from sheetflow.webhooks import (
    debtors,
    desk,
    grid,
    handbook,
    health,
    levels,
    machines,
    notices,
    papers,
    pings,
    refusals,
    report,
    status,
    ticket,
    tickets,
)
from sheetflow.webhooks.language import speak
from sheetflow.webhooks.security import Sessions, caller, guard
from sheetflow.webhooks.services import WebServices, WebSettings

#: The longest report is about 60 kB when its text is encoded for a form; the rest is air.
LARGEST_REQUEST_BYTES = 256 * 1024

#: How long a desk stays open in a browser that doesn't look at it.
SESSION = timedelta(days=14)


def create_app(services: WebServices) -> Flask:
    """Make the WSGI application; it reads no environment and no clock but the one it is given."""
    settings = services.settings
    app = Flask("sheetflow.web")
    app.extensions["sheetflow"] = services
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["branch"] = settings.title
    app.session_interface = Sessions()
    _configure(app, settings)
    guard(app, settings)
    speak(app, services)
    _limit(app, settings)
    grid.make_room(app)
    csrf = CSRFProtect(app)
    csrf.exempt(tickets.pages)
    csrf.exempt(pings.pages)
    for pages in (
        report,
        tickets,
        pings,
        status,
        desk,
        grid,
        ticket,
        papers,
        debtors,
        handbook,
        notices,
        health,
        levels,
        machines,
    ):
        app.register_blueprint(pages.pages)
    grid.mount(app, services.grid)
    desk.protect(app)
    refusals.handle(app)
    machines.measure(app, services)
    return app


def _configure(app: Flask, settings: WebSettings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        SESSION_COOKIE_NAME="sheetflow",
        SESSION_COOKIE_PATH=f"{settings.prefix}/",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        PERMANENT_SESSION_LIFETIME=SESSION,
        # Pages ask for several things at once: an answer that only repeats the session it was asked with could come
        # after one that changed it, and take the change back. reader.prolong sends it once a day instead.
        SESSION_REFRESH_EACH_REQUEST=False,
        # A customer may take an hour over the form; the token lives as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
    )


def _limit(app: Flask, settings: WebSettings) -> None:
    limiter = Limiter(caller, app=app, storage_uri="memory://")
    limiter.limit(settings.api_limit)(tickets.pages)
    limiter.limit(settings.ping_limit)(pings.pages)
    limiter.limit(settings.form_limit, methods=["POST"])(report.pages)
