"""What holds at the end of the month: a check a function, which yields a sentence for each thing that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

from sheetflow.clocks import clock
from sheetflow.figures import Figure, Period, cases_of, figures
from sheetflow.states import FROM_ANY_LIVE, STATES
from tests.builders import SHANGHAI
from tests.month import by_hand
from tests.month.desk import Desk
from tests.month.witness import replayed

Check: TypeAlias = Callable[[Desk], Iterator[str]]

#: What comes first, of stamps that both stand in one record.
ORDER = (
    ("reported_at", "triaged_at"),
    ("reported_at", "queued_at"),
    ("queued_at", "dispatched_at"),
    ("reported_at", "contacted_at"),
    ("arrived_at", "completed_at"),
    ("work_started_at", "work_ended_at"),
    ("beyond_desk_at", "escalated_at"),
    ("dispatched_at", "completed_at"),
    ("completed_at", "revisited_at"),
    ("completed_at", "closed_at"),
    ("reported_at", "closed_at"),
)

#: What each course is about shows in a notice to somebody.
TOLD = {
    "no_answer": "unreachable",
    "never_reached": "unreachable",
    "new_time_refused": "escalation",
    "beyond_the_desk": "escalation",
    "cannot_diagnose": "assistance",
    "abuse": "incident",
    "fee_refused": "quote_refused",
    "row_deleted": "row_missing",
    "never_paid": "debt",
    "forgotten": "not_contacted",
}


def every_ticket_is_in_a_legal_state(desk: Desk) -> Iterator[str]:
    """Every step is an edge of the table, every row shows the accepted status, and all that was begun is closed."""
    before: dict[str, str] = {}
    for _, event in desk.witness.log:
        if event.kind == "moved":
            start, step = str(event.values["from"]), str(event.values["to"])
            state = STATES[start]
            known = step in state.to or step in state.when or (state.live and step in FROM_ANY_LIVE)
            if start != before.get(event.ticket_no, "new") or not known:
                yield f"{event.ticket_no}: {start} -> {step}"
            before[event.ticket_no] = step
    for no, record in desk.records.items():
        label = desk.policy.say(desk.policy.label(f"status.{record.status}"))
        if desk.shown(no, "status") != label or record.status != before.get(no, "new"):
            yield f"{no}: the row shows {desk.shown(no, 'status')}, the record {record.status}"
        if record.status != "closed":
            yield f"{no}: still {record.status} ({desk.tally.courses.get(no)})"


def stamps_are_in_causal_order(desk: Desk) -> Iterator[str]:
    """Nothing is stamped before what led to it, and nothing was recorded before it happened."""
    yield from desk.witness.wrong["future"]
    for no, record in desk.records.items():
        for first, then in ORDER:
            early, late = record.stamp(first), record.stamp(then)
            if early and late and early > late:
                yield f"{no}: {first} {early} after {then} {late}"
        for visit in record.visits:
            steps = (visit.departed_at, visit.arrived_at, visit.started_at, visit.ended_at)
            known = [at for at in steps if at]
            if known != sorted(known):
                yield f"{no}: {visit}"


def stock_is_the_sum_of_movements_and_never_negative(desk: Desk) -> Iterator[str]:
    """Whenever parts moved, 库存 was what a count of the rows by hand gives, and never below zero."""
    yield from desk.witness.wrong["stock"]


def nobody_repairs_in_two_places(desk: Desk) -> Iterator[str]:
    """After no cycle was a technician 维修中 on two tickets."""
    yield from desk.witness.wrong["places"]


def no_notice_was_decided_twice(desk: Desk) -> Iterator[str]:
    """No once-key came up in two plans."""
    yield from (once for once, many in desk.witness.sent.items() if many > 1)


def each_alert_is_explained(desk: Desk) -> Iterator[str]:
    """Each warning and breach names the deadline that the record gave then, unmet by then, and none was muted."""
    yield from desk.witness.wrong["alerts"]
    yield from desk.witness.wrong["muted"]


def each_exception_was_told(desk: Desk) -> Iterator[str]:
    """Each course that somebody has to hear of led to its notice."""
    for no, course in desk.tally.courses.items():
        if (kind := TOLD.get(course)) and kind not in desk.kinds(no):
            yield f"{no} ({course}): no {kind}, only {desk.kinds(no)}"


def each_harm_was_put_back(desk: Desk) -> Iterator[str]:
    """What may not be is refused in a sentence: two repairs at once, a completion that lacks something, parts out."""
    refused = {event.ticket_no for _, event in desk.witness.log if event.kind == "refused"}
    yield from desk.tally.put_back - refused
    problem = desk.columns["part_moves"]["problem"]
    yield from (str(row) for row in desk.tally.too_many if not row[problem])


def a_missed_deadline_was_announced(desk: Desk) -> Iterator[str]:
    """Where nobody had spoken to the customer by the response deadline, nor closed the ticket, that was announced."""
    spec = desk.policy.clock("response")
    for no, record in desk.records.items():
        spoke = desk.tally.first_contact.get(no) or desk.tally.closed[no]
        due = clock(record, spec, desk.policy).deadline
        told = any(f"/response/{record.cycle}/breach" in key for key in record.told)
        if due and (spoke > due) != told:
            yield f"{no}: answered {spoke}, due {due}, announced {told}"


def the_records_are_the_fold_of_the_log(desk: Desk) -> Iterator[str]:
    """The event log alone gives every record."""
    again = replayed(desk.witness.log)
    yield from (no for no, record in desk.records.items() if again[no] != record)


def a_plan_after_apply_is_empty(desk: Desk) -> Iterator[str]:
    """At the end there is nothing to do: not with what is remembered, not without, not in another order."""
    for cold in (False, True):
        if made := desk.cycle(cold=cold):
            yield f"cold {cold}: {made.writes} {made.events}"


def the_plan_was_the_cold_one(desk: Desk) -> Iterator[str]:
    """At many instants the plan was the one that is made without memory."""
    yield from desk.witness.wrong["cold"]
    if not desk.witness.compared:
        yield "never compared"


def the_order_of_rules_never_mattered(desk: Desk) -> Iterator[str]:
    """At many instants the plan was the one of rules in another order."""
    yield from desk.witness.wrong["shuffled"]
    yield from desk.witness.wrong["both"]


def projections_follow_from_the_log(desk: Desk) -> Iterator[str]:
    """At many instants the live rows, emptied of what the system wrote, were written again as they were."""
    yield from desk.witness.wrong["projections"]


def nobody_owes_for_what_was_not_done(desk: Desk) -> Iterator[str]:
    """What was cancelled, void or given up leaves no debt: not in the row, not in 收款欠款, not in a reminder."""
    columns = desk.columns["payments"]
    debtors = {row[columns["ticket_no"]] for row in desk.rows["payments"] if row[columns["due"]]}
    for no in desk.records.keys() - desk.tally.completed.keys():
        shows = desk.shown(no, "amount_due")
        if shows not in ("", "0.00") or no in debtors or "debt" in desk.kinds(no):
            yield f"{no} ({desk.tally.courses.get(no)}): {shows}, {desk.kinds(no)}"


def figures_are_what_a_count_by_hand_gives(desk: Desk) -> Iterator[str]:
    """Each of the report's figures is what people wrote down as they acted, or what stands in the sheet."""
    found = reported(desk)
    yield from by_hand.differing(found, desk)
    response = found["on_time/response"]
    if (counted := by_hand.responses(desk)) != (response.count, response.of):
        yield f"response: {response.count} of {response.of}, by hours and calls {counted}"
    if found["wasted"].count != desk.tally.wasted:
        yield f"wasted: {found['wasted'].count}, people met nobody {desk.tally.wasted} times"


def reported(desk: Desk) -> dict[str, Figure]:
    """Give the report of the month by key."""
    cases = cases_of(desk.records.values(), desk.policy)
    period = Period(date(2026, 3, 1), date(2026, 6, 30), SHANGHAI)
    return {one.key: one for one in figures(cases, period, desk.policy, desk.now)}


#: Every check of a month.
CHECKS: tuple[Check, ...] = (
    every_ticket_is_in_a_legal_state,
    stamps_are_in_causal_order,
    stock_is_the_sum_of_movements_and_never_negative,
    nobody_repairs_in_two_places,
    no_notice_was_decided_twice,
    each_alert_is_explained,
    each_exception_was_told,
    each_harm_was_put_back,
    a_missed_deadline_was_announced,
    the_records_are_the_fold_of_the_log,
    the_plan_was_the_cold_one,
    the_order_of_rules_never_mattered,
    projections_follow_from_the_log,
    nobody_owes_for_what_was_not_done,
    figures_are_what_a_count_by_hand_gives,
    a_plan_after_apply_is_empty,
)
