"""Whether two tickets speak of one customer's machine, however phone and serial number were written, and who looks.

P2 KP (duties 6, 46).    +86 138-0000-0001, SN-100  and  13800000001, ｓｎ 100  ->  the same
"""

from __future__ import annotations

from sheetflow.catalogue import squeezed
from sheetflow.record import SUSPECTED
from sheetflow.tickets import Ticket
from sheetflow.typed import digits_of

#: What a machine is known by.
KNOWN_BY = ("phone", "serial_no", "product_model")

#: Nobody has been sent yet, so the dispatcher still looks at the report.
UNSENT = ("new", "to_dispatch")


def caller(ticket: Ticket) -> str:
    """Give the digits of the customer's phone as the archive knows it, "" without one."""
    return digits_of(str(ticket.raw("phone")))


def same_machine(one: Ticket, other: Ticket) -> bool:
    """Say whether two tickets are about one machine: by serial number where both have one, else by model."""
    column = (
        "serial_no" if one.raw("serial_no") != "" != other.raw("serial_no") else "product_model"
    )
    name = squeezed(one.text(column))
    return name != "" and name == squeezed(other.text(column))


def suspect(ticket: Ticket) -> bool:
    """Say whether somebody has still to look: who sent a suspect to 待派工 has."""
    since, queued = ticket.record.stamp(SUSPECTED), ticket.record.stamp("queued_at")
    waits = ticket.status == "new" or (since is not None and queued is not None and since >= queued)
    return bool(ticket.record.duplicate_of) and ticket.status in UNSENT and waits
