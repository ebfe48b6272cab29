"""Be on site in time: 24, 48 or 72 hours after the report by grade, later only when the customer asked for it.

P2 S2 (duties 9 and 10).    紧急 reported Tue 10:00, not there by Thu 10:00  ->  red, one notice to the dispatcher
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.watching import watch
from sheetflow.tickets import Snapshot


def onsite(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the on-site deadline of each ticket, its warning, and its breach while work goes on."""
    return watch(desk, "onsite", now, policy)
