"""Suggest who is qualified and costs least, with the reason in one sentence; send them where that is switched on.

P1 4.1.3, P2 S3 (duty 13).    待派工, gas, 城北  ->  建议吴强:最早15:55到;次选陈立16:25;周平请假,其余3人不会燃气
Crosses rows: all waiting tickets are decided together, graver and earlier due ones first, each counted as a job on the
hands of whom it goes to. A suggestion changes with tickets, staff, shifts and deadlines, never with each minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sheetflow.dispatch import Choice, Road, SkillBook, choose, crew_of, explanation, job_of
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.record import Suggestion
from sheetflow.rounds import CrossesRows
from sheetflow.tickets import Snapshot, Ticket

#: A visit that ends, a leave that begins or an arrival that comes too late may change a choice while nobody types. What
#: is decided between two full five minutes is decided for the first of them: whoever starts in between finds the same.
LOOK_AGAIN = timedelta(minutes=5)

#: More than anybody confirms in a day; who waits behind them gets a suggestion as they are sent. Booking one after
#: another grows with the square of this, and five thousand imported reports mustn't hold up a cycle.
MOST_AT_ONCE = 100

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@CrossesRows
def dispatch(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the suggestion of each waiting ticket, or its assignment, and the reason for it."""
    waiting = [ticket for ticket in desk.everyone.values() if _waits(ticket)]
    if waiting:
        for ticket, choice in _decided(waiting, desk, _look(now), policy):
            yield from _told(ticket, choice, now, policy)
    for ticket in desk.tickets:
        # Each that waits asks by itself: one that asked for all might be sent, or its row deleted, before the others.
        if _waits(ticket):
            yield ticket.wake(_look(now) + LOOK_AGAIN)
        if not ticket.record.imported:
            yield ticket.shows("dispatch_reason", _reason(ticket, policy))


def _look(now: datetime) -> datetime:
    """Give the moment for which is decided now."""
    return now - (now - _EPOCH) % LOOK_AGAIN


def _waits(ticket: Ticket) -> bool:
    """Say whether somebody has to be found, and nobody is being chosen in this very round."""
    record = ticket.record
    return (
        record.status == "to_dispatch"
        and not record.imported
        and not record.pending
        and not ticket.edited("technician")
        and not ticket.edited("status")
    )


def _decided(
    waiting: list[Ticket], desk: Snapshot, now: datetime, policy: Policy
) -> Iterator[tuple[Ticket, Choice]]:
    book, road = SkillBook(policy.schema.skills, policy.staff.values()), Road(policy)
    crew = crew_of(desk, now, policy, book, road)
    jobs = sorted((job_of(ticket, book, road) for ticket in waiting), key=lambda job: job.urgency)
    for job in jobs[:MOST_AT_ONCE]:
        choice = choose(job, crew.values(), road)
        if choice.best:
            chosen = choice.best.candidate
            crew[chosen.member.no] = chosen.booked(job.region, road, called_out=job.calls_out)
        yield desk.everyone[job.no], choice


def _told(ticket: Ticket, choice: Choice, now: datetime, policy: Policy) -> Iterator[Change]:
    found = choice.best.candidate if choice.best else None
    sent = policy.automatic and found and (not found.off_shift or choice.job.calls_out)
    why = explanation(choice, policy, _look(now), sent=bool(sent))
    number = found.member.no if found else ""
    if ticket.record.suggestion != Suggestion(number, why):
        yield ticket.happened(
            "suggested", at=now, by="system", technician=number, zh=why.zh, en=why.en
        )
    if sent:
        yield ticket.happened("assigned", at=now, by="system", technician=number)


def _reason(ticket: Ticket, policy: Policy) -> str | None:
    """Give the reason of the suggestion that waits or was taken; a technician chosen otherwise has none."""
    suggestion, record = ticket.record.suggestion, ticket.record
    if suggestion is None:
        return None
    taken = bool(record.technician) and suggestion.technician == record.technician
    waits = record.status == "to_dispatch"
    return policy.say(suggestion.why) if taken or waits else None
