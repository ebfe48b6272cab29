"""How a call to the customer changes a record: who answers, who doesn't, and what was chosen by mistake."""

from __future__ import annotations

from dataclasses import replace

from sheetflow.model import Event
from sheetflow.record.elements import Attempt
from sheetflow.record.ticket import TicketRecord

#: The fact that a call came to less than was chosen first: who is out of reach by mistake only isn't any more.
CORRECTED = "corrected"

#: The fact that the call which completed a ticket was another one: it is where it was before.
TAKEN_BACK = "taken_back"


def attempted(record: TicketRecord, event: Event) -> TicketRecord:
    """A call: an answered one stamps the first contact; `silent` marks the last failure of the ladder.

    It `replaces` so many calls before it that were chosen by mistake (docs/decisions/0021); what was completed by one
    of them isn't.
    """
    said = event.values
    attempt = Attempt(event.at, bool(said["reached"]), bool(said.get("inferred")))
    kept = len(record.attempts) - int(str(event.values.get("replaces") or 0))
    stamps, mistaken = record.stamps, record.attempts[kept:]
    if any(call.reached and call.at == stamps.get("contacted_at") for call in mistaken):
        stamps = {name: at for name, at in stamps.items() if name != "contacted_at"}
    if attempt.reached and "contacted_at" not in stamps:
        stamps = {**stamps, "contacted_at": event.at}
    name = "answered" if attempt.reached else "silent" if event.values.get("silent") else None
    if mistaken and record.status == "completed":
        record = replace(record, pending=record.awaiting(TAKEN_BACK, event))
    return replace(
        record,
        attempts=_with(record.attempts[:kept], attempt),
        stamps=stamps,
        pending=record.awaiting(name or (CORRECTED if mistaken else None), event),
    )


def _with(calls: tuple[Attempt, ...], call: Attempt) -> tuple[Attempt, ...]:
    """Give the calls as they followed on one another; one written down later takes the place of one inferred."""
    guessed = next((one for one in calls if one.inferred and one.at > call.at), None)
    if guessed and not (call.reached or call.inferred):
        at = calls.index(guessed)
        calls = (*calls[:at], *calls[at + 1 :])
    return tuple(sorted((*calls, call), key=lambda one: one.at))
