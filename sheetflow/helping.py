"""The second technician on a visit: who 协助人 names, and whether it takes their time.

协助人 "2" or 刘勇  ->  02
"""

from __future__ import annotations

from sheetflow.policy import Policy
from sheetflow.tickets import Ticket
from sheetflow.typed import understand_technician

#: Who comes to help: a supervisor does, too, whatever their skills (P1 4.5.5).
_COME = frozenset({"technician", "supervisor"})


def helper(ticket: Ticket, policy: Policy) -> str:
    """Give the staff number of who comes to help, "" for nobody: a second one, whose work it is to go there."""
    who = named(ticket, policy)
    member = policy.staff.get(who)
    comes = member is not None and member.active and not _COME.isdisjoint(member.roles)
    return who if comes and who != ticket.record.technician else ""


def named(ticket: Ticket, policy: Policy) -> str:
    """Give the staff number that 协助人 means, "" when nobody is named or the name isn't clear."""
    typed = ticket.text("helper")
    if not typed or typed in policy.staff:
        return typed
    roster = [(member.no, member.name) for member in policy.staff.values() if member.active]
    found = understand_technician(typed, roster)
    return found if isinstance(found, str) else ""


def goes_along(ticket: Ticket, policy: Policy) -> str:
    """Give the staff number of the helper whose time the ticket takes, "" for nobody.

    Whose name still stands there from a visit that they have helped at is free, until help is wanted anew.
    """
    record, who = ticket.record, helper(ticket, policy)
    if not who or who == record.technician:
        return ""
    ways = [visit for visit in record.visits if visit.helps and visit.technician == who]
    over = bool(ways) and not ways[-1].open and record.status != "assistance"
    return "" if over else who
