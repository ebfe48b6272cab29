"""最近时限: the nearest of the deadlines that somebody has to meet in a ticket's status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sheetflow.journey import under_way
from sheetflow.policy import Policy
from sheetflow.rules.contact import next_call
from sheetflow.rules.departure import depart_by
from sheetflow.rules.lateness import expected_at
from sheetflow.rules.mismatch import mend_by
from sheetflow.rules.revisit import followed_up_at
from sheetflow.tickets import Ticket

#: Until when a ticket rests in the statuses that wait for a date (WORKFLOW.md, "Due times without a clock").
_RESTS_UNTIL: Mapping[str, str] = MappingProxyType(
    {
        "customer_wait": "next_contact_at",
        "parts_wait": "parts_eta",
        "workshop": "return_agreed_at",
    }
)


def nearest_due(ticket: Ticket, policy: Policy) -> datetime | None:
    """Give the nearest deadline: of a running clock, the next call, the departure, the visit, or a date waited for.

    The clocks are those that the schema colours in this status, so that the cell turns red for the time it shows.
    """
    clocks = [ticket.clock(name) for name in policy.watched[ticket.status]]
    moments = [
        *(clock.deadline for clock in clocks if clock.runs),
        next_call(ticket),
        _rests_until(ticket),
        _leaves_by(ticket),
        expected_at(ticket),
        followed_up_at(ticket),
        mend_by(ticket, policy),
    ]
    return min(filter(None, moments), default=None)


def _leaves_by(ticket: Ticket) -> datetime | None:
    return None if under_way(ticket) else depart_by(ticket)


def _rests_until(ticket: Ticket) -> datetime | None:
    column = None if ticket.record.supplied else _RESTS_UNTIL.get(ticket.status)
    return ticket.time(column) if column else None
