"""Times as staff type them, read from now: 14:30, 明天10点, 3/11 9:30, 后天下午3点半, tomorrow 2pm.

A wording that leaves the hour open (明天下午, 3点) is answered with a proposal, not guessed in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from unicodedata import normalize
from zoneinfo import ZoneInfo

from sheetflow.model import Text
from sheetflow.serials import plausible_day

_DAYS = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1,
    "大后天": 3, "后天": 2, "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
_PERIODS = {
    "凌晨": "night", "早上": "am", "早晨": "am", "上午": "am", "中午": "noon", "下午": "pm", "午后": "pm",
    "傍晚": "evening", "晚上": "evening", "morning": "am", "noon": "noon", "afternoon": "pm",
    "evening": "evening", "am": "am", "pm": "pm",
}  # fmt: skip

#: The hour we propose where only the part of the day was said; 14:00 for 下午 is SHEET.md's.
_USUAL = {"night": 6, "am": 9, "noon": 12, "pm": 14, "evening": 19, "": 9}

#: The hour at which a part of the day is over.
_OVER = {"night": 6, "am": 12, "noon": 14, "pm": 18, "evening": 24}

#: Said without 上午 or 下午, an hour before this is more likely meant for the afternoon.
_EARLIEST_WITHOUT_PERIOD = 7

_NEEDLESS_BLANK = re.compile(r"(?<![0-9]) | (?![0-9])")
_CONTRACTED = re.compile(r"(今|明|昨|后)(早|晚)(?!上|晨)")
_ABOUT = re.compile(r"^(?:大概|大约|about|around)|(?:左右|前后|之?前|以前|吧)$")
#: What may stand about a time of day that is said for one day: 下午3点以后, after 3pm; and between two of them.
_BESIDE = re.compile(
    r"^(?:大概|大约|about|around|after(?!noon)|before|by)|(?:左右|前后|[之以]?[前后]|吧|都行|都可以|可以)$"
)
_UNTIL = re.compile("[-~—到至]")
_OPEN = re.compile("^after(?!noon)|后$")
_NUMERAL = "零一二三四五六七八九"
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}

_FULL = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?t?")
_MONTH_DAY = re.compile(r"([0-9]{1,2})(?:[/-]|月)([0-9]{1,2})[日号]?")
_WEEK = re.compile(r"(下|这|本)?(?:周|星期|礼拜)([一二三四五六日天])")
_NAMED_DAY = re.compile("|".join(_DAYS))
_ANY_DAY = re.compile(rf"(?<![a-z])(?:{_NAMED_DAY.pattern})(?![a-z])", re.IGNORECASE)
_PERIOD = re.compile("|".join(_PERIODS))
_CLOCK = re.compile(
    r"([0-9]{1,2})(?::([0-9]{2})(?::[0-9]{2})?|[点时](?:(半)|(一刻)|(三刻)|([0-9]{1,2})分?|整|钟)?)"
)
_BARE_HOUR = re.compile(r"([0-9]{1,2})(?=am|pm|$)")
_CHINESE = re.compile(
    r"([二三四五]?十[一二三四五六七八九]?|[零一二两三四五六七八九])(?=点|时|分|$)"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a vague wording probably meant, and the question to ask: 是 3/11 14:00 吗?"""

    at: datetime
    sentence: Text


class _Day(NamedTuple):
    """A day as read, and what stands behind it; `literal` when it was written out with its year."""

    day: date
    rest: str
    literal: bool = False


class _Clock(NamedTuple):
    """A time of day as read: `sure` unless it is our guess. 晚上12点 is the end of the day."""

    since_midnight: timedelta
    sure: bool


def understand_time(text: str, now: datetime, zone: ZoneInfo) -> datetime | Proposal | None:
    """Give the instant that a wording means in the zone, a proposal where it is vague, None where it isn't a time.

    A time without a day is today's; a day without a year is the nearest one. Raises ValueError for a naive `now`.
    """
    if now.tzinfo is None:
        raise ValueError(f"{now} has no zone")
    today = now.astimezone(zone).date()
    plain = _plain(text)
    exact = _ABOUT.sub("", plain)
    day = _day(exact, today) if exact else None
    clock = _clock(day.rest, literal=day.literal) if day else None
    if day is None or clock is None:
        return None
    at = datetime.combine(day.day, time(), zone) + clock.since_midnight
    return at if clock.sure and exact == plain else Proposal(at, _question(text, at))


def dated(text: str, now: datetime, zone: ZoneInfo) -> str:
    """Give a wording with its day as a date: 明天下午 said on 3/10 is 3/11 下午, whenever it is read.

    A time of day without one, 下午3点, is today's, or tomorrow's where it has passed; other words stay as they are.
    """
    today = now.astimezone(zone).date()

    def said(day: date) -> str:
        return f"{day.month}/{day.day} "

    spoken = _CONTRACTED.sub(r"\1天\2上", text)
    spoken = _WEEK.sub(lambda found: said(_weekday(*found.groups(), today=today)), spoken)
    spoken = _ANY_DAY.sub(
        lambda found: said(today + timedelta(days=_DAYS[found.group().casefold()])), spoken
    )
    if spoken == text and (day := _day_of_an_hour(text, now.astimezone(zone))):
        spoken = f"{said(day)}{text}"
    return spoken if spoken == text else " ".join(spoken.split())


def _day_of_an_hour(text: str, now: datetime) -> date | None:
    """Give the day of a time of day that stands alone, such as 9点, 下午 or 14:00-16:00; None for other words."""
    plain = _plain(text)
    ends = [_over(part) for part in _UNTIL.split(_BESIDE.sub("", plain))]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    passed = not _OPEN.search(plain) and midnight + max(known) < now.replace(tzinfo=None)
    return now.date() + timedelta(days=1 if passed else 0)


def _over(part: str) -> timedelta | None:
    """Give how long after midnight a time of day is over; None for what is none, or has a day."""
    dated_too = any(pattern.match(part) for pattern in (_FULL, _MONTH_DAY))
    clock = _clock(part, literal=False) if part and not dated_too else None
    period = _PERIOD.search(part)
    if clock and period and not re.search("[0-9]", part):
        return timedelta(hours=_OVER[_PERIODS[period.group()]])
    return clock.since_midnight if clock else None


def _question(text: str, at: datetime) -> Text:
    short = f"{at.month}/{at.day} {at:%H:%M}"
    return Text(
        f"「{text.strip()}」没说清几点。是 {short} 吗?是就请填 {short}。",
        f"'{text.strip()}' leaves the hour open. Did you mean {at:%Y-%m-%d %H:%M}? Type {short}.",
    )


def _plain(text: str) -> str:
    """Give the text in narrow letters, blank only between figures, Chinese hours and minutes as digits."""
    narrow = _NEEDLESS_BLANK.sub("", " ".join(normalize("NFKC", text).casefold().split()))
    spoken = _CONTRACTED.sub(r"\1天\2上", narrow)
    return _CHINESE.sub(lambda match: str(_number(match.group())), spoken)


def _number(words: str) -> int:
    """Read 十, 十二, 二十, 四十五, 两."""
    if "十" not in words:
        return 2 if words == "两" else _NUMERAL.index(words)
    tens, _, units = words.partition("十")
    return 10 * (_NUMERAL.index(tens) if tens else 1) + (_NUMERAL.index(units) if units else 0)


def _day(text: str, today: date) -> _Day | None:
    """Take the day off the front; without one it is today, and a day that doesn't exist is None."""
    if match := _FULL.match(text):
        day, literal = _date(*map(int, match.groups())), True
    elif match := _MONTH_DAY.match(text):
        day, literal = _nearest(*map(int, match.groups()), today=today), False
    elif match := _WEEK.match(text):
        day, literal = _weekday(*match.groups(), today=today), False
    elif match := _NAMED_DAY.match(text):
        day, literal = today + timedelta(days=_DAYS[match.group()]), False
    else:
        return _Day(today, text)
    return _Day(day, text[match.end() :].strip(), literal) if day else None


def _date(year: int, month: int, day: int) -> date | None:
    """Give the day, None where there is no such day, or where it can't be the desk's."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if plausible_day(found) else None


def _nearest(month: int, day: int, *, today: date) -> date | None:
    """Give the month and day in the year that brings it nearest to today."""
    found = filter(None, (_date(today.year + years, month, day) for years in (-1, 0, 1)))
    return min(found, key=lambda candidate: abs(candidate - today), default=None)


def _weekday(which: str | None, name: str, *, today: date) -> date:
    """Give 周五: the next one from today; 本周五: this week's; 下周五: next week's (weeks begin on Monday)."""
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=_WEEKDAYS[name] + (7 if which == "下" else 0))
    return day if which or day >= today else day + timedelta(days=7)


def _clock(text: str, *, literal: bool) -> _Clock | None:
    """Read what is left when the day is gone; nothing at all leaves the hour open."""
    period_match = _PERIOD.search(text)
    period = _PERIODS[period_match.group()] if period_match else ""
    bare = _PERIOD.sub("", text, count=1)
    match = _CLOCK.fullmatch(bare) or (period and _BARE_HOUR.fullmatch(bare)) or None
    if match is None:
        return None if bare else _Clock(timedelta(hours=_USUAL[period]), sure=False)
    hour, minute = int(match.group(1)), _minute(match)
    if hour > 23 or minute > 59:
        return None
    exact = literal or period or match.group(1).startswith("0")
    if not exact and hour < _EARLIEST_WITHOUT_PERIOD:
        return _Clock(timedelta(hours=hour + 12, minutes=minute), sure=False)
    return _Clock(timedelta(hours=_in_period(hour, period), minutes=minute), sure=True)


def _minute(match: re.Match[str]) -> int:
    if match.re is _BARE_HOUR:
        return 0
    _, minutes, half, quarter, three_quarters, spoken = match.groups()
    if half:
        return 30
    if quarter or three_quarters:
        return 15 if quarter else 45
    return int(minutes or spoken or 0)


def _in_period(hour: int, period: str) -> int:
    """Put an hour into its part of the day: 下午3 -> 15, 中午12 -> 12, 凌晨12 -> 0, 晚上12 -> 24."""
    if period == "evening":
        return hour + 12 if hour <= 12 else hour
    if period == "night":
        return 0 if hour == 12 else hour
    afternoon = (period == "pm" and hour < 12) or (period == "noon" and hour < 4)
    return hour + 12 if afternoon else hour
