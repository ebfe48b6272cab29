"""One planning: what is found, the rounds of rules, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sheetflow.asked import Asked
from sheetflow.bookkeeping import as_written
from sheetflow.model import CellWrite, NewRow, Writes
from sheetflow.plan import Memory, Outcome, Plan, Remembered, View
from sheetflow.planner.bound import too_many
from sheetflow.planner.finding import Found
from sheetflow.planner.pages import changed_pages
from sheetflow.planner.projection import Picture, picture
from sheetflow.planner.rounds import Rounds
from sheetflow.planner.unfolding import Unfolding
from sheetflow.planner.writing import Writing
from sheetflow.policy import Policy
from sheetflow.recipients import addressed
from sheetflow.rule import Rule
from sheetflow.tickets import Ticket


def plan(
    view: View,
    now: datetime,
    policy: Policy,
    *,
    rules: Sequence[Rule],
    memory: Memory | None = None,
    strict: bool = False,
    max_changes: int = 500,
) -> Outcome:
    """Give what has to happen now; applying it and planning again gives nothing.

    `strict` raises RulesDisagree where rules contradict each other, instead of leaving the ticket alone.
    `max_changes` bounds the cells of rows that we have written before (GOOGLE_SHEETS.md, "Safe writing", 7).
    """
    return _Planning(Found(view, now, policy, memory), rules, strict).outcome(max_changes)


class _Planning:
    """One planning under way."""

    def __init__(self, found: Found, rules: Sequence[Rule], strict: bool) -> None:
        self.found, self.policy, self.now = found, found.policy, found.now
        self.pictures: dict[str, Picture] = {}
        self.unfolding = Unfolding(
            found.policy,
            found.now,
            {**found.tickets, **found.archived},
            dict(found.lost),
            found.unwritten,
            found.newcomer,
            frozenset(found.archived),
        )
        self.rounds = Rounds(
            rules,
            found.policy,
            found.now,
            self.unfolding,
            self._look,
            strict,
            found.watched,
            found.former_books,
        )

    def outcome(self, max_changes: int) -> Outcome:
        """Run the rules, and put together what they asked for."""
        found, rounds = self.found, self.rounds
        todo = found.stirred(frozenset(rounds.watching(found.coming_books)))
        rounds.run(found.desk(todo, self.unfolding.tickets))
        cells, rows = Writing(found, rounds, self.pictures).all()
        memory = self._remember()
        if refused := too_many(cells, found.view, self.policy, max_changes):
            return Outcome(Plan(refused=refused), memory)
        return Outcome(self._plan(cells, rows, memory), memory)

    def _plan(self, cells: Sequence[CellWrite], rows: Sequence[NewRow], memory: Memory) -> Plan:
        found, rounds, unfolding = self.found, self.rounds, self.unfolding
        books = as_written(found.books, rows, rounds.entries, self.policy)
        lines = memory.board(self.policy, self.now, books)
        pages = changed_pages(found.view.reading, lines, self.policy, self.now)
        return Plan(
            Writes(tuple(cells), tuple(rows), pages),
            tuple(unfolding.events),
            {event.ticket_no: unfolding.record(event.ticket_no) for event in unfolding.events},
            addressed(rounds.notices, self.policy, self.now),
            tuple(report.ticket_no for report in found.reports),
            dict(rounds.quarrels),
            len(rounds.asked),
        )

    def _look(self, ticket: Ticket, asked: Asked) -> None:
        """Note what a ticket's row is to show."""
        recorded = ticket.no in self.found.view.records
        begun = self.unfolding.begun.get(ticket.no) or ticket if recorded else None
        self.pictures[ticket.no] = picture(ticket, asked, begun, self.policy, self.now)

    def _remember(self) -> Memory:
        found, rounds = self.found, self.rounds
        tickets, archived = self.unfolding.tickets, found.archived
        kept = {
            no: last for no, last in found.known.items() if no in tickets and no not in archived
        }
        moved = {event.ticket_no for event in self.unfolding.events}
        for number, asked in rounds.asked.items():
            row = None if number in moved else found.index.rows.get(number)
            ticket, line = self.unfolding.tickets[number], self.pictures[number].line
            kept[number] = Remembered(ticket, row, asked.wake, line, asked.watches)
        before = found.memory.quarrels if found.memory else {}
        still = {no: why for no, why in before.items() if no in kept.keys() - rounds.asked}
        quarrels = {**still, **rounds.quarrels}
        columns, twice = found.layout.columns, found.index.twice
        away = {no: tickets[no] for no in archived}
        return Memory(kept, self.policy.version, columns, twice, found.books, quarrels, away)
