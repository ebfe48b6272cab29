"""Write down what staff changed: every edit of a staff cell is an event with before and after.

P1 4.8.4 (duty 48: every change can be traced).    预约时间 "" -> "明天10点"  ->  understood as 3/11 10:00
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.ahead import HAPPENED, NOT_YET, PLANNED_EARLY, lies_ahead, question, too_early
from sheetflow.model import BadCell, Change, Text
from sheetflow.policy import Policy
from sheetflow.rules.identity import COLUMNS, doubt
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import Proposal, understand_time


def edits(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield an event for each staff cell that differs from what was last seen."""
    for ticket in desk.edited():
        for column in ticket.edits:
            if policy.column(column).written_by == "staff":
                yield _edit(ticket, column, now, policy)


def _wrong(ticket: Ticket, column: str, at: datetime, now: datetime) -> Text | None:
    """Say why it can't be then, None when it can."""
    if column in HAPPENED and lies_ahead(at, now):
        return NOT_YET
    record = ticket.record
    return None if record.imported else too_early(column, at, record.stamp("reported_at"))


def _edit(ticket: Ticket, column: str, now: datetime, policy: Policy) -> Change:
    """Give the event, with what words that are no date mean at the time of typing, or the question that they raise."""
    found, said = ticket.get(column), None
    if isinstance(found, BadCell) and policy.column(column).type == "datetime":
        said = understand_time(found.text, now, policy.zone)
    asks = said.sentence if isinstance(said, Proposal) else None
    at = found if isinstance(found, datetime) else said
    wrong = _wrong(ticket, column, at, now) if isinstance(at, datetime) else None
    if wrong and isinstance(at, datetime):
        whole = f"{policy.local(at):%Y-%m-%d %H:%M}"  # its year may be the slip
        asks = question(whole if wrong is PLANNED_EARLY else policy.moment(at, now), wrong)
    if column in COLUMNS and ticket.state.live:
        asks = doubt(ticket, column)
    label = policy.label(column)
    return ticket.happened(
        "edited",
        at=now,
        column=column,
        before=ticket.record.seen.get(column, ""),
        after=ticket.raw(column),
        means=at.isoformat() if isinstance(at, datetime) and (wrong or at is said) else None,
        ahead=wrong is NOT_YET or None,
        early=(wrong is not None and wrong is not NOT_YET) or None,
        zh=f"{label.zh}:{asks.zh}" if asks else None,
        en=f"{label.en}: {asks.en}" if asks else None,
    )
