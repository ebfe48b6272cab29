"""What several tickets share and none of them owns, by name: a customer's row in the archive, the stock of a part.

    shared(desk.books, "customer/13800000001")   ->  the archive's row of this phone, or ()
    shared(desk.books, "parts")                  ->  the rows of 配件库存

A rule that looks at one says so with `Watch`, and the ticket is planned again when it is another than then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sheetflow.archive import CUSTOMERS, content, customers_of
from sheetflow.books import NO_BOOK, Book
from sheetflow.stockroom import parts_in

Books = Mapping[str, Book]


def shared(books: Books, name: str) -> object:
    """Give what is shared under a name, as a value that is equal as long as nothing changed."""
    kind, _, key = name.partition("/")
    return _READERS[kind](books, key)


def _customer(books: Books, digits: str) -> object:
    return content(customers_of(books.get(CUSTOMERS, NO_BOOK)).by_phone(digits))


def _customer_row(books: Books, key: str) -> object:
    return content(books.get(CUSTOMERS, NO_BOOK).entries.get(key))


def _parts(books: Books, _: str) -> object:
    return parts_in(books)


_READERS: Mapping[str, Callable[[Books, str], object]] = MappingProxyType(
    {"customer": _customer, "customer_row": _customer_row, "parts": _parts}
)
