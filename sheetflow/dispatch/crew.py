"""The technicians as dispatch sees them at one moment: what they can, where and when they work, what they have on hand.

Counts as a technician: an active member with that role, or a supervisor in whose row a skill is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sheetflow.dispatch.agenda import VISIT, Arrival, Road, Visit, as_given, first_gap, in_order
from sheetflow.dispatch.hours import ALWAYS, Away, Hours
from sheetflow.dispatch.job import Job
from sheetflow.dispatch.skills import SkillBook, skill_book
from sheetflow.helping import goes_along
from sheetflow.journey import work_over
from sheetflow.policy import Policy
from sheetflow.roster import StaffMember
from sheetflow.tickets import Snapshot, Ticket

#: Statuses in which a ticket takes its technician's time; one that waits for parts or the customer doesn't.
ON_HAND = frozenset({"dispatched", "appointed", "on_site", "assistance"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A technician at one moment.

    `skills` is None for everything, `regions` empty for everywhere. `ready` is when they can set out: now, or when
    their shift begins if they are `off_shift`. `on_leave` is for now.
    """

    member: StaffMember
    skills: frozenset[str] | None
    regions: frozenset[str]
    now: datetime
    ready: datetime
    hours: Hours = ALWAYS
    off_shift: bool = False
    on_leave: bool = False
    agenda: tuple[Visit, ...] = ()
    _arrivals: dict[tuple[str, bool, datetime | None], Arrival] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def jobs(self) -> int:
        """Count what the cost counts: the jobs on their hands and those suggested to them."""
        return len(self.agenda)

    @property
    def suggested(self) -> int:
        """Count the jobs that are only suggested to them, by the choices before this one."""
        return sum(visit.only_thought_of for visit in self.agenda)

    def can_repair(self, skill: str) -> bool:
        """Say whether they have a skill."""
        return self.skills is None or skill in self.skills

    def covers(self, region: str) -> bool:
        """Say whether a region is theirs."""
        return not self.regions or region in self.regions

    def is_away(self, at: datetime) -> bool:
        """Say whether they are on leave at an instant."""
        away = self.hours.away
        return bool(away) and any(stay.start <= at < stay.end for stay in away)

    def arrival(
        self, region: str, road: Road, *, called_out: bool = False, agreed: datetime | None = None
    ) -> Arrival:
        """Give when they could be in a region, not before a time that is `agreed`.

        Somebody `called_out` sets out before their shift.
        """
        key = (region, called_out, agreed)
        found = self._arrivals.get(key)
        if found is None:
            found = self._arrivals[key] = self._arrives(
                self.agenda, region, road, called_out, agreed
            )
        return found

    def keeps(self, job: Job, road: Road) -> Arrival | None:
        """Give when they come to a job that is theirs, as their day stands; None when it isn't on their agenda."""
        before = as_given(self.agenda, job.no)
        if before is None:
            return None
        return self._arrives(before, job.region, road, job.calls_out, job.agreed)

    def _arrives(
        self,
        agenda: tuple[Visit, ...],
        region: str,
        road: Road,
        called_out: bool,
        agreed: datetime | None,
    ) -> Arrival:
        ready, hours = (self.now, ALWAYS) if called_out else (self.ready, self.hours)
        return first_gap(agenda, region, ready, road, hours, now=self.now, agreed=agreed)

    def then(self, at: datetime) -> Candidate:
        """Give the technician as they are at a time to come: on shift or not, on leave or not."""
        shift = self.hours.shift
        off = shift is not None and not shift.is_open(at)
        return replace(self, off_shift=off, on_leave=self.is_away(at))

    def booked(
        self,
        region: str,
        road: Road,
        *,
        called_out: bool = False,
        ends: datetime | None = None,
        agreed: datetime | None = None,
        ticket_no: str = "",
    ) -> Candidate:
        """Give the technician with one more job, as if it were theirs already, for the choices that follow.

        `ends` is when people expect it to end, `agreed` when it begins; `ticket_no` is given where it is theirs at
        once, not only suggested.
        """
        start, given = self.now if called_out else self.ready, ends is not None
        visit = Visit(region, start, ends or start, given, given, called_out, ticket_no)
        if agreed:
            visit = Visit(region, agreed, ends or agreed + VISIT, given, ticket_no=ticket_no)
        return replace(self, agenda=in_order((*self.agenda, visit), self.now, road, self.hours))

    def without(self, ticket_no: str, road: Road) -> Candidate:
        """Give the technician as if a ticket weren't theirs."""
        others = (visit for visit in self.agenda if visit.ticket_no != ticket_no)
        return replace(self, agenda=in_order(others, self.now, road, self.hours))


class Crew(NamedTuple):
    """All technicians by staff number, with the skills and the roads by which they were found."""

    book: SkillBook
    road: Road
    members: Mapping[str, Candidate]


def crew_at(desk: Snapshot, moment: datetime, policy: Policy) -> Crew:
    """Give the technicians at a moment, found once for all who ask about the same desk."""
    return desk.derived(_crew, moment, policy)


def _crew(desk: Snapshot, moment: datetime, policy: Policy) -> Crew:
    book, road = skill_book(policy), Road(policy)
    return Crew(book, road, crew_of(desk, moment, policy, book, road))


def crew_of(
    desk: Snapshot, now: datetime, policy: Policy, book: SkillBook, road: Road
) -> dict[str, Candidate]:
    """Give the technicians by staff number, with the jobs of all tickets of the desk on their hands."""
    visits: defaultdict[str, list[Visit]] = defaultdict(list)
    for ticket in desk.everyone.values():
        if ticket.record.technician and _on_hand(ticket):
            visits[ticket.record.technician].append(_visit(ticket, now, road))
            if along := goes_along(ticket, policy):
                visits[along].append(_helping(ticket, now, road))

    @cache
    def ready_in(hours: Hours) -> datetime:
        return hours.opens(now)

    crew = {}
    for member in filter(goes_out, policy.staff.values()):
        away = _absences(member, now, policy)
        hours = Hours(policy.calendars.get(member.shift or "desk"), away)
        ready = ready_in(hours)
        crew[member.no] = Candidate(
            member=member,
            skills=book.of(member),
            regions=frozenset(map(road.region, member.regions)),
            now=now,
            ready=ready,
            hours=hours,
            off_shift=ready > now,
            on_leave=any(stay.start <= now < stay.end for stay in away),
            agenda=in_order(visits[member.no], now, road, hours),
        )
    return crew


def _on_hand(ticket: Ticket) -> bool:
    """Say whether a ticket takes its technician's time, or is about to: assigned and not yet moved on.

    Whose work has ended is free, whatever the ticket still lacks to be completed.
    """
    record = ticket.record
    if record.status == "on_site" and work_over(ticket):
        return False
    return record.status in ON_HAND or any(fact.name == "assigned" for fact in record.pending)


def goes_out(member: StaffMember) -> bool:
    """Say whether somebody can be sent to customers at all."""
    can = "technician" in member.roles or ("supervisor" in member.roles and bool(member.skills))
    return member.active and can


def _absences(member: StaffMember, now: datetime, policy: Policy) -> tuple[Away, ...]:
    if not member.leave:
        return ()
    found = member.absences(policy.local(now).date())
    return tuple(
        Away(absence.start.replace(tzinfo=policy.zone), absence.end.replace(tzinfo=policy.zone))
        for absence in found
    )


def _visit(ticket: Ticket, now: datetime, road: Road) -> Visit:
    """Give a ticket as its technician's visit: at the appointment, since the arrival, or whenever they get there."""
    record, ends = ticket.record, ticket.time("expected_end")
    given = ends is not None
    region = road.region_of(ticket)
    begun = record.stamp("work_started_at") or record.stamp("arrived_at")
    if record.status in ("on_site", "assistance") and begun:
        start = begun
    elif record.appointment:
        start = record.appointment.at
    else:
        return _whenever(ticket, record.stamp("dispatched_at") or now, road)
    return Visit(region, start, ends or start + VISIT, known=given, ticket_no=ticket.no)


def _helping(ticket: Ticket, now: datetime, road: Road) -> Visit:
    """Give a ticket as its helper's visit: with its technician, or as soon as they get to one who asks for help."""
    asked = ticket.record.status == "assistance" and ticket.record.stamp("assist_requested_at")
    return _whenever(ticket, asked, road) if asked else _visit(ticket, now, road)


def _whenever(ticket: Ticket, start: datetime, road: Road) -> Visit:
    """Give a visit that begins when what comes before it is done, after its start."""
    ends = ticket.time("expected_end")
    given = ends is not None
    return Visit(
        road.region_of(ticket),
        start,
        ends or start,
        known=given,
        fixed=given,
        called_out=ticket.record.grade == "critical",
        ticket_no=ticket.no,
    )
