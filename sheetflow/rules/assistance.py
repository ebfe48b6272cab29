"""Get help for a technician who can't find the fault: the dispatcher is told at once, and sends a second one.

P1 4.5.5 (duty 35).    维修结果 未修复  ->  需支援, one notice to the dispatcher; 协助人 刘勇  ->  one notice to 刘勇;
吴强 instead  ->  刘勇 hears that he need not go
Back to 维修中 with a new start, a final result, or the status chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.clocks import named as at_that_time
from sheetflow.helping import helper, named
from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.rules.words import about, technician_name, whose
from sheetflow.tickets import Snapshot, Ticket

#: How the once-key of what calls a helper off goes on.
_OFF = "off/"


def assistance(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the notice of each ticket that needs help and of each helper named, and what is wrong with a name."""
    for ticket in desk.edited("helper"):
        if ticket.text("helper") and not named(ticket, policy):
            yield ticket.refuse("helper", _unknown(ticket.text("helper")), at=now)
    for ticket in desk.in_state("assistance"):
        if (who := named(ticket, policy)) and not helper(ticket, policy):
            yield _no_second(ticket, who, policy)
        asked_at = ticket.record.stamp("assist_requested_at")
        if asked_at and ticket.may_remind:
            yield from _notices(ticket, asked_at, now, policy)


def _unknown(typed: str) -> Text:
    return Text(
        f"协助人「{typed}」不清楚是谁;请从下拉里选",
        f"Helper '{typed}' isn't clear. Choose one from the list",
    )


def _no_second(ticket: Ticket, who: str, policy: Policy) -> Change:
    """Tell that whoever is named is there already, or doesn't go out: nobody would come."""
    member = policy.staff.get(who)
    name = member.name if member else who
    if who == ticket.record.technician:
        return ticket.tell(
            f"{name}就是这单的维修工程师;「协助人」请选另一位",
            f"{name} has this ticket; choose somebody else in Helper",
        )
    return ticket.tell(
        f"「人员」里{name}不是上门的人;「协助人」请选另一位,确实上门就在「角色」里加上「技术人员」",
        f"Staff doesn't say that {name} goes out: choose somebody else in Helper, or add the role Technician",
    )


def _notices(ticket: Ticket, asked_at: datetime, now: datetime, policy: Policy) -> Iterator[Change]:
    who, facts = helper(ticket, policy), _facts(ticket, asked_at, now, policy)
    what = f"assistance/{ticket.record.cycle}/{at_that_time(asked_at)}"
    if not ticket.told(what):
        yield from ticket.announce("assistance", what, at=now, facts=facts)
    for number, member in policy.staff.items():
        asked, off = (_times(ticket, f"{what}/{word}{number}/") for word in ("", _OFF))
        if number == who and asked == off:
            once = f"{what}/{number}/{asked}"
            yield from ticket.announce(
                "assistance", once, at=now, facts=facts, to=(), staff=(number,)
            )
        elif asked > off and number not in (who, ticket.record.technician) and member.active:
            once = f"{what}/{_OFF}{number}/{off}"
            told = _stays(ticket, member.name, facts["helper"], policy)
            yield from ticket.announce("reassign", once, at=now, facts=told, to=(), staff=(number,))


def _times(ticket: Ticket, what: str) -> int:
    """Give how often somebody was told this."""
    return sum(key.startswith(ticket.key(what)) for key in ticket.record.told)


def _stays(ticket: Ticket, name: str, instead: str, policy: Policy) -> dict[str, str]:
    """Give what a helper hears who was asked to go and isn't wanted any more."""
    gone = Text("不用支援了", "no help is wanted")
    if instead:
        gone = Text(f"由{instead}去支援", f"{instead} goes to help")
    said = {"sent": "", "cause": "", "instead": "", "by": "", "gone": policy.say(gone)}
    return {**whose(ticket), "technician": name, **said}


def _facts(ticket: Ticket, asked_at: datetime, now: datetime, policy: Policy) -> dict[str, str]:
    member = policy.staff.get(helper(ticket, policy))
    return {
        **about(ticket, policy),
        "technician": technician_name(ticket, policy),
        "helper": member.name if member else "",
        "at": policy.moment(asked_at, now),
        "found": ticket.text("verified_fault"),
        "region": ticket.region,
    }
