"""Tell whoever was told of a job that nobody goes there any more: cancelled, merged, taken back, or brought in.

P1 4.1.3 (duty 14).    陈立 told of a visit at 16:00, 已结单(取消) at 15:00  ->  改派: 客户取消, 你不用去了
The notice is that of a re-dispatch, sent to nobody else; who never heard of the job doesn't hear this (handover.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from sheetflow.dispatch import knows
from sheetflow.gate import merged
from sheetflow.handover import taken
from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.rules.words import whose
from sheetflow.standing import agreed
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.workflow import gives_up

#: Where nobody is on the way to the customer any more, and the stamp of when it came there.
GONE: Mapping[str, str] = MappingProxyType(
    {"to_dispatch": "queued_at", "workshop": "workshop_in_at", "closed": "closed_at"}
)


def calling_off(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the notice of each job that nobody goes to any more, to the one who was to go."""
    for ticket in desk.in_state(*GONE):
        at, who = ticket.record.stamp(GONE[ticket.status]), _who(ticket)
        member = policy.staff.get(who)
        if not (at and member and member.active and ticket.may_announce):
            continue
        what = taken(who, "", at, called=bool(ticket.record.attempts))
        if ticket.told(what) or _knows_already(ticket, at) or not knows(ticket, who, at, policy):
            continue
        visit = agreed(ticket.record, now, policy)
        facts = {
            **whose(ticket), "technician": member.name, "sent": "", "cause": "", "instead": "",
            "by": policy.moment(visit, now) if visit else "", "gone": policy.say(_why(ticket)),
        }  # fmt: skip
        yield from ticket.announce("reassign", what, at=now, facts=facts, to=(), staff=(who,))


def _who(ticket: Ticket) -> str:
    """Give whoever was to go, "" where the work was done: that is filed, not called off."""
    if ticket.status == "to_dispatch":
        return ticket.record.returned_by
    done = ticket.status == "closed" and not gives_up(ticket.get)
    return "" if done else ticket.record.technician


def _knows_already(ticket: Ticket, at: datetime) -> bool:
    """Say whether they came before it was off, as agreed or since they were sent, or wrote that the customer gives up.

    Who had only left was on the way in vain from then on.
    """
    record, sent = ticket.record, ticket.record.stamp("dispatched_at")
    there = [v for v in record.visits if v.came_at and v.came_at < at]
    if record.appointment:
        came = any(visit.planned_at == record.appointment.at for visit in there)
    else:
        came = any(sent and visit.came_at and visit.came_at >= sent for visit in there)
    return came or ticket.get("result") == "given_up"


def _why(ticket: Ticket) -> Text:
    if ticket.status == "to_dispatch":
        return Text("内勤收回了这一单", "the dispatcher took it back")
    if ticket.status == "workshop":
        return Text("送修,不上门", "it is repaired in the workshop")
    if merged(ticket.record, ticket.get):
        elder = ticket.record.duplicate_of
        return Text(f"重复,并入{elder}", f"it repeats {elder}")
    if ticket.get("close_reason") == "void":
        return Text("这一单作废", "the ticket is void")
    return Text("客户不修了", "the customer wants no visit any more")
