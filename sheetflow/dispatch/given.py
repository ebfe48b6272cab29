"""Jobs that somebody has already: how firmly they stand, and who should go instead where they can't or hadn't better.

陈立 on leave on 3/11, told of a visit 3/11 9:00    ->  leave: 吴强 could be there at 9:00
陈立 told, 25 minutes late for a critical one       ->  late: 吴强 in time, dearer by less than those minutes

Stability is the fourth part of the cost. Who is under way or on site stays; whom a person chose is moved by a person
only; of whom technician or customer know, and what begins within two hours, is looked at for absence or for lateness.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from sheetflow.dispatch.choice import Bid, Choice, choose, standing
from sheetflow.dispatch.crew import crew_at
from sheetflow.dispatch.job import Job, job_of
from sheetflow.dispatch.waiting import MOST_AT_ONCE, looked, sends
from sheetflow.journey import under_way
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

#: How firmly a job stands with whom it was given to (issue B, point 5).
Hold: TypeAlias = Literal["immovable", "pinned", "told", "promised", "free"]
#: Why it should go to another: their row says so, or the evaluator's times do.
Cause: TypeAlias = Literal["inactive", "leave", "shift", "late", "better"]
ABSENT: tuple[Cause, ...] = ("inactive", "leave", "shift")

#: What begins so soon counts as told, and who is told is given another only if more than so late (issue B, point 5).
NEAR = timedelta(hours=2)
LATE_BY = timedelta(minutes=10)

#: What a technician of whom somebody knows is worth in minutes of travel, a figure of ours: half an hour of way isn't
#: worth another call to a customer. Of whom nobody was told yet is chosen anew for nothing.
DEAR = 30
STABILITY: Mapping[Hold, int] = MappingProxyType({"told": DEAR, "promised": DEAR, "free": 0})

#: The statuses in which somebody has a ticket who isn't there yet.
GIVEN_OUT = ("dispatched", "appointed")


class Review(NamedTuple):
    """A job that should go to another: why, what it means that its technician keeps it, and the choice of the others.

    `standing` is None where they aren't there at all; `sent` says that dispatch sends the best at once.
    """

    ticket: Ticket
    cause: Cause
    standing: Bid | None
    choice: Choice
    sent: bool


def given_out(ticket: Ticket) -> bool:
    """Say whether somebody has this ticket who isn't there yet, and nobody is choosing anything in this very round."""
    return ticket.derived(_given_out)


def _given_out(ticket: Ticket) -> bool:
    record = ticket.record
    return (
        record.status in GIVEN_OUT
        and bool(record.technician)
        and not record.imported
        and not record.pending
        and not record.kept
        and not ticket.edited("technician")
        and not ticket.edited("status")
    )


def pinned(ticket: Ticket) -> bool:
    """Say whether only a person gives it to another: 固定派工 says so, or is empty and a person chose."""
    said = ticket.get("pin")
    return said if isinstance(said, bool) else ticket.record.chosen


def hold_of(ticket: Ticket, now: datetime, policy: Policy) -> Hold:
    """Give how firmly a given-out ticket stands with its technician."""
    technician, appointment = ticket.record.technician, ticket.record.appointment
    if under_way(ticket):
        return "immovable"
    if pinned(ticket):
        return "pinned"
    if (appointment and appointment.at - now < NEAR) or knows(ticket, technician, now, policy):
        return "told"
    return "promised" if appointment else "free"


def knows(ticket: Ticket, technician: str, now: datetime, policy: Policy) -> bool:
    """Say whether a technician knows, or the customer from them: they called, or the dispatch has reached them.

    A notice waits for their shift unless it is critical; whoever wants none isn't told by it (WORKFLOW.md, "Clocks").
    """
    record = ticket.record
    if record.attempts and technician == record.technician:
        return True
    member, sent_at = policy.staff.get(technician), record.stamp("dispatched_at")
    if member is None or sent_at is None or member.wish("dispatch") == "off":
        return False
    notice = ticket.key(f"dispatch/{technician}/")
    if not any(key.startswith(notice) for key in record.told):
        return False
    shift = policy.calendars.get(member.shift or "desk")
    return record.grade == "critical" or shift is None or shift.next_opening(sent_at) <= now


def absence(ticket: Ticket, now: datetime, policy: Policy) -> Cause | None:
    """Say why whoever has a ticket won't be there: gone from the staff, on leave, or not at work on that day.

    It is asked for the agreed time, of a visit without one for now; only critical ones call somebody out.
    """
    record = ticket.record
    member, appointment = policy.staff.get(record.technician), record.appointment
    if member is None or not member.active:
        return "inactive"
    at = max(appointment.at, now) if appointment else now
    if member.leave and member.on_leave(policy.local(at)):
        return "leave"
    if appointment is None or record.grade == "critical":
        return None
    shift = policy.calendars.get(member.shift or "desk")
    day = ticket.derived(_agreed_day) if at is appointment.at else policy.local(at).date()
    there = shift is None or (day and shift.hours_of(day)) or shift.is_open(at)
    return None if there else "shift"


def _agreed_day(ticket: Ticket) -> date | None:
    agreed = ticket.record.appointment
    return ticket.policy.local(agreed.at).date() if agreed else None


def reviewed(
    given: Iterable[Ticket], desk: Snapshot, now: datetime, policy: Policy
) -> Iterator[Review]:
    """Yield each of these given-out tickets that should go to another, graver and earlier due ones first.

    Who was just sent by the system keeps others from being moved for time alone until it is looked again: one sweep
    at a time, so that two jobs never push each other about.
    """
    moment = looked(now)
    found = [(ticket, cause) for ticket in given if (cause := _cause(ticket, now, policy))]
    if not found:
        return
    sweep = not any(_just_sent(ticket, moment) for ticket, _ in found)
    reviews = _Reviews(desk, moment, policy)
    jobs = sorted(
        ((reviews.job(ticket), ticket, cause) for ticket, cause in found),
        key=lambda one: one[0].urgency,
    )
    for job, ticket, cause in jobs[:MOST_AT_ONCE]:
        if cause in ABSENT or sweep:
            yield from reviews.of(job, ticket, cause)


def _cause(ticket: Ticket, now: datetime, policy: Policy) -> Cause | None:
    """Give why a ticket has to be looked at: its technician is away, or it may be moved for time alone."""
    cause = absence(ticket, now, policy)
    if cause is None and policy.dispatch != "manual" and not pinned(ticket):
        cause = "better"
    return cause if cause and not under_way(ticket) else None


def _just_sent(ticket: Ticket, moment: datetime) -> bool:
    sent_at = ticket.record.stamp("dispatched_at")
    return not ticket.record.chosen and sent_at is not None and sent_at >= moment


class _Reviews:
    """One sweep over given-out jobs, each counted where it is moved to."""

    def __init__(self, desk: Snapshot, moment: datetime, policy: Policy) -> None:
        self.moment, self.policy = moment, policy
        self.book, self.road, members = crew_at(desk, moment, policy)
        self.crew = dict(members)

    def job(self, ticket: Ticket) -> Job:
        """Give a given-out ticket's job: nobody comes before the agreed time, and later is late."""
        job, appointment = job_of(ticket, self.book, self.road), ticket.record.appointment
        job = replace(job, holder=ticket.record.technician)
        return replace(job, agreed=appointment.at, promise=appointment.at) if appointment else job

    def of(self, job: Job, ticket: Ticket, cause: Cause) -> Iterator[Review]:
        """Yield the review of a ticket, where there is one."""
        holder, stays = self.crew.get(job.holder), None
        if cause not in ABSENT:
            hold = hold_of(ticket, self.moment, self.policy)
            stays = standing(holder, job, self.road) if holder else None
            late = stays is not None and _late(job, stays)
            if stays is None or (hold == "told" and not late):
                return
            cause, job = ("late" if late else "better"), replace(job, stability=STABILITY[hold])
        others = (one for number, one in self.crew.items() if number != job.holder)
        choice = choose(job, others, self.road)
        if stays and not (choice.best and choice.best.cost.total < stays.cost.total):
            return
        sent = sends(choice, self.policy) and not pinned(ticket)
        review = Review(ticket, cause, stays, choice, sent)
        self._book(review)
        yield review

    def _book(self, review: Review) -> None:
        job, best = review.choice.job, review.choice.best
        if best is None:
            return
        if review.sent and job.holder in self.crew:
            self.crew[job.holder] = self.crew[job.holder].without(job.no, self.road)
        number = best.candidate.member.no
        self.crew[number] = self.crew[number].booked(
            job.region,
            self.road,
            called_out=job.calls_out,
            ends=review.ticket.time("expected_end"),
            agreed=job.agreed,
            ticket_no=job.no if review.sent else "",
        )


def _late(job: Job, stays: Bid) -> bool:
    """Say whether whoever has a job is more than `LATE_BY` late for it."""
    due = job.agreed or job.deadline
    return due is not None and stays.arrival.at - due > LATE_BY
