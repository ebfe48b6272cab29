"""How what happens to a ticket changes its record: its report, status, technician, grade, calls and visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from sheetflow.model import Event, Text
from sheetflow.record.elements import Pause, Proposal, Suggestion
from sheetflow.record.last_visit import VISIT_STEPS, of_last_visit
from sheetflow.record.row import anothers, left_open
from sheetflow.record.ticket import TicketRecord
from sheetflow.record.values import cells, instant, mapping, names, text

#: Stamps that mean the work has begun, or that somebody has worked until then.
_STARTS: Mapping[str, str] = MappingProxyType(
    {"work_started_at": "started", "arrived_at": "started", "work_ended_at": "worked"}
)

_OF_VISITS = frozenset(VISIT_STEPS)

#: When another ticket was last thought to be about the same.
SUSPECTED = "suspected_at"


def reported(record: TicketRecord, event: Event) -> TicketRecord:
    """The beginning of a ticket of our own."""
    grade = str(event.values.get("grade") or "normal")
    return replace(
        record,
        grade=grade,
        grades=((event.at, grade),),
        cycle=int(str(event.values.get("cycle") or 1)),
        previous=str(event.values.get("previous") or ""),
        stamps={**record.stamps, "reported_at": event.at},
        seen=cells(event.values.get("seen")),
        shown=cells(event.values.get("shown")),
    )


def imported(record: TicketRecord, event: Event) -> TicketRecord:
    """A ticket of another system: taken as it is, with nothing left to announce."""
    grade = str(event.values.get("grade") or "normal")
    stamps = {name: instant(at) for name, at in mapping(event.values.get("stamps")).items()}
    return replace(
        record,
        imported=True,
        status=str(event.values["status"]),
        grade=grade,
        grades=((event.at, grade),),
        stamps=stamps,
        seen=cells(event.values.get("seen")),
        shown=cells(event.values.get("shown")),
    )


def asked(record: TicketRecord, event: Event) -> TicketRecord:
    """A wish for another status."""
    return replace(record, pending=record.awaiting(f"asked:{event.values['to']}", event))


def moved(record: TicketRecord, event: Event) -> TicketRecord:
    """A change of status: its stamps, and the pause it begins or ends; a dispatch starts the calls anew.

    Who had a ticket that goes back to the queue has it no more; whoever is just being chosen has it.
    """
    stamps = dict(record.stamps)
    for name in names(event.values.get("stamps")):
        stamps[name] = event.at
    for name in names(event.values.get("clears")):
        stamps.pop(name, None)
    pauses = record.pauses
    if pauses and pauses[-1].end is None:
        pauses = (*pauses[:-1], Pause(pauses[-1].start, event.at))
    if event.values.get("pauses"):
        pauses = (*pauses, Pause(event.at, None))
    status = str(event.values["to"])
    refusals = left_open(record, status, inferred=bool(event.values.get("inferred")))
    sent = status == "dispatched" and "dispatched_at" in names(event.values.get("stamps"))
    given = any(fact.name == "assigned" for fact in record.pending) or event.values.get("inferred")
    if status == "to_dispatch" and record.technician and not given:
        record = _taken_back(record)
    if (
        event.values.get("from") == "closed"
    ):  # nobody gave it back: whoever had it may be sent again
        record = replace(record, returned_by="")
    return replace(
        record,
        status=status,
        proposal=None,
        stamps=stamps,
        earlier=_taken_again(record, event),
        pauses=pauses,
        supplied=False,
        pending=(),
        refusals=refusals,
        attempts=tuple(call for call in record.attempts if not sent or call.at >= event.at),
        former=(
            *record.former,
            *(call for call in record.attempts if sent and call.at < event.at),
        ),
    )


def _taken_again(record: TicketRecord, event: Event) -> Mapping[str, tuple[datetime, ...]]:
    """Keep when a step was taken before it is taken again: what it met then stays met (WORKFLOW.md, clock rule 7).

    The visits keep their own steps.
    """
    again = {
        name: (*record.earlier.get(name, ()), before)
        for name in names(event.values.get("stamps"))
        if (before := record.stamp(name)) and before != event.at and name not in _OF_VISITS
    }
    return {**record.earlier, **again} if again else record.earlier


def followed(record: TicketRecord, event: Event) -> TicketRecord:
    """The status follows from what was recorded so far, or stays."""
    return replace(record, pending=())


def assigned(record: TicketRecord, event: Event) -> TicketRecord:
    """Another technician: contact and its ladder start anew (WORKFLOW.md, 已派工).

    A suggestion that was followed stays, as the reason of the dispatch. Nobody instead of somebody is one taken back.
    Who is only now named where somebody is at work was sent before. Once the work is done, it puts right who did it.
    """
    technician = str(event.values["technician"])
    if record.ended:
        return replace(_followed(record, technician), technician=technician, chosen=True)
    here = record.status in ("on_site", "assistance") and not record.technician
    pending = record.awaiting(None if here else "assigned", event)
    record = _followed(record, technician)
    if not technician:
        return replace(_taken_back(record), pending=pending)
    return replace(
        record,
        technician=technician,
        refusals=anothers(record),
        chosen=event.actor != "system",
        returned_by="",
        attempts=(),
        former=record.calls,
        proposal=None,
        pending=pending,
    )


def _followed(record: TicketRecord, technician: str) -> TicketRecord:
    """Keep the suggestion that a choice follows, be it one for another technician than before, and no other."""
    proposal, suggestion = record.proposal, record.suggestion
    if proposal and technician and proposal.technician == technician:
        suggestion = Suggestion(technician, proposal.why, proposal.brief)
    taken = suggestion and suggestion.technician == technician
    return replace(record, suggestion=suggestion if taken else None)


def _taken_back(record: TicketRecord) -> TicketRecord:
    """Give the record of a ticket that nobody has any more."""
    return replace(
        record,
        technician="",
        chosen=False,
        returned_by=record.technician or record.returned_by,
        attempts=(),
        former=record.calls,
        proposal=None,
    )


def proposed(record: TicketRecord, event: Event) -> TicketRecord:
    """Why a given-out ticket should go to another technician, and to whom; without a cause it may stay."""
    said, cause = event.values, str(event.values.get("cause") or "")
    if not cause:
        return replace(record, proposal=None)
    brief = Text(str(said["brief_zh"]), str(said["brief_en"]))
    return replace(record, proposal=Proposal(cause, str(said["technician"]), text(said), brief))


def graded(record: TicketRecord, event: Event) -> TicketRecord:
    """Another grade; clocks count each from its time on."""
    grade = str(event.values["grade"])
    return replace(record, grade=grade, grades=(*record.grades, (event.at, grade)))


def paused(record: TicketRecord, event: Event) -> TicketRecord:
    """The clocks stand still from now on, in a status that didn't stop them at first (WORKFLOW.md, clock rule 5)."""
    return replace(record, pauses=(*record.pauses, Pause(event.at, None)))


def stamped(record: TicketRecord, event: Event) -> TicketRecord:
    """The time of a step, which may mean that work has begun or ended; an end put right is the completion's too.

    A start of the visit that is over is put right, and begins none; one in the workshop is nobody's visit.
    """
    name = str(event.values["name"])
    stamps = {**record.stamps, name: event.at}
    if name == "work_ended_at" and record.status == "completed":
        stamps["completed_at"] = event.at
    fact, after = _STARTS.get(name), replace(record, stamps=stamps)
    if fact and of_last_visit(after, VISIT_STEPS[name], event.at):
        if fact == "started":
            return after
        fact = "ended"
    if name == "work_started_at" and record.status == "workshop":
        return after
    return replace(after, pending=record.awaiting(fact, event))


def suggested(record: TicketRecord, event: Event) -> TicketRecord:
    """Whom dispatch would send, and why; a sentence that was said in one length only is both, none takes it back."""
    why, said = text(event.values), event.values
    if not why.zh:
        return replace(record, suggestion=None)
    brief = Text(str(said.get("brief_zh", why.zh)), str(said.get("brief_en", why.en)))
    minutes, there = said.get("minutes"), said.get("there")
    suggestion = Suggestion(
        str(said["technician"]),
        why,
        brief,
        bool(said.get("late")),
        minutes if isinstance(minutes, int) else None,
        instant(there) if there else None,
    )
    return replace(record, suggestion=suggestion)


def likened(record: TicketRecord, event: Event) -> TicketRecord:
    """What earlier repairs say of the fault, or that they say nothing any more."""
    found = text(event.values)
    return replace(record, likely=found if found.zh else None)


def suspected(record: TicketRecord, event: Event) -> TicketRecord:
    """Another ticket may be about the same, or none any more."""
    stamps = {**record.stamps, SUSPECTED: event.at}
    return replace(record, duplicate_of=str(event.values["of"]), stamps=stamps)


def told(record: TicketRecord, event: Event) -> TicketRecord:
    """A breach or notice, by its once-key."""
    return replace(record, told=record.told | {str(event.values["key"])})


def noted(record: TicketRecord, event: Event) -> TicketRecord:
    """History only."""
    return record
