"""When notices may leave: quiet hours, the gap between two about one ticket, and what follows a failure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from sheetflow.model import Language

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SendingPolicy:
    """How the desk sends (WORKFLOW.md "Clocks", 9; SHEET.md "Notices").

    `quiet` holds what isn't urgent from 20:00 to 08:00 in `zone`; equal times switch it off. `gap` lies between two
    messages about a ticket to one person. `settling`: a row edited so recently is still being written, but nothing
    waits for that longer than `patience`. More than `digest_over` messages for one person become one. What somebody
    wants collected (汇总) leaves at the next of `digests`. `observing` (观察模式) computes all and sends nothing.

    `retries` follow a failure, each counted from the one before: tries at 0, 1, 6, 21 min, 1 h 21, 5 h 21 and
    17 h 21 min, so that a server that is away overnight costs nothing; after the seventh the delivery is given up.
    """

    zone: tzinfo
    language: Language
    observing: bool = False
    quiet: tuple[time, time] = (time(20), time(8))
    gap: timedelta = 30 * MINUTE
    settling: timedelta = 3 * MINUTE
    patience: timedelta = 15 * MINUTE
    digest_over: int = 5
    digests: tuple[time, ...] = (time(8), time(19, 30))
    retries: tuple[timedelta, ...] = tuple(n * MINUTE for n in (1, 5, 15, 60, 240, 720))

    def quiet_until(self, now: datetime) -> datetime | None:
        """Give the end of the quiet hours that `now` lies in, or None: 21:30 and 07:59 give 08:00, 08:00 None."""
        start, end = self.quiet
        local = now.astimezone(self.zone)
        clock = local.time()
        inside = start <= clock < end if start < end else start != end and not end <= clock < start
        if not inside:
            return None
        day = local.date() + timedelta(days=clock >= end)
        return datetime.combine(day, end, self.zone)

    def digest_after(self, at: datetime) -> datetime:
        """Give the first digest's hour after an instant: after 7:59 it is 8:00, after 8:00 19:30, after 19:30 8:00."""
        wall = at.astimezone(self.zone)
        days = (wall.date(), wall.date() + timedelta(days=1))
        hours = (datetime.combine(day, hour, self.zone) for day in days for hour in self.digests)
        return min((hour for hour in hours if hour > at), default=at)

    def retry_at(self, now: datetime, tries: int) -> datetime | None:
        """Give when to try again after a failure that `tries` others preceded, or None to give up."""
        return now + self.retries[tries] if tries < len(self.retries) else None
