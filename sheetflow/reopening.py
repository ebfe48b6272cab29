"""Where a supervisor's reopening leads: finished work is completed again, unfinished work goes on where it was.

docs/decisions/0038; duty 41.    cancelled when 陈立 had it  ->  待派工: whoever goes there is sent anew
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sheetflow.record import TicketRecord
from sheetflow.record.aftercare import ALONE
from sheetflow.record.workshop import WENT_ON
from sheetflow.states import STATES

#: Where nobody has to be sent: there it goes on as it was.
_STAYS: Mapping[str, str] = MappingProxyType(
    {one: one for one in ("new", "guidance", "escalated", "workshop")}
)


def reopened(record: TicketRecord) -> str:
    """Give the status that a closed ticket is opened to."""
    if record.imported or record.stamp("completed_at") is not None:
        return "completed"
    return _STAYS.get(stood(record), "to_dispatch")


def not_again(record: TicketRecord) -> bool:
    """Say whether only a second repair closed it that was void: taking that back is nobody's privilege."""
    return any(fact.name == ALONE for fact in record.pending)


def stood(record: TicketRecord) -> str:
    """Give the status on which work last went on, by when each was entered; 待受理 has no time."""
    entered = [(at, n, key) for n, key in enumerate(STATES) if (at := _entered(record, key))]
    return max(entered)[-1] if entered else "new"


def _entered(record: TicketRecord, status: str) -> datetime | None:
    state = STATES[status]
    entered = record.stamp(state.stamp) if state.live else None
    again = record.stamp(WENT_ON) if status == "workshop" and entered else None
    return max(entered, again) if entered and again else entered
