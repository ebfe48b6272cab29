"""Serial numbers: days since 1899-12-30 in the spreadsheet's own wall time, without a zone.

1 is 1899-12-31, 46091.5 is 2026-03-10 12:00. [documented] Lotus 1-2-3's epoch, as Google's API says.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime.fromisoformat("1899-12-30")
SECONDS_A_DAY = 86_400


def wall_time(at: datetime, zone: str) -> datetime:
    """Return an aware time as the wall clock of a spreadsheet's zone shows it, without a zone."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def serial(wall: datetime) -> float:
    """Return a wall time as a serial number."""
    return (wall - EPOCH) / timedelta(days=1)


def serial_of_date(day: date) -> int:
    """Return a day as a whole serial number."""
    return (day - EPOCH.date()).days


def from_serial(number: float) -> datetime:
    """Return the wall time of a serial number, rounded to the second; OverflowError when absurd."""
    return EPOCH + timedelta(seconds=round(number * SECONDS_A_DAY))
