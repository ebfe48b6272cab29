"""How a record changes once the work is done: revisits, the second repair, and what is typed into a filed row."""

from __future__ import annotations

from dataclasses import replace

from sheetflow.model import Event
from sheetflow.record.calls import TAKEN_BACK
from sheetflow.record.elements import Revisit
from sheetflow.record.last_visit import last_known
from sheetflow.record.row import refused, unasked
from sheetflow.record.ticket import TicketRecord

#: What leaves the call to be made again; any other answer ends it (WORKFLOW.md, "Revisit result").
UNANSWERED = "no_answer"

#: The answer that opens a second repair, and the fact that there was none to open.
UNSOLVED, ALONE = "unsolved", "alone"


def revisited(record: TicketRecord, event: Event) -> TicketRecord:
    """A call after the repair; the first that somebody answered since the completion stops the clock."""
    call = Revisit(event.at, str(event.values["result"]))
    done, met = record.stamp("completed_at"), record.stamp("revisited_at")
    first = met is None or (done is not None and met < done)
    stamps = record.stamps
    if call.result != UNANSWERED and first:
        stamps = {**stamps, "revisited_at": event.at}
    return replace(record, revisits=(*record.revisits, call), stamps=stamps)


def succeeded(record: TicketRecord, event: Event) -> TicketRecord:
    """Another ticket repairs it again: it is closed as soon as work on it has ended; or none does after all."""
    successor = str(event.values["successor"])
    if not successor:
        return _alone(record, event)
    return replace(record, successor=successor, pending=record.awaiting("succeeded", event))


def _alone(record: TicketRecord, event: Event) -> TicketRecord:
    """Nobody said that it isn't solved: the customer is still to be asked."""
    stamps = {name: at for name, at in record.stamps.items() if name != "revisited_at"}
    others = tuple(call for call in record.revisits if call.result != UNSOLVED)
    pending = record.awaiting(ALONE, event)
    return replace(record, successor="", revisits=others, stamps=stamps, pending=pending)


def linked(record: TicketRecord, event: Event) -> TicketRecord:
    """It comes back from an earlier ticket; `cycle` counts the repairs of one fault."""
    return replace(
        record, previous=str(event.values["to"]), cycle=int(str(event.values.get("cycle") or 1))
    )


def classed(record: TicketRecord, event: Event) -> TicketRecord:
    """Another type of request: an inquiry has no clocks of a visit."""
    return replace(record, request=str(event.values["request"]))


def locked(record: TicketRecord, event: Event) -> TicketRecord:
    """A value typed into a filed row: quoted; what was seen there before goes on to count."""
    return refused(record, event)


def unstamped(record: TicketRecord, event: Event) -> TicketRecord:
    """A time that somebody took back: what an earlier visit says of the step stands, and nobody asks about this one.

    With a completion goes the status, to where it was.
    """
    gone = str(event.values["name"])
    if gone == "completed_at":
        return replace(record, pending=record.awaiting(TAKEN_BACK, event))
    stamps = {name: at for name, at in record.stamps.items() if name != gone}
    if earlier := last_known(record, gone):
        stamps[gone] = earlier
    return unasked(replace(record, stamps=stamps))
