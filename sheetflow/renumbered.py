"""Rows beside 工单 whose number was typed over or deleted: each is the row that it was, and gets its number again.

GOOGLE_SHEETS.md, "Safe writing", 2.    收款欠款 F20260310002 100.00, XX typed over the number  ->  F20260310002 again
The ticket that a row names tells it by what else people wrote there; a row that is still the same but for its number is
no other one. What could be one of several rows is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sheetflow.books import OWNER, Book, Entry
from sheetflow.model import NewRow
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord

Records = Mapping[str, TicketRecord]


def renumbered(
    book: Book,
    before: Book | None,
    policy: Policy,
    records: Records,
    coming: Iterable[NewRow] = (),
) -> Book:
    """Give the book with each such row under its own number; rows on their way there are not missed.

    What was read before isn't looked at again.
    """
    if OWNER not in book.layout.columns:
        return book
    former, waiting = before.entries if before else {}, set(book.numbers.values())
    theirs = policy.people_columns_of(book.tab)
    there = {*book.entries, *(row.key for row in coming if row.tab == book.tab)}
    found, emptied = dict[str, str](), dict[str, str]()
    for key, entry in book.entries.items():
        unknown = former.get(key) is not entry and not _known(entry, book, records)
        if unknown and key not in waiting and (number := _was(entry, theirs, book, records, there)):
            found[number] = key
            there.add(number)
    for row in book.typed:
        entry = Entry("", row.cells, book.layout)
        if number := _was(entry, theirs, book, records, there):
            emptied[row.fingerprint] = number
            there.add(number)
    return _under(book, found, emptied) if found or emptied else book


def _under(book: Book, found: Mapping[str, str], emptied: Mapping[str, str]) -> Book:
    """Give the book with rows found under other numbers, and typed ones by fingerprint, under their own."""
    own = {key: number for number, key in found.items()}
    unused = {book.numbers.get(fingerprint) for fingerprint in emptied}
    entries = {
        number: entry if number == key else Entry(number, entry.cells, book.layout)
        for key, entry in book.entries.items()
        if (number := own.get(key, key)) not in unused
    }
    for row in book.typed:
        if again := emptied.get(row.fingerprint):
            entries[again] = Entry(again, row.cells, book.layout)
    return replace(book, entries=entries, numbers={**book.numbers, **emptied}, renamed=found)


def _known(entry: Entry, book: Book, records: Records) -> bool:
    """Say whether a row bears a number that its ticket knows, or one that stands in several rows."""
    record = records.get(entry.owner)
    known = record is not None and record.entries.get(f"{book.tab}/{entry.key}") is not None
    return known or entry.key in book.places


def _was(
    entry: Entry, theirs: tuple[str, ...], book: Book, records: Records, there: Collection[str]
) -> str:
    """Give the number of the one missed row that said just what this one says, "" for none, or several."""
    record, begin = records.get(entry.owner), f"{book.tab}/"
    if record is None or not record.entries:
        return ""
    missed = [
        number
        for name, cells in record.entries.items()
        if name.startswith(begin)
        and cells == entry.said(theirs, cells)
        and name not in record.unplaced
        if (number := name.removeprefix(begin)) not in there
    ]
    return missed[0] if len(missed) == 1 else ""
