"""Whether a notice that is about to leave still has a point: every kind has its condition, looked at again at sending.

WORKFLOW.md, clock rule 9 ("what is resolved at the time of sending isn't sent").
    dispatch of 陈立 held for the night, ticket given to 刘勇 at 7:30  ->  陈立 isn't told at 8:00, 刘勇 is; nor is 陈立
    told that it went to another: he never heard of it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from sheetflow.clocks import Clock, clock
from sheetflow.dispatch import late_there
from sheetflow.handover import TO_COME, called_off
from sheetflow.policy import Policy
from sheetflow.ports import Delivery
from sheetflow.receivables import owed
from sheetflow.record import TicketRecord
from sheetflow.record.row import UNEXPLAINED, busy
from sheetflow.states import STATES

#: What says whose a job is: what its reader has heard of that before matters.
OF_A_JOB = ("dispatch", "reassign")


class Case(NamedTuple):
    """A notice with its ticket as it is now, and the once-keys of what its reader has got about it, oldest first."""

    delivery: Delivery
    record: TicketRecord
    policy: Policy
    now: datetime
    heard: Sequence[str] = ()

    @property
    def clock(self) -> Clock | None:
        """Give the notice's clock where somebody still has to act before it: watched, running, and not muted.

        An incident mutes reminders (P1 4.5.7).
        """
        spec = self.policy.clock(self.delivery.clock)
        found = clock(self.record, spec, self.policy)
        watched = found.runs and self.record.status in spec.seen_in
        return found if watched and not self.record.stands("incident") else None


def holds(
    delivery: Delivery,
    record: TicketRecord | None,
    policy: Policy | None,
    now: datetime,
    heard: Sequence[str] = (),
) -> bool:
    """Say whether a notice still holds; what can't be looked at, for want of a ticket, policy or clock, does."""
    if record is None or policy is None:
        return True
    if delivery.clock and not policy.has_clock(delivery.clock):
        return True
    return CONDITIONS.get(delivery.kind, _always)(Case(delivery, record, policy, now, heard))


def _always(case: Case) -> bool:
    return True


def _overdue(case: Case) -> bool:
    found = case.clock
    return found is not None and found.overdue(case.now)


def _soon(case: Case) -> bool:
    found = case.clock
    return found is not None and found.warned(case.now)


def _at_risk(case: Case) -> bool:
    """Say whether nobody is under way in time, and no other time was agreed."""
    found, record = case.clock, case.record
    if found is None or found.deadline is None:
        return False
    appointment = record.appointment
    if appointment and not appointment.agreed and appointment.at > found.deadline:
        return True
    if late_there(record, case.policy):
        return True
    return not (record.stamp("departed_at") or (appointment and appointment.agreed))


def _holds_up(case: Case) -> bool:
    return bool(case.record.tour.holds)


def _clashes(case: Case) -> bool:
    return bool(case.record.tour.clash) or any(map(busy, case.record.refusals))


def _untaken(case: Case) -> bool:
    """Say whether nobody has taken up the report; whom dispatch sent by itself is named in the notice."""
    status = case.record.status
    return status in ("new", "to_dispatch") or (status == "dispatched" and _as_told(case))


def _sent(case: Case) -> bool:
    """Say whether the one who was sent is still the one, and not there yet."""
    return case.record.status in TO_COME and _as_told(case)


def _as_told(case: Case) -> bool:
    number = case.record.technician
    name = member.name if (member := case.policy.staff.get(number)) else number
    return name == case.delivery.facts.get("technician")


def _given_elsewhere(case: Case) -> bool:
    """Say whether it should still go to another, is still with whom it was given to, or nobody goes there still.

    Nobody is called off a job that they have never heard of.
    """
    sent, record, told = case.delivery.facts.get("sent"), case.record, case.delivery
    if told.facts.get("gone"):
        off = record.status in ("to_dispatch", "workshop", "closed") or not _as_told(case)
        return off and called_off(told.once, told.ticket_no, told.recipient.staff_no, case.heard)
    if not sent:
        return record.proposal is not None and _as_told(case)
    member = case.policy.staff.get(record.technician)
    if record.status not in TO_COME or member is None or member.name != sent:
        return False
    return called_off(told.once, told.ticket_no, told.recipient.staff_no, case.heard)


def _silent(case: Case) -> bool:
    return case.record.status == "unreachable"


def _incident(case: Case) -> bool:
    """Say whether it stands; what is filed meanwhile is over, unless it was filed when it was told."""
    filed = case.delivery.once.endswith("/filed")
    return case.record.stands("incident") != "" and (case.record.status != "closed" or filed)


def _beyond(case: Case) -> bool:
    """Say whether it still is the supervisor's to settle, or to be brought to them."""
    record = case.record
    found = record.stamp("beyond_desk_at") and not record.stamp("escalated_at")
    return STATES[record.status].live and (bool(found) or record.status == "escalated")


def _quote_refused(case: Case) -> bool:
    record = case.record
    said, given_up = record.consents.get("quote"), UNEXPLAINED in record.refusals
    return STATES[record.status].live and said is not None and not (said.given or given_up)


def _helpless(case: Case) -> bool:
    return case.record.status == "assistance"


def _missing(case: Case) -> bool:
    return case.record.status != "closed" and case.record.missing is not None


def _unpaid(case: Case) -> bool:
    return owed(case.record, case.policy) > 0


Condition: TypeAlias = Callable[[Case], bool]

#: By kind; the day's digest, its parts and a trouble of the service are told as they were.
CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        "incident": _incident,
        "escalation": _beyond,
        "assistance": _helpless,
        "quote_refused": _quote_refused,
        "dispatch": _sent,
        "clock_breach": _overdue,
        "promise_at_risk": _at_risk,
        "held_up": _holds_up,
        "visit_clash": _clashes,
        "reassign": _given_elsewhere,
        "not_contacted": _overdue,
        "unreachable": _silent,
        "revisit_overdue": _overdue,
        "clock_warning": _soon,
        "new_report": _untaken,
        "debt": _unpaid,
        "old_debt": _unpaid,
        "row_missing": _missing,
        "digest": _always,
        "parts_low": _always,
        "system": _always,
    }
)
