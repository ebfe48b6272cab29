"""Send somebody within half an hour of desk time: watch what waits in the dispatch queue.

P2 S1 (duty 4).    待派工 since 14:00, nobody chosen by 14:30  ->  red, one notice to the dispatcher
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.watching import watch
from sheetflow.tickets import Snapshot


def undispatched(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the dispatch deadline, its warning and its breach while the ticket waits for somebody to be sent."""
    return watch(desk, "undispatched", now, policy)
