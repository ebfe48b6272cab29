"""The reader's language: chosen by ?lang=, then kept in a cookie, then the browser's, then the desk's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlencode

from babel.dates import format_datetime, format_timedelta
from flask import Flask, Response, g, request

from sheetflow.model import Language, Text
from sheetflow.webhooks.services import WebServices

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_COOKIE, _A_YEAR_SECONDS = "lang", 365 * 24 * 3600
_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
_PATTERNS = {"zh": "M月d日 HH:mm", "en": "d MMM HH:mm"}


def speak(app: Flask, services: WebServices) -> None:
    """Give every request its language, and templates `say(zh, en)` and `told(text)`; `when`, `soon` and `ago`."""
    settings = services.settings

    def when(at: datetime) -> str:
        return written(at.astimezone(settings.zone), language())

    def soon(at: datetime) -> str:
        wall = at.astimezone(settings.zone)
        today = services.clock.now().astimezone(settings.zone).date()
        return f"{wall:%H:%M}" if wall.date() == today else when(at)

    def ago(at: datetime) -> str:
        return since(services.clock.now() - at, language())

    def choose() -> None:
        g.language = _wanted() or settings.language

    def keep(response: Response) -> Response:
        wanted = request.args.get("lang")
        if wanted in LANGUAGES:
            secure = settings.public_url.startswith("https:")
            response.set_cookie(
                _COOKIE,
                wanted,
                max_age=_A_YEAR_SECONDS,
                samesite="Lax",
                httponly=True,
                secure=secure,
            )
        response.headers["Content-Language"] = language()
        response.vary.update(("Accept-Language", "Cookie"))
        return response

    app.before_request(choose)
    app.after_request(keep)
    app.jinja_env.globals.update(
        say=say, told=told, when=when, soon=soon, ago=ago, in_other=in_other
    )


def language() -> Language:
    """Give the language of the request's reader."""
    return cast(Language, g.get("language", "zh"))


def say(zh: str, en: str) -> str:
    """Give the sentence that the reader understands."""
    return zh if language() == "zh" else en


def told(text: Text) -> str:
    """Give a text in the reader's language."""
    return text.of(language())


def in_other() -> str:
    """Give the address of this page in the other language, seen from this page."""
    other = "en" if language() == "zh" else "zh"
    return "?" + urlencode({**request.args.to_dict(), "lang": other})


def written(at: datetime, language: Language) -> str:
    """Write a wall time as people read it: ``3月11日 14:00`` or ``11 Mar 14:00``."""
    return format_datetime(at, _PATTERNS[language], tzinfo=at.tzinfo, locale=_LOCALES[language])


def since(age: timedelta, language: Language) -> str:
    """Write an age as people say it, in minutes at least: ``35分钟前`` or ``2 hours ago``."""
    past = -max(age, timedelta(minutes=1))
    return format_timedelta(
        past, granularity="minute", add_direction=True, locale=_LOCALES[language]
    )


def _wanted() -> Language | None:
    browser = request.accept_languages.best_match(LANGUAGES)
    for wish in (request.args.get("lang"), request.cookies.get(_COOKIE), browser):
        for language in LANGUAGES:
            if wish == language:
                return language
    return None
