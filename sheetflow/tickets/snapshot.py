"""What one round of rules sees of the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias, TypeVar

from sheetflow.books import NO_BOOK, Book
from sheetflow.model import Report, Scalar
from sheetflow.policy import Policy
from sheetflow.rows.layout import Layout
from sheetflow.states import STATES
from sheetflow.tickets.ticket import Ticket

T = TypeVar("T")

#: Tickets by status, in sheet order.
ByStatus: TypeAlias = Mapping[str, Sequence[Ticket]]


@dataclass(frozen=True, slots=True)
class Stranger:
    """A row whose ticket nobody has recorded yet: typed and just numbered, or found with a number of its own.

    `fresh` when it is a new report; what another system began is taken over as it is.
    """

    number: str
    cells: Sequence[Scalar]
    fresh: bool


@dataclass(frozen=True)
class Snapshot:
    """What one round of rules sees.

    `tickets` are those to be planned now; `everyone` are all, for the rules that declare to cross rows. `reports` are
    accepted reports without a row, `strangers` rows without a record, `twice` numbers that stand in several rows,
    `recorded` all numbers that are some ticket's, with a row or without, `lost` the tickets whose row two reads have
    missed, each with the number that stands there now, if any. `books` are the tabs beside 工单, with the rows that are
    on their way there.
    """

    tickets: tuple[Ticket, ...]
    everyone: Mapping[str, Ticket]
    reports: tuple[Report, ...] = ()
    strangers: tuple[Stranger, ...] = ()
    layout: Layout = field(default_factory=lambda: Layout({}, {}))
    twice: frozenset[str] = frozenset()
    recorded: Collection[str] = frozenset()
    lost: tuple[tuple[Ticket, str], ...] = ()
    books: Mapping[str, Book] = field(default_factory=dict)

    def book(self, tab: str) -> Book:
        """Give the rows of another tab; one that isn't there is empty."""
        return self.books.get(tab, NO_BOOK)

    def derived(
        self, build: Callable[[Snapshot, datetime, Policy], T], at: datetime, policy: Policy
    ) -> T:
        """Give what `build` makes of the desk at a moment, made once for all rules that ask."""
        made: T
        known, made = self._made.get((build, at), (None, None))
        if known is not policy:
            made = build(self, at, policy)
            self._made[build, at] = policy, made
        return made

    @cached_property
    def _made(self) -> dict[object, Any]:
        return {}

    def in_state(self, *statuses: str) -> Iterable[Ticket]:
        """Give the tickets to be planned that have one of these statuses."""
        return _of(self._planned, statuses)

    def anywhere_in(self, *statuses: str) -> Iterable[Ticket]:
        """Give the tickets of the whole desk that have one of these statuses."""
        return _of(self._all, statuses)

    def edited(self, *columns: str) -> Iterable[Ticket]:
        """Give the tickets to be planned in which somebody changed one of these staff's cells, or any."""
        return (t for t in self._edited if not columns or not set(columns).isdisjoint(t.edits))

    @cached_property
    def _planned(self) -> ByStatus:
        return _by_status(self.tickets)

    @cached_property
    def _all(self) -> ByStatus:
        return _by_status(self.everyone.values())

    @cached_property
    def _edited(self) -> tuple[Ticket, ...]:
        return tuple([ticket for ticket in self.tickets if ticket.edits])

    def live(self) -> Iterable[Ticket]:
        """Give the tickets to be planned on which work goes on."""
        return _of(self._planned, (status for status in self._planned if STATES[status].live))


def _by_status(tickets: Iterable[Ticket]) -> ByStatus:
    found: defaultdict[str, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        found[ticket.record.status].append(ticket)
    return found


def _of(found: ByStatus, statuses: Iterable[str]) -> Iterable[Ticket]:
    return chain.from_iterable(found.get(status, ()) for status in statuses)
