"""When somebody could be there: the first gap in what they have on hand, and the way from the customer before it.

    on site in 城中 until 15:00, then 55 minutes to 城北  ->  Arrival(at=15:55, minutes=55, when="known")

A visit whose end nobody wrote takes `VISIT`; one that should be over and isn't takes `OVERRUN` more from now on. Both
are guesses, so an arrival after them is reckoned with and never told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias

from sheetflow.dispatch.hours import ALWAYS, Hours
from sheetflow.policy import Policy
from sheetflow.tickets import Ticket

#: Figures of ours, to the customer's favour: P1 and P2 name no length of a visit.
VISIT = timedelta(minutes=60)
OVERRUN = timedelta(minutes=30)

MINUTE = timedelta(minutes=1)

#: Between two visits that lie so far apart is a night at home: the second is come to from the desk. A figure of ours.
NIGHT = timedelta(hours=8)

#: The region to start from that stands for the desk (SHEET.md, "regions").
DESK = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A job on somebody's hands; `known` when people wrote its end, `fixed` when it begins at its start.

    The others begin when what comes before them is done, on the next working day if need be, but for one to which they
    are `called_out`. `ticket_no` is "" for one that is only being thought of.
    """

    region: str
    start: datetime
    end: datetime
    known: bool = False
    fixed: bool = True
    called_out: bool = False
    ticket_no: str = ""

    @property
    def only_thought_of(self) -> bool:
        """Say whether it is suggested to them and nobody has said yes."""
        return not self.ticket_no


When: TypeAlias = Literal["now", "known", "later"]


class Arrival(NamedTuple):
    """When somebody could be there: `now` plus the way, at a `known` time, or `later`, which is a guess.

    `behind` counts the jobs that come first, `suggested` those of them that nobody has said yes to.
    """

    at: datetime
    minutes: int
    when: When
    behind: int = 0
    suggested: int = 0


class Road:
    """The 区域路程 tab: regions by any of their names, and travel times, looked up once per pair."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._known: dict[tuple[str, str], timedelta] = {}

    def region(self, text: str) -> str:
        """Give the region that a cell means; a name that isn't in the tab stays as it is."""
        return self._policy.region_named(text)

    def region_of(self, ticket: Ticket) -> str:
        """Give where a ticket's customer is: as written, else as the address says, "" where neither does."""
        return ticket.region

    def leads_to(self, region: str) -> bool:
        """Say whether the way to a region is known."""
        return region in self._policy.regions

    def way(self, start: str, region: str) -> timedelta:
        """Give the time from one region to another; from the desk when `start` is ""."""
        found = self._known.get((start, region))
        if found is None:
            found = self._known[start, region] = self._policy.travel(region, start=start)
        return found


def in_order(
    visits: Iterable[Visit], now: datetime, road: Road, hours: Hours = ALWAYS
) -> tuple[Visit, ...]:
    """Give the visits by their start, each with an end that isn't past: open ones one after the other."""
    return tuple(_laid_out(sorted(visits, key=lambda visit: visit.start), now, road, hours))


def _laid_out(visits: Iterable[Visit], now: datetime, road: Road, hours: Hours) -> Iterator[Visit]:
    before: Visit | None = None
    for visit in visits:
        end = visit.end
        if not visit.fixed:
            place, free = DESK, visit.start
            if before:
                place, free = _leaves(before, ALWAYS if visit.called_out else hours)
            end = max(free, visit.start) + road.way(place, visit.region) + VISIT
        late = end <= now
        before = replace(visit, end=now + OVERRUN if late else end, known=visit.known and not late)
        yield before


def _leaves(visit: Visit, hours: Hours) -> tuple[str, datetime]:
    """Give from where and when they go on after a visit: from the desk when it is on another day."""
    leave = hours.after(visit.end - VISIT, visit.end)
    return (visit.region if leave == visit.end else DESK), leave


def first_gap(
    agenda: Iterable[Visit],
    region: str,
    ready: datetime,
    road: Road,
    hours: Hours = ALWAYS,
    *,
    now: datetime,
    agreed: datetime | None = None,
) -> Arrival:
    """Give the first arrival that leaves time for a visit before the next one begins, none before the time `agreed`."""
    leave, place, behind, suggested = ready, DESK, 0, 0
    when: When = "now" if ready <= now else "known"
    for visit in agenda:
        there = leave + road.way(place, region)
        if agreed and there < agreed:
            there = agreed
        if there + VISIT + road.way(region, visit.region) <= visit.start:
            break
        if visit.end >= leave:
            place, leave = _leaves(visit, hours)
            when = "known" if visit.known or place == DESK else "later"
            behind, suggested = behind + 1, suggested + visit.only_thought_of
    if agreed and agreed - leave >= NIGHT:
        place = DESK
    way = road.way(place, region)
    if agreed and leave + way <= agreed:
        return Arrival(agreed, way // MINUTE, "known", behind, suggested)
    return Arrival(leave + way, way // MINUTE, when, behind, suggested)


def as_given(agenda: Iterable[Visit], ticket_no: str) -> tuple[Visit, ...] | None:
    """Give what comes before a visit that is somebody's: what began or is agreed earlier, and of open ones the elder.

    A visit with a time of its own waits for no open one. None when it isn't on the agenda.
    """
    visits = tuple(agenda)
    mine = next((visit for visit in visits if visit.ticket_no == ticket_no), None)
    if mine is None:
        return None
    turn = (mine.start, mine.ticket_no)
    return tuple(
        visit
        for visit in visits
        if visit is not mine
        and (visit.fixed or not mine.fixed)
        and ((visit.start, visit.ticket_no) < turn or (visit.fixed and not mine.fixed))
    )
