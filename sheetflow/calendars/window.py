"""Opening hours of one day, as people write them: 09:00-12:00, 13:30-18:00."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

from sheetflow.model import Text
from sheetflow.unreadable import Unreadable

DAY_MINUTES = 24 * 60
_WINDOW = re.compile(r"([0-9]{1,2}):([0-5][0-9])\s*[-–—~至到]\s*([0-9]{1,2}):([0-5][0-9])")
_REMEDY = Text(
    zh="请写时间段，例如 09:00-12:00，多段用逗号隔开",
    en="Write hours such as 09:00-12:00, several with a comma between them",
)


@dataclass(frozen=True, order=True, slots=True)
class Window:
    """Opening hours from one minute of the day to another, the end not included.

    ``Window(540, 720)`` is 09:00-12:00. An end at or before the start lies on the next day: ``Window(1200, 240)``
    is the night shift 20:00-04:00, and belongs to the day it starts on (WORKFLOW, Clocks 2).
    """

    start_minute: int
    end_minute: int

    @property
    def last_minute(self) -> int:
        """Count the end from midnight of the day it starts on: 04:00 of a night shift is 1680."""
        overnight = self.end_minute <= self.start_minute
        return self.end_minute + (DAY_MINUTES if overnight else 0)

    def __str__(self) -> str:
        ends = (divmod(minute, 60) for minute in (self.start_minute, self.end_minute))
        return "-".join(f"{hour:02}:{minute:02}" for hour, minute in ends)


def read_window(text: str) -> Window:
    """Read ``09:00-12:00``, also with full-width signs or 至; 24:00 is an end only. Raises `Unreadable`."""
    found = _WINDOW.fullmatch(normalize("NFKC", text).strip())
    if found is None:
        raise Unreadable(Text(zh=f"「{text}」不是时段", en=f"'{text}' is not a window"), _REMEDY)
    hour, minute, last_hour, last_minute = map(int, found.groups())
    window = Window(hour * 60 + minute, last_hour * 60 + last_minute)
    if window.start_minute >= DAY_MINUTES or window.end_minute > DAY_MINUTES:
        raise Unreadable(
            Text(zh=f"「{text}」超出一天", en=f"'{text}' goes beyond the day's 24:00"), _REMEDY
        )
    return window


def read_hours(text: str) -> tuple[Window, ...]:
    """Read all windows of a day, ``09:00-12:00, 13:30-18:00``, earliest first. Raises `Unreadable`."""
    return in_order(read_window(part) for part in re.split("[,;、]", normalize("NFKC", text)))


def in_order(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Sort a day's windows; two that overlap raise `Unreadable`, since one of them is a slip."""
    ordered = tuple(sorted(windows))
    for earlier, later in pairwise(ordered):
        if later.start_minute < earlier.last_minute:
            raise Unreadable(
                Text(zh=f"{earlier} 与 {later} 重叠", en=f"{earlier} and {later} overlap"),
                Text(
                    zh="请改成不重叠的时段", en="Join them, or let one end where the other starts"
                ),
            )
    return ordered
