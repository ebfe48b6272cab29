"""Who works at the desk: the staff tab as values.

01 陈立 · skills gas · regions 城东 城南 · leave "2026-03-10..2026-03-12; 3/15 13:30-18:00"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias
from unicodedata import normalize

#: Whose acts WORKFLOW.md calls SUP's.
SUPERVISORS = frozenset({"supervisor", "owner"})

#: How staff want their notices (SHEET.md, "Notices"): none, with the next digest, or as they come.
Wish: TypeAlias = Literal["off", "digest", "now"]
WISHES: Mapping[str, Wish] = MappingProxyType(
    {
        "不收": "off",
        "off": "off",
        "汇总": "digest",
        "digest": "digest",
        "立即": "now",
        "at once": "now",
    }
)


class Absence(NamedTuple):
    """A stretch of wall time in which somebody is away; half open."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class StaffMember:
    """A member of staff as the dispatcher and the notices need them."""

    no: str
    name: str
    roles: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    bot: str = ""
    skills: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    shift: str = ""
    leave: str = ""
    active: bool = True
    notices: Mapping[str, Wish] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Give the words of the 「维修工程师」 choice: 陈立·工01."""
        return f"{self.name}·工{self.no}"

    @property
    def supervises(self) -> bool:
        """Say whether a supervisor's acts are theirs to do; the owner may do them too (WORKFLOW.md, "One door")."""
        return self.active and not SUPERVISORS.isdisjoint(self.roles)

    def wish(self, kind: str) -> Wish:
        """Give how notices of a kind are wanted: as was written for it, else for all (""), else as they come."""
        return self.notices.get(kind) or self.notices.get("", "now")

    def on_leave(self, wall: datetime) -> bool:
        """Say whether this wall time lies in one of the absences."""
        naive = wall.replace(tzinfo=None)
        return any(absence.start <= naive < absence.end for absence in self.absences(wall.date()))

    def absences(self, near: date) -> tuple[Absence, ...]:
        """Give the absences written in `leave`; a date without a year is the one nearest to `near`."""
        return _absences(self.leave, near)


_DAY = r"(?:(\d{4})[-/])?(\d{1,2})[-/](\d{1,2})"
_SPAN = re.compile(rf"{_DAY}\s*(?:\.\.|~|-|至|到)\s*{_DAY}")
_HOURS = re.compile(rf"{_DAY}(?:\s+(\d{{1,2}}):(\d\d)\s*-\s*(\d{{1,2}}):(\d\d))?")
_ONE_DAY = timedelta(days=1)

#: The last day of the desk (`serials.LAST`): who is away until 9999-12-31 is away for good.
_FOR_GOOD = date(2199, 12, 31)


def leave_is_clear(text: str, near: date) -> bool:
    """Say whether every part of a leave cell can be understood."""
    return all(_absence(part, near) for part in _parts(text))


@lru_cache(maxsize=1024)
def _absences(leave: str, near: date) -> tuple[Absence, ...]:
    """Read a leave cell: every ticket of its technician asks for the same day."""
    return tuple([found for part in _parts(leave) if (found := _absence(part, near))])


def _parts(text: str) -> list[str]:
    parts = re.split("[;、]", normalize("NFKC", text))
    return [part.strip() for part in parts if part.strip()]


def _absence(text: str, near: date) -> Absence | None:
    """Read days, both included, or the hours of one, which may run past midnight."""
    if span := _SPAN.fullmatch(text):
        first, last = _day(span.groups()[:3], near), _day(span.groups()[3:], near)
        if first is None or last is None or last < first:
            return None
        return Absence(_midnight(first), _midnight(last + _ONE_DAY))
    hours = _HOURS.fullmatch(text)
    day = _day(hours.groups()[:3], near) if hours else None
    if hours is None or day is None:
        return None
    if hours[4] is None:
        return Absence(_midnight(day), _midnight(day + _ONE_DAY))
    start, end = _at(day, hours[4], hours[5]), _at(day, hours[6], hours[7])
    return Absence(start, end if start < end else end + _ONE_DAY)


def _day(parts: tuple[str | None, ...], near: date) -> date | None:
    """Give a day; without a year it is the nearest one that there is."""
    year, month, day = (int(part or 0) for part in parts)
    years = (year,) if year else (near.year - 1, near.year, near.year + 1)
    found = [existing for one in years if (existing := _date(one, month, day))]
    return min(found, key=lambda one: abs(one - near), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return min(date(year, month, day), _FOR_GOOD)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _at(day: date, hour: str, minute: str) -> datetime:
    return _midnight(day) + timedelta(hours=int(hour), minutes=int(minute))
