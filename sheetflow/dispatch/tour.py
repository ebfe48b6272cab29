"""A technician's day as it stands: where each visit is come to from, and which of them can't be kept.

10:00 城东, 10:30 城南 (30 min away)    ->  each the other's clash
on site since 12:40, over at 14:10; 15:00 in 城东, 30 min away, now 14:31  ->  held_by, holds

A visit whose end nobody wrote takes `VISIT`, as in dispatch. A job that runs over goes on until somebody writes its
end: what it keeps the technician from is told visit by visit, each from the minute at which it is too late to leave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sheetflow.clocks import named
from sheetflow.dispatch.agenda import DESK, VISIT, Road
from sheetflow.journey import work_over
from sheetflow.policy import Policy
from sheetflow.record import Tour
from sheetflow.tickets import Ticket

#: Statuses in which an agreed time is still to be kept, those of work, and those in which it is done.
_TO_COME = frozenset({"dispatched", "appointed"})
_AT_WORK = frozenset({"on_site", "assistance"})
_DONE = frozenset({"completed", "closed"})


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a day: `at_work` while somebody is there, `to_come` before."""

    no: str
    region: str
    start: datetime
    end: datetime
    at_work: bool
    to_come: bool
    day: date


def tours(tickets: Iterable[Ticket], now: datetime, policy: Policy) -> Mapping[str, Tour]:
    """Give each ticket's place in its technician's day, by number; what has no time yet has none."""
    road, today = Road(policy), policy.local(now).date()
    days: defaultdict[tuple[str, date], list[Stop]] = defaultdict(list)
    for ticket in tickets:
        if ticket.record.technician and not ticket.record.imported:
            found = ticket.derived(stop_of)
            if found and (found.at_work or found.to_come or _ended(found, policy) == today):
                days[ticket.record.technician, found.day].append(found)
    places: dict[str, Tour] = {}
    for stops in days.values():
        stops.sort(key=lambda stop: (stop.start, stop.no))
        places.update(_placed(stops, now, road))
    return places


def _ended(stop: Stop, policy: Policy) -> date:
    return policy.local(stop.end).date()


def stop_of(ticket: Ticket) -> Stop | None:
    """Give a ticket's visit; None before it has a time, and once it is over where nobody wrote when."""
    record = ticket.record
    begun = record.stamps.get("work_started_at") or record.stamps.get("arrived_at")
    if record.status in _TO_COME and record.appointment:
        start = record.appointment.at
        return _made(ticket, start, to_come=True)
    over = record.status in _DONE or (record.status == "on_site" and work_over(ticket))
    if record.status in _AT_WORK and begun and not over:
        return _made(ticket, begun, at_work=True)
    if over and begun:
        ended = record.stamps.get("work_ended_at")
        if ended:
            day = ticket.policy.local(begun).date()
            return Stop(ticket.no, ticket.region, begun, ended, False, False, day)
    return None


def _made(ticket: Ticket, start: datetime, *, at_work: bool = False, to_come: bool = False) -> Stop:
    ends = ticket.time("expected_end")
    end = ends if ends and ends > start else start + VISIT
    day = ticket.policy.local(start).date()
    return Stop(ticket.no, ticket.region, start, end, at_work, to_come, day)


def _placed(stops: Sequence[Stop], now: datetime, road: Road) -> Iterator[tuple[str, Tour]]:
    """Yield where each of one day's stops stands, in their order."""
    clashes, held = _clashes(stops, road), _held(stops, now, road)
    before = DESK
    for stop in stops:
        place = Tour(before if stop.to_come else DESK, clashes.get(stop.no, ""))
        if held and stop.no == held.by:
            late = tuple(f"{one.no}/{named(one.start)}" for one in held.late)
            place = place._replace(holds=late, look_at=held.look_at)
        elif held and stop in held.late:
            place = place._replace(held_by=held.by)
        yield stop.no, place
        before = stop.region or before


def _clashes(stops: Sequence[Stop], road: Road) -> Mapping[str, str]:
    """Give the visit that each one to come can't be kept beside: the earlier one, or the next if it is itself that."""
    found: dict[str, str] = {}
    longest: Stop | None = None
    for stop in stops:
        if not stop.to_come:
            continue
        if longest and longest.end + road.way(longest.region, stop.region) > stop.start:
            found[stop.no] = longest.no
            found.setdefault(longest.no, stop.no)
        if longest is None or stop.end > longest.end:
            longest = stop
    return found


@dataclass(frozen=True, slots=True)
class _Held:
    """What a job at work keeps its technician from, and when it will keep them from one more."""

    by: str
    late: tuple[Stop, ...]
    look_at: datetime | None


def _held(stops: Sequence[Stop], now: datetime, road: Road) -> _Held | None:
    """Give what the job at work keeps the technician from, should they leave it as late as is known now.

    Each visit on the way there takes as long as it should; waiting for a customer's hour in between only helps.
    """
    current = next((n for n, stop in enumerate(stops) if stop.at_work), None)
    if current is None:
        return None
    job = place = stops[current]
    leaves, spent = max(job.end, now), timedelta(0)
    late: list[Stop] = []
    ahead: list[datetime] = []
    for stop in (one for one in stops[current + 1 :] if one.to_come):
        spent += road.way(place.region, stop.region)
        last = stop.start - spent
        if leaves > last:
            late.append(stop)
        else:
            ahead.append(last)
        spent += stop.end - stop.start
        place = stop
    return _Held(job.no, tuple(late), min(ahead, default=None))
