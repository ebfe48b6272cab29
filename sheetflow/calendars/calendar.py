"""Working time: what a duration means in a desk's hours, shifts and holidays.

`Calendar.add` and `Calendar.elapsed` are each other's inverse; all instants returned are in UTC.

    office.add(Fri 2026-03-13 17:00, 3 h)  ->  Mon 2026-03-16 11:00 (Shanghai)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count
from zoneinfo import ZoneInfo

from sheetflow.calendars.official import is_published, official_days
from sheetflow.calendars.reading import DatedHours, Reading
from sheetflow.calendars.timetable import (
    EPOCH,
    MICROSECOND,
    SPAN,
    Chunk,
    build_chunk,
    chunk_days,
    instant,
    micros,
    opening_span,
)
from sheetflow.calendars.window import DAY_MINUTES, Window
from sheetflow.errors import BadInput

_MONDAY, _WEEK = 0, range(7)
_NOTHING = timedelta()


@dataclass(frozen=True)
class Calendar:
    """Working hours in a zone: a week's windows (Monday is 0), and dated exceptions that beat them.

    `official` names the state whose holidays and make-up workdays stand between the two; a make-up workday has
    Monday's hours. A date with no windows is a day off. A week with no window at all raises ValueError: no
    deadline would ever come.
    """

    name: str
    zone: str
    weekly: Mapping[int, tuple[Window, ...]] = field(hash=False)
    exceptions: Mapping[date, tuple[Window, ...]] = field(hash=False)
    official: str | None = None
    _chunks: dict[int, Chunk] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )

    def __post_init__(self) -> None:
        if not any(self.weekly.values()):
            raise ValueError(f"calendar {self.name}: the week has no window. Give it one.")

    @classmethod
    def from_spec(
        cls, spec: Mapping[str, object], *, name: str, exceptions: Iterable[DatedHours] = ()
    ) -> Calendar:
        """Read a calendar as the schema writes it, with the rows of its 节假日.

        ``{"zone": "Asia/Shanghai", "official": "CN", "weekly": {"mon-fri": ["09:00-12:00", "13:30-18:00"]}}``

        Raises `BadInput` with every problem; each place is ``calendars.NAME.KEY``, or the row's own.
        """
        reading = Reading(f"calendars.{name}")
        zone, weekly, official = reading.spec(spec)
        dated = reading.exceptions(exceptions, monday=weekly.get(_MONDAY, ()))
        if reading.problems:
            raise BadInput(reading.problems)
        return cls(name, zone, weekly, dated, official)

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """Find the first instant by which `duration` of working time has passed since `start`.

        A deadline on a window's end stays there; no duration at all ends at the start, open or not. A negative
        one raises ValueError.
        """
        if duration <= _NOTHING:
            if duration < _NOTHING:
                raise ValueError(f"calendar {self.name}: a duration of {duration} runs backwards")
            return _utc(start)
        if self._never_closes:
            return EPOCH + ((start - EPOCH) + duration)
        at = micros(start)
        number = at // SPAN
        chunk = self._chunk(number)
        left = chunk.worked_until(at) + duration // MICROSECOND
        while left > chunk.total:
            left -= chunk.total
            number += 1
            chunk = self._chunk(number)
        return instant(chunk.reaches(left))

    def add_both(
        self, start: datetime, first: timedelta, second: timedelta
    ) -> tuple[datetime, datetime]:
        """Give what `add` gives for two durations from one start, which is looked up once."""
        shorter = min(first, second)
        if shorter <= _NOTHING:
            return self.add(start, first), self.add(start, second)
        if self._never_closes:
            begun = _utc(start)
            return begun + first, begun + second
        at = micros(start)
        chunk = self._chunk(at // SPAN)
        worked = chunk.worked_until(at)
        one, other = worked + first // MICROSECOND, worked + second // MICROSECOND
        if max(one, other) > chunk.total:
            return self.add(start, first), self.add(start, second)
        return instant(chunk.reaches(one)), instant(chunk.reaches(other))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Count the working time from `start` to `end`; nothing when `end` is not later."""
        if self._never_closes:
            return max(timedelta(), (end - EPOCH) - (start - EPOCH))
        first, last = micros(start), micros(end)
        if last <= first:
            return timedelta()
        chunks = range(first // SPAN, last // SPAN)
        whole = sum(self._chunk(number).total for number in chunks)
        before = self._chunk(first // SPAN).worked_until(first)
        after = self._chunk(last // SPAN).worked_until(last)
        return timedelta(microseconds=whole - before + after)

    def deadline(
        self,
        start: datetime,
        duration: timedelta,
        pauses: Iterable[tuple[datetime, datetime | None]] = (),
    ) -> datetime | None:
        """Add a target and the working time of its pauses; None while a pause that counts is still running.

        A pause counts when it began before the deadline then in force (WORKFLOW, Clocks 4); where two overlap,
        or one began before `start`, each minute counts once.
        """
        deadline = self.add(start, duration)
        counted_to = _utc(start)
        for began, ended in sorted(pauses, key=lambda pause: micros(pause[0])):
            if began >= deadline:
                break
            if ended is None:
                return None
            duration += self.elapsed(max(began, counted_to), ended)
            counted_to = max(counted_to, _utc(ended))
            deadline = self.add(start, duration)
        return deadline

    def is_open(self, at: datetime) -> bool:
        """Say whether `at` is working time; a window's end is not."""
        asked = micros(at)
        return self._chunk(asked // SPAN).is_open(asked)

    def next_opening(self, at: datetime) -> datetime:
        """Find the first working instant not before `at`: `at` itself while open."""
        asked = micros(at)
        if self._chunk(asked // SPAN).is_open(asked):
            return _utc(at)
        return next(
            instant(start)
            for number in count(asked // SPAN)
            for start in self._chunk(number).starts
            if start > asked
        )

    def closing(self, at: datetime) -> datetime:
        """Find the end of the working day that `at` falls in, or of the next one when that is over or off.

        The last window's end: 12:30 between two windows of the office -> 18:00; 18:00 -> the next day's 18:00;
        02:00 in a night shift that began yesterday -> 04:00.
        """
        asked = micros(at)
        days = self.openings_from(at)
        ends = (max(end for _, end in openings) for openings in days if openings)
        return next(instant(end) for end in ends if end > asked)

    def has_official_data(self, year: int) -> bool:
        """Say whether the year's holidays and make-up workdays are known, so that nobody guesses silently.

        Known: the state's notice is in the package `holidays`, or both a day off and a workday of that year are
        listed in 节假日. A calendar without a state needs none.
        """
        if self.official is None or is_published(self.official, year):
            return True
        listed = {bool(hours) for day, hours in self.exceptions.items() if day.year == year}
        return listed == {True, False}

    def hours_of(self, day: date) -> tuple[Window, ...]:
        """Give the windows that start on a date: a dated exception, else the state's word, else the weekday's."""
        if (dated := self.exceptions.get(day)) is not None:
            return dated
        if self.official:
            works = official_days(self.official, day.year).get(day)
            if works is not None:
                return self.weekly.get(_MONDAY, ()) if works else ()
        return self.weekly.get(day.weekday(), ())

    def openings_from(self, at: datetime) -> Iterator[list[tuple[int, int]]]:
        """Give day after day the openings that start on it, as microseconds since 1970, without end.

        It begins on the day before `at`, whose night shift may still run.
        """
        first = at.astimezone(self._zone).date()
        return (self._openings(first + timedelta(days=day)) for day in count(-1))

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _never_closes(self) -> bool:
        all_day = all(
            any(
                w.start_minute == 0 and w.last_minute == DAY_MINUTES
                for w in self.weekly.get(day, ())
            )
            for day in _WEEK
        )
        return all_day and not self.exceptions and self.official is None

    def _openings(self, day: date) -> list[tuple[int, int]]:
        spans = (opening_span(day, window, self._zone) for window in self.hours_of(day))
        return sorted(span for span in spans if span[0] < span[1])

    def _chunk(self, number: int) -> Chunk:
        if (chunk := self._chunks.get(number)) is None:
            spans = (span for day in chunk_days(number) for span in self._openings(day))
            chunk = self._chunks[number] = build_chunk(number, spans)
        return chunk


def _utc(at: datetime) -> datetime:
    return EPOCH + (at - EPOCH)
