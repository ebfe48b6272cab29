"""The time that stands in a row: since when, whether the customer wants another, and whether anybody goes by it.

16:30 agreed 14:40, 客户改期 at 15:00 and no other time yet  ->  nobody goes at 16:30
"""

from __future__ import annotations

from datetime import datetime

from sheetflow.model import Value
from sheetflow.policy import Policy
from sheetflow.record import TIME_WRITTEN, TicketRecord


def stood(record: TicketRecord, at: datetime, policy: Policy) -> bool:
    """Say whether the appointment was written before that, and not by whoever was just typing what was agreed."""
    written = record.stamp(TIME_WRITTEN)
    hold = policy.schema.policy.hold_after_edit
    return record.appointment is not None and written is not None and at - written > hold


def another_wished(record: TicketRecord, said: Value, policy: Policy) -> bool:
    """Say whether the customer, when last spoken to, wished another time than the one that stood there.

    `said` is what stands in 联系结果.
    """
    last = record.attempts[-1:]
    if said != "customer_reschedules" or not (last and last[0].reached):
        return False
    return stood(record, last[0].at, policy)


def agreed(record: TicketRecord, now: datetime, policy: Policy) -> datetime | None:
    """Give the agreed time that is still to come and that somebody goes by, or None."""
    at, raw = record.agreed_at, record.stands("contact_result")
    said = policy.decoders["contact_result"](raw) if raw != "" else None
    return at if at and at > now and not another_wished(record, said, policy) else None
