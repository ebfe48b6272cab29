"""Date and time patterns: ``yyyy-mm-dd hh:mm``, ``m月d日``, ``h:mm am/pm``, ``[h]:mm``.

``m`` is minutes after an hour or before seconds, months elsewhere, as in every spreadsheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter

from sheetflow.localsheets.serials import EPOCH, SECONDS_A_DAY, from_serial

TOKEN = re.compile(
    r'"[^"]*"|\\.|[_*].|\[h+\]|\[m+\]|\[s+\]|am/pm|a/p|上午/下午|aaa+|y+|m+|d+|h+|s+|\.0+|0+|.',
    re.IGNORECASE | re.DOTALL,
)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
CHINESE_DAYS = "一二三四五六日"
CHINESE_MONTHS = "一 二 三 四 五 六 七 八 九 十 十一 十二"
HALVES = ("am/pm", "a/p", "上午/下午")
DIGITS = {"y": "year", "m": "month", "d": "day", "h": "hour", "n": "minute", "s": "second"}
NUMBERS = frozenset(["yyyy", "m", "mm", "d", "dd", "h", "hh", "s", "ss"])
SIGNS = frozenset("-/.:, 年月日时分秒")
KEPT = 4096
"""So many texts of days, and of times of day, are kept for each pattern."""

Part = Callable[[datetime, float], str]


def date_format(pattern: str, locale: str) -> Callable[[float], str]:
    """Return the function that shows a serial number by a date pattern."""
    tokens = TOKEN.findall(pattern)
    halves = any(token.lower() in HALVES for token in tokens)
    finest = max((len(token) - 1 for token in tokens if token.startswith(".0")), default=0)
    elapses = any(token[0] == "[" and len(token) > 2 for token in tokens)
    parts = [
        _part(token, minutes=_is_minutes(tokens, place), halves=halves, chinese=locale == "zh_CN")
        for place, token in enumerate(tokens)
    ]

    quickly = None if halves else _of_digits(tokens)

    def shown(number: float) -> str:
        if number < 0 and elapses:
            return "-" + shown(-number)
        try:
            if quickly:
                return quickly(number)
            wall = _wall_time(number, finest)
        except OverflowError:
            return str(number)
        return "".join([part(wall, number) for part in parts])

    return shown


def _of_digits(tokens: list[str]) -> Callable[[float], str] | None:
    """Return the function for a pattern of digits and signs, a day before a time, such as ``yyyy-mm-dd hh:mm``.

    Most dates of a desk are shown so, and most of their days and times are shown many times: the texts of the
    last ones are kept. None for any other pattern.
    """
    kinds = [
        "n" if _is_minutes(tokens, at) and token[0] == "m" else token[0]
        for at, token in enumerate(tokens)
    ]
    if not all(token in SIGNS or token in NUMBERS for token in tokens):
        return None
    start = next((at for at, kind in enumerate(kinds) if kind in "hns"), len(tokens))
    if not set(kinds[start:]).isdisjoint("ymd"):
        return None
    day_text = _template(tokens[:start], kinds[:start])
    time_text = _template(tokens[start:], kinds[start:])

    def shown(number: float) -> str:
        day, second = divmod(round(number * SECONDS_A_DAY), SECONDS_A_DAY)
        return day_text(day, 0) + time_text(0, second)

    return shown


def _template(tokens: list[str], kinds: list[str]) -> Callable[[int, int], str]:
    """Return the function that shows some fields of a day or of a second of the day."""
    template = "".join(
        token if token in SIGNS else f"%0{len(token)}d" if len(token) > 1 else "%d"
        for token in tokens
    )
    names = [DIGITS[kind] for token, kind in zip(tokens, kinds, strict=True) if token not in SIGNS]
    fields = attrgetter(*names) if names else None

    @lru_cache(maxsize=KEPT)
    def shown(day: int, second: int) -> str:
        return template % fields(EPOCH + timedelta(day, second)) if fields else template

    return shown


def _wall_time(number: float, finest: int) -> datetime:
    """Return a serial's wall time rounded to the second, or to as many places as the pattern shows."""
    if not finest:
        return from_serial(number)
    return EPOCH + timedelta(seconds=round(number * SECONDS_A_DAY, finest))


def _is_minutes(tokens: list[str], place: int) -> bool:
    """Say whether an ``m`` stands for minutes: the nearest field before it is an hour, or after it a second."""
    fields = [
        (at, token[0].lower()) for at, token in enumerate(tokens) if token[0].lower() in "ymdhs["
    ]
    before = next((kind for at, kind in reversed(fields) if at < place), "")
    after = next((kind for at, kind in fields if at > place), "")
    return before in ("h", "[") or after == "s"


def _part(token: str, *, minutes: bool, halves: bool, chinese: bool) -> Part:
    lower = token.lower()
    if lower in HALVES:
        return _half(chinese=chinese or lower == "上午/下午", short=lower == "a/p")
    if lower.startswith("aaa"):
        return _chinese_day("星期" if len(lower) > 3 else "")
    if lower.startswith(".0"):
        return lambda wall, number: f".{wall.microsecond:06d}"[: len(lower)].ljust(len(lower), "0")
    if lower[0] == "[" and len(lower) > 2:
        return _elapsed(lower)
    if lower[0] in "ymdhs":
        return _field(lower, minutes=minutes, halves=halves, chinese=chinese)
    if token[0] == '"':
        return lambda wall, number: token[1:-1]
    if token[0] == "\\":
        return lambda wall, number: token[1:]
    if token[0] in "_*" and len(token) == 2:
        return lambda wall, number: " "
    if set(token) == {"0"}:
        return lambda wall, number: "0" * len(token)
    return lambda wall, number: token


def _half(*, chinese: bool, short: bool) -> Part:
    names = ("上午", "下午") if chinese else (("A", "P") if short else ("AM", "PM"))
    return lambda wall, number: names[wall.hour >= 12]


def _elapsed(token: str) -> Part:
    seconds = {"h": 3600, "m": 60, "s": 1}[token[1]]
    width = len(token) - 2
    return lambda wall, number: str(int(round(number * SECONDS_A_DAY) // seconds)).rjust(width, "0")


def _field(token: str, *, minutes: bool, halves: bool, chinese: bool) -> Part:
    width = min(len(token), 5)
    kind = "n" if token[0] == "m" and minutes else token[0]
    match kind:
        case "y":
            return lambda wall, number: (
                f"{wall.year:04d}" if width > 2 else f"{wall.year % 100:02d}"
            )
        case "m" if width > 2:
            return _month_name(width, chinese=chinese)
        case "d" if width > 2:
            return _day_name(width, chinese=chinese)
        case "h" if halves:
            return lambda wall, number: str((wall.hour + 11) % 12 + 1).rjust(width, "0")
    name = DIGITS[kind]
    return lambda wall, number: str(getattr(wall, name)).rjust(min(width, 2), "0")


def _month_name(width: int, *, chinese: bool) -> Part:
    if chinese:
        if width == 3:
            return lambda wall, number: f"{wall.month}月"
        return lambda wall, number: f"{CHINESE_MONTHS.split()[wall.month - 1]}月"
    return lambda wall, number: MONTHS[wall.month - 1][: {3: 3, 4: None}.get(width, 1)]


def _day_name(width: int, *, chinese: bool) -> Part:
    if chinese:
        return _chinese_day("星期" if width == 4 else "周")
    return lambda wall, number: DAYS[wall.weekday()][: None if width == 4 else 3]


def _chinese_day(prefix: str) -> Part:
    return lambda wall, number: prefix + CHINESE_DAYS[wall.weekday()]
