"""What typing into a cell means: USER_ENTERED values, in the file's locale.

typed("3/11 9:30")  ->  46092.395833…, DATE_TIME        typed("'007")  ->  the text 007
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from sys import float_info

from sheetflow.localsheets.book import Formula, Value
from sheetflow.localsheets.cells import formula, number, text
from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.moments import moment

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+"
NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-+])?(?P<currency>[$¥￥€£])?\s*(?P<inner>[-+])?"
    rf"(?P<digits>{DIGITS})(?P<power>[eE][-+]?\d+)?\s*(?P<percent>%)?(?P<close>\))?",
    re.ASCII,
)
URL = re.compile(r"(?:https?://[^\s]+|www\.[^\s.]+\.[^\s]+)", re.IGNORECASE)


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
    found = _number(stripped) or _moment(stripped, today)
    if found is not None:
        return found
    if URL.fullmatch(stripped):
        return Typed(text(entry), link=stripped if "://" in stripped else f"http://{stripped}")
    return Typed(text(entry))


def typed_json(value: object, *, locale: str, today: date, as_text: bool = False) -> Typed:
    """Return what a JSON value enters under USER_ENTERED: numbers and booleans stay what they are."""
    if isinstance(value, str):
        return typed(value, locale=locale, today=today, as_text=as_text)
    return Typed(raw(value))


def as_percent(entered: Typed) -> Typed:
    """Return what was typed into a cell that is shown in percent: there a bare 50 is 50 %. [measured]"""
    value = entered.value
    if entered.kind not in ("", "NUMBER") or isinstance(value, bool):
        return entered
    return Typed(number(value / 100)) if isinstance(value, int | float) else entered


def raw(value: object) -> Value:
    """Return what a JSON value enters under RAW: text stays text, also ``=1+1`` and ``'x``.

    Raises 400 for digits beyond what a double holds.
    """
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool) or value is None or isinstance(value, Formula):
        return value
    if isinstance(value, int | float):
        if not -float_info.max <= value <= float_info.max:
            raise invalid("Invalid values: a number is beyond 1.7976931348623157E308.")
        return number(value)
    return text(str(value))


def _number(entry: str) -> Typed | None:
    match = NUMBER.fullmatch(entry)
    if match is None or (match["sign"] and match["inner"]):
        return None
    brackets = match["open"] or match["close"]
    if brackets and not (
        match["open"] and match["close"] and not (match["sign"] or match["inner"])
    ):
        return None
    amount = float(match["digits"].replace(",", "") + (match["power"] or ""))
    amount = -amount if brackets or "-" in (match["sign"], match["inner"]) else amount
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


def _moment(entry: str, today: date) -> Typed | None:
    found = moment(entry, today=today)
    if found is None:
        return None
    return Typed(number(found.serial), found.kind, found.pattern)
