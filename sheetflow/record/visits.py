"""How the visits to a customer follow from what happens to the ticket: begun, ended, and with what outcome.

departed 14:30, arrived 15:00, 维修中, result 待配件 16:00  ->  Visit("01", departed_at=14:30, …, outcome="parts_wait")

A visit begins with the departure, or where nobody typed one with the work; it ends when the ticket leaves 维修中. That
of a second technician, who comes to help, is one more (P1 4.5.5). A ticket put back never began one, so no technician
is in two places (WORKFLOW.md, "Status follows facts"). What was typed by mistake and emptied is no step of one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from sheetflow.model import Event
from sheetflow.record.elements import Visit
from sheetflow.record.last_visit import (
    SOON,
    TURNS_ROUND,
    VISIT_STEPS,
    ahead,
    ended_in_waiting,
    goes_on,
    last_visit,
    of_last_visit,
    over_by,
    planned,
)
from sheetflow.record.row import FEE_WAITS
from sheetflow.record.ticket import TicketRecord

#: How a visit ended whose work had begun, by the status that follows; 改天 where it goes on another time.
_WORK_ENDS: Mapping[str, str] = MappingProxyType(
    {
        "completed": "done",
        "closed": "given_up",
        "parts_wait": "parts_wait",
        "assistance": "assistance",
        "escalated": "assistance",
        "to_dispatch": "called_away",
        "dispatched": "called_away",
        "unreachable": "wasted",
    }
)
#: How one ended whose technician was still on the way.
_WAY_ENDS: Mapping[str, str] = MappingProxyType(
    {
        "unreachable": "wasted",
        "customer_wait": "wasted",
        "completed": "wasted",
        "closed": "wasted",
        "to_dispatch": "called_away",
        "escalated": "called_away",
        "parts_wait": "another_day",
        "workshop": "another_day",
    }
)

#: Statuses in which whoever is there stays there: they say who was sent and when, not that the visit ended.
_WAYS = ("to_dispatch", "dispatched", "appointed")

#: Facts by which somebody is there, whether or not they may begin.
_BEGINS = ("started", "asked:on_site")

#: Which choices of a status say so.
_CHOSEN_AGAIN = ("asked:appointed", "asked:on_site")

Visits: TypeAlias = tuple[Visit, ...]


def visits(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """Give the ticket's visits after an event that led from one record to the other."""
    follow = _FOLLOW.get(event.kind)
    return follow(before, after, event) if follow else before.visits


def _stamped(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """A step of the visit under way, or a time of the last one put right once the work is done.

    Of a later visit whose arrival nobody typed the start tells it.
    """
    column = VISIT_STEPS.get(str(event.values["name"]))
    found, last = before.visits, last_visit(before)
    if column is None:
        return found
    if last and (last.open or of_last_visit(after, column, event.at)):
        known = Visit(**{**last._asdict(), column: event.at})
        if column == "started_at" and _came_to_begin(last, after, event.at):
            known = known._replace(arrived_at=event.at)
        return (*found[:-1], known)
    if column == "departed_at":
        return (*found, Visit(after.technician, ahead(after), departed_at=event.at))
    return found


def _came_to_begin(last: Visit, after: TicketRecord, begun: datetime) -> bool:
    """Say whether a start tells the arrival too: nobody typed it, or only the start told it that is now put right.

    Or only the status told it.
    """
    if last.arrived_at != after.stamp("arrived_at"):
        return True
    told = last.arrived_at is not None and last.started_at in (None, last.arrived_at)
    return told and not after.seen.get("arrived_at") and begun < (last.arrived_at or begun)


def _unstamped(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """A time of the last visit was taken back; with the last of them nobody has left for it."""
    name, found, last = str(event.values["name"]), before.visits, last_visit(before)
    column = VISIT_STEPS.get(name)
    if not (column and last) or not (last.open or getattr(last, column) == before.stamp(name)):
        return found
    kept = Visit(**{**last._asdict(), column: None})
    return (*found[:-1], kept) if kept.made or after.status == "on_site" else found[:-1]


def _moved(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """The work begins, or the visit ends with what the status says."""
    found, last, status = before.visits, last_visit(before), after.status
    if _put_back(before, status, event.at):
        return _unended(before)
    if status == "on_site":
        return _begun(before, after, event)
    if last and last.open and not last.made and status not in ("completed", "closed"):
        return found[:-1]
    there = last and last.arrived_at and status not in (*_WAYS, "unreachable")
    if last and last.open and (there or before.status in ("on_site", "assistance")):
        outcome = _WORK_ENDS.get(status, "another_day")
        return (*found[:-1], *_left_again(_ended(last, outcome, after, event.at), after))
    if last and last.open and status in _WAY_ENDS:
        over = over_by(last, event.at)
        return (*found[:-1], last._replace(ended_at=over, outcome=_WAY_ENDS[status]))
    due = planned(after)
    if (before.status, status) == ("appointed", "unreachable") and due and due <= event.at:
        return (*found, Visit(after.technician, due, ended_at=event.at, outcome="wasted"))
    return found


def _refused(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """Who may not begin for want of a consent is there all the same: the visit lasts until something else is chosen."""
    last = last_visit(before)
    if event.values.get("wish") != FEE_WAITS or (last and last.open):
        return before.visits
    over = last.ended_at if last else None
    wished = (fact.at for fact in before.pending if fact.name in _BEGINS)
    times = (after.stamp("arrived_at"), after.stamp("work_started_at"), *wished)
    came = next((at for at in times if at and (over is None or at > over)), None)
    if came is None:
        return before.visits
    begun = after.stamp("work_started_at")
    started = begun if begun and begun >= came else None
    return (*before.visits, Visit(after.technician, ahead(after), None, came, started))


def _put_back(before: TicketRecord, status: str, at: datetime) -> bool:
    """Say whether 联系不上 was chosen by mistake: somebody soon chooses the same visit again.

    Whoever has called meanwhile was told another time, or that nobody is there.
    """
    last = last_visit(before)
    if (before.status, status) != ("unreachable", "appointed") or not last or not last.in_vain:
        return False
    since = last.ended_at or at
    chosen = any(fact.name in _CHOSEN_AGAIN for fact in before.pending)
    called = any(call.at > since for call in before.calls)
    return chosen and not called and last.planned_at == planned(before) and at - since <= SOON


def _attempted(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """A call chosen by mistake let no visit be for nothing; who arrived and fails in another one meets nobody still."""
    last, wrong = last_visit(before), before.attempts[-1:] if event.values.get("replaces") else ()
    reached = bool(event.values["reached"])
    if last and last.in_vain and wrong and last.ended_at == over_by(last, wrong[0].at):
        return _unended(before) if reached or last.arrived_at is None else before.visits
    return before.visits


def _unended(record: TicketRecord) -> Visits:
    """Give the visits with the last one under way again; of one that only its end told of nothing stays."""
    *earlier, last = record.visits
    again = last._replace(ended_at=None, outcome="")
    return (*earlier, again) if again.made else tuple(earlier)


def _waited(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """Why the customer is waited for says how the visit ended that the wait did."""
    if last := ended_in_waiting(before):
        outcome = "wasted" if event.values.get("in_vain") else "another_day"
        return (*before.visits[:-1], last._replace(outcome=outcome))
    return before.visits


def _begun(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    found, last, came = before.visits, last_visit(before), str(event.values.get("helper") or "")
    helped = last and last.outcome == "assistance" and last.technician == after.technician
    if last and came and came != last.technician:
        known = Visit(came, helps=True)
    elif last and (
        last.open or (before.status == "assistance" and helped) or goes_on(before, event.at)
    ):
        known = last._replace(ended_at=None, outcome="")
        found = found[:-1]
    else:
        known = Visit(after.technician, ahead(after))
    since = found[-1].ended_at if found else None

    def fresh(name: str, known_at: datetime | None) -> datetime | None:
        at = known_at or after.stamp(name)
        return at if at and (since is None or at >= since) else None

    started, ended = fresh("work_started_at", known.started_at), after.stamp("work_ended_at")
    over = last.ended_at if last and not last.open else since
    arrived = fresh("arrived_at", known.arrived_at) or started or event.at
    if started and arrived == event.at:  # the move's own time, where nobody typed the arrival
        arrived = min(started, arrived)
    return (
        *found,
        known._replace(
            departed_at=fresh("departed_at", known.departed_at),
            arrived_at=arrived,
            started_at=started,
            ended_at=ended if ended and (over is None or ended > over) else None,
        ),
    )


def _assigned(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """Somebody else is sent: whoever was under way or at work there is called away.

    Once the work is done nobody is: the last way there was somebody else's, whoever came to help. Who is only now
    named left already.
    """
    found, last = before.visits, last_visit(before)
    if before.ended:
        own = max((n for n, visit in enumerate(found) if not visit.helps), default=-1)
        return tuple(
            visit._replace(technician=after.technician) if n == own else visit
            for n, visit in enumerate(found)
        )
    if last and last.open and not last.made:
        return found[:-1]
    if last and last.open and after.technician != before.technician:
        if not last.technician:
            return (*found[:-1], last._replace(technician=after.technician))
        return (*found[:-1], _ended(last, "called_away", after, event.at))
    return found


def _appointed(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """Another time while on the way: a jam moves the visit, another day ends it."""
    found, last, new = before.visits, last_visit(before), planned(after)
    if not (last and last.open and new):
        return found
    if last.arrived_at:
        again = after.status != "on_site" and new > event.at and new != last.planned_at
        return (*found[:-1], _ended(last, "another_day", after, event.at)) if again else found
    if last.planned_at and new - last.planned_at > TURNS_ROUND:
        over = over_by(last, event.at)
        return (*found[:-1], last._replace(ended_at=over, outcome="another_day"))
    return (*found[:-1], last._replace(planned_at=new))


def _left_again(over: Visit, after: TicketRecord) -> Visits:
    """Who left once the work had ended, and agreed on another time soon, is on the way to that (P1 4.4.1, duty 21)."""
    left, due = over.departed_at, ahead(after)
    later = left is not None and over.ended_at is not None and left > over.ended_at
    if after.status != "appointed" or not (left and later and due and due - left <= TURNS_ROUND):
        return (over,)
    return over._replace(departed_at=None), Visit(after.technician, due, departed_at=left)


def _ended(visit: Visit, outcome: str, after: TicketRecord, at: datetime) -> Visit:
    """End a visit when its work ended, else now, or at a step of it that is known a little ahead."""
    worked, begun = after.stamp("work_ended_at"), visit.started_at or visit.arrived_at
    ended = worked if worked and begun and worked >= begun else over_by(visit, at)
    return visit._replace(ended_at=ended, outcome=outcome)


_FOLLOW: Mapping[str, Callable[[TicketRecord, TicketRecord, Event], Visits]] = MappingProxyType(
    {
        "stamped": _stamped,
        "unstamped": _unstamped,
        "moved": _moved,
        "waited": _waited,
        "attempted": _attempted,
        "assigned": _assigned,
        "appointed": _appointed,
        "refused": _refused,
    }
)
