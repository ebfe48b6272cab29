"""Call the customer within ten minutes of dispatch, again after ten, and tell the dispatcher after three failures.

P2 S3, P1 4.2.1 (duties 16 and 18).    联系结果 没接1 at 14:00  ->  attempt 1, call again 14:10; 没接3  ->  联系不上
The first attempt stops the clock, answered or not. Each choice is one event and one row of 联系记录; who answers starts
the count of failures anew, and another choice at once puts the last one right (docs/decisions/0021): what 电话里已解决
completed is where it was. The next call is
due as the first was: past its time the ticket is flagged and listed as late, though nobody is told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sheetflow.archive import CUSTOMERS, further_numbers
from sheetflow.clocks import after, named
from sheetflow.journey import is_there
from sheetflow.model import Change, Say, Text, Value
from sheetflow.policy import Policy
from sheetflow.reach import closed_door, tried_enough
from sheetflow.record import TicketRecord
from sheetflow.rules.assignment import acts
from sheetflow.rules.watching import watch
from sheetflow.rules.words import listed, row_no, technician_name, whose
from sheetflow.tickets import Snapshot, Ticket

#: How many failed calls each choice stands for; attempts before it are inferred when it is chosen first, but not once
#: somebody answered: from then on every call is known, and each choice is one more.
FAILURES = {"no_answer_1": 1, "no_answer_2": 2, "no_answer_3": 3}
REACHED = ("reached", "solved_by_phone", "customer_reschedules")

MENDS = Text("更正上一条,不另算一次", "puts the row before right, no call more")


def contact(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the call deadline and its breach, the calls that staff record, the time of the next and its passing."""
    yield from watch(desk, "contact", now, policy, breach_kind="not_contacted")
    for ticket in desk.tickets:
        yield ticket.shows("next_call_at", again := next_call(ticket))
        if again and not ticket.record.imported:
            late = now > again
            yield ticket.flag("contact_overdue") if late else ticket.wake(after(again))
    for ticket in desk.edited("contact_result"):
        yield from _recorded(ticket, now, policy)
    for ticket in desk.in_state("unreachable"):
        if not ticket.record.imported and _tried_since(ticket, policy):
            last = ticket.record.failures[-1].at
            yield ticket.happened("paused", at=last, by="system")
        if ticket.may_announce:
            numbers = further_numbers(ticket, desk.book(CUSTOMERS))
            yield from _unreachable_notice(ticket, numbers, now, policy)
    for ticket in desk.in_state("customer_wait"):
        if _waits_for_another_time(ticket):
            yield Say(ticket.no, "wait_reason", "reschedule")


def _waits_for_another_time(ticket: Ticket) -> bool:
    """Say whether the call says why it waits, and nobody has ever written why."""
    wishes = ticket.get("contact_result") == "customer_reschedules"
    return wishes and "wait_reason" not in ticket.record.seen and ticket.raw("wait_reason") == ""


def _tried_since(ticket: Ticket, policy: Policy) -> bool:
    """Say whether the clocks run on, and the calls since then are enough to let them stand still (clock rule 5)."""
    pauses = ticket.record.pauses
    return tried_enough(ticket.record, policy) and not (pauses and pauses[-1].end is None)


def next_call(ticket: Ticket) -> datetime | None:
    """Give when to call again: a gap after the last failure, until the ladder is climbed (P1 4.2.1)."""
    return ticket.derived(_next_call)


def _next_call(ticket: Ticket) -> datetime | None:
    failures, spec = ticket.record.failures, ticket.policy.schema.policy
    if not failures or ticket.status not in ("dispatched", "appointed"):
        return None
    left = ticket.record.stamp("departed_at")
    gone = left is not None and left > failures[-1].at
    return None if gone or len(failures) >= spec.max_attempts else failures[-1].at + spec.retry_gap


def _recorded(ticket: Ticket, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the calls that a choice stands for; emptying the cell, or a filed ticket, stands for none."""
    result = ticket.get("contact_result")
    said, mistaken = ticket.said.get("contact_result"), _puts_right(ticket, now, policy)
    taken_back = mistaken and result != "solved_by_phone" and _completed(ticket)
    if not isinstance(result, str) or not (ticket.state.live or taken_back):
        return
    stands = _stands(ticket.record, mistaken)
    at, made = said or now, len(stands.failures)
    most = policy.schema.policy.max_attempts
    if result in FAILURES:
        answered = any(call.reached for call in stands.attempts)
        upto, wrong = made + 1 if answered else max(FAILURES[result], made + 1), mistaken
        for number in range(made + 1, upto + 1):
            last, inferred = number >= most or _at_the_door(ticket, now), number < upto
            yield ticket.happened(
                "attempted",
                at=at,
                reached=False,
                silent=last,
                inferred=inferred,
                replaces=wrong or None,
            )
            wrong = 0
        made = upto
    elif result in REACHED:
        made += 1
        yield ticket.happened("attempted", at=at, reached=True, replaces=mistaken or None)
        if result == "solved_by_phone":
            yield ticket.happened("asked", at=at, to="completed")
    elif result == "bad_number":
        made += 1
        yield ticket.happened(
            "attempted", at=at, reached=False, silent=True, replaces=mistaken or None
        )
    if said is None and not moves(ticket, now):
        yield from _row(ticket, result, made, now, policy, mends=mistaken > 0)


def _at_the_door(ticket: Ticket, now: datetime) -> bool:
    """Say whether who called is there and hasn't begun: who isn't reached then isn't there (docs/decisions/0031)."""
    arrived = ticket.moment("arrived_at", now) if ticket.edited("arrived_at") else None
    there = (arrived and arrived <= now) or (ticket.status == "on_site" and is_there(ticket))
    return bool(there) and ticket.get("work_started_at") is None


def _puts_right(ticket: Ticket, now: datetime, policy: Policy) -> int:
    """Give how many of the last calls a choice takes the place of: all that the one before it stood for.

    Nobody has called again so soon, but for whoever empties the cell first, as one does to say the same again; who has
    just been helped on the phone isn't called again either way.
    """
    calls = ticket.record.attempts
    typed_over = ticket.record.seen.get("contact_result", "") != "" or _completed(ticket)
    if not calls or not typed_over or "contact_result" in ticket.said:
        return 0
    if now - calls[-1].at >= policy.schema.policy.correction_within:
        return 0
    return sum(call.at == calls[-1].at for call in calls)


def _completed(ticket: Ticket) -> bool:
    """Say whether the last call completed the ticket."""
    last, done = ticket.record.attempts[-1:], ticket.record.stamp("completed_at")
    return ticket.status == "completed" and any(call.reached and call.at == done for call in last)


def _stands(record: TicketRecord, mistaken: int) -> TicketRecord:
    """Give the record without the last calls, where these were chosen by mistake."""
    return replace(record, attempts=record.attempts[: len(record.attempts) - mistaken])


def _row(
    ticket: Ticket, result: str, attempt: int, now: datetime, policy: Policy, *, mends: bool
) -> Iterator[Change]:
    """Yield the row of 联系记录; one that puts a choice right says so, and the wrong one stays as it was said."""
    key, values = call_row(
        ticket.no,
        result,
        now,
        policy,
        who=_caller(ticket, policy),
        attempt=attempt,
        kind="reschedule" if result == "customer_reschedules" else "first",
    )
    if mends:
        values["note"] = policy.say(MENDS)
    yield from ticket.files("contacts", key, values, at=now)


def _caller(ticket: Ticket, policy: Policy) -> str:
    """Name who called: the technician who is chosen in this very read, or the ticket's own."""
    member = policy.staff.get(acts(ticket, policy))
    return member.name if member else technician_name(ticket, policy)


def moves(ticket: Ticket, now: datetime) -> bool:
    """Say whether the agreed time is moved by this call: its row says so (rules/reschedule.py), and is the only one."""
    last, new = ticket.record.appointment, ticket.moment("appointment_at", now)
    moved = ticket.edited("appointment_at") and last is not None and new not in (None, last.at)
    return moved and not ticket.record.kept


def call_row(
    ticket_no: str,
    result: str,
    at: datetime,
    policy: Policy,
    *,
    who: str,
    attempt: int,
    kind: str = "first",
) -> tuple[str, dict[str, Value]]:
    """Give the row of 联系记录 for a call to the customer, with its number first."""
    most, gap = policy.schema.policy.max_attempts, policy.schema.policy.retry_gap
    key = row_no(ticket_no, at, policy)
    return key, {
        "contact_no": key,
        "ticket_no": ticket_no,
        "at": at,
        "who": who or None,
        "kind": kind,
        "attempt": attempt,
        "result": policy.say(policy.label(f"contact_result.{result}")),
        "next_call_at": at + gap if result in FAILURES and attempt < most else None,
    }


def _unreachable_notice(
    ticket: Ticket, numbers: Iterable[str], now: datetime, policy: Policy
) -> Iterator[Change]:
    since = ticket.record.stamp("unreachable_at")
    what = f"unreachable/{named(since)}" if since else ""
    if not what or ticket.told(what):
        return
    calls = [call.at for call in ticket.record.failures[-3:]]
    stopped = [name for name in ("onsite", "promise") if ticket.clock(name).paused]
    bad, door = ticket.get("contact_result") == "bad_number", closed_door(ticket.record, policy)
    came = door.came_at if door and not bad else None
    facts = {
        **whose(ticket),
        "product": ticket.text("product_model"),
        "fault": ticket.text("fault"),
        "technician": technician_name(ticket, policy),
        "attempts": listed(dict.fromkeys(policy.moment(at, now) for at in calls), policy),
        "other_numbers": listed(numbers, policy),
        "paused": listed((policy.say(policy.clock(name).label) for name in stopped), policy),
        "by": "",
        "nobody_there": policy.moment(came, now) if came else "",
        "wrong_number": policy.say(policy.label("contact_result.bad_number")) if bad else "",
    }
    yield from ticket.announce("unreachable", what, at=now, facts=facts)
