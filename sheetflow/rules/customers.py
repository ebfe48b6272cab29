"""Find a ticket's customer in the archive by their phone, and fill what it knows of them into a new row.

P2 S1 (duty 1), P1 4.2.2.    the phone of K20260301004, 维修地址 empty  ->  its address, once, and 客户编号
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.archive import CUSTOMERS, SHARED, customer_of, watches_of
from sheetflow.books import Entry
from sheetflow.model import Change, Say
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket

#: Nobody has gone out yet: what is typed may still be completed (rules/first_values.py).
_EARLY = ("new", "to_dispatch", "dispatched")

#: What is filled in, and by which column of the archive: whoever reports it is the customer where nobody says who.
_KNOWN = (*((one, one) for one in SHARED), ("customer_name", "name"))


def customers(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the customer's number of each open ticket, and what the archive fills in."""
    if CUSTOMERS not in desk.books:
        return
    archive = desk.book(CUSTOMERS)
    for ticket in desk.tickets:
        if ticket.record.status != "closed" and ticket.raw("phone") != "":
            found = customer_of(ticket, archive)
            yield from watches_of(ticket, found, archive)
            yield ticket.shows("customer_no", found.key if found else None)
            if found and ticket.record.status in _EARLY:
                yield from _filled(ticket, found)


def completes(ticket: Ticket, desk: Snapshot) -> bool:
    """Say whether the archive is just about to fill cells of a report: until then it isn't known what it lacks."""
    if CUSTOMERS not in desk.books or ticket.raw("phone") == "":
        return False
    found = customer_of(ticket, desk.book(CUSTOMERS))
    return found is not None and ticket.status in _EARLY and any(_filled(ticket, found))


def _filled(ticket: Ticket, customer: Entry) -> Iterator[Change]:
    """Yield first values of cells that nobody has ever filled (GOOGLE_SHEETS.md, "Safe writing", 2)."""
    if ticket.record.imported:
        return
    for column, known in _KNOWN:
        if _untouched(ticket, column) and customer.text(known):
            yield Say(ticket.no, column, customer.text(known))
    if ticket.raw("address") == "" and _untouched(ticket, "region") and customer.text("region"):
        yield Say(ticket.no, "region", customer.text("region"))


def _untouched(ticket: Ticket, column: str) -> bool:
    return ticket.raw(column) == "" and column not in ticket.record.seen
