"""Rules asked round by round until nobody has anything new to record.

Inside a round every rule sees the same snapshot, so their order doesn't matter. The events they record are folded, in
an order of their own (`record.in_turn`), and the tickets concerned are planned again: a report is numbered, graded,
dispatched and announced in one planning.

Rules that cross rows are asked about the whole desk, all others about a few tickets at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sheetflow.asked import Asked, EntriesAsked, Place, disagreement
from sheetflow.books import OWNER, Book, joined
from sheetflow.errors import SheetflowError
from sheetflow.model import (
    AppendRow,
    Change,
    Event,
    Flag,
    NewRow,
    Notify,
    Record,
    Say,
    SetCell,
    SetCells,
    Tell,
    Wake,
    Watch,
)
from sheetflow.planner.slips import checked
from sheetflow.planner.unfolding import Unfolding
from sheetflow.policy import Policy
from sheetflow.rows.index import TICKETS
from sheetflow.rule import CrossesRows, Rule
from sheetflow.shared import shared
from sheetflow.tickets import Snapshot, Ticket

#: So many rows at a time: few enough to stay in the processor's cache while all rules look at them, and enough that
#: asking some sixty rules costs little beside what they do.
FEW = 96

#: What the row of a ticket shows.
SHOWN = (SetCell, SetCells, Flag, Tell)

#: No fixed point after this many rounds is a fault of rules that answer each other (ARCHITECTURE.md, invariant 2).
MAX_ROUNDS = 10


class RulesDisagree(SheetflowError):
    """Two rules set one cell differently, or answer each other without end; raised in tests, told in the row else."""


@dataclass
class Rounds:
    """The rules under way over the tickets as these unfold.

    `look` is shown each ticket with what was asked for it, while its row is in the processor's cache, and again where
    more is asked. `watched` is what tickets that aren't planned now said to be planned again for, `books` what they
    were planned from. `happened` is what was recorded in the last round.
    """

    rules: Sequence[Rule]
    policy: Policy
    now: datetime
    unfolding: Unfolding
    look: Callable[[Ticket, Asked], None]
    strict: bool = False
    watched: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    books: Mapping[str, Book] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    entries: EntriesAsked = field(default_factory=EntriesAsked)
    rows: dict[Place, AppendRow] = field(default_factory=dict)
    notices: list[Notify] = field(default_factory=list)
    quarrels: dict[str, str] = field(default_factory=dict)
    happened: tuple[Event, ...] = ()

    def run(self, first: Snapshot) -> None:
        """Plan the snapshot's tickets, and again those that events touch, to the fixed point."""
        desk = first
        for _ in range(MAX_ROUNDS):
            touched = self._round(desk)
            books = joined(first.books, self.new_rows())
            touched = list(dict.fromkeys([*touched, *self.watching(books)]))
            if not touched:
                return
            planned = tuple(self.unfolding.tickets[number] for number in touched)
            desk = replace(desk, tickets=planned, reports=(), strangers=(), lost=(), books=books)
        for ticket in desk.tickets:
            self._drop(ticket.no, f"no fixed point after {MAX_ROUNDS} rounds{self._by(ticket.no)}")

    def _by(self, number: str) -> str:
        """Name the rules that had something new to record of a ticket even in the last round, with what."""
        found = (f"{e.rule} ({e.kind})" for e in self.happened if e.ticket_no == number)
        names = " / ".join(dict.fromkeys(found))
        return f": {names}" if names else ""

    def watching(self, books: Mapping[str, Book]) -> Iterator[str]:
        """Yield the tickets that watch something shared which isn't any more what it was when they were planned."""
        watched = {} if _same(books, self.books) else self._watches()
        self.books = books
        for number, watches in watched.items():
            there = number in self.unfolding.tickets and number not in self.quarrels
            if there and any(shared(books, name) != value for name, value in watches.items()):
                yield number

    def _watches(self) -> Mapping[str, Mapping[str, object]]:
        """Give what each ticket watches: as said in this planning, else when it was last planned."""
        return {**self.watched, **{number: asked.watches for number, asked in self.asked.items()}}

    def new_rows(self) -> list[NewRow]:
        """Give the rows that were asked for other tabs than 工单, as the sheet is to hold them."""
        tab = self.policy.schema.tab
        return [
            NewRow(row.tab, row.key, self.policy.encode_row(tab(row.tab), row.values))
            for row in self.rows.values()
            if row.tab != TICKETS
        ]

    def _round(self, desk: Snapshot) -> list[str]:
        self.entries.begin()
        alone: list[Event | Say] = []
        for few in _fews(desk):
            for ticket in few.tickets:
                self.asked[ticket.no] = Asked()
            for rule in self.rules:
                if not isinstance(rule, CrossesRows):
                    self._take(rule, self._ask(rule, few), alone)
            self._show(few.tickets)
        crossing: list[Event | Say] = []
        more: dict[str, None] = {}
        for rule in self.rules:
            if isinstance(rule, CrossesRows):
                changes = tuple(self._ask(rule, desk))
                self._take(rule, changes, crossing)
                more.update((c.ticket_no, None) for c in changes if isinstance(c, SHOWN))
        self._show(self.unfolding.tickets[number] for number in more)
        for ticket in desk.tickets:
            if column := self.asked[ticket.no].quarrel:
                self._drop(ticket.no, f"{self._setters(ticket, column)} → {column}")
        self._part(desk.books)
        happened = [*crossing, *alone]
        self.happened = tuple(one for one in happened if isinstance(one, Event))
        touched = self.unfolding.fold(self.happened, self.rows)
        return touched + self.unfolding.hear(one for one in happened if isinstance(one, Say))

    def _show(self, tickets: Iterable[Ticket]) -> None:
        """Let the planner look at tickets with what the rules asked for them."""
        for ticket in tickets:
            asked = self.asked[ticket.no]
            # What a row says of itself shows where everybody looks, or nobody sees it (SHEET.md, "下一步"); a refusal
            # stands there already.
            if (said := asked.sentences) and not ticket.record.refusals:
                asked.cells["next_action"] = self.policy.say(said[-1])
            self.look(ticket, asked)

    def _ask(self, rule: Rule, desk: Snapshot) -> Iterator[Change]:
        """Ask a rule; its name goes with whatever goes wrong in it."""
        try:
            changes = rule(desk, self.now, self.policy)
            yield from checked(changes, rule.__name__, self.policy) if self.strict else changes
        except Exception as fault:
            fault.add_note(f"This went wrong in the rule {rule.__name__}.")
            raise

    def _take(self, rule: Rule, changes: Iterable[Change], happened: list[Event | Say]) -> None:
        """Take in what a rule asks for."""
        asked = self.asked
        for change in changes:
            if isinstance(change, SetCell):
                number, column, value = change
                asked[number].set(column, value)
            elif isinstance(change, SetCells):
                asked[change.ticket_no].set_all(change.values)
            elif isinstance(change, Wake):
                asked[change.ticket_no].wake_at(change.at)
            elif isinstance(change, (Flag, Tell, Watch)):
                asked[change.ticket_no].add(change, rule.__name__)
            elif isinstance(change, Record):
                event = change.event
                happened.append(event if event.rule else replace(event, rule=rule.__name__))
            elif isinstance(change, Say):
                happened.append(change)
            elif isinstance(change, Notify):
                self.notices.append(change)
            elif isinstance(change, AppendRow):
                place = (change.tab, change.key)
                if self.entries.alike(place, "", change.values, rule.__name__):
                    self.rows.setdefault(place, change)
            else:
                self.entries.add(change, rule.__name__)

    def _setters(self, ticket: Ticket, column: str) -> str:
        """Name the rules that set a cell of a ticket, by asking them again."""
        desk = Snapshot((ticket,), self.unfolding.tickets)
        found = [
            rule.__name__
            for rule in self.rules
            for change in rule(desk, self.now, self.policy)
            if _sets(change, ticket.no, column)
        ]
        return " / ".join(dict.fromkeys(found))

    def _part(self, books: Mapping[str, Book]) -> None:
        """Leave rows beside 工单 alone on which rules disagree, and the ticket for which they were asked."""
        for place, why in self.entries.quarrels.items():
            self.entries.leave(place)
            tab, key = place
            row, book = self.rows.pop(place, None), books.get(tab)
            entry = book.entries.get(key) if book else None
            owner = entry.owner if entry else _owner(row) if row else ""
            if owner in self.asked and owner not in self.quarrels:
                self._drop(owner, why)
            elif owner not in self.asked:
                self._disagree(f"{tab}/{key}", why)

    def _disagree(self, where: str, why: str) -> None:
        if self.strict:
            raise RulesDisagree(f"{where}: {why}")
        self.quarrels[where] = why

    def _drop(self, number: str, why: str) -> None:
        """Leave a ticket on which rules disagree as it was: no events, no cells, no notices."""
        self._disagree(number, why)
        self.notices = [notice for notice in self.notices if notice.ticket_no != number]
        self.rows = {place: row for place, row in self.rows.items() if _owner(row) != number}
        self.unfolding.leave(number)
        sentence = disagreement(why)
        self.asked[number] = Asked(told=(("", Tell(number, sentence)),))
        self._show((self.unfolding.tickets[number],))


def _owner(row: AppendRow) -> str:
    """Name the ticket that a row is, or that it names, if any."""
    return row.key if row.tab == TICKETS else str(row.values.get(OWNER, ""))


def _same(books: Mapping[str, Book], others: Mapping[str, Book]) -> bool:
    return all(others.get(tab) is book for tab, book in books.items())


def _sets(change: Change, number: str, column: str) -> bool:
    if isinstance(change, SetCells):
        return change.ticket_no == number and column in change.values
    return isinstance(change, SetCell) and change[:2] == (number, column)


def _fews(desk: Snapshot) -> Iterator[Snapshot]:
    """Cut a desk into snapshots of a few tickets, which know nothing of the others."""
    for begin in range(0, len(desk.tickets), FEW):
        tickets = desk.tickets[begin : begin + FEW]
        yield replace(
            desk, tickets=tickets, everyone={}, recorded=(), reports=(), strangers=(), lost=()
        )
