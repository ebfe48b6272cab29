"""Who gets a notice: roles become people, once each, with how they want to be told.

SHEET.md, "Notices": to a role = every active holder on shift; none -> all holders; none -> the owner. Everybody may
switch notices off, but a supervisor neither incidents nor critical breaches.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sheetflow.model import Notice, Notify, Recipient
from sheetflow.policy import Policy
from sheetflow.roster import StaffMember


def addressed(asked: Iterable[Notify], policy: Policy, now: datetime) -> tuple[Notice, ...]:
    """Give each notice once, with its recipients; one that reaches nobody has none, which the health page shows."""
    found: dict[str, Notice] = {}
    for notify in asked:
        if notify.once not in found:
            found[notify.once] = _notice(notify, policy, now)
    return tuple(found.values())


def _notice(notify: Notify, policy: Policy, now: datetime) -> Notice:
    people: dict[str, StaffMember] = {}
    for number in notify.staff:
        if member := policy.staff.get(number):
            people[number] = member
    for role in notify.roles:
        people.update({member.no: member for member in policy.holders(role, now)})
    wanted = [m for m in people.values() if m.wants(notify.kind) or _must_know(m, notify)]
    everyone = ("、" if policy.language == "zh" else ", ").join(m.name for m in wanted)
    return Notice(
        notify.once,
        notify.kind,
        notify.ticket_no,
        {**notify.facts, "everyone": everyone},
        tuple(Recipient(member.no, member.name, member.email) for member in wanted),
        notify.urgent,
        notify.clock,
        notify.after_write,
    )


def _must_know(member: StaffMember, notify: Notify) -> bool:
    grave = notify.kind == "incident" or (notify.kind == "clock_breach" and notify.urgent)
    return grave and "supervisor" in member.roles
