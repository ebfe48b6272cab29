"""Days since 1899-12-30, which is how a spreadsheet counts dates; wall time, without a zone (GOOGLE_SHEETS.md).

from_serial(46092.5, shanghai) -> 2026-03-11 12:00+08:00        to_serial(that, shanghai) -> 46092.5
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

#: A serial is wall time and has no zone; UTC stands in for it while we count.
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_DAY = 86_400

#: A repair desk has no date outside 1970 to 2199; such a number is something else in the wrong cell.
FIRST, LAST = 25_569, 109_574


def plausible(serial: float) -> bool:
    """Say whether a number can be a date of the desk."""
    return FIRST <= serial < LAST + 1


def from_serial(serial: float, zone: ZoneInfo) -> datetime:
    """Give the instant of a wall time, to the second; of an hour that comes twice, the first."""
    return wall(serial).replace(tzinfo=zone)


def to_serial(instant: datetime, zone: ZoneInfo) -> float:
    """Give an instant's wall time in the zone, rounded to the second; a naive one is a ValueError."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no zone")
    since = instant.astimezone(zone).replace(tzinfo=UTC) - _EPOCH
    return round(since.total_seconds()) / _DAY


def wall(serial: float) -> datetime:
    """Give the wall time, to the second; its UTC is a stand-in for a zone that isn't known here."""
    return _EPOCH + timedelta(seconds=round(serial * _DAY))


def date_from_serial(serial: float) -> date:
    """Give the day a serial falls on."""
    return wall(serial).date()


def date_to_serial(day: date) -> int:
    """Give a day's serial."""
    return (day - _EPOCH.date()).days
