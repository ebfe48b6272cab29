"""The customers' archive, 客户档案: who a phone number belongs to (P2 S1, P1 4.2.2; duties 1 and 19).

customers_of(desk.book("customers")).by_phone("13800000001")  ->  the entry K20260310001, or None
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sheetflow.books import Book, Entry
from sheetflow.catalogue import squeezed
from sheetflow.model import Watch
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import digits_of

#: The archive's tab.
CUSTOMERS = "customers"

#: What a ticket and its customer's row both say, and should say alike.
SHARED = ("unit_name", "address")


@dataclass(frozen=True)
class Customers:
    """The archive by the digits of every phone in it, of two rows with one phone the upper.

    `named` has who is meant by a name or a shop that nobody else has, by both.
    """

    rows: Mapping[str, Entry]
    named: Mapping[str, Entry]

    def by_phone(self, digits: str) -> Entry | None:
        """Give the row of a phone number, by its digits as `understand_phone` gives them; "" is nobody's."""
        return self.rows.get(digits) if digits else None


def customers_of(book: Book) -> Customers:
    """Give the archive of the customers tab."""
    return book.derived(_customers)


def _customers(book: Book) -> Customers:
    rows: dict[str, Entry] = {}
    for entry in book:
        others = entry.get("other_phones")
        phones = (entry.text("phone"), *(others if isinstance(others, tuple) else ()))
        for phone in phones:
            if digits := digits_of(phone):
                rows.setdefault(digits, entry)
    return Customers(rows, _named(book))


def _named(book: Book) -> dict[str, Entry]:
    found: dict[str, Entry | None] = {}
    for entry in book:
        for name in {entry.text("name").strip(), entry.text("unit_name").strip()} - {""}:
            found[name] = None if name in found else entry
    return {name: entry for name, entry in found.items() if entry}


def _phone(ticket: Ticket) -> str:
    return digits_of(ticket.text("phone"))


def customer_of(ticket: Ticket, desk: Snapshot) -> Entry | None:
    """Give the archive's row of a ticket's phone."""
    return customers_of(desk.book(CUSTOMERS)).by_phone(ticket.derived(_phone))


def watch_of(ticket: Ticket, found: Entry | None) -> Watch:
    """Give what a ticket has to watch for the row that was found of its phone, or for none."""
    cells = tuple(found.cells) if found else ()
    return Watch(ticket.no, f"customer/{ticket.derived(_phone)}", cells)


def differing(ticket: Ticket, customer: Entry) -> tuple[str, ...]:
    """Name what a ticket says otherwise than the archive; an empty cell says nothing, a shorter wording the same."""
    found = [name for name in SHARED if ticket.raw(name) != customer.raw(name)]
    return tuple([name for name in found if _differ(ticket.text(name), customer.text(name))])


def _differ(one: str, other: str) -> bool:
    if not (one and other):
        return False
    one, other = squeezed(one), squeezed(other)
    return one not in other and other not in one
