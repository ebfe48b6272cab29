"""Tell the dispatcher of each new report, once, with what is missing and by when somebody has to be sent.

P2 S1 (duty 4). An inquiry is the hotline's, of a complaint the supervisor hears too (P1 4.1.1).
    a report in the inbox  ->  a row, and one notice to whoever dispatches and is on shift
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.customers import completes
from sheetflow.rules.triage import leads_to, missing
from sheetflow.rules.words import about, listed, technician_name
from sheetflow.tickets import Snapshot, Ticket

#: Who takes up what isn't a repair: an inquiry is answered, a complaint goes to the supervisor (P1 4.1.1).
TAKEN_UP_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"inquiry": ("hotline",), "complaint": ("dispatcher", "supervisor")}
)


def new_report(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the notice of each new ticket, after the archive, triage and dispatch have had their say."""
    for ticket in desk.in_state("new", "to_dispatch", "dispatched"):
        new = ticket.may_announce and not ticket.told("new_report")
        if new and _decided(ticket, policy) and not completes(ticket, desk):
            facts = _facts(ticket, now, policy)
            to = TAKEN_UP_BY.get(ticket.record.request)
            yield from ticket.announce("new_report", "new_report", at=now, facts=facts, to=to)


def _decided(ticket: Ticket, policy: Policy) -> bool:
    """Say whether triage and dispatch have had their say, so that the notice can tell it."""
    if not ticket.told("compared") or leads_to(ticket, policy):
        return False
    brought = ticket.get("route") == "send_in"  # nobody is suggested for what the customer brings
    return brought or ticket.status != "to_dispatch" or ticket.record.suggestion is not None


def _facts(ticket: Ticket, now: datetime, policy: Policy) -> dict[str, str]:
    def due(clock: str) -> str:
        deadline = ticket.clock(clock).deadline
        return policy.moment(deadline, now) if deadline else ""

    channel, record = ticket.get("channel"), ticket.record
    brought = ticket.get("route") == "send_in" and not record.technician
    wanting = [policy.say(policy.label(column)) for column in missing(ticket)]
    return {
        **about(ticket, policy),
        "request": policy.say(policy.label(f"request_type.{record.request}"))
        if record.request in TAKEN_UP_BY
        else "",
        "region": ticket.region,
        "technician": technician_name(ticket, policy),
        "by": due("undispatched"),
        "response_by": due("response"),
        "onsite_by": due("onsite"),
        "promise_by": due("promise"),
        "missing": listed(wanting, policy),
        "duplicate_of": record.duplicate_of,
        "suggestion": policy.say(record.suggestion.brief) if record.suggestion else "",
        "channel": policy.say(policy.label(f"channel.{channel}")) if channel else "",
        "wished": ticket.text("wished_time"),
        "brought": policy.say(policy.label("status.workshop")) if brought else "",
    }
