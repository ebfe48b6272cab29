"""What a plan is made from, and what it is: values only.

A `View` (sheet, ledger, inbox) becomes a `Plan` (record, write, send) and the `Memory` that makes the next one short.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sheetflow.board import Line, dated_beside, lines_beside, turns_at
from sheetflow.books import Book
from sheetflow.errors import Problem
from sheetflow.model import Event, NewRow, Notice, Reading, Report, Scalar, Writes
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.tickets import Ticket


@dataclass(frozen=True)
class View:
    """Everything a plan is made from, besides now and policy.

    `unsettled` names the columns per ticket that still show the old value of a write of ours; `numbers` are the
    numbers reserved for typed rows, by fingerprint, or had by those whose number was deleted; `pending` are rows of an
    unfinished run to be appended again; `missed` are tickets that two reads haven't found and nobody was told of;
    `renamed` are numbers typed over a ticket's own.
    """

    reading: Reading
    records: Mapping[str, TicketRecord]
    reports: tuple[Report, ...] = ()
    unsettled: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    pending: tuple[NewRow, ...] = ()
    missed: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)


class Remembered(NamedTuple):
    """A ticket as it was last planned, with its row as read then, and when it asked to be looked at again.

    `row` is None where the plan itself changes it: what the ticket was planned from is gone by then.
    """

    ticket: Ticket
    row: Sequence[Scalar] | None
    wake: datetime | None
    line: Line | None
    watches: Mapping[str, object]

    @property
    def record(self) -> TicketRecord:
        """Give the ticket's record as of then."""
        return self.ticket.record


@dataclass(frozen=True)
class Memory:
    """What makes the next plan short; without it every ticket is planned.

    `quarrels` says which rows are left alone because rules disagree about them, and about what. `archived` are the
    tickets without a row here that the whole desk still knows.
    """

    tickets: Mapping[str, Remembered]
    version: str
    columns: Mapping[str, int]
    twice: frozenset[str]
    books: Mapping[str, Book] = field(default_factory=dict)
    quarrels: Mapping[str, str] = field(default_factory=dict)
    archived: Mapping[str, Ticket] = field(default_factory=dict)

    def lines(self) -> list[Line]:
        """Give the board's lines of all tickets."""
        return [ticket.line for ticket in self.tickets.values() if ticket.line]

    def board(
        self, policy: Policy, now: datetime, books: Mapping[str, Book] | None = None
    ) -> list[Line]:
        """Give all of the board's lines: of tickets, and of what is due beside them, in `books` as they will be."""
        return [*self.lines(), *lines_beside(self.books if books is None else books, policy, now)]

    def turns_at(self, policy: Policy, now: datetime) -> datetime | None:
        """Give when the board changes by itself, though no ticket asked to be looked at."""
        return turns_at([*self.lines(), *dated_beside(self.books, policy)], now)

    def due_after(self, now: datetime) -> datetime | None:
        """Give when the next ticket after now asked to be looked at."""
        wakes = (t.wake for t in self.tickets.values())
        return min((wake for wake in wakes if wake is not None and wake > now), default=None)

    def due(self, now: datetime) -> bool:
        """Say whether some ticket asked to be looked at by now."""
        return any(t.wake is not None and t.wake <= now for t in self.tickets.values())


@dataclass(frozen=True)
class Plan:
    """What one cycle records, writes and sends; `refused` says why none of it may be applied.

    `planned` counts the tickets that were looked at.
    """

    writes: Writes = field(default_factory=Writes)
    events: tuple[Event, ...] = ()
    records: Mapping[str, TicketRecord] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    reports: tuple[str, ...] = ()
    quarrels: Mapping[str, str] = field(default_factory=dict)
    planned: int = 0
    refused: Problem | None = None

    def __bool__(self) -> bool:
        """Say whether there is anything to record or to write."""
        return bool(self.writes or self.events or self.notices)


class Outcome(NamedTuple):
    """A plan, and what to remember when it was applied."""

    plan: Plan
    memory: Memory
