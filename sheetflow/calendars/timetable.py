"""Merged working time of a stretch of days as integers, so that adding a duration is two bisections.

Instants are microseconds since 1970 UTC. Time is cut into chunks of 64 days, each computed when first asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from sheetflow.calendars.window import Window

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DAYS = 64
SPAN = DAYS * timedelta(days=1) // MICROSECOND


def micros(at: datetime) -> int:
    """Count microseconds since 1970; a naive datetime raises TypeError, since it names no instant."""
    return (at - EPOCH) // MICROSECOND


def instant(count: int) -> datetime:
    """Turn microseconds since 1970 into a datetime in UTC."""
    return EPOCH + count * MICROSECOND


def opening_span(day: date, window: Window, zone: ZoneInfo) -> tuple[int, int]:
    """Give a day's window as instants, whatever the zone's clocks do that day (WORKFLOW, Clocks 2).

    A wall time skipped in spring shifts forward by what was skipped, 02:30 -> 03:30, as RFC 5545 3.3.5 reads it;
    of one shown twice in autumn the start takes the first, the end the second.
    """
    start, _ = _readings(day, window.start_minute, zone)
    return start, max(_readings(day, window.last_minute, zone))


def _readings(day: date, minute: int, zone: ZoneInfo) -> tuple[int, int]:
    """Read a wall time by the offset before and by the offset after a change of the clocks (PEP 495's fold)."""
    wall = datetime.combine(day, time(), zone) + timedelta(minutes=minute)
    return micros(wall), micros(wall.replace(fold=1))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Openings of 64 days: when each starts and ends, and the working time from the chunk's start to that end.

    `total` is the chunk's whole working time.
    """

    starts: list[int]
    ends: list[int]
    worked: list[int]
    total: int

    def worked_until(self, at: int) -> int:
        """Count the working time between the chunk's start and `at`."""
        index = bisect_right(self.starts, at) - 1
        return self.worked[index] - max(0, self.ends[index] - at) if index >= 0 else 0

    def reaches(self, worked: int) -> int:
        """Find the first instant by which so much was worked: on a window's end it stays there."""
        index = bisect_left(self.worked, worked)
        return self.ends[index] - (self.worked[index] - worked)

    def is_open(self, at: int) -> bool:
        """Say whether `at` lies in a window; its end does not."""
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.ends[index]


def chunk_days(number: int) -> Iterable[date]:
    """List the local days that can touch a chunk: a night shift before it, and one more for the zone's offset."""
    first = date(1970, 1, 1) + timedelta(days=number * DAYS)
    return (first + timedelta(days=day) for day in range(-2, DAYS + 1))


def build_chunk(number: int, spans: Iterable[tuple[int, int]]) -> Chunk:
    """Clip openings to a chunk and join those that touch or overlap, as a night shift and an early one do."""
    floor, ceiling = number * SPAN, (number + 1) * SPAN
    starts: list[int] = []
    ends: list[int] = []
    for opening, closing in sorted(spans):
        start, end = max(opening, floor), min(closing, ceiling)
        if start >= end:
            continue
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    lengths = (end - start for start, end in zip(starts, ends, strict=True))
    worked = list(accumulate(lengths))
    return Chunk(starts, ends, worked, worked[-1] if worked else 0)
