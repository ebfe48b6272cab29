"""The days a state declares off, and the weekend days it declares workdays in exchange."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

#: The states whose notices we can read: China, the State Council's yearly 放假安排.
COUNTRIES = ("CN",)

_DAY = timedelta(days=1)
_SATURDAY = 5


@cache
def official_days(country: str, year: int) -> Mapping[date, bool]:
    """Map the year's declared days to whether one works: ``{2026-02-14: True, 2026-02-17: False}``.

    A weekend that touches a holiday belongs to it, as the notices count (2026: 2月15日至23日放假); a desk open on
    Saturdays is closed then. While a year's notice is unknown, the days that the law names are off and no weekend
    is made up for: ask `is_published`.
    """
    # A notice may make up for its January in the December before.
    declared = _declared(country, year, year + 1)
    work = declared.weekend_workdays
    off = {day for holiday in declared for day in _with_weekend(holiday)}
    return {day: day in work for day in sorted(off | work) if day.year == year}


@cache
def is_published(country: str, year: int) -> bool:
    """Say whether the year's notice is known; each since 2001 has had a make-up workday, the law alone has none."""
    return any(day.year == year for day in _declared(country, year).weekend_workdays)


def _declared(country: str, *years: int) -> HolidayBase:
    # Half a second that a command without official days needn't wait for.
    from holidays import country_holidays

    return country_holidays(country, years=years)


def _with_weekend(holiday: date) -> Iterator[date]:
    yield holiday
    for step in (-_DAY, _DAY):
        day = holiday + step
        while day.weekday() >= _SATURDAY:
            yield day
            day += step
