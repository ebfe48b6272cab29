"""Who gets a notice: roles become people, once each, with how they want to be told.

SHEET.md, "Notices": to a role = every active holder on shift; none -> all holders; none -> the owner. Everybody may
switch notices off, but a supervisor neither incidents nor critical breaches.

Somebody with an e-mail and a group bot gets both. A bot that several share posts a notice once, for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sheetflow.model import BOT, Notice, Notify, Recipient
from sheetflow.notices import KINDS
from sheetflow.policy import Policy
from sheetflow.roster import StaffMember, Wish


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
        if member := policy.colleague(number):
            people[number] = member
    for role in notify.roles:
        people.update({member.no: member for member in policy.holders(role, now)})
    wanted = [m for m in people.values() if wish(m, notify.kind, urgent=notify.urgent) != "off"]
    between = "、" if policy.language == "zh" else ", "
    everyone = between.join(m.name for m in wanted)
    return Notice(
        notify.once,
        notify.kind,
        notify.ticket_no,
        {**notify.facts, "everyone": everyone},
        (*_by_mail(wanted), *_by_bot(wanted, between)),
        notify.urgent,
        notify.clock,
        notify.after_write,
    )


def wish(member: StaffMember, kind: str, *, urgent: bool) -> Wish:
    """Give how somebody gets a notice: as they wish, but what a supervisor must know at once.

    What people work from, such as a dispatch order, is no line of a digest: it comes at once or not at all.
    """
    grave = kind == "incident" or (kind == "clock_breach" and urgent)
    if grave and "supervisor" in member.roles:
        return "now"
    wanted = member.wish(kind)
    return "now" if wanted == "digest" and not collectable(kind) else wanted


def collectable(kind: str) -> bool:
    """Say whether a kind of notice may wait for a digest."""
    return kind in KINDS and not KINDS[kind].alone


def _by_mail(people: Iterable[StaffMember]) -> Iterator[Recipient]:
    """Yield who gets a mail: all but those who can be reached by a bot alone."""
    for member in people:
        if member.email or not member.bot:
            yield Recipient(member.no, member.name, member.email)


def _by_bot(people: Iterable[StaffMember], between: str) -> Iterator[Recipient]:
    """Yield each group once, for whom of it the notice is."""
    groups: dict[str, list[StaffMember]] = {}
    for member in people:
        if member.bot:
            groups.setdefault(member.bot, []).append(member)
    for link, members in groups.items():
        numbers, names = (m.no for m in members), (m.name for m in members)
        yield Recipient(" ".join(numbers), between.join(names), link, BOT)
