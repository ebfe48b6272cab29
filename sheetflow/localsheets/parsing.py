"""What typing into a cell means: USER_ENTERED values, in the file's locale.

typed("3/11 9:30")  ->  46092.395833…, DATE_TIME        typed("'007")  ->  the text 007
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sheetflow.localsheets.book import Formula, Value
from sheetflow.localsheets.cells import formula, number, text
from sheetflow.localsheets.serials import serial_of_date

NUMBER = re.compile(
    r"(?P<sign>[-+])?(?P<currency>[$¥￥€£])?\s*(?P<inner>[-+])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?P<power>[eE][-+]?\d+)?\s*(?P<percent>%)?"
)
CLOCK = r"(?P<hour>\d{1,3})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2})(?:\.\d+)?)?"
TIME = re.compile(rf"(?P<before>上午|下午)?\s*{CLOCK}\s*(?P<half>am|pm|AM|PM|a\.m\.|p\.m\.)?")
ISO = re.compile(r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})")
CHINESE = re.compile(r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]")
MONTH_FIRST = re.compile(
    r"(?P<m>\d{1,2})(?P<sep>[-/])(?P<d>\d{1,2})(?:(?P=sep)(?P<y>\d{4}|\d{2}))?"
)
NAMED = re.compile(
    r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?P<d>\d{1,2})"
    r"(?:,?\s+(?P<y>\d{4}))?",
    re.IGNORECASE,
)
NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
URL = re.compile(r"https?://[^\s]+", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """What was understood: the value, the number format it brings to a plain cell, a link."""

    value: Value
    kind: str = ""
    pattern: str = ""
    link: str = ""


def typed(entry: str, *, locale: str, today: date, as_text: bool = False) -> Typed:
    """Return what typing `entry` enters; a cell with a TEXT format (`as_text`) takes it as it is.

    A leading ``'`` is swallowed and keeps the rest a text; a leading ``=`` makes a formula.
    """
    if entry.startswith("'"):
        return Typed(text(entry[1:]))
    if as_text:
        return Typed(text(entry))
    if entry.startswith("=") and len(entry) > 1:
        return Typed(formula(entry))
    stripped = entry.strip()
    if stripped.upper() in ("TRUE", "FALSE"):
        return Typed(stripped.upper() == "TRUE")
    found = _number(stripped) or _moment(stripped, locale, today)
    if found is not None:
        return found
    if URL.fullmatch(stripped):
        return Typed(text(entry), link=stripped)
    return Typed(text(entry))


def typed_json(value: object, *, locale: str, today: date, as_text: bool = False) -> Typed:
    """Return what a JSON value enters under USER_ENTERED: numbers and booleans stay what they are."""
    if isinstance(value, str):
        return typed(value, locale=locale, today=today, as_text=as_text)
    return Typed(raw(value))


def raw(value: object) -> Value:
    """Return what a JSON value enters under RAW: text stays text, also ``=1+1`` and ``'x``."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool) or value is None or isinstance(value, Formula):
        return value
    if isinstance(value, int | float):
        return number(value)
    return text(str(value))


def _number(entry: str) -> Typed | None:
    match = NUMBER.fullmatch(entry)
    if match is None or (match["sign"] and match["inner"]):
        return None
    amount = float(match["digits"].replace(",", "") + (match["power"] or ""))
    amount = -amount if "-" in (match["sign"], match["inner"]) else amount
    if amount in (float("inf"), float("-inf")):
        return None
    places = "." in match["digits"]
    if match["percent"]:
        return Typed(number(amount / 100), "PERCENT", "0.00%" if places else "0%")
    if match["currency"]:
        sign = match["currency"].replace("￥", "¥")
        return Typed(number(amount), "CURRENCY", f'"{sign}"#,##0' + (".00" if places else ""))
    if match["power"]:
        return Typed(number(amount), "SCIENTIFIC", "0.00E+00")
    if "," in match["digits"]:
        return Typed(number(amount), "NUMBER", "#,##0.00" if places else "#,##0")
    return Typed(number(amount))


def _moment(entry: str, locale: str, today: date) -> Typed | None:
    """Read a date, a time, or a date and a time."""
    clock = TIME.search(entry)
    if clock is not None and clock.end() == len(entry):
        day_text = entry[: clock.start()].rstrip().removesuffix("T")
        fraction = _fraction(clock)
        if fraction is None:
            return None
        if not day_text:
            pattern = "h:mm:ss" if clock["second"] else "h:mm"
            half = " am/pm" if clock["half"] or clock["before"] else ""
            return Typed(number(fraction), "TIME", pattern + half)
        day = _day(day_text, locale, today)
        if day is None or not isinstance(day.value, int):
            return None
        return Typed(number(day.value + fraction), "DATE_TIME", f"{day.pattern} h:mm:ss")
    return _day(entry, locale, today)


def _fraction(clock: re.Match[str]) -> float | None:
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    half = (clock["half"] or "").lower().replace(".", "") or {"上午": "am", "下午": "pm"}.get(
        clock["before"] or "", ""
    )
    if minute > 59 or second > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return (hour * 3600 + minute * 60 + second) / 86400


def _day(entry: str, locale: str, today: date) -> Typed | None:
    chinese = locale == "zh_CN"
    for shape in (ISO, CHINESE, MONTH_FIRST, NAMED):
        match = shape.fullmatch(entry)
        if match is None:
            continue
        parts = match.groupdict()
        month = int(parts["m"]) if "m" in parts else NAMES.index(parts["name"].lower()) + 1
        try:
            day = date(_year(parts["y"], today), month, int(parts["d"]))
        except ValueError:
            return None
        return Typed(serial_of_date(day), "DATE", _pattern(shape, parts, chinese=chinese))
    return None


def _year(written: str | None, today: date) -> int:
    """Return the year typed; two digits mean 1930 to 2029, none this year."""
    if written is None:
        return today.year
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 30 else 1900)


def _pattern(shape: re.Pattern[str], parts: dict[str, str | None], *, chinese: bool) -> str:
    if shape is ISO:
        separator = parts["sep"]
        return f"yyyy{separator}mm{separator}dd" if separator == "-" else "yyyy/m/d"
    if shape is CHINESE:
        return 'yyyy"年"m"月"d"日"' if parts["y"] else 'm"月"d"日"'
    if parts["y"] is None:
        return "m/d" if shape is MONTH_FIRST else "mmm d"
    return "yyyy/m/d" if chinese else "m/d/yyyy"
