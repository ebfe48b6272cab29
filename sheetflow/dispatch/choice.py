"""The choice itself: of those who can go the nearest tier, and in it the least cost.

On shift before off shift; whose region it is before others, unless none of them is in time and somebody else is (跨区);
then the cost; then the staff number, so that the same facts always give the same name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from sheetflow.dispatch.agenda import Arrival, Road
from sheetflow.dispatch.cost import PARTS, Cost, Part, cost_of
from sheetflow.dispatch.crew import Candidate
from sheetflow.dispatch.filters import Bar, barred, barred_then
from sheetflow.dispatch.job import Job

#: What decided: a part of the cost, the only one qualified, whose region it is, being in time at all, or the number.
Factor: TypeAlias = Part | Literal["only", "region", "in_time", "number"]


class Bid(NamedTuple):
    """What it would mean to send one technician; `abroad` when the region isn't theirs."""

    candidate: Candidate
    arrival: Arrival
    cost: Cost
    abroad: bool

    @property
    def in_time(self) -> bool:
        """Say whether every deadline would be met."""
        return not self.cost.lateness


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is to be sent, who would be next, what decided between them, and who was left out by what.

    `factors` are what decided, the weightiest first: as many as it takes, without them the next would do as well.
    `best` is None when nobody can go. `others` counts who could go too and comes after the runner-up. `nobody_there`
    says that nobody whose region it is can go, `way_known` that the minutes to it are.
    """

    job: Job
    best: Bid | None
    runner_up: Bid | None
    factors: tuple[Factor, ...]
    left_out: tuple[tuple[Bar, tuple[Candidate, ...]], ...]
    others: int
    nobody_there: bool
    way_known: bool

    @property
    def late(self) -> bool:
        """Say whether whoever would be sent, with all that comes first, is there after the promise."""
        promise = self.job.promise
        return bool(self.best and promise and self.best.arrival.at > promise)


def choose(job: Job, crew: Iterable[Candidate], road: Road) -> Choice:
    """Give the choice for one job; the order of the crew doesn't matter."""
    out: dict[Bar, list[Candidate]] = {}
    bids: list[Bid] = []
    for candidate in sorted(crew, key=lambda one: one.member.no):
        if job.agreed and job.agreed > candidate.now:
            candidate = candidate.then(job.agreed)
        bar = barred(candidate, job)
        if bar is None:
            bid = bid_of(candidate, job, road)
            bar = barred_then(candidate, bid.arrival)
        if bar is None:
            bids.append(bid)
        else:
            out.setdefault(bar, []).append(candidate)
    best, runner_up, rest = _ranked(bids)
    others = 0
    for bid in rest:
        if best and bid.candidate.off_shift and not best.candidate.off_shift:
            out.setdefault("shift", []).append(bid.candidate)
        elif best and bid.abroad and not best.abroad:
            out.setdefault("region", []).append(bid.candidate)
        else:
            others += 1
    left_out = tuple((bar, tuple(members)) for bar, members in out.items())
    factors = _factors(best, runner_up) if best else ("only",)
    nobody_there = all(bid.abroad for bid in bids)
    way_known = road.leads_to(job.region)
    return Choice(job, best, runner_up, factors, left_out, others, nobody_there, way_known)


def bid_of(candidate: Candidate, job: Job, road: Road) -> Bid:
    """Give what it would mean to send one technician, whether or not something keeps them from it."""
    arrival = candidate.arrival(job.region, road, called_out=job.calls_out, agreed=job.agreed)
    abroad = bool(job.region) and not candidate.covers(job.region)
    moved = job.stability if candidate.member.no != job.holder else 0
    cost = cost_of(job, arrival, candidate.jobs, now=candidate.now, stability=moved)
    return Bid(candidate, arrival, cost, abroad)


def standing(holder: Candidate, job: Job, road: Road) -> Bid | None:
    """Give what it means that whoever has a job keeps it; None where it isn't on their agenda."""
    arrival = holder.keeps(job, road)
    if arrival is None:
        return None
    abroad = bool(job.region) and not holder.covers(job.region)
    cost = cost_of(job, arrival, holder.jobs - 1, now=holder.now)
    return Bid(holder, arrival, cost, abroad)


def _ranked(bids: list[Bid]) -> tuple[Bid | None, Bid | None, list[Bid]]:
    """Give the best, the runner-up of the same shift, and all others; bids come by staff number, which breaks ties."""
    if not bids:
        return None, None, []
    nearest = [bid for bid in bids if not bid.candidate.off_shift] or bids
    kept_there = any(bid.in_time for bid in nearest if not bid.abroad)

    def rank(bid: Bid) -> tuple[int, int]:
        tier = 1 if not bid.abroad else 0 if bid.in_time and not kept_there else 2
        return tier, bid.cost.total

    first, *others = sorted(nearest, key=rank)
    if nearest is not bids:
        others += [bid for bid in bids if bid.candidate.off_shift]
    if len(nearest) == 1:
        return first, None, others
    return first, others[0], others[1:]


def _factors(best: Bid, runner_up: Bid | None) -> tuple[Factor, ...]:
    """Give what decided: a tier, or the parts of the cost by their weight until the rest decides nothing."""
    if runner_up is None:
        return ("only",)
    if best.abroad and best.in_time and not (runner_up.in_time and runner_up.abroad):
        return ("in_time",)
    ahead: dict[Part, int] = {
        part: getattr(runner_up.cost, part) - getattr(best.cost, part) for part in PARTS
    }
    left = sum(ahead.values())
    if left <= 0:
        return ("region",) if runner_up.abroad and not best.abroad else ("number",)
    named: list[Factor] = []
    for part in sorted(PARTS, key=lambda part: -ahead[part]):
        if left > 0:
            named.append(part)
            left -= ahead[part]
    return tuple(named)
