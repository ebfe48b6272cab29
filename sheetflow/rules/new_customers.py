"""File each new customer in the archive, once a phone, as soon as one knows who and where they are.

P2 S1 (duty 1).    a phone that isn't in 客户档案  ->  K20260310001 with name, phone, shop, address and region
Whose name and phone were both put right afterwards is another customer, filed as K20260310001-2, without an address
that is the one of whom the row was before: it may be a slip, and the archive fills what it has into their next report.
Crosses rows: two new tickets of one phone file one customer. What another system began files nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.archive import CUSTOMERS, customer_of
from sheetflow.books import Book
from sheetflow.catalogue import squeezed
from sheetflow.model import AppendRow, Change, Value
from sheetflow.policy import Policy
from sheetflow.rows.index import PREFIX
from sheetflow.rule import CrossesRows
from sheetflow.rules.identity import asks_about, doubt
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import digits_of

#: That a ticket filed its customer, among what was told of it.
_FILED = "customer"


@CrossesRows
def new_customers(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the row of each customer whom the archive doesn't know; of two tickets with one phone the first one's."""
    if CUSTOMERS not in desk.books:
        return
    archive = desk.book(CUSTOMERS)
    unknown = [
        ticket for ticket in desk.tickets if _known(ticket) and not customer_of(ticket, archive)
    ]
    coming: set[str] = set()
    for ticket in sorted(unknown, key=lambda one: one.no):
        digits = digits_of(ticket.text("phone"))
        if digits and digits not in coming and _may_file(ticket, archive):
            coming.add(digits)
            yield from _filed(ticket, archive, now)


def _may_file(ticket: Ticket, archive: Book) -> bool:
    """Say whether a ticket files its customer: once, and again where the row that it filed is another's by now.

    A phone that can hardly be right is asked about first.
    """
    filed = archive.entries
    if ticket.told(_FILED) and (_key(ticket) not in filed or _again(ticket) in filed):
        return False
    asked = asks_about(ticket, "phone") or not ticket.told("compared")
    return not (asked and doubt(ticket, "phone"))


def _key(ticket: Ticket) -> str:
    return "K" + ticket.no.removeprefix(PREFIX)


def _again(ticket: Ticket) -> str:
    return f"{_key(ticket)}-2"


def _known(ticket: Ticket) -> bool:
    """Say whether enough is known of a customer to file them: a phone, a name or a shop, and where they are."""
    if ticket.record.imported or ticket.record.status == "closed" or ticket.raw("phone") == "":
        return False
    named = ticket.raw("customer_name") != "" or ticket.raw("unit_name") != ""
    return named and ticket.raw("address") != ""


def _filed(ticket: Ticket, archive: Book, now: datetime) -> Iterator[Change]:
    key = _again(ticket) if ticket.told(_FILED) else _key(ticket)
    if key in archive.entries:
        return
    theirs = not _anothers(ticket, archive)
    cells: dict[str, Value] = {
        "customer_no": key,
        "name": ticket.text("customer_name") or None,
        "phone": ticket.text("phone"),
        "unit_name": ticket.text("unit_name") or None,
        "address": ticket.text("address") if theirs else None,
        "region": (ticket.region or None) if theirs else None,
    }
    # The row is staff's from here on, and no ticket's: this one keeps only that it filed it.
    yield AppendRow(CUSTOMERS, key, cells)
    yield ticket.happened("told", at=now, by="system", key=ticket.key(_FILED))


def _anothers(ticket: Ticket, archive: Book) -> bool:
    """Say whether the address is that of the customer whom the row was before."""
    before = archive.entries.get(str(ticket.record.shown.get("customer_no") or _key(ticket)))
    return before is not None and squeezed(before.text("address")) == squeezed(
        ticket.text("address")
    )
