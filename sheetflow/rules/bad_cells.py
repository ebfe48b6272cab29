"""Say in the row what a cell holds that can't be understood; all other cells and rows go on.

ARCHITECTURE.md, invariant 8.    预约时间 "后天看情况"  ->  `problem`: 预约时间:「后天看情况」… ; flag bad_cell
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import BadCell, Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import Proposal, understand_time


def bad_cells(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield a sentence and a flag for each cell of live tickets that can't be understood; imported wording stays."""
    for ticket in desk.live():
        if ticket.record.imported:
            continue
        for column in ticket.filled(policy.checked_columns):
            found = ticket.get(column)
            if isinstance(found, BadCell):
                yield ticket.flag("bad_cell")
                if column not in ticket.record.refusals:  # which has said it already
                    yield _sentence(ticket, column, found, now, policy)


def _sentence(ticket: Ticket, column: str, found: BadCell, now: datetime, policy: Policy) -> Change:
    label, why = policy.label(column), found.why
    if policy.column(column).type == "datetime":
        asked = understand_time(found.text, ticket.record.stamp("reported_at") or now, policy.zone)
        if isinstance(asked, Proposal):
            why = asked.sentence
    return ticket.tell(f"{label.zh}:{why.zh}", f"{label.en}: {why.en}")
