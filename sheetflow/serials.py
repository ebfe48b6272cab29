"""Days since 1899-12-30, which is how a spreadsheet counts dates; wall time, without a zone (GOOGLE_SHEETS.md).

from_serial(46092.5, shanghai) -> 2026-03-11 12:00+08:00        to_serial(that, shanghai) -> 46092.5
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

#: A serial is wall time and has no zone; UTC stands in for it while we count.
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_DAY, _QUARTER, _HALF_A_SECOND = 86_400, 900, 500_000

#: A repair desk has no date outside 1970 to 2199; such a number is something else in the wrong cell.
FIRST, LAST = 25_569, 109_574

#: So many offsets are remembered of a zone: nearly two years of them.
_MOST = 65_536


def plausible(serial: float) -> bool:
    """Say whether a number can be a date of the desk."""
    return FIRST <= serial < LAST + 1


def plausible_day(day: date) -> bool:
    """Say whether a day that somebody wrote out with its year can be the desk's."""
    return plausible(date_to_serial(day))


def from_serial(serial: float, zone: ZoneInfo) -> datetime:
    """Give the instant of a wall time, to the second; of an hour that comes twice, the first."""
    return wall(serial).replace(tzinfo=zone)


def to_serial(instant: datetime, zone: ZoneInfo) -> float:
    """Give an instant's wall time in the zone, rounded to the second; a naive one is a ValueError."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no zone")
    since = instant - _EPOCH
    seconds = since.days * _DAY + since.seconds + (since.microseconds >= _HALF_A_SECOND)
    return (seconds + _offsets[zone][seconds // _QUARTER]) / _DAY


class _Offsets(dict[int, int]):
    """A zone's offset in seconds by the quarter of an hour; it changes at a full one only, if at all."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def __missing__(self, quarter: int) -> int:
        at = _EPOCH + timedelta(seconds=quarter * _QUARTER)
        offset = at.astimezone(self._zone).utcoffset() or timedelta()
        if len(self) >= _MOST:
            self.clear()
        found = self[quarter] = round(offset.total_seconds())
        return found


class _Zones(dict[ZoneInfo, _Offsets]):
    def __missing__(self, zone: ZoneInfo) -> _Offsets:
        found = self[zone] = _Offsets(zone)
        return found


_offsets = _Zones()


def wall(serial: float) -> datetime:
    """Give the wall time, to the second; its UTC is a stand-in for a zone that isn't known here."""
    return _EPOCH + timedelta(seconds=round(serial * _DAY))


def date_from_serial(serial: float) -> date:
    """Give the day a serial falls on."""
    return wall(serial).date()


def date_to_serial(day: date) -> int:
    """Give a day's serial."""
    return (day - _EPOCH.date()).days
