"""What every rule with a clock does: show it, wake for it, warn, record the breach, and climb the ladder.

One notice per clock and stage, whatever number of cycles, restarts and kills follow (WORKFLOW.md, clock rules 8 and 9).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sheetflow.clocks import SHORT, Clock
from sheetflow.durations import format_duration
from sheetflow.model import Change, Paused
from sheetflow.policy import Policy
from sheetflow.rules.words import common, where_stuck, who_acts
from sheetflow.tickets import Ticket


def shows_clock(ticket: Ticket, clock: Clock, policy: Policy) -> Iterator[Change]:
    """Yield the clock's three columns, and the instants at which it has to be looked at again."""
    spec = policy.clock(clock.name)
    paused = Paused(ticket.time("next_contact_at")) if clock.paused else None
    yield ticket.shows(spec.due, paused or clock.deadline)
    yield ticket.shows(spec.warn, None if clock.paused else clock.warn_at)
    yield ticket.shows(spec.met, clock.met_at)


def watch(
    ticket: Ticket,
    clock: Clock,
    now: datetime,
    policy: Policy,
    *,
    breach_kind: str = "clock_breach",
) -> Iterator[Change]:
    """Yield what a clock calls for now; imported tickets are shown and never announced, an incident mutes reminders."""
    yield from shows_clock(ticket, clock, policy)
    if ticket.record.imported or clock.deadline is None:
        return
    if clock.overdue(now):
        yield ticket.flag(f"{policy.clock(clock.name).prefix}_overdue")
    for at in _instants(clock, policy):
        if at > now and clock.runs:
            yield ticket.wake(at)
    if ticket.get("incident"):
        return
    if clock.overdue(now):
        yield from _breach(ticket, clock, now, policy, breach_kind)
    elif clock.warned(now) and clock.target > SHORT:
        yield from _warning(ticket, clock, now, policy)


def _instants(clock: Clock, policy: Policy) -> Iterator[datetime]:
    if clock.deadline is None:
        return
    if clock.warn_at:
        yield clock.warn_at
    # The deadline itself is still met; the first instant after it is a breach.
    late = clock.deadline + timedelta(seconds=1)
    yield late
    for rung in policy.schema.ladder:
        yield late + rung.after


def _breach(
    ticket: Ticket, clock: Clock, now: datetime, policy: Policy, kind: str
) -> Iterator[Change]:
    """Announce the breach to whom it concerns, and to each further rung of the ladder when its time has come."""
    late = now - (clock.deadline or now)
    for rung in policy.schema.ladder:
        stage = f"breach+{int(rung.after.total_seconds() // 60)}"
        what = clock.key(stage, ticket.record.cycle)
        if late >= rung.after and not ticket.told(what):
            yield from ticket.announce(
                "clock_breach" if rung.after else kind,
                what,
                at=now,
                facts=clock_facts(ticket, clock, now, policy),
                to=rung.roles if rung.after else None,
                clock=clock.name,
            )


def _warning(ticket: Ticket, clock: Clock, now: datetime, policy: Policy) -> Iterator[Change]:
    what = clock.key("warning", ticket.record.cycle)
    if not ticket.told(what):
        facts = clock_facts(ticket, clock, now, policy)
        yield from ticket.announce("clock_warning", what, at=now, facts=facts, clock=clock.name)


def clock_facts(ticket: Ticket, clock: Clock, now: datetime, policy: Policy) -> dict[str, str]:
    """Give the facts of a notice that speaks of a clock."""
    deadline = clock.deadline or now
    late = format_duration(max(now - deadline, timedelta(minutes=1)), policy.language)
    left = format_duration(max(deadline - now, timedelta(0)), policy.language)
    dispatched = ticket.record.stamp("dispatched_at")
    completed = ticket.record.stamp("completed_at")
    zh = policy.language == "zh"
    return {
        **common(ticket, policy),
        "clock": clock.name,
        "by": policy.moment(deadline, now),
        "over": f"超时{late}" if zh else f"{late} over",
        "left": f"剩{left}" if zh else f"{left} left",
        "step": where_stuck(ticket, policy),
        "who": who_acts(ticket, policy),
        "dispatched_at": policy.moment(dispatched, now) if dispatched else "",
        "completed_at": policy.moment(completed, now) if completed else "",
    }
