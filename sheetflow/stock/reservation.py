"""What stands in a row of the parts tab: on hand, set aside for open tickets, to be counted, and whether that is low.

plans = {"WX20260310002": {"PWR-001": 1}}        3 on hand, minimum 2
standings([part], shelf, plans)["PWR-001"]  ->  reserved 1, remains 2, not low

A part stays set aside until it is fitted or brought back, also while it rides in a van for its ticket: it is on hand
still, and nobody else's. Else every issue would make a part look free that isn't.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sheetflow.catalogue import Part
from sheetflow.stock.shelf import Shelf

#: Of each open ticket the planned parts, {} where none are; who has waited longest stands first.
Plans: TypeAlias = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one part stands; `waiting` are the open tickets that it is set aside for, and how many for each."""

    part: Part
    on_hand: int
    pending_count: int
    waiting: tuple[tuple[str, int], ...]

    @property
    def wanted(self) -> int:
        """Give how many open tickets want, be they there or not."""
        return sum(quantity for _, quantity in self.waiting)

    @property
    def reserved(self) -> int:
        """Give how many of those on hand are set aside for open tickets."""
        return min(self.wanted, self.on_hand)

    @property
    def remains(self) -> int:
        """Give how many are left for the next ticket; below zero by what has to be bought for those that wait."""
        return self.on_hand - self.wanted

    def serves(self, ticket: str) -> bool:
        """Say whether a ticket can have what is set aside for it, when all who stand before it have theirs."""
        upto = 0
        for number, quantity in self.waiting:
            upto += quantity
            if number == ticket:
                return upto <= self.on_hand
        return True

    @property
    def low(self) -> bool:
        """Say whether less than the minimum remains of a part in use (P2 KP); a minimum of 0 wants no store of it."""
        return self.part.active and self.remains < self.part.minimum


def standings(parts: Iterable[Part], shelf: Shelf, plans: Plans) -> Mapping[str, Standing]:
    """Give how each part stands, by number."""
    waiting: dict[str, list[tuple[str, int]]] = {}
    for ticket, planned in plans.items():
        for part, quantity in set_aside(ticket, planned, shelf):
            waiting.setdefault(part, []).append((ticket, quantity))
    return {
        part.no: Standing(
            part,
            shelf.on_hand(part.no),
            shelf.pending_count(part.no),
            tuple(waiting.get(part.no, ())),
        )
        for part in parts
    }


def set_aside(ticket: str, planned: Mapping[str, int], shelf: Shelf) -> Iterator[tuple[str, int]]:
    """Yield what an open ticket keeps from others: planned and not fitted yet, and at least what it has out."""
    fitted = shelf.fitted(ticket)
    out: Counter[str] = Counter()
    for part, _, quantity in shelf.out(ticket):
        out[part] += quantity
    for part in dict.fromkeys((*planned, *out)):
        kept = max(planned.get(part, 0) - fitted.get(part, 0), out[part])
        if kept > 0:
            yield part, kept
