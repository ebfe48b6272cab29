"""The words that notices and next actions share: what a ticket is about, where it stands, who has to act."""

from __future__ import annotations

from sheetflow.model import Text
from sheetflow.policy import Policy
from sheetflow.tickets import Ticket

DISPATCHER = Text("内勤", "Dispatcher")
SERVICE = Text("客服", "Service")
SUPERVISOR = Text("主管", "Supervisor")

#: Who has to act in each status; in the others it is the technician.
_ACTS = {
    "new": DISPATCHER,
    "to_dispatch": DISPATCHER,
    "unreachable": DISPATCHER,
    "customer_wait": DISPATCHER,
    "guidance": DISPATCHER,
    "escalated": SUPERVISOR,
    "completed": SERVICE,
}


def technician_name(ticket: Ticket, policy: Policy) -> str:
    """Give the technician's name, or "" when nobody is assigned."""
    member = policy.staff.get(ticket.record.technician)
    return member.name if member else ticket.record.technician


def who_acts(ticket: Ticket, policy: Policy) -> str:
    """Give who has to act now: 内勤, the technician's name, 客服 …"""
    role = _ACTS.get(ticket.status)
    return policy.say(role) if role else technician_name(ticket, policy) or policy.say(DISPATCHER)


def where_stuck(ticket: Ticket, policy: Policy) -> str:
    """Give the status's label, the step at which the ticket stands."""
    return policy.say(policy.label(f"status.{ticket.status}"))


def shop(ticket: Ticket) -> str:
    """Give the shop's name, else nothing: a notice's template masks the customer's name itself."""
    return ticket.text("unit_name")


def common(ticket: Ticket, policy: Policy) -> dict[str, str]:
    """Give the facts that most notices tell."""
    return {
        "unit_name": shop(ticket),
        "customer_name": ticket.text("customer_name"),
        "grade": policy.say(policy.label(f"grade.{ticket.record.grade}")),
        "product": ticket.text("product_model"),
        "fault": ticket.text("fault"),
        "region": ticket.text("region"),
        "technician": technician_name(ticket, policy),
    }
