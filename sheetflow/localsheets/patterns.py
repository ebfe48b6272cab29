"""Number format patterns: ``yyyy-mm-dd hh:mm``, ``"¥"#,##0.00``, ``0.0%``, ``@`` as functions.

A pattern is compiled once to a function from number to text. [documented] Tokens and sections follow the
Sheets API's guide to number formats; what it leaves open follows spreadsheets at large.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import cache

from sheetflow.localsheets.datepatterns import date_format
from sheetflow.localsheets.numberpatterns import Format, literal, number_format

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
SECTION = re.compile(r'((?:"[^"]*"|\\.|[_*].|[^;])*)(?:;|$)', re.DOTALL)
SPOKEN = re.compile(r'"[^"]*"|\\.|[_*].', re.DOTALL)
BRACKET = re.compile(
    r"""\[(?:\$(?P<currency>[^\]-]*)(?:-(?P<language>[^\]]*))?
    |(?P<sign><>|<=|>=|[<>=])(?P<limit>[-+]?[\d.]+)
    |(?P<colour>[A-Za-z]{3,}\d*|[黑蓝绿红白黄]色|颜色\d*))\]""",
    re.VERBOSE,
)
LANGUAGES = {"804": "zh_CN", "409": "en_US"}
"""Windows' numbers of languages, as a pattern's ``[$-804]`` names one."""

DATE_LETTERS = re.compile(r"[ymdhs]|aaa", re.IGNORECASE)
HOLDS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def default_pattern(kind: str, locale: str) -> str:
    """Return the pattern of a number format that names only its type, in the file's locale."""
    return DEFAULTS.get(locale, DEFAULTS["en_US"]).get(kind, "")


def is_date_kind(kind: str) -> bool:
    """Say whether numbers of this format type are shown as dates or times."""
    return kind in ("DATE", "TIME", "DATE_TIME")


def general(number: float) -> str:
    """Return a number as an unformatted cell shows it: ten significant digits, 1E+15 from there on."""
    if number.__class__ is int and -1e15 < number < 1e15:
        return str(number)
    if abs(number) >= 1e15:
        return _exponent(f"{number:.10G}")
    if number == int(number):
        return str(int(number))
    if 1e-4 <= abs(number) < 1e10:
        return f"{number:.10G}"
    return _exponent(f"{number:.{max(10, len(str(int(abs(number)))))}G}")


def _exponent(text: str) -> str:
    mantissa, mark, power = text.partition("E")
    return f"{mantissa}E{power[0]}{power[1:].lstrip('0').rjust(2, '0')}" if mark else text


@cache
def compiled(pattern: str, locale: str) -> Format:
    """Return the function that formats a number by a pattern; several sections split by ``;``.

    Without conditions the sections are for numbers from 0, below 0, and 0; the second shows no sign of its own.
    """
    sections = [_section(part, locale) for part in _split(pattern)[:3]]
    if any(holds for holds, _ in sections):
        return _by_condition(sections)
    if len(sections) == 1:
        return sections[0][1]

    def shown(number: float) -> str:
        if number < 0:
            return sections[1][1](-number)
        if number == 0 and len(sections) > 2:
            return sections[2][1](number)
        return sections[0][1](number)

    return shown


Holds = Callable[[float], bool]
Section = tuple[Holds | None, Format]


def _by_condition(sections: list[Section]) -> Format:
    """Return the function that shows by the first section whose condition holds; the last is for the rest."""

    def shown(number: float) -> str:
        for holds, format_ in sections[:-1]:
            if holds is None or holds(number):
                return format_(number)
        return sections[-1][1](number)

    return shown


def text_pattern(pattern: str) -> Callable[[str], str] | None:
    """Return the function that a pattern has for texts: its fourth section or its ``@``; None when it has none."""
    parts = _split(pattern)
    part = parts[3] if len(parts) > 3 else next((one for one in parts if "@" in one), None)
    if part is None or part == "@":
        return None
    bare = SPOKEN.sub(lambda match: "\x00" * len(match[0]), part)
    at = bare.find("@")
    if at < 0:
        return lambda text: literal(part)
    before, after = literal(part[:at]), literal(part[at + 1 :])
    return lambda text: f"{before}{text}{after}"


def _split(pattern: str) -> list[str]:
    """Return a pattern's sections; a ``;`` in quotes or behind a backslash is a text."""
    found = SECTION.findall(pattern)
    return found[:-1] if len(found) > 1 and not pattern.endswith(";") else found


def _section(part: str, locale: str) -> Section:
    """Return the condition of a section, if it has one, and the function that it shows numbers by."""
    brackets = list(BRACKET.finditer(part))
    condition = next((one for one in brackets if one["sign"]), None)
    language = next((one["language"] for one in brackets if one["language"]), "")
    part = BRACKET.sub(lambda match: _quoted(match["currency"] or ""), part)
    holds = None if condition is None else _holds(condition["sign"], float(condition["limit"]))
    return holds, _shown_by(part, LANGUAGES.get(language.lstrip("0").upper(), locale))


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def _holds(sign: str, limit: float) -> Holds:
    compare = HOLDS[sign]
    return lambda number: compare(number, limit)


def _shown_by(part: str, locale: str) -> Format:
    bare = SPOKEN.sub("", part)
    if bare.strip().lower() in ("general", "@", "g/通用格式"):
        word = re.search(r"general|@|g/通用格式", part, re.IGNORECASE)
        before, after = (part[: word.start()], part[word.end() :]) if word else ("", "")
        return lambda number: f"{literal(before)}{general(number)}{literal(after)}"
    if DATE_LETTERS.search(re.sub(r"E[+-]", "", bare)):
        return date_format(part, locale)
    return number_format(part)
