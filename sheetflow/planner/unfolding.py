"""The tickets of one planning as events are folded, and as rules let their cells speak."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sheetflow.asked import Place
from sheetflow.model import AppendRow, Event, Say, Scalar
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord, fold, in_turn
from sheetflow.rows.index import TICKETS
from sheetflow.tickets import Ticket


@dataclass
class Unfolding:
    """`tickets` change as events are folded, and `begun` keeps them as they were.

    `lost` are tickets without a row, and `archived` those whose row is in an archive: their events are folded, and
    nobody is asked again about them. `said` are the
    staff's cells that rules filled, by ticket; in rows that are `unwritten` yet they can't. What was `left` stays as it
    was.
    """

    policy: Policy
    now: datetime
    tickets: dict[str, Ticket]
    lost: dict[str, Ticket]
    unwritten: frozenset[str]
    newcomer: Callable[[Event, AppendRow | None], Ticket]
    archived: frozenset[str] = frozenset()
    events: list[Event] = field(default_factory=list)
    begun: dict[str, Ticket | None] = field(default_factory=dict)
    said: dict[str, dict[str, Scalar]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def fold(self, happened: Iterable[Event], rows: Mapping[Place, AppendRow]) -> list[str]:
        """Fold events, in their turn, and name the tickets that they touch; a first event's row may be on its way."""
        touched: dict[str, None] = {}
        for event in in_turn(happened):
            number = event.ticket_no
            if number in self.left:
                continue
            if number in self.lost or number in self.archived:
                self.note(event)
                continue
            ticket = self.tickets.get(number)
            self.begun.setdefault(number, ticket)
            if ticket is None:
                self.tickets[number] = self.newcomer(event, rows.get((TICKETS, number)))
            else:
                self.tickets[number] = ticket.after(fold(ticket.record, event))
            self.events.append(event)
            touched[number] = None
        return list(touched)

    def hear(self, cells: Iterable[Say]) -> list[str]:
        """Let the tickets' cells say what rules know of them, first those that nobody has said."""
        touched = []
        # What nobody has said first, then as it was said: the last word counts.
        turns = sorted(cells, key=lambda c: (c.at is not None, c.at, c.column, str(c.value)))
        for number, column, value, at in turns:
            ticket = self.tickets.get(number)
            if ticket is None or number in self.left or number in self.unwritten | self.archived:
                continue
            if column not in ticket.layout.columns:
                continue
            cell = self.policy.encode(column, value)
            self.begun.setdefault(number, ticket)
            self.tickets[number] = ticket.saying(column, cell, at)
            self.said.setdefault(number, {})[column] = cell
            if at is None:
                self.note(Event(number, "wrote", self.now, {"shown": {}, "seen": {column: cell}}))
            touched.append(number)
        return touched

    def note(self, event: Event) -> None:
        """Fold an event that follows from the plan itself and stirs nothing."""
        home = self.lost if event.ticket_no in self.lost else self.tickets
        ticket = home[event.ticket_no]
        home[event.ticket_no] = ticket.after(fold(ticket.record, event))
        self.events.append(event)

    def record(self, number: str) -> TicketRecord:
        """Give a ticket's record as it is by now."""
        return (self.lost.get(number) or self.tickets[number]).record

    def leave(self, number: str) -> None:
        """Put a ticket back as it was, and leave it alone from now on."""
        self.left.add(number)
        self.events = [event for event in self.events if event.ticket_no != number]
        self.said.pop(number, None)
        before = self.begun.get(number)
        if before is not None:
            self.tickets[number] = before
