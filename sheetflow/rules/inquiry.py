"""Answer an inquiry: it has no clocks of a visit, and is filed with its answer.

P1 4.1.1 (duty 2).    类型 咨询  ->  no 派工期限, no 上门期限; the answer in 处理措施  ->  已结单(归档)
The type is a fact of the record, so that clocks, reminders and what is sent later agree on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot


def inquiry(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the type of each request where it is another, and the filing of each inquiry that was answered."""
    for ticket in desk.live():
        said = ticket.get("request_type")
        if isinstance(said, str) and said != ticket.record.request and not ticket.record.imported:
            yield ticket.happened("classed", at=now, request=said)
    for ticket in desk.in_state("new"):
        answered = ticket.record.request == "inquiry" and ticket.get("measures") is not None
        if answered and not ticket.told("answered"):
            yield ticket.happened("told", at=now, by="system", key=ticket.key("answered"))
            yield ticket.happened("asked", at=now, to="closed")
