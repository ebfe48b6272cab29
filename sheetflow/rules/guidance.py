"""Call back within three hours of phone guidance, and go there when it didn't help.

P1 4.1.2, P2 S2 (duties 8, 11, 12).    guided 11:00, no 指导结果 by 14:00  ->  red, one notice; 未解决  ->  待派工
已解决 of one that waits for a technician since 未解决 needs nobody any more.
已解决 that turns out to be 未解决 is what the customer says after the repair: a second repair goes there
(rules/second_repair.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.callers import alone
from sheetflow.model import Change, Value
from sheetflow.policy import Policy
from sheetflow.rules.completion import resolution
from sheetflow.rules.watching import watch
from sheetflow.rules.words import row_no, technician_name
from sheetflow.tickets import Snapshot, Ticket

_LEADS_TO = {"solved": "completed", "unsolved": "to_dispatch"}


def guidance(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the call-back deadline, its breach, each call's row, and where the recorded outcome leads."""
    yield from watch(desk, "guidance_followup", now, policy)
    for ticket in desk.edited("guidance_result"):
        result, at = ticket.get("guidance_result"), ticket.said.get("guidance_result", now)
        after_all = result == "unsolved" and _completed_by_phone(ticket)
        asked_here = ticket.status == "guidance" or after_all or _solved_after_all(ticket)
        if not isinstance(result, str) or not asked_here:
            continue
        if "guidance_result" not in ticket.said:
            yield from _row(ticket, result, now, policy)
        if after_all:
            yield ticket.happened("revisited", at=at, result="unsolved")
        elif ticket.status == "to_dispatch":
            yield ticket.happened("asked", at=at, to="guidance")
        elif result in _LEADS_TO:
            yield ticket.happened("stamped", at=at, name="guidance_result")
            yield ticket.happened("asked", at=at, to=_LEADS_TO[result])
    for ticket in desk.in_state("guidance"):
        if _guided_again(ticket):
            yield ticket.happened("stamped", at=now, name="guidance_result")
            yield ticket.happened("asked", at=now, to="completed")


def _solved_after_all(ticket: Ticket) -> bool:
    """Say whether a customer whom guidance didn't help needs nobody any more: it goes by way of 电话指导."""
    guided = ticket.status == "to_dispatch" and ticket.record.stamp("guidance_result")
    return bool(guided) and ticket.get("guidance_result") == "solved"


def _guided_again(ticket: Ticket) -> bool:
    """Say whether a ticket came back whose customer says by now that the first guidance helped."""
    record, solved = ticket.record, ticket.get("guidance_result") == "solved"
    heard, since = record.stamp("guidance_result"), record.stamp("guidance_at")
    return bool(solved and heard and since and heard < since and not record.imported)


def _completed_by_phone(ticket: Ticket) -> bool:
    done = ticket.status == "completed" and not ticket.record.imported
    return done and resolution(ticket) == "by_phone"


def _row(ticket: Ticket, result: str, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the call's row of 联系记录."""
    alone_there = policy.staff.get(alone(policy))
    who = technician_name(ticket, policy) or (alone_there.name if alone_there else "")
    key = row_no(ticket.no, now, policy, "guidance")
    row: dict[str, Value] = {
        "contact_no": key,
        "ticket_no": ticket.no,
        "at": now,
        "who": who or None,
        "kind": "guidance",
        "result": result,
    }
    yield from ticket.files("contacts", key, row, at=now)
