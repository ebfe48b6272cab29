"""Patterns of numbers: ``#,##0.00``, ``0.0%``, ``0.00E+00``, ``# ?/?``, ``000-0000``, ``0.0,,"M"``."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

Format = Callable[[float], str]

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|(?P<digit>[0#?])|(?P<sign>.)',
    re.DOTALL,
)
SCIENTIFIC = re.compile(r"([0#?.,]+)E([+-])([0#?]+)", re.IGNORECASE)
FRACTION = re.compile(r"(?:([0#?]+) +)?([0#?]+) */ *([0#?]+|[1-9]\d*)")
MOST_DIGITS = 700
"""A float has at most 309 digits before its point, and rounding to a pattern's places needs some behind it."""


def number_format(part: str) -> Format:
    """Return the function of one section of a pattern; a negative number gets its sign in front of all."""
    bare = re.sub(r'"[^"]*"|\\.', lambda match: "\x00" * len(match[0]), part)
    for shape, format_ in ((SCIENTIFIC, _scientific), (FRACTION, _fraction)):
        found = shape.search(bare)
        if found is not None:
            before, after = literal(part[: found.start()]), literal(part[found.end() :])
            return _signed(format_(found), before, after)
    return Digits(part).shown


def literal(part: str) -> str:
    """Return what a pattern's text without digits shows."""
    return "".join(_spoken(match) for match in TOKEN.finditer(part))


def _spoken(match: re.Match[str]) -> str:
    if match["fill"] is not None:
        return ""
    if match["space"] is not None:
        return " "
    return match["quoted"] or match["escaped"] or match["digit"] or match["sign"] or ""


def _signed(format_: Format, before: str, after: str) -> Format:
    return lambda number: f"{'-' if number < 0 else ''}{before}{format_(abs(number))}{after}"


def rounded(number: float, places: int, factor: Fraction = Fraction(1)) -> tuple[str, str]:
    """Return the digits before and behind the point, half rounded up; no leading zeros."""
    with localcontext(prec=MOST_DIGITS):
        scaled = Decimal(repr(number)) * factor.numerator / factor.denominator
        text = f"{scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    whole, _, rest = text.partition(".")
    return whole.lstrip("0"), rest


def _scientific(found: re.Match[str]) -> Format:
    places = len(re.findall(r"[0#?]", found[1].partition(".")[2]))

    def shown(number: float) -> str:
        mantissa, _, power = f"{Decimal(repr(number)):.{places}E}".partition("E")
        sign = "-" if power[0] == "-" else ("+" if found[2] == "+" else "")
        return f"{mantissa}E{sign}{power[1:].lstrip('0').rjust(found[3].count('0'), '0')}"

    return shown


def _fraction(found: re.Match[str]) -> Format:
    """Show a fraction: ``# ?/?`` of 1.25 is ``1 1/4``; a fixed denominator such as 8 is kept."""
    fixed = int(found[3]) if found[3].isdigit() and found[3].strip("0") else 0
    most = 10 ** len(found[3]) - 1

    def shown(number: float) -> str:
        exact = Fraction(number)
        near = Fraction(round(exact * fixed), fixed) if fixed else exact.limit_denominator(most)
        whole = int(near) if found[1] else 0
        rest = near - whole
        top = round(rest * fixed) if fixed else rest.numerator
        if found[1] and not top:
            return str(whole)
        text = f"{top}/{fixed or rest.denominator}"
        return f"{whole} {text}" if whole or "0" in (found[1] or "") else text

    return shown


class Digits:
    """A section of digit places with anything between them: ``#,##0.00``, ``000-0000-0000``, ``0,"k"``."""

    def __init__(self, part: str) -> None:
        """Read the section: its places before and behind the point, grouping, scale and what is said between."""
        self.before: list[str] = []
        self.behind: list[str] = []
        self.pieces: list[tuple[str, int | str]] = []
        self.percents = self.thousands = 0
        self.grouped = point = False
        commas = 0
        for match in TOKEN.finditer(part):
            places = self.behind if point else self.before
            if match["digit"]:
                self.grouped = self.grouped or (commas > 0 and not point)
                commas = 0
                self.pieces.append(("behind" if point else "before", len(places)))
                places.append(match["digit"])
            elif match["sign"] == "," and (self.before or self.behind):
                commas += 1
            elif match["sign"] == "." and not point:
                self.thousands, commas, point = commas, 0, True
                self.pieces.append(("point", 0))
            else:
                self.percents += match["sign"] == "%"
                self.pieces.append(("text", _spoken(match)))
        self.thousands += commas
        self.factor = Fraction(100**self.percents, 1000**self.thousands)

    def shown(self, number: float) -> str:
        """Return a number as the section shows it."""
        if not self.before and not self.behind:
            return "".join(str(piece) for kind, piece in self.pieces if kind == "text")
        whole, rest = rounded(abs(number), len(self.behind), self.factor)
        wholes, rests = self._wholes(whole), self._rests(rest)
        parts = {"before": wholes, "behind": rests, "point": ["." if any(rests) else ""]}
        text = "".join(
            str(piece) if kind == "text" else parts[kind][int(piece)] for kind, piece in self.pieces
        )
        negative = number < 0 and (whole or rest.strip("0"))
        return f"-{text}" if negative else text

    def _wholes(self, digits: str) -> list[str]:
        """Return what stands at each place before the point; the first has all digits that are too many."""
        count = len(self.before)
        padded = digits.rjust(count, "\x00") if count else digits
        extra = len(padded) - count
        shown = []
        for index, digit in enumerate(padded):
            place = self.before[max(0, index - extra)] if count else "#"
            text = {"0": "0", "?": " ", "#": ""}[place] if digit == "\x00" else digit
            left = len(padded) - 1 - index
            separates = self.grouped and left and left % 3 == 0 and text.strip()
            shown.append(text + "," * bool(separates))
        return ["".join(shown[: extra + 1]), *shown[extra + 1 :]]

    def _rests(self, digits: str) -> list[str]:
        """Return what stands at each place behind the point; zeros at the end only where they are asked for."""
        shown = list(digits)
        for index in reversed(range(len(shown))):
            if shown[index] != "0" or self.behind[index] == "0":
                break
            shown[index] = " " if self.behind[index] == "?" else ""
        return shown
