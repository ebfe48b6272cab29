"""What every rule with a clock does: show it, wake for it, warn, record the breach, and climb the ladder.

One notice per clock and stage, whatever number of cycles, restarts and kills follow (WORKFLOW.md, clock rules 8 and 9).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from sheetflow.clocks import BREACH, SHORT, Clock, after
from sheetflow.model import Change, Paused
from sheetflow.overdue import ages
from sheetflow.policy import Policy
from sheetflow.rules.words import about, acting_role, technician_name, where_stuck, who_acts, whose
from sheetflow.schema import ClockSpec
from sheetflow.tickets import Snapshot, Ticket

_FAULT = ("grade", "product", "fault")

#: What each notice that speaks of a clock tells (SHEET.md, "Notices").
TELLS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "clock_breach": (*_FAULT, "clock", "by", "over", "step", "who", "role"),
        "clock_warning": (*_FAULT, "clock", "by", "left", "step", "who", "role"),
        "not_contacted": (*_FAULT, "technician", "dispatched_at", "by", "over"),
        "promise_at_risk": ("product", "fault", "by"),
        "revisit_overdue": ("product", "result", "technician", "completed_at", "by", "over"),
    }
)


def shows_clock(ticket: Ticket, clock: Clock, spec: ClockSpec) -> Change:
    """Give what the clock's three columns show."""
    paused = Paused(ticket.time("next_contact_at")) if clock.paused else None
    return ticket.shows_all(
        {
            spec.due: paused or clock.deadline,
            spec.warn: None if clock.paused else clock.warn_at,
            spec.met: clock.met_at,
        }
    )


def watch(
    desk: Snapshot,
    name: str,
    now: datetime,
    policy: Policy,
    *,
    breach_kind: str = "clock_breach",
) -> Iterator[Change]:
    """Yield what a clock calls for now on each ticket, in the statuses in which it is coloured.

    Imported tickets are shown and never announced, an incident mutes reminders.
    """
    spec = policy.clock(name)
    for ticket in desk.tickets:
        record = ticket.record
        # A clock that never began and whose cells are empty has nothing to show.
        if record.stamps.keys().isdisjoint(spec.starts) and not ticket.filled(spec.columns):
            continue
        clock = ticket.clock(name)
        if clock.deadline or ticket.filled(spec.columns):
            yield shows_clock(ticket, clock, spec)
        if clock.runs and record.status in spec.seen_in and not record.imported:
            yield from _calls_for(ticket, clock, spec, now, policy, breach_kind)


def _calls_for(
    ticket: Ticket,
    clock: Clock,
    spec: ClockSpec,
    now: datetime,
    policy: Policy,
    breach_kind: str,
) -> Iterator[Change]:
    """Yield the flag, the wake and, once what was typed is taken in, the notice of a running clock."""
    overdue = clock.overdue(now)
    if overdue:
        yield ticket.flag(f"{spec.prefix}_overdue")
    if upcoming := _next_instant(clock, now, policy):
        yield ticket.wake(upcoming)
    if not ticket.may_remind:
        return
    if overdue:
        yield from _breach(ticket, clock, now, policy, breach_kind)
    elif clock.warned(now) and clock.target > SHORT:
        yield from _warning(ticket, clock, now, policy)


def _next_instant(clock: Clock, now: datetime, policy: Policy) -> datetime | None:
    """Give when the clock calls for something next: its warning, its breach, the next rung of the ladder."""
    if clock.deadline is None:
        return None
    if clock.warn_at and clock.warn_at > now:
        return clock.warn_at
    if clock.deadline >= now:
        return after(clock.deadline)
    rungs = (clock.deadline + rung.after for rung in policy.schema.ladder)
    return min((at for at in rungs if at > now), default=None)


def _breach(
    ticket: Ticket, clock: Clock, now: datetime, policy: Policy, kind: str
) -> Iterator[Change]:
    """Announce the breach to whom it concerns, and to each further rung of the ladder when its time has come."""
    late = now - (clock.deadline or now)
    for rung in policy.schema.ladder:
        stage = f"{BREACH}{int(rung.after.total_seconds() // 60)}"
        what = clock.key(stage, ticket.record.cycle)
        if late >= rung.after and not ticket.told(what):
            told = "clock_breach" if rung.after else kind
            yield from ticket.announce(
                told,
                what,
                at=now,
                facts=clock_facts(ticket, clock, now, policy, told),
                to=rung.roles if rung.after else None,
                clock=clock.name,
            )


def _warning(ticket: Ticket, clock: Clock, now: datetime, policy: Policy) -> Iterator[Change]:
    what, kind = clock.key("warning", ticket.record.cycle), "clock_warning"
    if not ticket.told(what):
        facts = clock_facts(ticket, clock, now, policy, kind)
        yield from ticket.announce(kind, what, at=now, facts=facts, clock=clock.name)


def clock_facts(
    ticket: Ticket, clock: Clock, now: datetime, policy: Policy, kind: str
) -> dict[str, str]:
    """Give the facts of a notice that speaks of a clock."""
    known = {
        **about(ticket, policy),
        **ages(clock, ticket.record, now, policy),
        "clock": clock.name,
        "step": where_stuck(ticket, policy),
        "who": who_acts(ticket, policy),
        "role": acting_role(ticket),
        "technician": technician_name(ticket, policy),
        "result": policy.display("result", ticket.raw("result")),
    }
    return {**whose(ticket), **{name: known[name] for name in TELLS[kind]}}
