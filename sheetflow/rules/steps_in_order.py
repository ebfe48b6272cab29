"""Tell which two times of a visit can't both be: departure, arrival, start and end follow one another.

So do a loaner's way out and back.
P1 4.4.1, 4.5.2, P2 S4 (duties 21, 26, 48).    到达时间 15:30, 维修开始时间 15:00  ->  which of the two to put right
Nothing is refused: times are typed later and by phone, and either may be the slip. It is said as long as it stands; of
finished work rules/completion.py says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from sheetflow.gate import ENDS_FIRST, ends_first, missing_to_complete
from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.rules.visit import STEPS
from sheetflow.tickets import Snapshot, Ticket


def steps_in_order(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the sentence of each visit with a step before its forerunner; another system's times stay as they are."""
    for ticket in desk.tickets:
        if not ticket.record.imported and _back_before_out(ticket, now):
            out, back = policy.label("loaner_out_at"), policy.label("loaner_back_at")
            yield ticket.tell(
                f"「{back.zh}」早于「{out.zh}」,请改对其中一个",
                f"{back.en} is before {out.en}; put one of them right",
                aside=True,
            )
        if ticket.record.visits and not ticket.record.imported and ticket.status != "closed":
            for said in _contradictions(ticket, now, policy):
                yield ticket.tell(said.zh, said.en, aside=True)


def _back_before_out(ticket: Ticket, now: datetime) -> bool:
    """Say whether the loaner came back before it was lent."""
    if not ticket.filled(("loaner_back_at",)):
        return False
    lent, back = (ticket.moment(name, now) for name in ("loaner_out_at", "loaner_back_at"))
    return bool(lent and back and back < lent)


def _contradictions(ticket: Ticket, now: datetime, policy: Policy) -> Iterator[Text]:
    """Yield what is said of each step typed for this visit before the one typed before it, or before the visit."""
    *past, visit = ticket.record.visits
    known, over = [], max((one.ended_at for one in past if one.ended_at), default=None)
    ended = visit.ended_at if ticket.state.live and visit.started_at is None else None
    for column, at in zip(
        STEPS, (visit.departed_at, visit.arrived_at, visit.started_at, ended), strict=True
    ):
        if at and ticket.moment(column, now) == at:
            known.append((column, at))
    if over and known and known[0][1] < over:
        yield _before_this_visit(known[0][0], known[0][1], over, now, policy)
    for (before, first), (column, at) in pairwise(known):
        if at < first:
            earlier, later = policy.label(column), policy.label(before)
            yield Text(
                f"「{earlier.zh}」{policy.moment(at, now)}早于「{later.zh}」{policy.moment(first, now)},请改对其中一个",
                f"{earlier.en} {policy.moment(at, now)} is before {later.en} {policy.moment(first, now)}; "
                "put one of them right",
            )
    if ticket.state.live and _ends_first(ticket):
        yield ENDS_FIRST


def _before_this_visit(
    column: str, at: datetime, over: datetime, now: datetime, policy: Policy
) -> Text:
    """Ask for the time of this visit where an earlier one's stands, or one that can be neither's."""
    step, typed, ended = policy.label(column), policy.moment(at, now), policy.moment(over, now)
    return Text(
        f"「{step.zh}」{typed}早于上次上门的结束{ended},请改成这次的时间",
        f"{step.en} {typed} is before {ended}, when the visit before ended; type when it was this time",
    )


def _ends_first(ticket: Ticket) -> bool:
    """Say whether this visit's end lies before its start, and no refusal of a completion says so already.

    A start after the end of the visit that is over is the next one's (docs/decisions/0037).
    """
    refused = any(ENDS_FIRST.zh in why.zh for why in ticket.record.refusals.values())
    last = ticket.record.visits[-1]
    over = not last.open and last.ended_at == ticket.get("work_ended_at")
    this_one = "work_ended_at" not in missing_to_complete(ticket.record, ticket.get)
    return this_one and not over and ends_first(ticket.get) and not refused
