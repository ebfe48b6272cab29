"""Who can't be sent at all, and why. A filter more is an entry in `FILTERS`.

The first that bars somebody is the one that is told; `skill` comes first, since whoever can't repair it needn't be on
leave to stay at home.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from sheetflow.dispatch.agenda import Arrival
from sheetflow.dispatch.crew import Candidate
from sheetflow.dispatch.job import Job

#: `shift` and `region` are no bars but tiers: whoever is behind somebody nearer is told among those left out.
Bar: TypeAlias = Literal["skill", "returned", "leave", "shift", "region"]
Filter: TypeAlias = Callable[[Candidate, Job], bool]


def _skill(candidate: Candidate, job: Job) -> bool:
    return job.skill is not None and not candidate.can_repair(job.skill.key)


def _returned(candidate: Candidate, job: Job) -> bool:
    return candidate.member.no == job.returned_by


def _leave(candidate: Candidate, job: Job) -> bool:
    return candidate.on_leave


FILTERS: Mapping[Bar, Filter] = MappingProxyType(
    {"skill": _skill, "returned": _returned, "leave": _leave}
)

#: The same as they are asked, thousands of times in a cycle.
_IN_TURN = tuple(FILTERS.items())


def barred(candidate: Candidate, job: Job) -> Bar | None:
    """Give what keeps a technician from a job, or None."""
    for bar, bars in _IN_TURN:
        if bars(candidate, job):
            return bar
    return None


def barred_then(candidate: Candidate, arrival: Arrival) -> Bar | None:
    """Give what will keep a technician from it by the time they could be there."""
    return "leave" if candidate.is_away(arrival.at) else None
