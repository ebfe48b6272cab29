"""Write down what staff changed: every edit of a staff cell is an event with before and after.

P1 4.8.4 (duty 48: every change can be traced).    预约时间 "" -> "明天10点"  ->  understood as 3/11 10:00
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import BadCell, Change, Json
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import Proposal, understand_time


def edits(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield an event for each staff cell that differs from what was last seen."""
    for ticket in desk.tickets:
        for column in ticket.edits:
            if policy.column(column).written_by == "staff":
                yield _edit(ticket, column, now, policy)


def _edit(ticket: Ticket, column: str, now: datetime, policy: Policy) -> Change:
    """Give the event, with what words that are no date mean at the time of typing, or the question that they raise."""
    found, said = ticket.get(column), None
    if isinstance(found, BadCell) and policy.column(column).type == "datetime":
        said = understand_time(found.text, now, policy.zone)
    values: dict[str, Json] = {"before": ticket.record.seen.get(column, "")}
    if isinstance(said, Proposal):
        label = policy.label(column)
        values["zh"] = f"{label.zh}:{said.sentence.zh}"
        values["en"] = f"{label.en}: {said.sentence.en}"
    elif said:
        values["means"] = said.isoformat()
    return ticket.happened("edited", at=now, column=column, after=ticket.raw(column), **values)
