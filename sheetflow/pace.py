"""When the sheet is read next: as late as the deadlines allow, and no oftener than the account's calls do.

By day that is every `base`. In quiet hours, while nothing changes, each read that finds nothing doubles the wait, up to
`longest`. What is due in between is read for when it is due. A ping or a report is another matter: it rings (bell.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

#: Calls of an account in a minute that a cycle may count on: its read, and as much again for pings, pages and repeats.
CALLS_A_CYCLE: Final = 2

#: What is due is seen to after its time by so much of the base at most: 15 s of 60.
REACH: Final = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a sheet may be read: by day every `base`, at night every `longest`, never more often than `least`."""

    base: timedelta
    longest: timedelta
    least: timedelta = timedelta()

    @property
    def reach(self) -> timedelta:
        """Give how long after its time what is due may be seen to."""
        return max(self.base / REACH, self.least)

    def next_read(self, now: datetime, *, due: datetime | None, still: int) -> datetime:
        """Give when to read again after a read that ended now.

        `due` is when the next deadline, warning or turn of the board comes; one that is past, which this read didn't
        settle, waits for the ordinary next one. `still` counts the reads in a row, in quiet hours, that found nothing.
        """
        doublings = min(still, 32)  # more than that is longer than any longest
        calm = min(self.base * 2**doublings, max(self.base, self.longest))
        usual = now + max(calm if due is None or due > now else self.base, self.least)
        if due is None or due <= now:
            return usual
        return min(usual, max(due, now + self.reach))


def least_between(branches: int, calls: int) -> timedelta:
    """Give how far apart a branch's reads lie at least, where so many branches have so many calls a minute.

    least_between(10, 30) == 40 s: fifteen cycles a minute in all, one and a half of each.
    """
    return timedelta(minutes=1) * branches * CALLS_A_CYCLE / calls
