"""All who wait for a technician, decided together: graver and earlier due ones first.

Each counts as a job on the hands of whom it goes to. What is decided between two full five minutes is decided for the
first of them: whoever starts in between finds the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sheetflow.dispatch.choice import Choice, choose
from sheetflow.dispatch.crew import crew_at
from sheetflow.dispatch.job import job_of
from sheetflow.machines import KNOWN_BY, suspect
from sheetflow.policy import Policy
from sheetflow.record.row import UNNAMED
from sheetflow.tickets import Snapshot, Ticket

#: A visit that ends, a leave that begins or an arrival that comes too late may change a choice while nobody types.
LOOK_AGAIN = timedelta(minutes=5)

#: More than anybody confirms in a day; who waits behind them gets a suggestion as they are sent. Booking one after
#: another grows with the square of this, and five thousand imported reports mustn't hold up a cycle.
MOST_AT_ONCE = 100

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def looked(now: datetime) -> datetime:
    """Give the moment for which is decided now."""
    return now - (now - _EPOCH) % LOOK_AGAIN


def waits(ticket: Ticket) -> bool:
    """Say whether somebody has to be found, and nobody is being chosen in this very round.

    To whom brings it in himself (处理方式 送修) nobody is sent unasked, nor to where somebody is already.
    """
    record = ticket.record
    return (
        record.status == "to_dispatch"
        and not record.imported
        and not record.pending
        and not ticket.edited("technician")
        and not ticket.edited("status")
        and ticket.get("route") != "send_in"
        and UNNAMED not in record.refusals
    )


def sends(choice: Choice, policy: Policy) -> bool:
    """Say whether the best is sent at once: that is switched on, and they are on shift or it is grave enough."""
    found, job = choice.best.candidate if choice.best else None, choice.job
    if not policy.automatic or found is None or job.doubted:
        return False
    return found.ready <= found.now or job.calls_out


def _doubted(ticket: Ticket) -> bool:
    """Say whether it may repeat another ticket: as known so far, or by what was just typed and isn't compared yet."""
    return suspect(ticket) or any(map(ticket.edited, KNOWN_BY))


def decided(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[tuple[Ticket, Choice]]:
    """Yield the choice for each ticket of the desk that waits."""
    waiting = [ticket for ticket in desk.anywhere_in("to_dispatch") if waits(ticket)]
    if not waiting:
        return
    book, road, members = crew_at(desk, looked(now), policy)
    crew = dict(members)
    found = ((ticket, job_of(ticket, book, road)) for ticket in waiting)
    jobs = sorted(
        (replace(job, doubted=_doubted(ticket)) for ticket, job in found),
        key=lambda job: job.urgency,
    )
    for job in jobs[:MOST_AT_ONCE]:
        choice = choose(job, crew.values(), road)
        if choice.best:
            chosen, ends = choice.best.candidate, desk.everyone[job.no].time("expected_end")
            number = chosen.member.no
            crew[number] = crew[number].booked(
                job.region,
                road,
                called_out=job.calls_out,
                ends=ends,
                agreed=job.agreed,
                ticket_no=job.no if sends(choice, policy) else "",
            )
        yield desk.everyone[job.no], choice
