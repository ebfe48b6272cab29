"""The customers' archive, 客户档案: who a phone number belongs to (P2 S1, P1 4.2.2; duties 1 and 19).

customers_of(desk.book("customers")).by_phone("13800000001")  ->  the entry K20260310001, or None
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sheetflow.books import Book, Entry
from sheetflow.typed import understand_phone


@dataclass(frozen=True)
class Customers:
    """The archive by the digits of every phone in it; of two rows with one phone the upper counts."""

    rows: Mapping[str, Entry]

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
            if digits := understand_phone(phone).digits:
                rows.setdefault(digits, entry)
    return Customers(rows)
