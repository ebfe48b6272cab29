"""How a deadline was counted, opening by opening, for those who doubt it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sheetflow.calendars.calendar import Calendar
from sheetflow.calendars.timetable import instant, micros


class Stretch(NamedTuple):
    """One opening on the way to a deadline, whole, in UTC, and how much of it was counted."""

    start: datetime
    end: datetime
    counted: timedelta


def explain(calendar: Calendar, start: datetime, duration: timedelta) -> list[Stretch]:
    """Show how ``calendar.add(start, duration)`` was counted; the shares add up to the duration.

    office, Fri 17:00, 3 h  ->  Fri 13:30-18:00 1 h, Mon 09:00-12:00 2 h
    """
    counted_to, deadline = micros(start), micros(calendar.add(start, duration))
    stretches: list[Stretch] = []
    days = calendar.openings_from(start)
    while counted_to < deadline:
        for opening, closing in next(days):
            begin, end = max(opening, counted_to), min(closing, deadline)
            if begin < end:
                share = timedelta(microseconds=end - begin)
                stretches.append(Stretch(instant(opening), instant(closing), share))
                counted_to = end
    return stretches
