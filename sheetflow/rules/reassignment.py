"""Look again at what is given out: somebody else goes where its technician won't be there, or won't be in time.

P1 4.1.3, 4.4.2 (duties 13, 23).    陈立 agreed 3/11 9:00, then on leave on 3/11
automatic  ->  吴强 is sent, with the reason; both are told, and the dispatcher
manual  ->  下一步: 陈立3/11请假;请改派,或与客户另约
else, or where a person chose  ->  下一步: 陈立3/11请假;建议改派吴强(3/11 9:00能到); flag 师傅不在; one notice

Crosses rows: who could go has other tickets on hand. How firmly each stands is said by dispatch/given.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sheetflow.dispatch import (
    ABSENT,
    GIVEN_OUT,
    LOOK_AGAIN,
    Review,
    brief,
    given_out,
    looked,
    pinned,
    proposal,
    reason,
    reviewed,
)
from sheetflow.handover import taken
from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.record import Proposal
from sheetflow.rule import CrossesRows
from sheetflow.rules.appointment import wishes_another
from sheetflow.rules.words import technician_name, whose
from sheetflow.tickets import Snapshot, Ticket

#: What a person does about it: the choice is theirs.
_CHOOSE = Text(";同意就在「维修工程师」选他", ". Choose them in Technician to confirm")
_SEND = Text(";请改派,或与客户另约", "; send another, or agree another time")


@CrossesRows
def reassignment(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield for each given-out ticket that should go to another the re-dispatch, or the proposal with its notice."""
    given = [ticket for ticket in desk.anywhere_in(*GIVEN_OUT) if given_out(ticket)]
    settled = [ticket for ticket in given if not wishes_another(ticket)]
    found = {one.ticket.no: one for one in reviewed(settled, desk, now, policy)}
    for review in found.values():
        yield from (_sent if review.sent else _proposed)(review, now, policy)
    for ticket in given:
        if ticket.record.proposal and ticket.no not in found:
            yield ticket.happened("proposed", at=now, by="system", cause="")
    for ticket in desk.in_state(*GIVEN_OUT):
        if given_out(ticket):
            yield from _stands(ticket, now, policy, again=ticket.no in found)


def _stands(ticket: Ticket, now: datetime, policy: Policy, *, again: bool) -> Iterator[Change]:
    """Yield the flag of one whose technician is away, and when it is looked at again though nobody types."""
    if ticket.record.proposal and ticket.record.proposal.cause in ABSENT:
        yield ticket.flag("technician_away")
    member = policy.staff.get(ticket.record.technician)
    turns = [looked(now) + LOOK_AGAIN] if again or not pinned(ticket) else []
    if member and member.leave:
        local = policy.local(now)
        edges = (edge for stay in member.absences(local.date()) for edge in (stay.start, stay.end))
        turns += [edge.replace(tzinfo=policy.zone) for edge in edges]
    ahead = [at for at in turns if at > now]
    if ahead:
        yield ticket.wake(min(ahead))


def _proposed(review: Review, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what dispatch would do, where it isn't said already, and the notice to the dispatcher."""
    ticket, best, moment = review.ticket, review.choice.best, looked(now)
    why, short = proposal(review, policy, moment)
    if policy.dispatch == "manual":
        why = reason(review, policy, moment)
        best, short = None, Text(f"{why.zh}{_SEND.zh}", f"{why.en}{_SEND.en}")
    if best:
        short = Text(f"{short.zh}{_CHOOSE.zh}", f"{short.en}{_CHOOSE.en}")
    number = best.candidate.member.no if best else ""
    if ticket.record.proposal != Proposal(review.cause, number, why, short):
        yield ticket.happened(
            "proposed", at=now, by="system", cause=review.cause, technician=number,
            zh=why.zh, en=why.en, brief_zh=short.zh, brief_en=short.en,
        )  # fmt: skip
    what = f"reassign/{ticket.record.technician}/{review.cause}"
    if ticket.may_announce and not ticket.told(what):
        yield from ticket.announce("reassign", what, at=now, facts=_facts(review, now, policy))


def _sent(review: Review, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the re-dispatch through the one door, and the notice to the dispatcher and to whom it was taken from."""
    ticket, best = review.ticket, review.choice.best
    if best is None:
        return
    why, short = proposal(review, policy, looked(now))
    number, former = best.candidate.member.no, ticket.record.technician
    yield ticket.happened(
        "suggested", at=now, by="system", technician=number, late=review.choice.late,
        zh=why.zh, en=why.en, brief_zh=short.zh, brief_en=short.en,
    )  # fmt: skip
    yield ticket.happened("assigned", at=now, by="system", technician=number)
    what = taken(former, number, looked(now), called=bool(ticket.record.attempts))
    if ticket.may_announce and not ticket.told(what):
        facts = {**_facts(review, now, policy), "sent": best.candidate.member.name}
        there = (former,) if review.cause != "inactive" else ()
        yield from ticket.announce("reassign", what, at=now, facts=facts, staff=there)


def _facts(review: Review, now: datetime, policy: Policy) -> Mapping[str, str]:
    job, moment = review.choice.job, looked(now)
    due = job.agreed or job.deadline
    could = brief(review.choice, policy, moment, lead=Text("", ""))
    named = review.choice.best and policy.dispatch != "manual"
    return {
        **whose(review.ticket),
        "technician": technician_name(review.ticket, policy),
        "cause": policy.say(reason(review, policy, moment)),
        "by": policy.moment(due, now) if due else "",
        "instead": policy.say(could) if named else "",
        "sent": "",
    }
