"""Say where one technician has two appointments that can't both be kept, travel counted, while one can be moved.

P1 4.5.6 (duty 24).    陈立 15:00 城东 and 15:30 城南, 30 min away  ->  both rows say so, the dispatcher is told once
Which visits clash is found by rules/tour.py, the notice is that of rules/clash_notice.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot


def clash(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the flag and the sentence of each visit that clashes."""
    for ticket in desk.tickets:
        if number := ticket.record.tour.clash:
            yield ticket.flag("visit_clash")
            yield ticket.tell(
                f"与{number}是同一师傅,两家来不及都去;改一个时间或改派",
                f"The same technician can't keep this and {number}; move one or send another",
                aside=True,
            )
