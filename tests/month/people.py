"""Who repairs when, and the hours in which people act: 8:00 to 20:00, with room for the way between two customers.

agenda.book(earliest, minutes=60)  ->  ("01", 2026-03-02 09:10), kept free until it is released
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.builders import SHANGHAI

OPENS, CLOSES = 8, 20

#: Technicians by staff number, as they are chosen in 维修工程师. 周平 (05) is on leave on 2026-03-10.
TECHNICIANS = {"01": "陈立", "02": "刘勇", "03": "赵明", "04": "孙浩", "05": "周平"}
_AWAY = {"05": "2026-03-10"}

#: The way from one customer to the next, and the grid of appointments.
_WAY, _GRID = timedelta(minutes=50), timedelta(minutes=10)


def opened(at: datetime) -> datetime:
    """Give an instant at which somebody is at the desk: this one, or the next morning."""
    wall = at.astimezone(SHANGHAI)
    if wall.hour < OPENS:
        return wall.replace(hour=OPENS, minute=wall.minute % 20, second=0, microsecond=0)
    if wall.hour >= CLOSES:
        morning = wall.replace(hour=OPENS, minute=wall.minute % 20, second=0, microsecond=0)
        return morning + timedelta(days=1)
    return wall


@dataclass
class Agenda:
    """Who is promised to whom; nobody is promised twice."""

    taken: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def book(
        self, earliest: datetime, minutes: int, *, but: Collection[str] = ()
    ) -> tuple[str, datetime]:
        """Promise the technician who is free first, from when."""
        length = timedelta(minutes=minutes)
        found = [(self._first(no, earliest, length), no) for no in TECHNICIANS if no not in but]
        start, no = min(found)
        self.taken.setdefault(no, []).append((start, start + length))
        return no, start

    def release(self, no: str, start: datetime) -> None:
        """Take a promise back."""
        self.taken[no] = [one for one in self.taken[no] if one[0] != start]

    def _first(self, no: str, earliest: datetime, length: timedelta) -> datetime:
        at = _on_grid(earliest.astimezone(SHANGHAI))
        while not (self._works(no, at, length) and self._free(no, at, length)):
            at += _GRID
        return at

    def _works(self, no: str, at: datetime, length: timedelta) -> bool:
        first, end = at.replace(hour=OPENS, minute=40), at + length
        last = at.replace(hour=CLOSES, minute=0) - _GRID
        return first <= at and end <= last and _AWAY.get(no) != f"{at:%Y-%m-%d}"

    def _free(self, no: str, at: datetime, length: timedelta) -> bool:
        return all(
            at >= end + _WAY or at + length + _WAY <= start for start, end in self.taken.get(no, ())
        )


def _on_grid(at: datetime) -> datetime:
    whole = at.replace(minute=at.minute - at.minute % 10, second=0, microsecond=0)
    return whole if whole == at else whole + _GRID
