"""What sending somebody costs, in minutes of travel.

    31 minutes past the promise of an urgent ticket, 55 minutes of way, 1 job on hand  ->  Cost(62, 55, 3, 0)

Fewest open jobs alone was measured to be the worst rule, so load is only a small term, convex so that it tells when
somebody has many.
"""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from sheetflow.dispatch.agenda import MINUTE, Arrival
from sheetflow.dispatch.job import Job

#: What a minute late is worth in minutes of travel, by grade: figures of ours; the order is P2 S2's.
LATE = MappingProxyType({"critical": 4, "urgent": 2, "normal": 1})
#: The on-site limit is hard, the promise soft (REQUIREMENTS.md, "Where the two procedures differ").
HARD = 4
#: What a minute until somebody is there is worth where the desk promises no time, as in `generic`: a limit of a day is
#: in no danger, and who is without a stove waits all the same. Figures of ours; the order is P2 S2's, whose normal
#: reports may wait. It makes nobody late.
WAITS = MappingProxyType({"critical": 2, "urgent": 1})
#: Times the square of the jobs on hand: one job is worth 3 minutes, three are worth 27.
LOAD = 3

Part: TypeAlias = Literal["lateness", "waiting", "travel", "load", "stability"]
PARTS: tuple[Part, ...] = ("lateness", "waiting", "travel", "load", "stability")


class Cost(NamedTuple):
    """The parts of what it costs; the least `total` is sent."""

    lateness: int
    travel: int
    load: int
    stability: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        """Give the sum of the parts."""
        return sum(self)


def cost_of(job: Job, arrival: Arrival, jobs: int, *, now: datetime, stability: int = 0) -> Cost:
    """Give what it costs when somebody with so many jobs on hand arrives at that time.

    `stability` is what it costs besides that somebody else was to come.
    """
    late = _minutes_late(arrival, job.promise) + HARD * _minutes_late(arrival, job.onsite)
    return Cost(
        LATE.get(job.grade, 1) * late,
        arrival.minutes,
        LOAD * jobs * jobs,
        stability,
        0 if job.promise or job.agreed else _waiting(job, arrival, now),
    )


def _waiting(job: Job, arrival: Arrival, now: datetime) -> int:
    weight = WAITS.get(job.grade, 0)
    return weight and weight * ((arrival.at - now) // MINUTE)


def _minutes_late(arrival: Arrival, deadline: datetime | None) -> int:
    if deadline is None or arrival.at <= deadline:
        return 0
    # A part of a minute is late too: met is at or before the deadline (WORKFLOW.md, clock rule 1).
    return -((deadline - arrival.at) // MINUTE)
