"""What a ticket's clocks say: a fold over its record, never a patched figure (WORKFLOW.md, "Clocks").

    clock(record, policy.clock("response"), policy) -> Clock(deadline=12:00, warn_at=11:30, met_at=None, paused=False)

deadline = anchor + target + the pauses' elapsed time, all in the clock's calendar; an agreed appointment replaces the
promise, and on-site too when the customer asked for it; what makes it moot in time leaves no clock, later it stops it;
a new grade counts from the original anchor, never later than before and, so that it doesn't breach at once, not before
`upgrade_floor` from the change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sheetflow.calendars import Calendar
from sheetflow.policy import Policy
from sheetflow.promises import came, promised_instead, since
from sheetflow.record import TicketRecord
from sheetflow.revisits import in_vain_at
from sheetflow.schema import ClockSpec, Level

#: 30 minutes or less warn by colour only (rule 8).
SHORT = timedelta(minutes=30)
FIRST_CALL = "attempt_1_at"
ARRIVAL = "arrived_at"

#: How the stage of a breach is named in its once-key, before the minutes of its rung.
BREACH = "breach+"
_NAMED = "%Y%m%dT%H%M%SZ"
_STILL = timedelta(0)


class Clock(NamedTuple):
    """One clock of one ticket; all None while nothing has started it, or for a request that has no such clock."""

    name: str
    deadline: datetime | None = None
    warn_at: datetime | None = None
    met_at: datetime | None = None
    paused: bool = False
    target: timedelta = _STILL

    @property
    def runs(self) -> bool:
        """Say whether somebody still has to act before the deadline."""
        return self.deadline is not None and self.met_at is None and not self.paused

    def breached(self, now: datetime) -> bool:
        """Say whether the deadline has passed unmet, or was met too late; met when event <= deadline (rule 1)."""
        if self.deadline is None or (self.paused and self.met_at is None):
            return False
        return (self.met_at or now) > self.deadline

    def overdue(self, now: datetime) -> bool:
        """Say whether the deadline has passed and nobody has acted yet."""
        return self.deadline is not None and now > self.deadline and self.runs

    def warned(self, now: datetime) -> bool:
        """Say whether the warning time has come and the deadline not yet."""
        return (
            self.warn_at is not None
            and self.deadline is not None
            and self.warn_at <= now <= self.deadline
            and self.runs
        )

    def key(self, stage: str, cycle: int = 1) -> str:
        """Give the part of a notice's once-key that names this clock, repair cycle, stage and deadline (rule 8)."""
        return f"{self.name}/{cycle}/{stage}/{named(self.deadline) if self.deadline else '-'}"


def named(at: datetime) -> str:
    """Give an instant as once-keys name it, the same whatever zone it comes in: 20260310T063000Z."""
    written = at.astimezone(UTC).isoformat(timespec="seconds")
    return f"{written[:19].replace('-', '').replace(':', '')}Z"


def announced(record: TicketRecord, clock: str) -> datetime | None:
    """Give the first deadline of a clock whose breach was announced, in any cycle: nothing withdraws it (rule 4)."""
    begin = f"{record.ticket_no}/{clock}/"
    breaches = (
        once.rpartition("/")[2]
        for once in record.told
        if once.startswith(begin) and f"/{BREACH}" in once
    )
    first = min(breaches, default=None)
    return datetime.strptime(first, _NAMED).replace(tzinfo=UTC) if first else None


def after(at: datetime) -> datetime:
    """Give the first instant past a deadline, at which to wake for it: what happens on it is still met (rule 1)."""
    return at + timedelta.resolution


def clock(record: TicketRecord, spec: ClockSpec, policy: Policy) -> Clock:
    """Give the state of one clock."""
    anchor = _latest(record, spec.starts)
    if anchor is None or record.request in spec.not_for:
        return Clock(spec.name)
    begin = since(record, spec.name, anchor) if record.visits else anchor
    met_at, moot_at = _met(record, spec, begin), _moot(record, spec, begin, policy)
    if met_at and moot_at and met_at <= moot_at:
        moot_at = None
    stopped_at = moot_at or met_at
    if stopped_at is None and _goes_elsewhere(record, spec, policy):
        return Clock(spec.name)
    calendar = policy.calendar(spec.calendar)
    found = _by_grades(record, spec, policy, calendar, anchor, stopped_at) or _agreed(
        record, spec, anchor
    )
    if found is None:
        return Clock(spec.name)
    deadline, warn_at, target = found
    if spec.outside:
        deadline = _inside(deadline, policy.calendar(spec.outside.calendar), spec.outside.plus)
        warn_at = min(warn_at, deadline)
    if replaced := promised_instead(record, spec.name, anchor, deadline):
        deadline, warn_at = replaced, min(max(warn_at, replaced - SHORT), replaced)
    if moot_at and moot_at <= deadline:
        return Clock(spec.name)
    paused = spec.pausable and stopped_at is None and _paused(record)
    return Clock(spec.name, deadline, None if stopped_at else warn_at, stopped_at, paused, target)


def clocks(record: TicketRecord, policy: Policy) -> Iterator[tuple[ClockSpec, Clock]]:
    """Give every clock of a ticket, in the schema's order."""
    for spec in policy.schema.clocks:
        yield spec, clock(record, spec, policy)


def _latest(record: TicketRecord, names: tuple[str, ...]) -> datetime | None:
    latest = None
    for name in names:
        at = record.stamps.get(name)
        if at is not None and (latest is None or at > latest):
            latest = at
    return latest


def _met(record: TicketRecord, spec: ClockSpec, anchor: datetime) -> datetime | None:
    """Give the first stop at or after the anchor; `attempt_1_at` is the first call since the dispatch."""
    met = _first(record, spec.stops, anchor)
    if record.visits and ARRIVAL in spec.stops:
        there = came(record, anchor)
        met = min(met, there) if met and there else met or there
    if record.attempts and FIRST_CALL in spec.stops:
        called = max(record.attempts[0].at, anchor)
        return min(met, called) if met else called
    return met


def _moot(
    record: TicketRecord, spec: ClockSpec, anchor: datetime, policy: Policy
) -> datetime | None:
    """Give what makes the clock moot; nobody has to call back whom three calls on two days didn't reach."""
    if spec.name == "revisit" and (in_vain := in_vain_at(record, policy.zone)):
        return in_vain
    return _first(record, spec.moot, anchor)


def _first(record: TicketRecord, names: tuple[str, ...], anchor: datetime) -> datetime | None:
    """Give the earliest of some stamps at or after the anchor; a step that is taken again was met the first time."""
    first = None
    for name in names:
        at = record.stamps.get(name)
        if at is not None and at >= anchor and (first is None or at < first):
            first = at
    if first is None or not record.earlier:
        return first
    before = (at for name in names for at in record.earlier.get(name, ()) if at >= anchor)
    return min((first, *before))


def _goes_elsewhere(record: TicketRecord, spec: ClockSpec, policy: Policy) -> bool:
    """Say whether it goes a way that has no such clock, such as 送修; whoever is sent there has it all the same."""
    raw = record.stands("route") if spec.not_for and not record.technician else ""
    return raw != "" and policy.decoders["route"](raw) in spec.not_for


def _agreed(
    record: TicketRecord, spec: ClockSpec, anchor: datetime
) -> tuple[datetime, datetime, timedelta] | None:
    """Give what was agreed, where the profile promises nothing: no length that could warn, as the departure does."""
    if spec.name != "promise" or record.promised is None:
        return None
    at = promised_instead(record, spec.name, anchor, None)
    return (at, at, _STILL) if at else None


def _by_grades(
    record: TicketRecord,
    spec: ClockSpec,
    policy: Policy,
    calendar: Calendar,
    anchor: datetime,
    met_at: datetime | None,
) -> tuple[datetime, datetime, timedelta] | None:
    """Fold the grades the ticket has had: each counts from the anchor; what is met has frozen (rule 7)."""
    if len(record.grades) == 1 and not record.pauses:
        level = policy.level(record.grades[0][1], spec.name)
        if level is None or level.target is None:
            return None
        return _counted(calendar, anchor, level, [], warns=met_at is None)
    found: tuple[datetime, datetime, timedelta] | None = None
    pauses = list(_pauses(record, spec, met_at)) if record.pauses else []
    for changed_at, grade in record.grades or ((anchor, record.grade),):
        if found and met_at and met_at <= changed_at:
            break
        level = policy.level(grade, spec.name)
        if level is None or level.target is None:
            found = None
            continue
        counted = _counted(calendar, anchor, level, pauses, warns=met_at is None)
        if found:
            counted = _floored(found, counted, changed_at, policy.schema.policy.upgrade_floor)
        found = counted
    return found


def _pauses(
    record: TicketRecord, spec: ClockSpec, met_at: datetime | None
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the pauses that are over and that the clock stood still in; one that was met has stopped for good."""
    for pause in record.pauses:
        if spec.pausable and pause.end and (met_at is None or pause.start < met_at):
            yield pause.start, pause.end


def _counted(
    calendar: Calendar,
    anchor: datetime,
    level: Level,
    pauses: list[tuple[datetime, datetime]],
    *,
    warns: bool,
) -> tuple[datetime, datetime, timedelta]:
    """Give deadline, warning and target; what is met warns nobody, so its warning isn't counted out."""
    target, early = level.target or _STILL, level.warns_after
    if not pauses:
        if warns:
            return *calendar.add_both(anchor, target, early), target
        due = calendar.add(anchor, target)
        return due, due, target
    last, warn = (calendar.deadline(anchor, part, pauses) for part in (target, early))
    return last or anchor, warn or anchor, target


def _floored(
    before: tuple[datetime, datetime, timedelta],
    counted: tuple[datetime, datetime, timedelta],
    changed_at: datetime,
    floor: timedelta,
) -> tuple[datetime, datetime, timedelta]:
    deadline, _, target = counted
    if deadline >= min(before[0], changed_at + floor):
        return counted
    return min(before[0], changed_at + floor), changed_at, target


def _inside(deadline: datetime, hours: Calendar, plus: timedelta) -> datetime:
    opening = hours.next_opening(deadline)
    return deadline if opening <= deadline else opening + plus


def _paused(record: TicketRecord) -> bool:
    return bool(record.pauses) and record.pauses[-1].end is None
