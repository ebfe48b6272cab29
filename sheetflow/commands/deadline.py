"""`sheetflow deadline`: when a length of working time is over, and how that was counted (WORKFLOW.md, "Clocks").

sheetflow deadline "2026-03-10 11:30" 3h --calendar office
2026-03-10 16:00 Asia/Shanghai
  Tue 2026-03-10 09:00-12:00  30 min
  Tue 2026-03-10 13:30-18:00  2 h 30 min
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from sheetflow.calendars import Calendar, explain
from sheetflow.durations import format_duration, parse_duration
from sheetflow.errors import BadInput, Problem
from sheetflow.schema import CalendarSpec
from sheetflow.unreadable import Unreadable

Pauses = Sequence[tuple[datetime, datetime]]

#: Openings that are shown before the first and after the last of many.
SHOWN = 10

#: Years that can be counted in: the cells' own dates begin with 1900, and a length may be ten years (durations.py).
YEARS = range(1900, 2900)


def told(
    calendars: Sequence[CalendarSpec],
    start: str,
    duration: str,
    *,
    calendar: str,
    pauses: Sequence[str] = (),
) -> Iterator[str]:
    """Yield the deadline and how it was counted, line by line; raises BadInput for what can't be read.

    A time without an offset is one of the calendar's zone; of an hour that comes twice a start means the first, the
    end of a pause the second (clock rule 2).
    """
    found = _calendar(calendars, calendar)
    zone = ZoneInfo(found.zone)
    begun, target = _instant("START", start, zone), _duration(duration)
    stops = [_pause(one, zone) for one in pauses]
    # None is the answer while a pause is still running only, and each of these has its end.
    deadline = cast("datetime", found.deadline(begun, target, stops))
    yield f"{deadline.astimezone(zone):%Y-%m-%d %H:%M} {found.zone}"
    yield from _counted(found, begun, deadline)
    yield from _paused(found, begun, stops, deadline)
    yield from _guesses(found, begun, deadline)


def _calendar(calendars: Sequence[CalendarSpec], name: str) -> Calendar:
    specs = {one.name: one.spec for one in calendars}
    if name not in specs:
        known = ", ".join(specs)
        raise _bad("--calendar", f"there is no calendar '{name}'", f"Name one of {known}")
    return Calendar.from_spec(specs[name], name=name)


def _duration(text: str) -> timedelta:
    try:
        return parse_duration(text)
    except Unreadable as fault:
        raise _bad("DURATION", fault.found.en, fault.remedy.en) from fault


def _instant(place: str, text: str, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError as fault:
        remedy = "Write it such as '2026-03-10 11:30', or with an offset: 2026-03-10T11:30+08:00"
        raise _bad(place, f"'{text}' is not a time", remedy) from fault
    if at.year not in YEARS:
        remedy = f"Name a year from {YEARS[0]} to {YEARS[-1]}"
        raise _bad(place, f"'{text}' is of a year that no calendar here reaches", remedy)
    return at if at.tzinfo else at.replace(tzinfo=zone, fold=fold)


def _pause(text: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first, between, last = text.partition("/")
    remedy = "Write it such as '2026-03-13 19:00/2026-03-16 08:00'"
    if not between:
        raise _bad("--pause", f"'{text}' has no end", remedy)
    began = _instant("--pause", first, zone)
    ended = _instant("--pause", last, zone, fold=1)
    if ended.astimezone(UTC) < began.astimezone(UTC):
        raise _bad("--pause", f"'{text}' ends before it begins", remedy)
    return began, ended


def _counted(calendar: Calendar, begun: datetime, deadline: datetime) -> Iterator[str]:
    zone = ZoneInfo(calendar.zone)
    stretches = explain(calendar, begun, calendar.elapsed(begun, deadline))
    left_out = len(stretches) - 2 * SHOWN
    for number, stretch in enumerate(stretches):
        if left_out > 0 and SHOWN <= number < SHOWN + left_out:
            if number == SHOWN:
                yield f"  … {left_out} more openings"
            continue
        opened, closed = stretch.start.astimezone(zone), stretch.end.astimezone(zone)
        at = f"{closed:%H:%M}"
        until = "24:00" if at == "00:00" else at
        spent = format_duration(stretch.counted, "en")
        yield f"  {opened:%a %Y-%m-%d %H:%M}-{until}  {spent}"


def _paused(
    calendar: Calendar, begun: datetime, pauses: Pauses, deadline: datetime
) -> Iterator[str]:
    """Yield each pause in its order with what it added, and why that is less than its working time."""
    zone, counted_to = ZoneInfo(calendar.zone), begun
    for began, ended in sorted(pauses, key=lambda pause: pause[0].astimezone(UTC)):
        span = f"{began.astimezone(zone):%Y-%m-%d %H:%M} to {ended.astimezone(zone):%Y-%m-%d %H:%M}"
        starts = max(began, counted_to, key=lambda at: at.astimezone(UTC))
        late, worked = began >= deadline, calendar.elapsed(began, ended)
        added = worked if late else calendar.elapsed(starts, ended)
        if late:
            why = "; began after the deadline and doesn't count"
        elif added < worked:
            what = "what was before START doesn't count" if counted_to == begun else ""
            why = f"; {what or 'what another pause covers counts once'}"
        else:
            why = ""
        yield f"  paused {span}: {format_duration(added, 'en')} of working time{why}"
        if not late:
            counted_to = max(counted_to, ended, key=lambda at: at.astimezone(UTC))


def _guesses(calendar: Calendar, begun: datetime, deadline: datetime) -> Iterator[str]:
    """Yield a warning for each year whose holidays nobody knows yet (clock rule 10)."""
    for year in range(begun.year, deadline.year + 1):
        if not calendar.has_official_data(year):
            yield (
                f"  The holidays of {year} aren't known yet: "
                "festivals are off as far as they can be foreseen, and no workday is moved"
            )


def _bad(place: str, found: str, remedy: str) -> BadInput:
    return BadInput([Problem(place, found, remedy)])
