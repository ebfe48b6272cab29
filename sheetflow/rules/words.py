"""The words that notices and next actions share: what a ticket is about, where it stands, who has to act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sheetflow.model import Text
from sheetflow.policy import Policy
from sheetflow.tickets import Ticket
from sheetflow.typed import understand_technician

DISPATCHER = Text("内勤", "Dispatcher")
SERVICE = Text("客服", "Service")
SUPERVISOR = Text("主管", "Supervisor")

_ROLES = {"dispatcher": DISPATCHER, "service": SERVICE, "supervisor": SUPERVISOR}

#: Which role has to act in each status; in the others it is the technician.
_ACTS = {
    "new": "dispatcher",
    "to_dispatch": "dispatcher",
    "unreachable": "dispatcher",
    "customer_wait": "dispatcher",
    "guidance": "dispatcher",
    "escalated": "supervisor",
    "completed": "service",
}


def technician_name(ticket: Ticket, policy: Policy) -> str:
    """Give the technician's name, or "" when nobody is assigned."""
    member = policy.staff.get(ticket.record.technician)
    return member.name if member else ticket.record.technician


def who_acts(ticket: Ticket, policy: Policy) -> str:
    """Give who has to act now: 内勤, the technician's name, 客服 …"""
    role = acting_role(ticket)
    return policy.say(_ROLES[role]) if role else technician_name(ticket, policy)


def acting_role(ticket: Ticket) -> str:
    """Name the role that has to act now, "" where it is the technician."""
    return _ACTS.get(ticket.status) or ("" if ticket.record.technician else "dispatcher")


def where_stuck(ticket: Ticket, policy: Policy) -> str:
    """Give the status's label, the step at which the ticket stands."""
    return policy.say(policy.label(f"status.{ticket.status}"))


def row_no(ticket_no: str, at: datetime, policy: Policy, kind: str = "") -> str:
    """Give the number of a row beside the ticket by when it was filed, as the desk's clock showed it.

    WX20260310001/20260310-144000; WX20260310001/revisit/20260311-100000
    """
    return "/".join(filter(None, (ticket_no, kind, f"{policy.local(at):%Y%m%d-%H%M%S}")))


def listed(words: Iterable[str], policy: Policy) -> str:
    """Give words as one list: 型号、地址, or model, address."""
    return ("、" if policy.language == "zh" else ", ").join(words)


def whose(ticket: Ticket) -> dict[str, str]:
    """Give the facts that every notice tells: a notice's template masks the customer's name itself."""
    return {
        "unit_name": ticket.text("unit_name"),
        "customer_name": ticket.text("customer_name"),
    }


def called(ticket: Ticket) -> str:
    """Give how a ticket is called among others in a notice: by its shop, or not at all."""
    return ticket.text("unit_name")


def about(ticket: Ticket, policy: Policy) -> dict[str, str]:
    """Give what most notices tell besides: what is broken, and how grave it is."""
    return {
        **whose(ticket),
        "grade": policy.say(policy.label(f"grade.{ticket.record.grade}")),
        "product": ticket.text("product_model"),
        "fault": ticket.text("fault"),
    }


def reopen_first(ticket: Ticket, column: str, typed: str, policy: Policy) -> Text:
    """Say that a filed row stays as it was filed, and where a supervisor opens it."""
    label, page = policy.label(column), policy.ticket_page(ticket.no)
    return Text(
        f"已结单,「{label.zh}」改成「{typed}」没有采用,已恢复原值;要改请主管先重开 {page}",
        f"Closed: '{typed}' in {label.en} was not taken and put back. Ask a supervisor to reopen it: {page}",
    )


def staff_no(words: str, policy: Policy) -> str:
    """Give the staff number of whom somebody means, "" where that isn't clear."""
    if words in policy.staff:
        return words
    found = understand_technician(words, [(who.no, who.name) for who in policy.staff.values()])
    return found if isinstance(found, str) else ""


def nobody(words: str) -> Text:
    """Say that this is nobody of the staff, and what to do."""
    return Text(
        f"「{words}」不在「人员」里,请从下拉里选",
        f"'{words}' isn't one of the staff: choose from the list",
    )
