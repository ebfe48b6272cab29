"""Put back a repair whose technician is still at work on another ticket: nobody is in two places.

WORKFLOW.md, "Status follows facts"; P1 4.5.6.    维修开始时间 of WX…006 while 陈立 is 维修中 on WX…005  ->  已派工 only
Only the beginning is put back, and it follows by itself once the other work is over. Crosses rows: the technician's
other tickets. One whose end is typed in the same breath isn't in the way, nor one begun after the end of this. Where
the other's work is over and it only lacks something, the dispatcher is told what.

In here `ticket` is the repair that is to begin, or was put back, and `other` the one that keeps its technician.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sheetflow.gate import missing_to_complete
from sheetflow.journey import work_over
from sheetflow.model import Change, Record, Text
from sheetflow.policy import Policy
from sheetflow.record import fold
from sheetflow.record.row import BUSY, ELSEWHERE, busy
from sheetflow.refusals import Refusal
from sheetflow.rule import CrossesRows
from sheetflow.rules.status import begins, followed
from sheetflow.rules.words import called, listed, technician_name, whose
from sheetflow.tickets import Snapshot, Ticket

_NEVER = datetime.max.replace(tzinfo=UTC)


@CrossesRows
def two_places(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the beginning of each repair that is about to begin, or why it doesn't, and those that waited for it."""
    for ticket in desk.tickets:
        if ticket.record.pending and begins(ticket):
            other = _in_the_way(ticket, desk, now, policy)
            why = _still_at_work(ticket, other) if other else None
            yield from followed(ticket, desk, now, policy, busy=why)
        elif ticket.record.refusals and ticket.may_remind:
            yield from _notice(ticket, desk, now, policy)
    yield from _begun_at_last(desk, now, policy)


def _notice(ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the notice of another's work that is over and still lacks something, once it keeps this from beginning."""
    for refusal in filter(busy, ticket.record.refusals):
        number = refusal.removeprefix(BUSY)
        other, what = desk.everyone.get(number), f"visit_clash/{number}/ended"
        began = _began(ticket) or now
        ended = other.record.stamp("work_ended_at") if other and work_over(other) else None
        if other and ended and other.status == "on_site" and not ticket.told(what):
            facts = {
                **whose(ticket),
                "technician": technician_name(ticket, policy),
                "by": policy.moment(began, now),
                "lacks": listed(_lacks(other, policy), policy),
                "other": f"{policy.moment(ended, now)} {other.no} {called(other)}".rstrip(),
            }
            yield from ticket.announce("visit_clash", what, at=now, facts=facts)


def _lacks(ticket: Ticket, policy: Policy) -> Iterator[str]:
    wanting = missing_to_complete(ticket.record, ticket.get, policy.schema.policy.completion_wants)
    return (policy.say(policy.label(column)) for column in wanting)


def _begun_at_last(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the beginning of each repair that was put back for a work that is over now, and a typed end."""
    wants = policy.schema.policy.completion_wants
    left = {other.no for other in desk.tickets if _was_left(other)}
    for ticket in desk.everyone.values() if left else ():
        refusals, before = ticket.record.refusals, ("dispatched", "appointed")
        waited = refusals and any(name.removeprefix(BUSY) in left for name in refusals)
        if waited and not ticket.record.pending and ticket.status in before:
            at = _began(ticket) or now
            yield ticket.happened("asked", at=at, by="system", to="on_site")
            if not missing_to_complete(ticket.record, ticket.get, wants):
                yield ticket.happened("asked", at=at, by="system", to="completed")


def _was_left(other: Ticket) -> bool:
    """Say whether somebody has been at work there and isn't any more."""
    return bool(other.record.visits) and other.status != "on_site"


def _began(ticket: Ticket) -> datetime | None:
    """Give when the work began as typed, None where that was the beginning of an earlier visit."""
    began, visits = ticket.record.stamp("work_started_at"), ticket.record.visits
    earlier = visits[-1].ended_at if visits else None
    return None if began and earlier and began < earlier else began


def _in_the_way(ticket: Ticket, desk: Snapshot, now: datetime, policy: Policy) -> Ticket | None:
    """Give the ticket at which the technician is once all that was typed is taken in; of two beginnings the first."""
    mine = ticket.record.technician
    if not mine or ticket.record.imported or ticket.status == "on_site":
        return None
    for other in desk.everyone.values():
        record = other.record
        if record.technician != mine or record.imported or other.no == ticket.no:
            continue
        there = record.status == "on_site"
        comes = record.pending and not there and begins(other) and _begins_before(other, ticket)
        works = (there or comes) and _works_once_followed(other, desk, now, policy)
        if works and not _begun_after_the_end_of(ticket, other, now):
            return other
    return None


def _begun_after_the_end_of(ticket: Ticket, other: Ticket, now: datetime) -> bool:
    """Say whether the other work began when this one, typed later, had ended."""
    ended, began = ticket.moment("work_ended_at", now), other.record.stamp("work_started_at")
    return bool(ended and began and ended <= began)


def _begins_before(other: Ticket, ticket: Ticket) -> bool:
    """Say whether the other of two works that are to begin comes first: by the times typed, then by the numbers."""
    one, two = (each.record.stamp("work_started_at") or _NEVER for each in (other, ticket))
    return (one, other.no) < (two, ticket.no)


def _works_once_followed(other: Ticket, desk: Snapshot, now: datetime, policy: Policy) -> bool:
    """Say whether somebody is at work there once all that was typed into its row is taken in.

    What is pending there is followed in this same round, by this rule or by `status`, and may end the work. So it is
    followed here beforehand, on a copy of its record, and only looked at: what is yielded stays with that rule.
    """
    record = other.record
    for change in followed(other, desk, now, policy) if record.pending else ():
        if isinstance(change, Record):
            record = fold(record, change.event)
    return record.status == "on_site"


def _still_at_work(ticket: Ticket, other: Ticket) -> Refusal:
    """Say what keeps the repair from beginning, and what to do to the other: complete it where its end is typed."""
    name, ended = technician_name(ticket, ticket.policy), other.raw("work_ended_at") != ""
    first = Text("补齐", "Complete") if ended else Text("结束", "End")
    why = Text(
        f"状态没改成「维修中」:{name}还在{other.no}维修中。先{first.zh}那一单,这一单就接上",
        f"Status not changed to On site: {name} is still at work on {other.no}. {first.en} that first, this follows",
    )
    return Refusal(why, f"{ELSEWHERE}{other.no}")
