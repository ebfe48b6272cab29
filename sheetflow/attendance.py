"""How often somebody went to the customer, and how long they worked there, each visit by its own times.

3/10 15:00-15:50 待配件, 3/11 14:05-14:45 完成  ->  Attendance(ways=2, worked=1:30, over=True, …)

One row has one cell for each step (docs/decisions/0037), so its start and end may be those of two visits. What the row
tells and 上门记录 has not yet is a visit already: the fee is asked for before the work (duty 30). Nobody wrote down
when it began? From the arrival on, where that is known; else it is asked for and costs nothing meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sheetflow.record import Visit
from sheetflow.record.last_visit import VISIT_STEPS, of_last_visit
from sheetflow.tickets import Ticket

#: Outcomes of visits that may have been work although nobody wrote down when it began.
_WORKED = ("", "done")


class Attendance(NamedTuple):
    """What labour and the way are counted by.

    `worked` is None while nobody knows. There is `more` than that where work is still to come and nobody said until
    when, or where some that ended is `unbegun`: when it began isn't known. It is `over` once nothing is to come, and
    `between` two visits while nobody has left for the next one.
    """

    ways: int
    worked: timedelta | None
    more: bool
    over: bool
    unbegun: bool
    between: bool


def attendance(ticket: Ticket, now: datetime) -> Attendance:
    """Give what was done so far, with what is planned where somebody said until when."""
    found, current = _visits(ticket, now)
    spent = [work for visit in found if (work := _work(visit)) is not None]
    over = not ticket.state.live or (current is not None and current.ended_at is not None)
    ahead = None if over else _planned(ticket, current)
    if ahead:
        spent.append(ahead)
    unbegun = any(_unbegun(visit) for visit in found)
    return Attendance(
        ways=_ways(ticket, found),
        worked=sum(spent, timedelta()) if spent else None,
        more=unbegun or not (over or ahead),
        over=over,
        unbegun=unbegun,
        between=bool(found) and current is None and ticket.status != "workshop",
    )


def _visits(ticket: Ticket, now: datetime) -> tuple[tuple[Visit, ...], Visit | None]:
    """Give the visits with what the row tells of them by now, and the one that is under way or just told of."""
    record, found = ticket.record, ticket.record.visits
    last = found[-1] if found else None
    if last and last.open:
        earlier = found[:-1]
        current = _with(last, _since(_told(ticket, now), _over(earlier)))
        return (*earlier, current), current
    told = _since(_told(ticket, now), _over(found[:-1]))
    if last:
        mended = {name: at for name, at in told.items() if of_last_visit(record, name, at)}
        told = _since({name: at for name, at in told.items() if name not in mended}, _over(found))
        if not told:
            found = (*found[:-1], _with(last, mended))
    if not told:
        return found, None
    one_more = _with(Visit(record.technician), told)
    return (*found, one_more), one_more


def _with(visit: Visit, times: Mapping[str, datetime]) -> Visit:
    return Visit(**{**visit._asdict(), **times})


def _told(ticket: Ticket, now: datetime) -> dict[str, datetime]:
    """Give the times of the work that stand in the row, by their names in a visit."""
    names = ((column, name) for column, name in VISIT_STEPS.items() if column != "departed_at")
    return {name: at for column, name in names if (at := ticket.moment(column, now))}


def _since(told: Mapping[str, datetime], over: datetime | None) -> dict[str, datetime]:
    """Give what was after the visits that are over: the cells may still show those."""
    return {name: at for name, at in told.items() if over is None or at > over}


def _over(found: tuple[Visit, ...]) -> datetime | None:
    return max((visit.ended_at for visit in found if visit.ended_at), default=None)


def _work(visit: Visit) -> timedelta | None:
    """Give how long the work of a visit took, None where nobody knows or nobody worked."""
    begun = visit.started_at or (visit.arrived_at if visit.outcome in _WORKED else None)
    if begun is None or visit.ended_at is None or visit.in_vain or _unbegun(visit):
        return None
    return max(visit.ended_at - begun, timedelta())


def _unbegun(visit: Visit) -> bool:
    """Say whether work ended of which nobody knows when it began; an arrival at its end was only inferred from it."""
    if visit.started_at or visit.ended_at is None or visit.outcome not in _WORKED:
        return False
    return visit.arrived_at is None or visit.arrived_at >= visit.ended_at


def _planned(ticket: Ticket, current: Visit | None) -> timedelta | None:
    """Give how long what is ahead takes by 预计结束, None where nobody said."""
    until, agreed = ticket.time("expected_end"), ticket.record.appointment
    ahead = agreed.at if agreed and not ticket.record.used else None
    begins = (current.started_at or current.arrived_at if current else None) or ahead
    return until - begins if until and begins and until > begins else None


def _ways(ticket: Ticket, found: tuple[Visit, ...]) -> int:
    """Count the ways there: none for nothing, and that we had to send a second technician is our affair.

    What is repaired in the workshop wants no way.
    """
    recorded = len(ticket.record.visits)
    more = found[recorded:] if ticket.state.live and ticket.status != "workshop" else ()
    gone = (*found[:recorded], *more)
    return sum(1 for visit in gone if not visit.in_vain and not visit.helps)
