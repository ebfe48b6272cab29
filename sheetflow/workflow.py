"""The one door: every change of a ticket's status goes through `move`, whichever way it was asked for.

    move(record, "completed", facts, at=…)  ->  events (inferred steps first), or the sentence that says what is missing

Status follows facts: what people record (a technician, an answered call, a start, a result) sets a target
(following.py); choosing a status by hand is one more such fact. Only what does harm is refused (WORKFLOW.md, "Status
follows facts").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType

from sheetflow.agreement import agree_first, dearer, quote_first
from sheetflow.callers import unknown_caller
from sheetflow.fees import fee_waits
from sheetflow.gate import (
    GIVEN_UP,
    WHY_GIVEN_UP,
    answered,
    by_phone,
    closing,
    completing,
    unexplained,
)
from sheetflow.model import Event, Json, Text
from sheetflow.policy import Policy
from sheetflow.reach import before_the_call, found_again, lost_from, tried_enough
from sheetflow.record import TicketRecord
from sheetflow.record.row import REASON
from sheetflow.record.workshop import WENT_ON, in_workshop
from sheetflow.refusals import CONSENT, UNFILED, Refusal, no_way, parts_out, reopening, who_called
from sheetflow.reopening import not_again, reopened
from sheetflow.states import STATES, Facts, path

NOTHING_OUT: Mapping[str, int] = MappingProxyType({})


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
    Steps between are marked inferred. A closed ticket is opened by a named supervisor only, to where it was: a shared
    sheet doesn't know who types there (WORKFLOW.md, "One door").
    """
    if record.status == "closed" and not (policy.supervisor(actor) or not_again(record)):
        return reopening(policy.ticket_page(record.ticket_no))
    target = reopened(record) if record.status == "closed" else target
    if not (steps := _steps(record, target, facts)):
        return no_way(record.status, target, facts, policy.label)
    wanting = () if policy.supervisor(actor) else unfiled
    if why := _harm(record, target, facts, wanting, policy):
        finished = target == "closed" and not STATES[record.status].live
        return Refusal(why, UNFILED if finished and wanting else "")
    if target == "completed" and by_phone(facts) and unknown_caller(record, policy, actor):
        return who_called()
    lost = lost_from(record, policy)
    if waits := _customer_first(record, target, facts, lost=lost is not None and lost <= at):
        return waits
    if target == "closed" and out and gives_up(facts) and not policy.supervisor(actor):
        return parts_out(out, policy.ticket_page(record.ticket_no))
    return tuple(
        Event(
            record.ticket_no,
            "moved",
            at if start == "closed" else _happened(step, facts, at),
            _step(record, start, step, facts, policy, inferred=step != target),
            actor,
            channel,
        )
        for start, step in pairwise((record.status, *steps))
    )


def _steps(record: TicketRecord, target: str, facts: Facts) -> tuple[str, ...]:
    """Give the statuses on the way to a target; what is taken back leads to where it was in one step."""
    back = record.status == "closed" or target == before_the_call(record)
    return (target,) if back else path(record.status, target, facts)


def gives_up(facts: Facts) -> bool:
    """Say whether closing this ticket ends its work undone."""
    reason = facts("close_reason") or facts("result") or (facts("duplicate_of") and "void")
    return reason in GIVEN_UP


def _harm(
    record: TicketRecord, target: str, facts: Facts, unfiled: Sequence[str], policy: Policy
) -> Text | None:
    if target == "completed" and STATES[record.status].live:
        return completing(record, facts, policy.schema.policy.completion_wants, policy.label)
    if target != "closed":
        return None
    page = policy.ticket_page(record.ticket_no)
    return closing(record, facts, unfiled, policy.label, page)


def _customer_first(
    record: TicketRecord, target: str, facts: Facts, *, lost: bool
) -> Refusal | None:
    """Refuse to begin what the customer hasn't agreed to pay, and to complete what became dearer (P1 4.5.4).

    Nor is closed what they gave up while nobody says why; who was `lost` for days has said nothing.
    """
    if target == "closed" and not lost and unexplained(record, facts):
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


def _step(
    record: TicketRecord, start: str, step: str, facts: Facts, policy: Policy, *, inferred: bool
) -> dict[str, Json]:
    state = STATES[step]
    known = (
        (start == "closed" and step != "to_dispatch" and record.stamp(state.stamp) is not None)
        or (step == "on_site" and record.arrived)
        or found_again(record, start, step)
        or _goes_back(start, step)
        or _nobody_came(record, start, step)
        or (step == "workshop" and in_workshop(record))
    )
    own = "" if known else state.stamp
    stamps = [name for name in (own, *_also_stamped(record, start, step, facts)) if name]
    pauses = state.category == "paused" or (
        step == "parts_wait" and policy.schema.policy.parts_wait_pauses
    )
    values: dict[str, Json] = {"from": start, "to": step, "stamps": stamps}
    if pauses and (step != "unreachable" or tried_enough(record, policy)):
        values["pauses"] = True
    if start == "closed" or _goes_back(start, step):
        values["clears"] = [STATES[start].stamp]
    if inferred:
        values["inferred"] = True
    return values


def _goes_back(start: str, step: str) -> bool:
    """Say whether a completion is taken back: the ticket is where it was, and since when."""
    return start == "completed" and STATES[step].live


def _nobody_came(record: TicketRecord, start: str, step: str) -> bool:
    """Say whether a repair that was begun by mistake goes back to where it was: it was sent or agreed on then."""
    sent = step in ("dispatched", "appointed") and record.stamp(STATES[step].stamp) is not None
    return start == "on_site" and sent and bool(record.visits) and not record.visits[-1].made


def _also_stamped(record: TicketRecord, start: str, step: str, facts: Facts) -> Iterator[str]:
    """Name what else a step says: a report that moves on was read, an answer or an appointment was given by talking.

    What comes back to the dispatch queue has its half hour anew (WORKFLOW.md, "Clocks"); what was never in it, not.
    """
    if start == "new":
        yield "triaged_at"
    elif step == "to_dispatch" and not _goes_back(start, step):
        yield "requeued_at"
    elif step == "workshop" and in_workshop(record):
        yield WENT_ON
    if step == "closed" and answered(record, facts) and not record.stamp("contacted_at"):
        yield "contacted_at"
    if step == "appointed" and record.stamp("contacted_at") is None:
        yield "contacted_at"


def _happened(step: str, facts: Facts, at: datetime) -> datetime:
    ended = facts("work_ended_at")
    return ended if step == "completed" and isinstance(ended, datetime) else at
