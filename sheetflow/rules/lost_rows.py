"""Miss a ticket whose row is gone, tell the dispatcher once, and go on when the row is back.

WORKFLOW.md, "Rows that people move about".    row of WX1 deleted, two reads  ->  event "row_missing", one notice
Nothing else is asked for the ticket meanwhile: nobody is reminded of what cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.clocks import named
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rule import CrossesRows
from sheetflow.rules.words import about, technician_name
from sheetflow.tickets import Snapshot, Ticket


@CrossesRows
def lost_rows(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the event and the notice of each row that two reads missed, and the event of each that is back."""
    for ticket, found in desk.lost:
        yield ticket.happened("row_missing", at=now, by="system", found=found)
        yield from ticket.announce(
            "row_missing",
            f"row_missing/{named(now)}",
            at=now,
            facts=_facts(ticket, found, policy),
        )
    for ticket in desk.tickets:
        if ticket.record.missing:
            yield ticket.happened("row_back", at=now)


def _facts(ticket: Ticket, found: str, policy: Policy) -> dict[str, str]:
    return {
        **about(ticket, policy),
        "technician": technician_name(ticket, policy),
        "stands_as": found,
    }
