"""When somebody works: the shift without the leave, and when they set out again after a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sheetflow.calendars import Calendar


class Away(NamedTuple):
    """A stretch in which somebody is on leave; half open."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """A shift and the leave from it; whose shift is unknown always works."""

    shift: Calendar | None
    away: tuple[Away, ...] = ()

    def opens(self, at: datetime) -> datetime:
        """Give the first instant from then on at which they work."""
        while True:
            opening = self.shift.next_opening(at) if self.shift else at
            absence = next((stay for stay in self.away if stay.start <= opening < stay.end), None)
            if absence is None:
                return opening
            at = absence.end

    def after(self, begun: datetime, end: datetime) -> datetime:
        """Give when they set out after a visit: at once, or when they work again where its working day is over."""
        if self.shift is None or self.shift.is_open(end):
            return end
        same_day = self.shift.is_open(begun) and self.shift.closing(begun) > end
        return end if same_day else self.opens(end)


#: Of somebody whom no shift holds back.
ALWAYS = Hours(None)
