"""Say that a number stands in two rows: the upper is the ticket, the lower is left alone until its number is cleared.

WORKFLOW.md, "Rows that people move about".    row 3 copied to row 9  ->  `problem` of row 3 says what to do with row 9
The lower row says so itself by what `copies` writes there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rows.copies import UPPER
from sheetflow.tickets import Snapshot


def duplicate_numbers(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield a sentence for each ticket whose number a lower row bears too."""
    for ticket in desk.tickets:
        if ticket.no in desk.twice:
            yield ticket.tell(UPPER.zh, UPPER.en)
