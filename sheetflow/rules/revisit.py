"""Call a completed customer back within a day, again when nobody answers, and until the customer is content.

P1 4.9.1, P2 S5 (duties 45, 46).    completed 10-01 11:30, now 10-02 11:31  ->  red, one notice to the revisit role
Each choice in 回访结果 is one call and one row of 联系记录. 没接通 is tried again; after three on two days the ticket
may be filed all the same. 不满意 is followed up with 跟进人 and 跟进时间, and asked again. A customer helped by phone
was asked by the call back that said so (policy.guidance_counts_as_revisit).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.model import Change, Value
from sheetflow.policy import Policy
from sheetflow.revisits import answer, calls
from sheetflow.rules.watching import watch
from sheetflow.rules.words import row_no
from sheetflow.tickets import Snapshot, Ticket

_TOO_EARLY = (
    "还没修完:「回访结果」只算维修结束之后打的;填错了行就清空",
    "Not finished yet: Revisit result counts only for a call after the work's end; empty it if this is the wrong row",
)


def revisit(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the revisit deadline of each completed ticket, its breach, and the calls that staff record."""
    yield from watch(desk, "revisit", now, policy, breach_kind="revisit_overdue")
    for ticket in desk.edited("revisit_result"):
        result = ticket.get("revisit_result")
        if isinstance(result, str):
            at = ticket.said.get("revisit_result", now)
            yield ticket.happened("revisited", at=at, result=result)
            if "revisit_result" not in ticket.said:
                yield from _row(ticket, result, now, policy)
    for ticket in desk.live():
        if ticket.raw("revisit_result") != "":
            yield ticket.tell(*_TOO_EARLY)
    if policy.schema.policy.guidance_counts_as_revisit:
        for ticket in desk.in_state("completed"):
            asked_at = _asked_by_guidance(ticket)
            if asked_at and ticket.record.stamp("revisited_at") is None:
                yield ticket.happened("stamped", at=asked_at, by="system", name="revisited_at")


def followed_up_at(ticket: Ticket) -> datetime | None:
    """Give when a customer who isn't content is to be asked again; None until a time after the last call is set."""
    if ticket.status != "completed" or answer(ticket.record) != "unhappy":
        return None
    at = ticket.time("followup_at")
    return at if at and at > calls(ticket.record)[-1].at else None


def _asked_by_guidance(ticket: Ticket) -> datetime | None:
    helped, done = ticket.record.stamp("guidance_result"), ticket.record.stamp("completed_at")
    if not helped or not done or ticket.get("guidance_result") != "solved":
        return None
    return max(helped, done)


def _row(ticket: Ticket, result: str, now: datetime, policy: Policy) -> Iterator[Change]:
    key = row_no(ticket.no, now, policy, "revisit")
    row: dict[str, Value] = {
        "contact_no": key,
        "ticket_no": ticket.no,
        "at": now,
        "kind": "revisit",
        "attempt": len(calls(ticket.record)) + 1,
        "result": result,
        "note": ticket.text("revisit_note") or None,
    }
    yield from ticket.files("contacts", key, row, at=now)
