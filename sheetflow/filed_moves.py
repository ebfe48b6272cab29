"""The movements that the system books for a ticket's list of parts: each says what the list says, whatever is typed.

SHEET.md, "The other tabs": rows of 配件流水 from 更换配件清单 are the system's.    WX…001-P1 数量 1, 4 typed  ->  1
Where it came from, when, by whom and who confirmed it is people's to correct.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sheetflow.books import OWNER, Book
from sheetflow.model import Scalar
from sheetflow.record import TicketRecord

#: What the list of parts says, or the cancellation: which part, how many, fitted or brought back.
LOCKED = ("kind", "part_no", "quantity")

#: What stands between a ticket's number and the serial of its movement (rules/parts_used.py).
SERIAL = "-P"


def mover(number: str) -> str:
    """Give the ticket for which a movement with this number was booked, or ""."""
    return number.rpartition(SERIAL)[0]


def as_filed(book: Book, before: Book | None, records: Mapping[str, TicketRecord]) -> Book:
    """Give the movements with each row of the system's as it was filed; what was read before isn't looked at again."""
    former = before.entries if before else {}
    right: dict[tuple[str, str], Scalar] = {}
    for key, entry in book.entries.items():
        record = records.get(mover(key))
        if record is None or former.get(key) is entry:
            continue
        if filed := record.entries.get(f"{book.tab}/{key}"):
            cells = {name: filed.get(name, "") for name in LOCKED} | {OWNER: record.ticket_no}
            right |= {(key, name): cell for name, cell in cells.items() if entry.raw(name) != cell}
    if not right:
        return book
    typed = {at: book.entries[at[0]].raw(at[1]) for at in right}
    return replace(book.showing(right), retyped=typed)
