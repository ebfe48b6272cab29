"""The movements that follow from a ticket: from its list of parts, and from its being cancelled.

fitted by the record PWR-001 ×2, the list says PWR-001 x1;TC-08  ->  退回 PWR-001 ×1, 装机 TC-08 ×1

What is followed already asks for nothing, so a list corrected twice ends like one corrected once. The numbers go on
from the ticket's last: WX20260310001-P1, -P2; the same state gives the same numbers, and a row is made once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sheetflow.stock.movement import Kind, Movement
from sheetflow.stock.place import CUSTOMER, STORE, Place, van
from sheetflow.stock.shelf import Shelf
from sheetflow.typed.parts import PartsList


class _Step(NamedTuple):
    """A movement that has no number yet."""

    kind: Kind
    part: str
    quantity: int
    source: Place
    target: Place
    person: str


def follow_list(
    ticket: str,
    parts: PartsList,
    shelf: Shelf,
    *,
    at: datetime,
    person: str,
    source: Place | None = None,
) -> tuple[Movement, ...]:
    """Give what makes the record agree with the list: what is fitted beyond it is returned, what lacks is fitted.

    Parts come from the van of `person`, or from `source` (a repair in the workshop takes them from the store), and go
    back to where they came from. While a line of the list has to be asked about nothing is taken back: it may be the
    part that seems to be missing.
    """
    fitted, wanted = shelf.fitted(ticket), parts.quantities
    steps: list[_Step] = []
    for part in dict.fromkeys((*wanted, *fitted)):
        lacking = wanted.get(part, 0) - fitted.get(part, 0)
        if lacking > 0:
            steps.append(_Step("fit", part, lacking, source or van(person), CUSTOMER, person))
        elif lacking < 0 and parts.clear:
            steps += _taken_back(ticket, part, -lacking, shelf, person)
    return _numbered(ticket, steps, shelf, at)


def follow_cancellation(ticket: str, shelf: Shelf, *, at: datetime) -> tuple[Movement, ...]:
    """Give the returns of all that a cancelled ticket still has out, each by whose van it rides in (duty 32)."""
    steps = [
        _Step("return", part, quantity, place, STORE, place.no)
        for part, place, quantity in shelf.out(ticket)
    ]
    return _numbered(ticket, steps, shelf, at)


def _taken_back(
    ticket: str, part: str, quantity: int, shelf: Shelf, person: str
) -> Iterator[_Step]:
    """Yield the returns of so many of a part, to the places that they were fitted from."""
    for (fitted, place), number in shelf.fitted_from(ticket).items():
        back = min(quantity, number) if fitted == part else 0
        if back > 0:
            quantity -= back
            yield _Step("return", part, back, CUSTOMER, place, person)


def _numbered(
    ticket: str, steps: Iterable[_Step], shelf: Shelf, at: datetime
) -> tuple[Movement, ...]:
    """Number the movements, but those that stand there, were refused, and would be again."""
    rows = shelf.tickets.get(ticket, ())
    standing = {
        _step(row)
        for row in rows
        if row.no in shelf.refused and shelf.at(row.part, row.source) < row.quantity
    }
    first = max((_serial(ticket, row.no) for row in rows), default=0) + 1
    new = [step for step in steps if step not in standing]
    return tuple(
        Movement(f"{ticket}-P{no}", at, *step[:-1], ticket, step.person)
        for no, step in enumerate(new, start=first)
    )


def _step(row: Movement) -> _Step:
    return _Step(row.kind, row.part, row.quantity, row.source, row.target, row.person)


def _serial(ticket: str, no: str) -> int:
    found = re.fullmatch(re.escape(ticket) + "-P([0-9]+)", no)
    return int(found[1]) if found else 0
