"""Say in the row what a cell holds that can't be understood; all other cells and rows go on.

ARCHITECTURE.md, invariant 8.    预约时间 "后天看情况"  ->  `problem`: 预约时间:「后天看情况」… ; flag bad_cell
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import BadCell, Change
from sheetflow.policy import Policy
from sheetflow.record import unclear
from sheetflow.tickets import Snapshot


def bad_cells(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield a sentence and a flag for each cell that can't be understood; imported wording stays, and a filed row."""
    for ticket in desk.tickets:
        if ticket.record.imported or ticket.status == "closed":
            continue
        for column in ticket.filled(policy.checked_columns):
            found = ticket.get(column)
            if isinstance(found, BadCell):
                yield ticket.flag("bad_cell")
                if not ticket.record.refusals.keys() & {column, unclear(column)}:
                    label = policy.label(column)
                    yield ticket.tell(f"{label.zh}:{found.why.zh}", f"{label.en}: {found.why.en}")
