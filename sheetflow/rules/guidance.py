"""Call back within three hours of phone guidance, and go there when it didn't help.

P1 4.1.2 (duties 11 and 12).    guided 11:00, no 指导结果 by 14:00  ->  red, one notice; 未解决  ->  待派工
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.rules.watching import watch
from sheetflow.tickets import Snapshot

_LEADS_TO = {"solved": "completed", "unsolved": "to_dispatch"}


def guidance(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the call-back deadline, its breach, and where the recorded outcome leads."""
    yield from watch(desk, "guidance_followup", now, policy)
    for ticket in desk.edited("guidance_result"):
        result = ticket.get("guidance_result")
        if result in _LEADS_TO and ticket.status == "guidance":
            yield ticket.happened("stamped", at=now, name="guidance_result")
            yield ticket.happened("asked", at=now, to=_LEADS_TO[str(result)])
