"""Book movements: stock is their sum, and what can't be is refused or marked, never left out in silence.

- A planned movement (领用, 退回) of more than is there is refused. In order of time, then number: of two that want the
  last part the first gets it, whichever was typed or read first.
- A fitted part can't be refused (SHEET.md, "Typing that must be understood"): it is booked, the rest is 待盘点.
- A count (盘点) says how many were found at a place; the books follow, and the difference is kept. A count of the store
  also settles what vans had fitted beyond the books, since that came from somewhere, and now somebody has counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from sheetflow.model import Text
from sheetflow.stock.movement import Movement
from sheetflow.stock.place import STORE, Place
from sheetflow.stock.shelf import Difference, Shelf

EMPTY = Shelf()


def post(movements: Iterable[Movement], shelf: Shelf = EMPTY) -> Shelf:
    """Give the shelf after some more movements, in whatever order they come; the old shelf stays as it is.

    Numbers are unique. Raises ValueError for a movement that stands before the shelf's last one: what was refused
    since might not have been, so all have to be posted again (20,000 take a quarter of a second).
    """
    books = _Books(shelf)
    for movement in sorted(movements, key=attrgetter("order")):
        books.enter(movement)
    return books.shelf()


def follows(movement: Movement, shelf: Shelf) -> bool:
    """Say whether a movement can be posted onto a shelf, or stands before something that is booked already."""
    return shelf.last is None or shelf.last < movement.order


class _Books:
    """A shelf being written: its outer mappings are copies, the inner ones are replaced, never changed."""

    def __init__(self, shelf: Shelf) -> None:
        self._balances = {part: dict(places) for part, places in shelf.balances.items()}
        self._tickets = dict(shelf.tickets)
        self._refused = dict(shelf.refused)
        self._uncovered = dict(shelf.uncovered)
        self._differences = dict(shelf.differences)
        self._last = shelf.last

    def shelf(self) -> Shelf:
        return Shelf(
            self._balances,
            self._tickets,
            self._refused,
            self._uncovered,
            self._differences,
            self._last,
        )

    def enter(self, move: Movement) -> None:
        """Book one movement or refuse it."""
        if self._last is not None and move.order <= self._last:
            raise ValueError(f"{move.no} doesn't follow {self._last[-1]}: post all movements again")
        self._last = move.order
        if move.ticket:
            self._tickets[move.ticket] = (*self._tickets.get(move.ticket, ()), move)
        refusal = move.fault or self._lacking(move)
        if refusal:
            self._refused[move.no] = refusal
        elif move.kind == "count":
            self._count(move)
        elif move.kind != "old_part":
            self._carry(move)

    def _lacking(self, move: Movement) -> Text | None:
        """Say what is missing for a planned movement."""
        if move.kind not in {"issue", "return"} or not move.source.ours:
            return None
        there = max(0, self._places(move.part).get(move.source, 0))
        return None if move.quantity <= there else _refusal(move, there)

    def _carry(self, move: Movement) -> None:
        places = self._places(move.part)
        for place, change in ((move.source, -move.quantity), (move.target, move.quantity)):
            if place.ours:
                places[place] = places.get(place, 0) + change
        if move.kind == "fit" and places[move.source] < 0:
            self._uncovered[move.no] = move

    def _count(self, move: Movement) -> None:
        places = self._places(move.part)
        before = sum(places.values())
        if move.source == STORE:
            places.update({place: max(0, balance) for place, balance in places.items()})
        places[move.source] = move.quantity
        difference = sum(places.values()) - before
        self._differences[move.no] = Difference(move.part, move.source, difference)

    def _places(self, part: str) -> dict[Place, int]:
        return self._balances.setdefault(part, {})


def _refusal(move: Movement, there: int) -> Text:
    place, part, asked = move.source.label, move.part, move.quantity
    return Text(
        f"账上{place.zh}只有{there}个 {part},不能{move.name.zh}{asked}个。先补记入库、领用或盘点,或改数量",
        f"By the books {place.en} has {there} of {part}, not {asked}. Book what came in, count the stock, or change the"
        " quantity",
    )
