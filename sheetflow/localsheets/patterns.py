"""Number format patterns: ``yyyy-mm-dd hh:mm``, ``"¥"#,##0.00``, ``0.0%``, ``@`` as functions.

A pattern is compiled once to a function from number to text. [documented] Tokens and sections follow the
Sheets API's guide to number formats; what it leaves open follows spreadsheets at large.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from sheetflow.localsheets.datepatterns import date_format

Format = Callable[[float], str]

DEFAULTS = {
    "en_US": {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": '"$"#,##0.00',
        "DATE": "m/d/yyyy",
        "TIME": "h:mm:ss am/pm",
        "DATE_TIME": "m/d/yyyy h:mm:ss",
        "SCIENTIFIC": "0.00E+00",
    },
    "zh_CN": {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": '"¥"#,##0.00',
        "DATE": "yyyy/m/d",
        "TIME": "h:mm:ss",
        "DATE_TIME": "yyyy/m/d h:mm:ss",
        "SCIENTIFIC": "0.00E+00",
    },
}
LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].')
DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
DIGITS = re.compile(r"[#0?][#0?,.]*|\.[#0?]+")
MARK = "\x00"


def default_pattern(kind: str, locale: str) -> str:
    """Return the pattern of a number format that names only its type, in the file's locale."""
    return DEFAULTS.get(locale, DEFAULTS["en_US"]).get(kind, "")


def is_date_kind(kind: str) -> bool:
    """Say whether numbers of this format type are shown as dates or times."""
    return kind in ("DATE", "TIME", "DATE_TIME")


def general(number: float) -> str:
    """Return a number as an unformatted cell shows it: ten significant digits, 1E+15 from there on."""
    if abs(number) >= 1e15:
        return _exponent(f"{number:.10G}")
    if number == int(number):
        return str(int(number))
    return _exponent(f"{number:.{max(10, len(str(int(abs(number)))))}G}")


def _exponent(text: str) -> str:
    mantissa, mark, power = text.partition("E")
    return f"{mantissa}E{power[0]}{power[1:].lstrip('0').rjust(2, '0')}" if mark else text


@cache
def compiled(pattern: str, locale: str) -> Format:
    """Return the function that formats a number by a pattern; several sections split by ``;``."""
    sections = [_section(part, locale) for part in _split(pattern)]

    def positive_or_only(number: float) -> str:
        if number < 0 and len(sections) > 1:
            return sections[1](-number)
        if number == 0 and len(sections) > 2:
            return sections[2](number)
        return sections[0](number)

    return positive_or_only


def text_pattern(pattern: str) -> Callable[[str], str] | None:
    """Return the function that a pattern has for texts (its ``@``), None when it has none."""
    part = next((part for part in _split(pattern) if "@" in part), None)
    if part is None or part == "@":
        return None
    before, after = (LITERAL.sub(_spoken, side) for side in part.split("@", 1))
    return lambda text: f"{before}{text}{after}"


def _split(pattern: str) -> list[str]:
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', pattern)


def _spoken(match: re.Match[str]) -> str:
    if match[0].startswith("_"):
        return " "
    return match[1] if match[1] is not None else (match[2] or "")


def _section(part: str, locale: str) -> Format:
    part = re.sub(r"\[(?:\$([^\]-]*)[^\]]*|[A-Za-z]{3,}|[<>=][^\]]*)\]", lambda m: m[1] or "", part)
    bare = LITERAL.sub("", part)
    if DATE_LETTERS.search(re.sub(r"E[+-]", "", bare)):
        return date_format(part, locale)
    if "E+" in bare.upper() or "E-" in bare.upper():
        return _scientific(bare)
    return _decimal(part)


def _scientific(pattern: str) -> Format:
    places = len(re.findall(r"[0#?]", pattern.upper().split("E")[0].partition(".")[2]))
    return lambda number: _exponent(f"{number:.{places}E}")


def _decimal(part: str) -> Format:
    """Format by ``#,##0.00`` with literals around it and a percent sign that multiplies by 100."""
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(_spoken(match))
        return MARK

    masked = LITERAL.sub(keep, part)
    found = DIGITS.search(masked)
    spelled = iter(literals)

    def literal(text: str) -> str:
        return re.sub(MARK, lambda _: next(spelled), text)

    if found is None:
        prefix = literal(masked)
        return lambda number: prefix.replace("@", general(number))
    before, after = literal(masked[: found.start()]), literal(masked[found.end() :])
    digits = _digits(found[0], scale=100 ** masked.count("%"))

    def formatted(number: float) -> str:
        sign = "-" if number < 0 else ""
        text = digits(abs(number))
        shown = sign if re.search(r"[1-9]", text) else ""
        return f"{shown}{before}{text}{after}"

    return formatted


def _digits(pattern: str, *, scale: int) -> Format:
    whole, _, fraction = pattern.partition(".")
    grouped = "," in whole
    places = len(re.findall(r"[0#?]", fraction))
    least = fraction.count("0")
    least_whole = whole.count("0")

    def digits(number: float) -> str:
        rounded = (Decimal(repr(number)) * scale).quantize(
            Decimal(1).scaleb(-places), ROUND_HALF_UP
        )
        left, _, right = f"{rounded:f}".partition(".")
        left = left.lstrip("0").rjust(least_whole, "0")
        if grouped:
            left = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", left)
        while len(right) > least and right.endswith("0"):
            right = right[:-1]
        return f"{left}.{right}" if right or (places and least) else left

    return digits
