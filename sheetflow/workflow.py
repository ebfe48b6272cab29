"""The one door: every change of a ticket's status goes through `move`, whichever way it was asked for.

    move(record, "completed", facts, at=…)  ->  events (inferred steps first), or the sentence that says what is missing

Status follows facts: what people record (a technician, an answered call, a start, a result) sets a target
(following.py); choosing a status by hand is one more such fact. Only what does harm is refused (WORKFLOW.md, "Status
follows facts").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType

from sheetflow.agreement import agree_first, dearer, quote_first
from sheetflow.callers import unknown_caller
from sheetflow.fees import fee_waits
from sheetflow.gate import (
    GIVEN_UP,
    WHY_GIVEN_UP,
    Label,
    by_phone,
    closing,
    completing,
    unexplained,
)
from sheetflow.model import Event, Json, Text
from sheetflow.policy import Policy
from sheetflow.reach import found_again, tried_enough
from sheetflow.record import TicketRecord
from sheetflow.record.row import REASON
from sheetflow.states import STATES, Facts, choices_from, path
from sheetflow.typed.parts import in_words

#: What `Refusal.wants` says of a ticket that has parts out, of one whose fee waits for the customer's consent, of
#: finished work that lacks something to be filed, and of one that somebody solved on the phone who isn't known.
PARTS_OUT, CONSENT, UNFILED, CALLER = "parts_out", "fee", "unfiled", "caller"

NOTHING_OUT: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a status was not accepted, in a sentence that says what to do.

    `wants` names what has to happen first, a supervisor's act or the customer's consent: that is told even if nobody
    chose the status by hand. It is "" where staff fill in what is missing.
    """

    why: Text
    wants: str = ""


def move(
    record: TicketRecord,
    target: str,
    facts: Facts,
    policy: Policy,
    *,
    at: datetime,
    actor: str = "sheet",
    channel: str = "sheet",
    out: Mapping[str, int] = NOTHING_OUT,
    unfiled: Sequence[str] = (),
) -> tuple[Event, ...] | Refusal:
    """Give the events that bring a ticket to a status, or the refusal.

    `out` are parts issued for it and not back, `unfiled` columns that filing still wants; a supervisor does without.
    Steps between are marked inferred. A filed ticket is opened by a named supervisor only: a shared sheet doesn't know
    who types there (WORKFLOW.md, "One door").
    """
    if record.status == "closed" and not policy.supervisor(actor):
        return _reopening(policy.ticket_page(record.ticket_no))
    steps = path(record.status, target, facts)
    if not steps:
        return _no_way(record.status, target, facts, policy.label)
    wanting = () if policy.supervisor(actor) else unfiled
    if why := _harm(record, target, facts, wanting, policy):
        finished = target == "closed" and not STATES[record.status].live
        return Refusal(why, UNFILED if finished and wanting else "")
    if target == "completed" and by_phone(facts) and unknown_caller(record, policy, actor):
        return _who_called()
    if waits := _customer_first(record, target, facts):
        return waits
    if target == "closed" and out and gives_up(facts) and not policy.supervisor(actor):
        return _parts_out(out, policy.ticket_page(record.ticket_no))
    return tuple(
        Event(
            record.ticket_no,
            "moved",
            at if _reopens(record, start) else _happened(step, facts, at),
            _step(record, start, step, policy, inferred=step != target),
            actor,
            channel,
        )
        for start, step in pairwise((record.status, *steps))
    )


def gives_up(facts: Facts) -> bool:
    """Say whether closing this ticket ends its work undone."""
    reason = facts("close_reason") or facts("result") or (facts("duplicate_of") and "void")
    return reason in GIVEN_UP


def _harm(
    record: TicketRecord, target: str, facts: Facts, unfiled: Sequence[str], policy: Policy
) -> Text | None:
    if target == "completed" and STATES[record.status].live:
        return completing(record, facts, policy.schema.policy.completion_wants, policy.label)
    return closing(record, facts, unfiled, policy.label) if target == "closed" else None


def _reopening(page: str) -> Refusal:
    return Refusal(
        Text(
            f"状态没改:重开已结单的工单要主管。请主管打开 {page} 点「重开」",
            f"Status not changed: only a supervisor reopens a closed ticket. Ask one to open {page} and press Reopen",
        )
    )


def _customer_first(record: TicketRecord, target: str, facts: Facts) -> Refusal | None:
    """Refuse to begin what the customer hasn't agreed to pay, and to complete what became dearer (P1 4.5.4).

    Nor is closed what they gave up while nobody says why.
    """
    if target == "closed" and unexplained(record, facts):
        return Refusal(WHY_GIVEN_UP, REASON)
    if target == "on_site" and fee_waits(record, facts):
        label, said = Text("维修中", "On site"), quote_first(record)
    elif target == "completed" and dearer(record, facts):
        label, said = Text("已完成", "Completed"), agree_first(record)
    else:
        return None
    why = Text(
        f"状态没改成「{label.zh}」:{said.zh}", f"Status not changed to {label.en}: {said.en}"
    )
    return Refusal(why, CONSENT)


def _who_called() -> Refusal:
    why = Text(
        "状态没改成「已完成」:是谁在电话里解决的?在「维修工程师」选他",
        "Status not changed to Completed: who solved it on the phone? Choose them in Technician",
    )
    return Refusal(why, CALLER)


def _parts_out(out: Mapping[str, int], page: str) -> Refusal:
    parts = in_words(out)
    why = Text(
        f"状态没改成「已结单」:领出的{parts}还没退回。请主管打开 {page} 点「收回配件并结单」,或先在「配件流水」记退回",
        f"Status not changed to Closed: {parts} issued for it isn't back. Ask a supervisor to open {page} and press "
        "Return parts and close, or book the return in Part moves first",
    )
    return Refusal(why, PARTS_OUT)


def _no_way(start: str, target: str, facts: Facts, label: Label) -> Refusal:
    now, wanted = label(f"status.{start}"), label(f"status.{target}")
    legal = [label(f"status.{key}") for key in choices_from(start, facts)]
    return Refusal(
        Text(
            f"状态没改成「{wanted.zh}」:「{now.zh}」之后可选{'、'.join(word.zh for word in legal)}",
            f"Status not changed to {wanted.en}: after {now.en} choose one of {', '.join(w.en for w in legal)}",
        )
    )


def _step(
    record: TicketRecord, start: str, step: str, policy: Policy, *, inferred: bool
) -> dict[str, Json]:
    state = STATES[step]
    known = (
        _reopens(record, start)
        or (step == "on_site" and record.arrived)
        or found_again(record, start, step)
    )
    own = "" if known else state.stamp
    stamps = [name for name in (own, *_also_stamped(record, start, step)) if name]
    pauses = state.category == "paused" or (
        step == "parts_wait" and policy.schema.policy.parts_wait_pauses
    )
    values: dict[str, Json] = {"from": start, "to": step, "stamps": stamps}
    if pauses and (step != "unreachable" or tried_enough(record, policy)):
        values["pauses"] = True
    if start == "closed":
        values["clears"] = ["closed_at"]
    if inferred:
        values["inferred"] = True
    return values


def _reopens(record: TicketRecord, start: str) -> bool:
    """Say whether finished work is taken up again: it was completed when it was, and is opened now."""
    return start == "closed" and record.stamp("completed_at") is not None


def _also_stamped(record: TicketRecord, start: str, step: str) -> Iterator[str]:
    """Name what else a step says: a report that moves on was read, an answer or an appointment was given by talking."""
    if start == "new":
        yield "triaged_at"
        if step == "closed" and record.request == "inquiry" and not record.stamp("contacted_at"):
            yield "contacted_at"
    if step == "appointed" and record.stamp("contacted_at") is None:
        yield "contacted_at"


def _happened(step: str, facts: Facts, at: datetime) -> datetime:
    ended = facts("work_ended_at")
    return ended if step == "completed" and isinstance(ended, datetime) else at
