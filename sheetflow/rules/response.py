"""Answer each report in time: the first human contact within 2, 4 or 24 hours by grade.

P2 S2 (duties 9 and 10).    特急 reported 10:00, nobody called by 12:00  ->  red, one notice to the dispatcher
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.watching import watch
from sheetflow.tickets import Snapshot


def response(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the response deadline of each ticket, its warning, and its breach while work goes on."""
    return watch(desk, "response", now, policy)
