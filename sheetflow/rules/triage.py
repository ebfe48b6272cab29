"""Send a complete report straight to dispatch; leave the others for somebody to complete.

P2 S1, S2 (duties 4, 7, 8); WORKFLOW.md, "States".    five facts, 报修, no duplicate, not by phone  ->  待派工
It waits until the report, as it stands, was compared with the open ones (rules/duplicates.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from sheetflow.machines import KNOWN_BY, caller
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

#: What a report has to say (issue of the form: the five required facts).
REQUIRED = ("customer_name", "phone", "address", "product_model", "fault")


#: Where another route leads while nobody has been sent, by status and route (P2 S2).
_CHANGES_TO: Mapping[tuple[str, str], str] = MappingProxyType(
    {("to_dispatch", "phone"): "guidance", ("guidance", "visit"): "to_dispatch"}
)


def triage(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the wish for dispatch, or for phone guidance, of each new report that has what it takes."""
    for ticket in desk.in_state("new"):
        target = leads_to(ticket, policy)
        if target and not ticket.record.pending:
            yield ticket.happened("asked", at=now, by="system", to=target)
    for ticket in desk.edited("route"):
        if target := _CHANGES_TO.get((ticket.status, str(ticket.get("route")))):
            yield ticket.happened("asked", at=now, to=target)


def leads_to(ticket: Ticket, policy: Policy) -> str | None:
    """Give where a report in 待受理 goes by itself; None while it waits for somebody to complete it."""
    compared = ticket.told("compared") and not any(map(ticket.edited, KNOWN_BY))
    if ticket.status != "new" or ticket.record.imported or not compared:
        return None
    if ticket.get("route") == "phone":
        return "guidance"
    return "to_dispatch" if policy.schema.policy.triage == "auto" and _complete(ticket) else None


def missing(ticket: Ticket) -> tuple[str, ...]:
    """Name the required columns that are empty; words without a number are no phone that anybody can call.

    Where a machine stands that the customer brings is nobody's way.
    """
    brought = ticket.get("route") == "send_in"
    return tuple(
        column
        for column in REQUIRED
        if (ticket.get(column) is None and not (brought and column == "address"))
        or (column == "phone" and not caller(ticket))
    )


def _complete(ticket: Ticket) -> bool:
    wanted = ticket.get("request_type") in (None, "repair", "service")
    return wanted and not ticket.record.duplicate_of and not missing(ticket)
