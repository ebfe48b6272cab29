"""Dates and times as people type them: ``3/11 9:30``, ``2026年3月10日 下午3:30``, ``Mar 10, 2026``, ``3 PM``.

The pattern that typing brings shows the date the way it was typed: 2026-03-10 as yyyy-mm-dd, 2026/3/10 as yyyy/m/d.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sheetflow.localsheets.serials import serial_of_date

HALF = r"(?P<half>[aApP]\.?[mM]\.?)"
CLOCK = re.compile(
    r"(?P<before>上午|下午)?\s*(?P<hour>\d{1,3})[:：](?P<minute>\d{2})"
    rf"(?:[:：](?P<second>\d{{2}})(?P<part>\.\d+)?)?\s*{HALF}?$"
    r"|(?P<bare>\d{1,2})\s*(?P<bare_half>[aApP][mM])$",
    re.ASCII,
)
MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WORDS = re.ASCII | re.IGNORECASE
ISO = re.compile(r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})", re.ASCII)
CHINESE = re.compile(r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})(?P<day>[日号])", re.ASCII)
SHORT = re.compile(
    r"(?P<m>\d{1,2})(?P<sep>[-/])(?P<d>\d{1,2})(?:(?P=sep)(?P<y>\d{4}|\d{2}))?", re.ASCII
)
NAMED = re.compile(
    rf"{MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?P<comma>,?)(?:\s+(?P<y>\d{{4}}))?", WORDS
)
DAY_NAMED = re.compile(
    rf"(?P<d>\d{{1,2}})(?P<gap>[-\s]){MONTH}(?:(?P=gap)(?P<y>\d{{4}}|\d{{2}}))?", WORDS
)


@dataclass(frozen=True)
class Moment:
    """What was typed: a serial number, its kind, and the pattern that shows it so."""

    serial: float
    kind: str
    pattern: str


def moment(entry: str, *, today: date) -> Moment | None:
    """Return the date, the time, or both that a text is; None for any other."""
    clock = CLOCK.search(entry)
    if clock is None:
        return _day(entry, today)
    fraction = _fraction(clock)
    day_text = entry[: clock.start()].rstrip().removesuffix("T")
    apart = not day_text or day_text[-1] in "日号" or entry[len(day_text)] in " T"
    if fraction is None or not apart:
        return None
    if not day_text:
        return Moment(fraction, "TIME", _clock_pattern(clock, fraction))
    day = _day(day_text, today)
    if day is None or fraction >= 1:
        return None
    return Moment(day.serial + fraction, "DATE_TIME", f"{day.pattern} h:mm:ss")


def _fraction(clock: re.Match[str]) -> float | None:
    """Return the time as a part of a day; from 24 hours on it is a duration."""
    hour, minute = int(clock["hour"] or clock["bare"]), int(clock["minute"] or 0)
    second = int(clock["second"] or 0) + float(clock["part"] or 0)
    half = (clock["half"] or clock["bare_half"] or "").lower()[:1]
    half = half or {"上午": "a", "下午": "p"}.get(clock["before"] or "", "")
    if minute > 59 or second >= 60 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour * 3600 + minute * 60 + second) / 86400


def _clock_pattern(clock: re.Match[str], fraction: float) -> str:
    seconds = ":ss" if clock["second"] else ""
    if fraction >= 1:
        return "[h]:mm:ss"
    if clock["before"]:
        return f"am/pmh:mm{seconds}"
    return f"h:mm{seconds}" + (" am/pm" if clock["half"] or clock["bare_half"] else "")


def _day(entry: str, today: date) -> Moment | None:
    for shape in (ISO, CHINESE, SHORT, NAMED, DAY_NAMED):
        match = shape.fullmatch(entry)
        if match is None:
            continue
        parts = match.groupdict()
        name = parts.get("name")
        month = NAMES.index(name[:3].lower()) + 1 if name else int(parts["m"])
        try:
            day = date(_year(parts["y"], today), month, int(parts["d"]))
        except ValueError:
            return None
        return Moment(serial_of_date(day), "DATE", _pattern(shape, parts))
    return None


def _year(written: str | None, today: date) -> int:
    """Return the year typed; two digits mean 1930 to 2029, none this year."""
    if written is None:
        return today.year
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 30 else 1900)


def _pattern(shape: re.Pattern[str], parts: dict[str, str | None]) -> str:
    """Return the pattern of a date as typed; a part that begins with 0 is always shown with two digits."""
    year = "y" * len(parts["y"] or "")
    padded = any((parts.get(one) or "").startswith("0") for one in "md")
    month, day = ("mm", "dd") if padded else ("m", "d")
    if parts.get("sep") == "-" and shape is ISO and len(f"{parts['m']}{parts['d']}") == 4:
        month, day = "mm", "dd"
    separator = parts.get("sep")
    if shape is ISO:
        return f"yyyy{separator}{month}{separator}{day}"
    if shape is CHINESE:
        return ('yyyy"年"' if year else "") + f'm"月"d"{parts["day"]}"'
    if shape is SHORT:
        return _joined(str(separator), month, day, year)
    letters = "mmm" if len(parts["name"] or "") < 4 else "mmmm"
    if shape is NAMED:
        return f"{letters} d{parts['comma']}{' ' if year else ''}{year}"
    return _joined(str(parts["gap"]), "d", letters, year)


def _joined(separator: str, *parts: str) -> str:
    """Return the parts that aren't empty, joined."""
    return separator.join(part for part in parts if part)
