"""The stockroom as the sheet has it: 配件库存 and 配件流水 read, booked, and held against what open tickets plan.

    room = stockroom(desk.books, policy)
    room.shelf.on_hand("IGN-220"), room.problems["M20260310004"]
    room.standings(records)["IGN-220"].low

It is made once for as long as the rows stay the same (`Book.derived`): posting 20,000 movements takes a quarter second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from sheetflow.books import Book, Entry
from sheetflow.catalogue import Catalogue, Part
from sheetflow.model import Text
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.states import STATES
from sheetflow.stock import EMPTY, Movement, Plans, Shelf, Standing, post, standings
from sheetflow.stock.row import Reader

PARTS, MOVES = "parts", "part_moves"

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Stockroom:
    """The parts, the books after all movements, and what is wrong with rows of 配件流水, by their number."""

    catalogue: Catalogue
    shelf: Shelf
    problems: Mapping[str, Text]

    def standings(self, records: Iterable[TicketRecord]) -> Mapping[str, Standing]:
        """Give how each part stands, by number, with these tickets open; the same plans are reckoned once."""
        if not self.catalogue.parts:
            return {}
        plans = self._plans(records)
        before, found = self._last[0]
        if before is None or list(before.items()) != list(plans.items()):
            found = standings(self.catalogue.parts.values(), self.shelf, plans)
            self._last[0] = (plans, found)
        return found

    @cached_property
    def _last(self) -> list[tuple[Plans | None, Mapping[str, Standing]]]:
        return [(None, {})]

    def _plans(self, records: Iterable[TicketRecord]) -> Plans:
        """Give what open tickets plan; who reported first comes first."""
        moved = self.shelf.tickets
        found = [
            record
            for record in records
            if (record.listed or record.ticket_no in moved) and STATES[record.status].live
        ]
        found.sort(key=lambda record: (record.stamp("reported_at") or _LAST, record.ticket_no))
        return {record.ticket_no: record.planned for record in found}


def stockroom(books: Mapping[str, Book], policy: Policy) -> Stockroom:
    """Give the stockroom of a desk; without its tabs it is empty."""
    catalogue = catalogue_in(books, policy)
    if MOVES not in books:
        return Stockroom(catalogue, EMPTY, {})
    roster = tuple((member.no, member.name) for member in policy.staff.values())
    return books[MOVES].derived(_Posting(roster, catalogue))


def catalogue_in(books: Mapping[str, Book], policy: Policy) -> Catalogue:
    """Give the parts of 配件库存, beside the desk's words for consumables."""
    words = policy.schema.policy.consumables
    return books[PARTS].derived(_Cataloguing(words)) if PARTS in books else Catalogue.of((), words)


def parts_in(books: Mapping[str, Book]) -> tuple[Part, ...]:
    """Give the rows of 配件库存."""
    return books[PARTS].derived(_parts) if PARTS in books else ()


def _parts(book: Book) -> tuple[Part, ...]:
    return tuple(_part(entry) for entry in book)


@dataclass(frozen=True)
class _Cataloguing:
    """Makes the catalogue of a book, once for the same words."""

    consumables: tuple[str, ...]

    def __call__(self, book: Book) -> Catalogue:
        """Read every row."""
        return Catalogue.of(book.derived(_parts), self.consumables)


def _part(entry: Entry) -> Part:
    aliases, minimum = entry.get("aliases"), entry.get("minimum")
    return Part(
        entry.key,
        entry.text("name"),
        aliases if isinstance(aliases, tuple) else (),
        minimum if isinstance(minimum, int) else 0,
        entry.get("active") is not False,
    )


@dataclass(frozen=True)
class _Posting:
    """Posts a book's movements; equal, and so asked once a book, while the parts and the people are the same."""

    roster: tuple[tuple[str, str], ...]
    catalogue: Catalogue

    def __call__(self, book: Book) -> Stockroom:
        """Read every row and post what can be."""
        problems: dict[str, Text] = {}
        shelf = post(self._movements(book, problems))
        return Stockroom(self.catalogue, shelf, {**problems, **shelf.problems})

    def _movements(self, book: Book, problems: dict[str, Text]) -> Iterator[Movement]:
        reader, new = Reader(self.catalogue, self.roster), frozenset(book.numbers.values())
        for entry in book:
            found = reader.read(entry, new=entry.key in new)
            if isinstance(found, Movement):
                yield found
            elif found:
                problems[entry.key] = found
