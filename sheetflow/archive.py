"""The customers' archive, 客户档案: who a phone number belongs to (P2 S1, P1 4.2.2; duties 1 and 19).

customers_of(desk.book("customers")).by_phone("13800000001")  ->  the entry K20260310001, or None
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sheetflow.books import Book, Entry
from sheetflow.catalogue import squeezed
from sheetflow.model import Watch
from sheetflow.tickets import Ticket
from sheetflow.typed import digits_of

#: The archive's tab.
CUSTOMERS = "customers"

#: What a ticket and its customer's row both say, and should say alike.
SHARED = ("unit_name", "address")

#: What says who a customer is, in a ticket and in their row.
_NAMED = (("customer_name", "name"), ("unit_name", "unit_name"))


@dataclass(frozen=True)
class Customers:
    """The archive's `entries`, by their key, as they are looked for."""

    entries: Mapping[str, Entry]

    def by_phone(self, digits: str) -> Entry | None:
        """Give the row of a phone number, by its digits as `understand_phone` gives them; "" is nobody's."""
        return self._rows.get(digits) if digits else None

    @cached_property
    def named(self) -> Mapping[str, Entry]:
        """Give who is meant by a name or a shop that nobody else has, by both."""
        found: dict[str, Entry | None] = {}
        for entry in self.entries.values():
            for name in {entry.text("name").strip(), entry.text("unit_name").strip()} - {""}:
                found[name] = None if name in found else entry
        return {name: entry for name, entry in found.items() if entry}

    @cached_property
    def _rows(self) -> Mapping[str, Entry]:
        """Map the digits of every phone to its row, of two rows with one phone to the upper."""
        rows: dict[str, Entry] = {}
        for entry in self.entries.values():
            for digits in digits_in(entry):
                rows.setdefault(digits, entry)
        return rows


def customers_of(book: Book) -> Customers:
    """Give the archive of the customers tab."""
    return book.derived(_customers)


def _customers(book: Book) -> Customers:
    return Customers(book.entries)


def phones_in(entry: Entry) -> tuple[str, ...]:
    """Give each phone of an archive's row, as typed."""
    others = entry.get("other_phones")
    return (entry.text("phone"), *(others if isinstance(others, tuple) else ()))


def digits_in(entry: Entry) -> Iterator[str]:
    """Yield the digits of each phone of an archive's row."""
    return filter(None, map(digits_of, phones_in(entry)))


def _phone(ticket: Ticket) -> str:
    return digits_of(ticket.text("phone"))


def _by_phone(ticket: Ticket, book: Book) -> Entry | None:
    return customers_of(book).by_phone(ticket.derived(_phone))


def customer_of(ticket: Ticket, book: Book) -> Entry | None:
    """Give the archive's row of a ticket's phone; of a phone that it doesn't know, the row the ticket had before.

    A number that was put right is still the same customer's, as long as name and shop, where they stand, say so too.
    """
    return _by_phone(ticket, book) or _before(ticket, book)


def _before(ticket: Ticket, book: Book) -> Entry | None:
    if not ticket.told("compared"):  # new, and all that stands there may be a copied row's
        return None
    entry = book.entries.get(str(ticket.record.shown.get("customer_no") or ""))
    if entry is None:
        return None
    named = [(ticket.text(one), entry.text(other)) for one, other in _NAMED]
    alike = [squeezed(one) == squeezed(other) for one, other in named if one and other]
    return entry if alike and all(alike) else None


def watches_of(ticket: Ticket, found: Entry | None, book: Book) -> Iterator[Watch]:
    """Yield what a ticket has to watch for the customer it was `found` to have: their row, and that of its phone."""
    by_phone = _by_phone(ticket, book)
    yield Watch(ticket.no, f"customer/{ticket.derived(_phone)}", content(by_phone))
    if found and found is not by_phone:
        yield Watch(ticket.no, f"customer_row/{found.key}", content(found))


def further_numbers(ticket: Ticket, book: Book) -> tuple[str, ...]:
    """Give the numbers under which a ticket's customer may be reached besides its own, as they were typed."""
    customer = customer_of(ticket, book)
    phones = phones_in(customer) if customer else ()
    others = (one for one in phones if digits_of(one) != ticket.derived(_phone))
    return tuple(filter(None, (ticket.text("site_contact"), *others)))


def content(entry: Entry | None) -> tuple[object, ...]:
    """Give what is watched of an archive's row, () of none."""
    return tuple(entry.cells) if entry else ()


def differing(ticket: Ticket, customer: Entry, book: Book) -> tuple[str, ...]:
    """Name what a ticket says otherwise than the archive; an empty cell says nothing, a shorter wording the same."""
    found = [name for name in SHARED if ticket.raw(name) != customer.raw(name)]
    known = _by_phone(ticket, book) is customer or ticket.derived(_phone) in digits_in(customer)
    unknown = [] if known else ["phone"]
    return (*unknown, *(one for one in found if _differ(ticket.text(one), customer.text(one))))


def _differ(one: str, other: str) -> bool:
    if not (one and other):
        return False
    one, other = squeezed(one), squeezed(other)
    return one not in other and other not in one
