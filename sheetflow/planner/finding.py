"""The desk as a planning finds it, before any rule is asked: which row is whose, and what has to be planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sheetflow.bookkeeping import changed_by, read_books
from sheetflow.books import Book, joined
from sheetflow.model import AppendRow, Event, NewRow, Report, Scalar, Table
from sheetflow.plan import Memory, Remembered, View
from sheetflow.planner.archived import as_archived
from sheetflow.planner.misnamed import Misnamed, misnamed
from sheetflow.planner.strangers import strangers
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord, fold
from sheetflow.rows.doubles import index_of
from sheetflow.rows.index import TICKETS, Index, TypedRow
from sheetflow.rows.layout import Layout
from sheetflow.rows.unplaced import owner_of, waiting
from sheetflow.tickets import Snapshot, Ticket


@dataclass(frozen=True)
class Found:
    """The sheet and the ledger laid side by side; `remembered` is what an earlier planning kept."""

    view: View
    now: datetime
    policy: Policy
    remembered: Memory | None

    @cached_property
    def table(self) -> Table:
        """Give the tickets tab."""
        return self.view.reading.tables.get(TICKETS, Table(TICKETS, {}, ()))

    @cached_property
    def index(self) -> Index:
        """Give its rows by number."""
        return index_of(self.table, self.view.records)

    @cached_property
    def misnamed(self) -> tuple[Misnamed, ...]:
        """Give the rows whose number was typed over."""
        return misnamed(self.index, self.view.renamed, self.table.rows)

    @cached_property
    def layout(self) -> Layout:
        """Give the places of its columns."""
        policy = self.policy
        return Layout(
            self.table.columns, policy.decoders, policy.people_columns, policy.system_columns
        )

    @cached_property
    def memory(self) -> Memory | None:
        """Give what an earlier planning kept, where it was made by the same policy in the same columns."""
        memory = self.remembered
        usable = memory and memory.version == self.policy.version
        return memory if usable and memory and memory.columns == self.layout.columns else None

    @cached_property
    def known(self) -> Mapping[str, Remembered]:
        """Give the tickets as they were last planned."""
        return self.memory.tickets if self.memory else {}

    @cached_property
    def former_books(self) -> Mapping[str, Book]:
        """Give the tabs beside 工单 as they were then."""
        return self.memory.books if self.memory else {}

    @cached_property
    def books(self) -> Mapping[str, Book]:
        """Give the tabs beside 工单 as they are now."""
        view, former = self.view, self.former_books
        return read_books(
            view.reading,
            self.policy,
            view.numbers,
            former,
            view.records,
            self.now,
            view.pending,
        )

    @cached_property
    def coming_books(self) -> Mapping[str, Book]:
        """Give them with the rows that are on their way there."""
        return joined(self.books, [*self.view.pending, *self.waited])

    @cached_property
    def typed(self) -> Mapping[str, TypedRow]:
        """Give the typed rows by the number that is reserved for each."""
        numbers = self.view.numbers
        return {no: row for row in self.index.typed if (no := numbers.get(row.fingerprint))}

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """Give the reports that may get a row.

        Where no row can be found by its number, none is appended either: it would be again at every cycle.
        """
        return self.view.reports if "ticket_no" in self.layout.columns else ()

    @cached_property
    def tickets(self) -> Mapping[str, Ticket]:
        """Give the tickets that have a row, or a report that will get one."""
        records = self.view.records
        tickets = {
            number: self._ticket(record, cells)
            for number, cells in self.index.rows.items()
            if (record := records.get(number)) and not record.archived
        }
        for report in self.reports:
            if (record := records.get(report.ticket_no)) and report.ticket_no not in tickets:
                tickets[report.ticket_no] = self._rowless(record)
        return tickets

    @cached_property
    def archived(self) -> Mapping[str, Ticket]:
        """Give the tickets in an archive, as the ledger has them; rules that cross rows know them, none is planned."""
        known = self.memory.archived if self.memory else {}
        return {
            number: last
            if (last := known.get(number)) and last.record is record
            else as_archived(record, self.layout, self.policy)
            for number, record in self.view.records.items()
            if record.archived
        }

    @cached_property
    def lost(self) -> Mapping[str, Ticket]:
        """Give the tickets that have no row any more, or a row that waits or bears another number."""
        view = self.view
        numbers = sorted({*view.missed, *map(owner_of, view.pending), *self._renumbered})
        return {
            number: self._rowless(record)
            for number in numbers
            if (record := view.records.get(number))
            and number not in self.tickets
            and not record.archived
        }

    @cached_property
    def waited(self) -> list[NewRow]:
        """Give the rows of other tabs that wait for columns there."""
        kept = [ticket.record for ticket in self.tickets.values() if ticket.record.unplaced]
        return [row for record in kept for row in waiting(record)]

    @property
    def unwritten(self) -> frozenset[str]:
        """Name the tickets whose row isn't ours yet, so that no rule fills a staff's cell of it."""
        return frozenset((*self.typed, *(self.index.rows.keys() - self.view.records.keys())))

    @property
    def watched(self) -> Mapping[str, Mapping[str, object]]:
        """Give what tickets said to be planned again for, by ticket."""
        return {
            number: last.watches
            for number, last in self.known.items()
            if last.watches and number not in self.archived
        }

    def desk(self, todo: Sequence[str], tickets: Mapping[str, Ticket]) -> Snapshot:
        """Give what the first round of rules sees: of all `tickets` those `todo`."""
        return Snapshot(
            tuple(tickets[number] for number in todo),
            tickets,
            tuple(r for r in self.reports if r.ticket_no not in self.index.rows),
            strangers(self.view, self.index, self.typed, self.layout),
            self.layout,
            self.index.twice,
            self.view.records.keys(),
            self._missed(),
            self.coming_books,
        )

    def stirred(self, watching: frozenset[str]) -> list[str]:
        """Give the tickets that have to be planned: changed, due, or all of them when nothing is remembered.

        Those that watch something shared which has changed are planned at once, as a cold plan does.
        """
        if self.memory is None:
            return list(self.tickets)
        stirred = changed_by(self.memory.books, self.books) | watching
        stirred |= self.memory.twice ^ self.index.twice
        return [
            number
            for number, ticket in self.tickets.items()
            if (last := self.known.get(number)) is None
            or last.ticket is not ticket
            or number in stirred
            or (last.wake is not None and last.wake <= self.now)
        ]

    def newcomer(self, event: Event, row: AppendRow | None) -> Ticket:
        """Give the ticket of a first event: on its row as typed, as found, or as it is going to be appended."""
        number = event.ticket_no
        if number in self.typed:
            cells: Sequence[Scalar] = self.typed[number].cells
        elif number in self.index.rows:
            cells = self.index.rows[number]
        else:
            cells = self._appended(row)
        return Ticket(fold(None, event), cells, self.layout, self.policy)

    def _ticket(self, record: TicketRecord, cells: Sequence[Scalar]) -> Ticket:
        """Give the ticket on its row; the one that was last planned where row and record are the same."""
        number = record.ticket_no
        last, unsettled = self.known.get(number), self.view.unsettled.get(number, frozenset())
        settled = last and not unsettled and not last.ticket.unsettled
        if last and settled and last.record is record and last.row == cells:
            return last.ticket
        return Ticket(record, cells, self.layout, self.policy, unsettled)

    def _rowless(self, record: TicketRecord) -> Ticket:
        """Give a ticket whose row was planned and never arrived: it is appended again, and nothing was edited."""
        values = {name: self.policy.display(name, raw) for name, raw in record.seen.items()}
        row = AppendRow(TICKETS, record.ticket_no, values)
        cells, columns = self._appended(row), frozenset(self.layout.columns)
        return Ticket(record, cells, self.layout, self.policy, columns)

    def _appended(self, row: AppendRow | None) -> list[Scalar]:
        cells: list[Scalar] = [""] * (max(self.layout.columns.values(), default=-1) + 1)
        for column, value in (row.values if row else {}).items():
            if column in self.layout.columns:
                cells[self.layout.columns[column]] = self.policy.encode(column, value)
        return cells

    def _missed(self) -> tuple[tuple[Ticket, str], ...]:
        """Give the tickets whose row two reads have missed, each with the number that stands there now."""
        found, lost = self._renumbered, self.lost
        return tuple((lost[no], found.get(no, "")) for no in sorted(self.view.missed & lost.keys()))

    @property
    def _renumbered(self) -> Mapping[str, str]:
        return {one.number: one.found for one in self.misnamed}
