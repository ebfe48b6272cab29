"""Column types that are figures: money, whole numbers, percentages, lengths of time."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from unicodedata import normalize
from zoneinfo import ZoneInfo

from sheetflow.cells.base import CellType, Read, Sheet, Write, plain, unlike, written
from sheetflow.columns import Column
from sheetflow.durations import parse_duration
from sheetflow.model import BadCell, Scalar, Text, Value
from sheetflow.unreadable import Unreadable

_CENT = Decimal("0.01")
_MINUTE = timedelta(minutes=1)
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]+)?")

#: From here on a bare figure is a percentage as it stands, and below it hundredths as a format shows them. Ours.
_SURE = 10

#: A figure beyond this is a phone number or a slip; below it a float keeps its cents.
_TOO_MUCH = 10**12


def _number(raw: Scalar, noise: str) -> Decimal | None:
    """Read a number, or a text that is one once currency signs and thousands separators are off."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, str):
        bare = re.sub(noise, "", normalize("NFKC", raw))
        return Decimal(bare) if _NUMBER.fullmatch(bare) else None
    return Decimal(repr(raw)) if isfinite(raw) and abs(raw) < _TOO_MUCH else None


def _read_money(column: Column, zone: ZoneInfo) -> Read:
    def read(raw: Scalar) -> Value:
        amount = _number(raw, r"[¥$,元\s]")
        if amount is None:
            return unlike(written(raw), Text("金额", "an amount"), "30.00")
        return amount.quantize(_CENT, ROUND_HALF_UP)

    return read


def _read_integer(column: Column, zone: ZoneInfo) -> Read:
    """Read whole numbers, of a column with bounds those between them: a phone number isn't taken for minutes."""
    least, greatest = column.between or (-_TOO_MUCH, _TOO_MUCH)
    kind, example = Text("整数", "a whole number"), str(max(least, min(3, greatest)))
    if column.between:
        kind = Text(f"{least}到{greatest}的整数", f"a whole number from {least} to {greatest}")

    def read(raw: Scalar) -> Value:
        number = _number(raw, r"[,\s]")
        whole = number is not None and number == number.to_integral_value()
        if number is None or not whole or not least <= number <= greatest:
            return unlike(written(raw), kind, example)
        return int(number)

    return read


def _read_percent(column: Column, zone: ZoneInfo) -> Read:
    """Read 75%, 75 and a cell formatted as per cent (0.75) as 75; a bare 1 is 100 %, as the format shows it.

    A bare figure a little above 1 is asked about: 1.5 is what a cell holds that shows 150%, and hardly means 1.5 %.
    """

    def read(raw: Scalar) -> Value:
        number, text = _number(raw, r"[%\s]"), written(raw)
        if number is not None and not isinstance(raw, str) and number < _SURE:
            number *= 100
            text = f"{number.normalize():f}%"
        if number is None or not 0 <= number <= 100:
            return unlike(text, Text("0%到100%", "a percentage from 0% to 100%"), "75%")
        return number.quantize(_CENT, ROUND_HALF_UP)

    return read


def _write_number(column: Column, sheet: Sheet) -> Write:
    return lambda value: float(value) if isinstance(value, Decimal) else plain(value)


def _write_fraction(column: Column, sheet: Sheet) -> Write:
    return lambda value: float(value / 100) if isinstance(value, Decimal) else plain(value)


def _read_duration(column: Column, zone: ZoneInfo) -> Read:
    """Read 4小时 or 4 h as "4 h": text, so that a level shows what its owner wrote."""

    def read(raw: Scalar) -> Value:
        text = written(raw).strip()
        try:
            return duration_text(parse_duration(text))
        except Unreadable as unreadable:
            return BadCell(text, unreadable.why)

    return read


def _write_duration(column: Column, sheet: Sheet) -> Write:
    def write(value: Value) -> Scalar:
        try:
            duration = parse_duration(str(value))
        except Unreadable:
            return str(value)
        return duration_text(duration, ("小时", "分", "秒") if sheet.language == "zh" else _UNITS)

    return write


_UNITS = (" h", " min", " s")


def duration_text(duration: timedelta, units: tuple[str, str, str] = _UNITS) -> str:
    """Say a length of time in hours, minutes and seconds: 72 h stays 72 h, for a level is no number of days."""
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    counts = (minutes // 60, minutes % 60, seconds)
    parts = [f"{count}{unit}" for count, unit in zip(counts, units, strict=True) if count]
    return (" " if units is _UNITS else "").join(parts) or f"0{units[1]}"


def _shown_money(raw: float) -> str:
    return f"{raw:.2f}" if isfinite(raw) else str(raw)


def _shown_percent(raw: float) -> str:
    return f"{written(round(raw * 100 if raw < _SURE else raw, 2))}%"


MONEY = CellType(_read_money, _write_number, _shown_money)
INTEGER = CellType(_read_integer, _write_number, written)
PERCENT = CellType(_read_percent, _write_fraction, _shown_percent)
DURATION = CellType(_read_duration, _write_duration, written)
