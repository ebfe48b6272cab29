"""Who gets a notice: roles become people, once each, with how they want to be told.

SHEET.md, "Notices": to a role = every active holder on shift; none -> all holders; none -> the owner.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sheetflow.model import Notice, Notify, Recipient
from sheetflow.policy import Policy
from sheetflow.roster import StaffMember

#: What a member of staff who wants no notices still gets (SHEET.md, "Notices").
NEVER_OFF = ("incident", "clock_breach")


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
    wanted = [m for m in people.values() if m.wants(notify.kind) or notify.kind in NEVER_OFF]
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
