"""Column types that are times: dates, datetimes, deadlines."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from unicodedata import normalize
from zoneinfo import ZoneInfo

from sheetflow import serials
from sheetflow.cells.base import CellType, Read, Sheet, Write, plain, unlike, written
from sheetflow.columns import Column
from sheetflow.model import BadCell, Paused, Scalar, Text, Value

_MOMENT = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?:[T ]*([0-9]{1,2})[:点时]([0-9]{2})分?(?::([0-9]{2}))?)?"
)

#: SHEET.md "Colours", WORKFLOW.md "Clocks" 5: a paused clock shows 暂停·until when we ask again.
_PAUSED = {"zh": "暂停", "en": "paused"}

#: A slip such as 25:00 or 99:59 reads as a number of days below this.
_HOURS_AS_TYPED = 5


def _read_date(column: Column, zone: ZoneInfo) -> Read:
    def read(raw: Scalar) -> Value:
        if isinstance(raw, str):
            found = _written_out(raw)
            return found[0].date() if found else _bad_date(raw)
        if isinstance(raw, bool) or not serials.plausible(raw):
            return _bad_date(written(raw))
        return serials.date_from_serial(raw)

    return read


def _bad_date(text: str) -> BadCell:
    return unlike(text, Text("日期", "a date"), "2026-03-11")


def _write_date(column: Column, sheet: Sheet) -> Write:
    def write(value: Value) -> Scalar:
        return serials.date_to_serial(value) if isinstance(value, date) else plain(value)

    return write


def _read_datetime(column: Column, zone: ZoneInfo) -> Read:
    """Read serials and dates written out in full; shorter wordings need to know today: `typed.understand_time`."""

    def read(raw: Scalar) -> Value:
        if isinstance(raw, str):
            found = _written_out(raw)
            return found[0].replace(tzinfo=zone) if found and found[1] else _bad_datetime(raw)
        if isinstance(raw, bool) or not serials.plausible(raw):
            return _bad_datetime(_shown_datetime(raw))
        return serials.from_serial(raw, zone)

    return read


def _bad_datetime(text: str) -> BadCell:
    return unlike(text, Text("几月几日几点的时间", "a date with an hour"), "3/11 14:00")


def _written_out(text: str) -> tuple[datetime, bool] | None:
    """Read a date with its year as wall time (UTC stands in), and say whether an hour stands with it."""
    match = _MOMENT.fullmatch(" ".join(normalize("NFKC", text).split()))
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    plausible = serials.plausible_day(moment.date())
    return (moment, match.group(4) is not None) if plausible else None


def _write_datetime(column: Column, sheet: Sheet) -> Write:
    def write(value: Value) -> Scalar:
        return serials.to_serial(value, sheet.zone) if isinstance(value, datetime) else plain(value)

    return write


def _read_deadline(column: Column, zone: ZoneInfo) -> Read:
    instant = _read_datetime(column, zone)

    def read(raw: Scalar) -> Value:
        if isinstance(raw, str) and raw.strip().casefold().startswith(tuple(_PAUSED.values())):
            return Paused()
        return instant(raw)

    return read


def _write_deadline(column: Column, sheet: Sheet) -> Write:
    instant = _write_datetime(column, sheet)

    def write(value: Value) -> Scalar:
        if not isinstance(value, Paused):
            return instant(value)
        word = _PAUSED[sheet.language]
        if value.until is None:
            return word
        until = value.until.astimezone(sheet.zone)
        return f"{word}·{until.month}/{until.day} {until:%H:%M}"

    return write


def _shown_date(raw: float) -> str:
    return f"{serials.wall(raw):%Y-%m-%d}" if serials.plausible(raw) else written(raw)


def _shown_datetime(raw: float) -> str:
    """Show a time of day without a date (below 1) as 14:30, which staff may have typed for today, and 25:00 as that."""
    if 0 <= raw < 1:
        return f"{serials.wall(raw):%H:%M}"
    if 1 <= raw < _HOURS_AS_TYPED and raw % 1:
        return "{}:{:02}".format(*divmod(round(raw * 24 * 60), 60))
    return f"{serials.wall(raw):%Y-%m-%d %H:%M}" if serials.plausible(raw) else written(raw)


DATE = CellType(_read_date, _write_date, _shown_date)
DATETIME = CellType(_read_datetime, _write_datetime, _shown_datetime)
DEADLINE = CellType(_read_deadline, _write_deadline, _shown_datetime)
