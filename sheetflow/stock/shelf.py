"""What lies where by the books: the sum of all movements, per part and place, and per ticket.

A place's balance is the sum of what came and went. Only a part fitted that the books didn't have there takes it below
zero; what is missing is shown as 待盘点 (`pending_count`), and stock as 0, so that for every part
    on_hand - pending_count == the sum of its movements
The issue slip that comes in late, or a count, makes it good. Old parts aren't stock: they are counted per ticket.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from sheetflow.model import Text
from sheetflow.stock.movement import Movement, Order
from sheetflow.stock.place import Place


class Out(NamedTuple):
    """Parts that ride in a van for a ticket: issued for it, and neither fitted nor returned."""

    part: str
    place: Place
    quantity: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What a count found: more or less than the books had, those short in vans included when the store was counted."""

    part: str
    place: Place
    quantity: int


@dataclass(frozen=True)
class Shelf:
    """The books after some movements; make it with `post`.

    `refused` and `uncovered` are by movement number: rows not booked with their reason, and fitted parts that the
    books didn't have. `last` is where the next movement has to follow (`post`).
    """

    balances: Mapping[str, Mapping[Place, int]] = field(default_factory=dict)
    tickets: Mapping[str, tuple[Movement, ...]] = field(default_factory=dict)
    refused: Mapping[str, Text] = field(default_factory=dict)
    uncovered: Mapping[str, Movement] = field(default_factory=dict)
    differences: Mapping[str, Difference] = field(default_factory=dict)
    last: Order | None = None

    def at(self, part: str, place: Place) -> int:
        """Give how many of a part lie at a place, never below zero."""
        return max(0, self.balance(part, place))

    def balance(self, part: str, place: Place) -> int:
        """Give the bare sum of a part's movements at a place; below zero by what is to be counted."""
        return self.balances.get(part, {}).get(place, 0)

    def on_hand(self, part: str) -> int:
        """Give how many of a part the store and all vans have together."""
        return sum(max(0, balance) for balance in self.balances.get(part, {}).values())

    def pending_count(self, part: str) -> int:
        """Give how many of a part were fitted beyond the books and not counted since (待盘点)."""
        return sum(max(0, -balance) for balance in self.balances.get(part, {}).values())

    def out(self, ticket: str) -> tuple[Out, ...]:
        """Give what a ticket still has out, in the order of the issues: what a cancelled one has to bring back."""
        riding: Counter[tuple[str, Place]] = Counter()
        for move in self.booked(ticket):
            if move.kind == "old_part":
                continue
            for place, sign in ((move.source, -1), (move.target, 1)):
                if place.kind == "van":
                    riding[move.part, place] += sign * move.quantity
        return tuple(Out(*at, quantity) for at, quantity in riding.items() if quantity > 0)

    def fitted(self, ticket: str) -> Mapping[str, int]:
        """Give the parts that a ticket's customer has by the record, in the order in which they were fitted."""
        sums: Counter[str] = Counter()
        for (part, _), quantity in self.fitted_from(ticket).items():
            sums[part] += quantity
        return {part: quantity for part, quantity in sums.items() if quantity > 0}

    def fitted_from(self, ticket: str) -> Mapping[tuple[str, Place], int]:
        """Give how many of which part were fitted out of which place, less what was taken back to it."""
        sums: Counter[tuple[str, Place]] = Counter()
        for move in self.booked(ticket):
            if move.kind == "fit":
                sums[move.part, move.source] += move.quantity
            elif move.kind == "return" and move.source.kind == "customer":
                sums[move.part, move.target] -= move.quantity
        return sums

    def old_parts_due(self, ticket: str) -> Mapping[str, int]:
        """Give the old parts that haven't come back: one for each part fitted (P2 KP), less those collected."""
        collected: Counter[str] = Counter()
        for move in self.booked(ticket):
            if move.kind == "old_part":
                collected[move.part] += move.quantity
        return dict(Counter(self.fitted(ticket)) - collected)

    def booked(self, ticket: str) -> tuple[Movement, ...]:
        """Give a ticket's movements that weren't refused, oldest first."""
        moves = self.tickets.get(ticket, ())
        return tuple(move for move in moves if move.no not in self.refused)

    @cached_property
    def problems(self) -> Mapping[str, Text]:
        """Give the `problem` of each row that has one: refused, or fitted beyond the books and still not counted."""
        short = {
            no: _uncovered(move)
            for no, move in self.uncovered.items()
            if self.balance(move.part, move.source) < 0
        }
        return {**self.refused, **short}


def _uncovered(move: Movement) -> Text:
    place, part = move.source.label, move.part
    return Text(
        f"账上{place.zh}没有这么多 {part},已照记,差额待盘点。请补记领用或盘点",
        f"By the books {place.en} hadn't that many {part}. It is booked, the difference is to be counted: add the issue"
        " slip, or count",
    )
