"""The reader's language: chosen by ?lang=, then kept in a cookie, then the browser's, then the desk's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol, cast
from urllib.parse import urlencode

from babel.dates import format_date, format_datetime, format_timedelta
from flask import Flask, Response, g, request

from sheetflow.model import Language, Text
from sheetflow.ports import Clock
from sheetflow.webhooks.services import WebSettings

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_COOKIE, _A_YEAR_SECONDS = "lang", 365 * 24 * 3600
_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
_PATTERNS = {"zh": "M月d日 HH:mm", "en": "d MMM HH:mm"}
_DAYS = {"zh": "M月d日", "en": "d MMM"}
_DATES = {"zh": "y年M月d日", "en": "d MMM y"}


class Speaking(Protocol):
    """What speaking takes of what an application was made with."""

    @property
    def settings(self) -> WebSettings:
        """Give zone and language."""

    @property
    def clock(self) -> Clock:
        """Give the time by which something was a while ago."""


def speak(app: Flask, services: Speaking) -> None:
    """Give every request its language, and templates `say(zh, en)`, `told(text)`, `when`, `soon`, `ago` and `day`."""
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

    def day(date: date) -> str:
        today = services.clock.now().astimezone(settings.zone).date()
        return on_day(date, language(), this_year=date.year == today.year)

    app.jinja_env.globals.update(
        say=say, told=told, when=when, soon=soon, ago=ago, day=day, in_other=in_other
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


def on_day(date: date, language: Language, *, this_year: bool) -> str:
    """Write a day as people read it: ``3月11日`` or ``11 Mar``, of another year with it."""
    pattern = _DAYS[language] if this_year else _DATES[language]
    return format_date(date, pattern, locale=_LOCALES[language])


def since(age: timedelta, language: Language) -> str:
    """Write an age as people say it: ``35分钟前`` or ``2 hours ago``, and ``刚刚`` for less than a minute."""
    if age < timedelta(minutes=1):
        return Text("刚刚", "just now").of(language)
    return format_timedelta(
        -age, granularity="minute", add_direction=True, locale=_LOCALES[language]
    )


def _wanted() -> Language | None:
    browser = request.accept_languages.best_match(LANGUAGES)
    for wish in (request.args.get("lang"), request.cookies.get(_COOKIE), browser):
        for language in LANGUAGES:
            if wish == language:
                return language
    return None
