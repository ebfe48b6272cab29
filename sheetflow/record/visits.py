"""How the visits to a customer follow from what happens to the ticket: begun, ended, and with what outcome.

departed 14:30, arrived 15:00, 维修中, result 待配件 16:00  ->  Visit("01", departed_at=14:30, …, outcome="parts_wait")

A visit begins with the departure, or where nobody typed one with the work; it ends when the ticket leaves 维修中. That
of a second technician, who comes to help, is one more (P1 4.5.5). A ticket put back never began one, so no technician
is in two places (WORKFLOW.md, "Status follows facts"). What was typed by mistake and emptied is no step of one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TypeAlias

from sheetflow.model import Event
from sheetflow.record.elements import Visit
from sheetflow.record.ticket import TicketRecord
from sheetflow.states import STATES

#: How a visit ended whose work had begun, by the status that follows; 改天 where it goes on another time.
_WORK_ENDS: Mapping[str, str] = MappingProxyType(
    {
        "completed": "done",
        "closed": "done",
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

#: Whose new time lies later than this turns round; for less they go on or wait nearby. A figure of ours.
_TURNS_ROUND = timedelta(hours=12)

#: Until when the same time chosen again says that 联系不上 was a mistake, and 维修中 that nobody had left. A figure of
#: ours.
_SOON = timedelta(minutes=30)

#: How a visit ended whose technician may be there still: the part was in the van, the customer soon agreed.
_LEFT = ("parts_wait", "another_day", "assistance")

#: Which choices of a status say so.
_CHOSEN_AGAIN = ("asked:appointed", "asked:on_site")

#: Staff's column of each step, and its name in a visit.
VISIT_STEPS: Mapping[str, str] = MappingProxyType(
    {
        "departed_at": "departed_at",
        "arrived_at": "arrived_at",
        "work_started_at": "started_at",
        "work_ended_at": "ended_at",
    }
)

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
    found, last = before.visits, _last(before)
    if column is None:
        return found
    if last and (last.open or of_last_visit(after, column, event.at)):
        known = Visit(**{**last._asdict(), column: event.at})
        if column == "started_at" and last.arrived_at != after.stamp("arrived_at"):
            known = known._replace(arrived_at=event.at)
        return (*found[:-1], known)
    if column == "departed_at":
        return (*found, Visit(after.technician, _ahead(after), departed_at=event.at))
    return found


def of_last_visit(record: TicketRecord, column: str, at: datetime) -> bool:
    """Say whether a time is a step of the visit that is over, rather than of the next one (docs/decisions/0037).

    It is where nothing tells of another visit by then; a technician may leave after it was said how the visit ended.
    """
    last = _last(record)
    if last is None or last.ended_at is None or last.open:
        return False
    live, over = record.status not in ("completed", "closed"), last.ended_at
    if last.outcome == "done" and not live:
        return True
    if _another(record, over) or (last.in_vain and column == "ended_at"):
        return False
    if column != "ended_at" or last.outcome == "assistance":
        return at <= over
    due = _ahead(record)
    return at - over <= _TURNS_ROUND and not (due and due <= at)


def _another(record: TicketRecord, over: datetime) -> bool:
    """Say whether somebody came, was sent or did the work elsewhere since a visit was over, or says what came of it."""
    sent = [record.stamp(name) for name in ("dispatched_at", "workshop_in_at")]
    said = any(fact.name in ("assigned", "resulted") for fact in record.pending)
    return said or _came_since(record, over) or any(at and at >= over for at in sent)


def _came_since(record: TicketRecord, over: datetime) -> bool:
    came = (record.stamp(name) for name in ("arrived_at", "work_started_at"))
    return any(at and at > over for at in came)


def _goes_on(record: TicketRecord, at: datetime) -> bool:
    """Say whether 维修中 takes up the visit that is over: soon, and nothing tells of another way there."""
    last, sent = _last(record), record.stamp("dispatched_at")
    if last is None or last.ended_at is None or last.outcome not in _LEFT:
        return False
    same = last.technician == record.technician and last.planned_at == _planned(record)
    again = _came_since(record, last.ended_at) or bool(sent and sent > last.ended_at)
    return same and not again and at - last.ended_at <= _SOON


def _unstamped(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """A time of the last visit was taken back; with the last of them nobody has left for it."""
    name, found, last = str(event.values["name"]), before.visits, _last(before)
    column = VISIT_STEPS.get(name)
    if not (column and last) or not (last.open or getattr(last, column) == before.stamp(name)):
        return found
    kept = Visit(**{**last._asdict(), column: None})
    return (*found[:-1], kept) if kept.made or after.status == "on_site" else found[:-1]


def last_known(record: TicketRecord, name: str) -> datetime | None:
    """Give when a step of a visit last happened before this one, None where it is no step of one."""
    column, found, last = VISIT_STEPS.get(name), record.visits, _last(record)
    if column is None or last is None:
        return None
    this = last.open or getattr(last, column) == record.stamp(name)
    times = [getattr(visit, column) for visit in (found[:-1] if this else found)]
    return max((at for at in times if at), default=None)


def _moved(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """The work begins, or the visit ends with what the status says."""
    found, last, status = before.visits, _last(before), after.status
    if _put_back(before, status, event.at):
        return _unended(before)
    if status == "on_site":
        return _begun(before, after, event)
    if last and last.open and not last.made and status not in ("completed", "closed"):
        return found[:-1]
    if last and last.open and before.status in ("on_site", "assistance"):
        outcome = _WORK_ENDS.get(status, "another_day")
        return (*found[:-1], _ended(last, outcome, after, event.at))
    if last and last.open and status in _WAY_ENDS:
        return (*found[:-1], last._replace(ended_at=event.at, outcome=_WAY_ENDS[status]))
    due = _planned(after)
    if (before.status, status) == ("appointed", "unreachable") and due and due <= event.at:
        return (*found, Visit(after.technician, due, ended_at=event.at, outcome="wasted"))
    return found


def _put_back(before: TicketRecord, status: str, at: datetime) -> bool:
    """Say whether 联系不上 was chosen by mistake: somebody soon chooses the same visit again.

    Whoever has called meanwhile was told another time, or that nobody is there.
    """
    last = _last(before)
    if (before.status, status) != ("unreachable", "appointed") or not last or not last.in_vain:
        return False
    since = last.ended_at or at
    chosen = any(fact.name in _CHOSEN_AGAIN for fact in before.pending)
    called = any(call.at > since for call in before.calls)
    return chosen and not called and last.planned_at == _planned(before) and at - since <= _SOON


def _attempted(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """A call chosen by mistake let no visit be for nothing; who arrived and fails in another one meets nobody still."""
    last, wrong = _last(before), before.attempts[-1:] if event.values.get("replaces") else ()
    reached = bool(event.values["reached"])
    if last and last.in_vain and wrong and last.ended_at == wrong[0].at:
        return _unended(before) if reached or last.arrived_at is None else before.visits
    return before.visits


def _unended(record: TicketRecord) -> Visits:
    """Give the visits with the last one under way again; of one that only its end told of nothing stays."""
    *earlier, last = record.visits
    again = last._replace(ended_at=None, outcome="")
    return (*earlier, again) if again.made else tuple(earlier)


def ended_in_waiting(record: TicketRecord) -> Visit | None:
    """Give the visit that ended at the door, as the wait for the customer began, None where there is none."""
    last, since = _last(record), record.stamp("customer_wait_at")
    at_the_door = last and last.arrived_at and not last.started_at
    return last if last and at_the_door and last.ended_at == since else None


def _waited(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """Why the customer is waited for says how the visit ended that the wait did."""
    if last := ended_in_waiting(before):
        outcome = "wasted" if event.values.get("in_vain") else "another_day"
        return (*before.visits[:-1], last._replace(outcome=outcome))
    return before.visits


def _begun(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    found, last, came = before.visits, _last(before), str(event.values.get("helper") or "")
    helped = last and last.outcome == "assistance" and last.technician == after.technician
    if last and came and came != last.technician:
        known = Visit(came, helps=True)
    elif last and (
        last.open or (before.status == "assistance" and helped) or _goes_on(before, event.at)
    ):
        known = last._replace(ended_at=None, outcome="")
        found = found[:-1]
    else:
        known = Visit(after.technician, _ahead(after))
    since = found[-1].ended_at if found else None

    def fresh(name: str, known_at: datetime | None) -> datetime | None:
        at = known_at or after.stamp(name)
        return at if at and (since is None or at >= since) else None

    started, ended = fresh("work_started_at", known.started_at), after.stamp("work_ended_at")
    over = last.ended_at if last and not last.open else since
    return (
        *found,
        known._replace(
            departed_at=fresh("departed_at", known.departed_at),
            arrived_at=fresh("arrived_at", known.arrived_at) or started or event.at,
            started_at=started,
            ended_at=ended if ended and (over is None or ended > over) else None,
        ),
    )


def _assigned(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """Somebody else is sent: whoever was under way or at work there is called away.

    Once the work is done nobody is: the last way there was somebody else's, whoever came to help.
    """
    found, last = before.visits, _last(before)
    if not STATES[before.status].live:
        own = max((n for n, visit in enumerate(found) if not visit.helps), default=-1)
        return tuple(
            visit._replace(technician=after.technician) if n == own else visit
            for n, visit in enumerate(found)
        )
    if last and last.open and not last.made:
        return found[:-1]
    if last and last.open and after.technician != before.technician:
        return (*found[:-1], _ended(last, "called_away", after, event.at))
    return found


def _appointed(before: TicketRecord, after: TicketRecord, event: Event) -> Visits:
    """Another time while on the way: a jam moves the visit, another day ends it."""
    found, last, new = before.visits, _last(before), _planned(after)
    if not (last and last.open and last.arrived_at is None and new):
        return found
    if last.planned_at and new - last.planned_at > _TURNS_ROUND:
        return (*found[:-1], last._replace(ended_at=event.at, outcome="another_day"))
    return (*found[:-1], last._replace(planned_at=new))


def _ended(visit: Visit, outcome: str, after: TicketRecord, at: datetime) -> Visit:
    """End a visit when its work ended, else now."""
    worked, begun = after.stamp("work_ended_at"), visit.started_at or visit.arrived_at
    ended = worked if worked and begun and worked >= begun else at
    return visit._replace(ended_at=ended, outcome=outcome)


def _last(record: TicketRecord) -> Visit | None:
    return record.visits[-1] if record.visits else None


def _planned(record: TicketRecord) -> datetime | None:
    return record.appointment.at if record.appointment else None


def _ahead(record: TicketRecord) -> datetime | None:
    """Give the time at which the next visit is due; the one that somebody came at was an earlier visit's."""
    return None if record.used else _planned(record)


_FOLLOW: Mapping[str, Callable[[TicketRecord, TicketRecord, Event], Visits]] = MappingProxyType(
    {
        "stamped": _stamped,
        "unstamped": _unstamped,
        "moved": _moved,
        "waited": _waited,
        "attempted": _attempted,
        "assigned": _assigned,
        "appointed": _appointed,
    }
)
