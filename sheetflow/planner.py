"""One snapshot of the sheet and the ledger, turned into everything that is to be recorded, written and sent.

    outcome = plan(view, now, policy, rules=RULES, memory=memory)

Only tickets whose row or record changed, or that asked to be woken, are planned again; the result is the one that a
cold plan gives (ARCHITECTURE.md, invariants 2 to 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sheetflow import copies
from sheetflow.asked import Asked
from sheetflow.bookkeeping import arriving, as_written, changed_by, entry_writes, read_books
from sheetflow.books import joined
from sheetflow.bound import too_many
from sheetflow.doubles import index_of
from sheetflow.index import TICKETS
from sheetflow.layout import Layout
from sheetflow.misnamed import misnamed
from sheetflow.model import AppendRow, CellWrite, Event, NewRow, Report, Scalar, Table, Writes
from sheetflow.offering import STAFF, offers
from sheetflow.pages import changed_pages
from sheetflow.plan import Memory, Outcome, Plan, Remembered, View
from sheetflow.policy import Policy
from sheetflow.projection import Picture, picture, shown, strays, writes_of, written
from sheetflow.recipients import addressed
from sheetflow.record import TicketRecord, fold
from sheetflow.rounds import Rounds
from sheetflow.rule import Rule
from sheetflow.strangers import strangers
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.unplaced import fit, owner_of, placed, waiting


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
    return _Planning(view, now, policy, rules, memory, strict).outcome(max_changes)


class _Planning:
    """One planning under way."""

    def __init__(
        self,
        view: View,
        now: datetime,
        policy: Policy,
        rules: Sequence[Rule],
        memory: Memory | None,
        strict: bool,
    ) -> None:
        self.view, self.now, self.policy = view, now, policy
        self.table = view.reading.tables.get(TICKETS, Table(TICKETS, {}, ()))
        self.index = index_of(self.table, view.records)
        self.misnamed = misnamed(self.index, view.renamed, self.table.rows)
        self.layout = Layout(
            self.table.columns, policy.decoders, policy.people_columns, policy.system_columns
        )
        usable = memory and memory.version == policy.version
        self.memory = (
            memory if usable and memory and memory.columns == self.layout.columns else None
        )
        self.known = self.memory.tickets if self.memory else {}
        self.books = read_books(
            view.reading, policy, view.numbers, self.memory.books if self.memory else {}
        )
        self.typed = {
            number: row for row in self.index.typed if (number := view.numbers.get(row.fingerprint))
        }
        tickets = {
            number: self._ticket(record, cells)
            for number, cells in self.index.rows.items()
            if (record := view.records.get(number))
        }
        # Where no row can be found by its number, none is appended either: it would be again at every cycle.
        self.reports = view.reports if "ticket_no" in self.layout.columns else ()
        for report in self.reports:
            if (record := view.records.get(report.ticket_no)) and report.ticket_no not in tickets:
                tickets[report.ticket_no] = self._rowless(record)
        self.waited = [row for ticket in tickets.values() for row in waiting(ticket.record)]
        lost = {
            number: self._rowless(record)
            for number in sorted({*view.missed, *map(owner_of, view.pending), *self._misnamed()})
            if (record := view.records.get(number)) and number not in tickets
        }
        self.pictures: dict[str, Picture] = {}
        self.rounds = Rounds(rules, policy, now, tickets, self._newcomer, self._look, strict, lost)
        unknown = (number for number in self.index.rows if number not in view.records)
        self.rounds.unwritten = frozenset((*self.typed, *unknown))

    def outcome(self, max_changes: int) -> Outcome:
        """Run the rules, and put together what they asked for."""
        books = joined(self.books, [*self.view.pending, *self.waited])
        self.rounds.watched = {no: last.watches for no, last in self.known.items() if last.watches}
        self.rounds.books = self.memory.books if self.memory else {}
        todo = self._stirred(frozenset(self.rounds.watching(books)))
        desk = Snapshot(
            tuple(self.rounds.tickets[number] for number in todo),
            self.rounds.tickets,
            self._reports(),
            strangers(self.view, self.index, self.typed, self.layout),
            self.layout,
            self.index.twice,
            self._lost(),
            books,
        )
        self.rounds.run(desk)
        cells, rows = self._project()
        memory = self._remember()
        if refused := too_many(cells, self.view, self.policy, max_changes):
            return Outcome(Plan(refused=refused), memory)
        books = as_written(self.books, rows, self.rounds.entries, self.policy)
        lines = memory.board(self.policy, self.now, books)
        pages = changed_pages(self.view.reading, lines, self.policy, self.now)
        made = Plan(
            Writes(tuple(cells), tuple(rows), pages),
            tuple(self.rounds.events),
            {event.ticket_no: self.rounds.record(event.ticket_no) for event in self.rounds.events},
            addressed(self.rounds.notices, self.policy, self.now),
            tuple(report.ticket_no for report in self.reports),
            dict(self.rounds.quarrels),
            len(self.rounds.asked),
        )
        return Outcome(made, memory)

    def _unsettled(self, number: str) -> frozenset[str]:
        return self.view.unsettled.get(number, frozenset())

    def _ticket(self, record: TicketRecord, cells: Sequence[Scalar]) -> Ticket:
        """Give the ticket on its row; the one that was last planned where row and record are the same."""
        number = record.ticket_no
        last, unsettled = self.known.get(number), self._unsettled(number)
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

    def _stirred(self, watching: frozenset[str]) -> list[str]:
        """Give the tickets that have to be planned: changed, due, or all of them when nothing is remembered.

        Those that watch something shared which has changed are planned at once, as a cold plan does.
        """
        if self.memory is None:
            return list(self.rounds.tickets)
        stirred = changed_by(self.memory.books, self.books) | watching
        stirred |= self.memory.twice ^ self.index.twice
        return [
            number
            for number, ticket in self.rounds.tickets.items()
            if (last := self.known.get(number)) is None
            or last.ticket is not ticket
            or number in stirred
            or (last.wake is not None and last.wake <= self.now)
        ]

    def _reports(self) -> tuple[Report, ...]:
        return tuple(r for r in self.reports if r.ticket_no not in self.index.rows)

    def _lost(self) -> tuple[tuple[Ticket, str], ...]:
        found, lost = self._misnamed(), self.rounds.lost
        return tuple((lost[no], found.get(no, "")) for no in sorted(self.view.missed & lost.keys()))

    def _misnamed(self) -> Mapping[str, str]:
        return {one.number: one.found for one in self.misnamed}

    def _newcomer(self, event: Event, row: AppendRow | None) -> Ticket:
        """Give the ticket of a first event: on its row as typed, as found, or as it is going to be appended."""
        number = event.ticket_no
        if number in self.typed:
            cells: Sequence[Scalar] = self.typed[number].cells
        elif number in self.index.rows:
            cells = self.index.rows[number]
        else:
            cells = self._appended(row)
        return Ticket(fold(None, event), cells, self.layout, self.policy)

    def _appended(self, row: AppendRow | None) -> list[Scalar]:
        cells: list[Scalar] = [""] * (max(self.layout.columns.values(), default=-1) + 1)
        for column, value in (row.values if row else {}).items():
            if column in self.layout.columns:
                cells[self.layout.columns[column]] = self.policy.encode(column, value)
        return cells

    def _look(self, ticket: Ticket, asked: Asked) -> None:
        """Note what a ticket's row is to show."""
        number = ticket.no
        begun = self.rounds.begun.get(number) or ticket if number in self.view.records else None
        self.pictures[number] = picture(ticket, asked, begun, self.policy, self.now)

    def _project(self) -> tuple[list[CellWrite], list[NewRow]]:
        """Turn what was asked into cells of existing rows and rows to append, each noted as ours."""
        writes = [self._numbering(number) for number in self.typed]
        writes += strays(self.table, self.policy)
        writes += self._put_back()
        writes += entry_writes(self.books, self.rounds.entries, self.policy)
        writes += offers(self.view.reading.tables.get(STAFF), self.policy)
        columns = self.policy.schema.tab(TICKETS).by_key
        coming = [*self.waited, *self.view.pending, *self.rounds.new_rows()]
        coming = list(arriving(coming, self.rounds.entries, self.policy))
        rows = list(placed(coming, self.rounds, self.view.reading, self.policy, self.now))
        for number, asked in self.rounds.asked.items():
            if number in self.index.rows:
                found = self.pictures[number]
                if found.differing:
                    ticket = self.rounds.tickets[number]
                    writes += self._placed(number, writes_of(ticket, found.differing, self.policy))
                writes += self._placed(number, self._said(number))
                changed = {**found.differing, **found.left}
            elif number not in self.typed and (row := self.rounds.rows.get((TICKETS, number))):
                cells = shown(self.rounds.tickets[number], asked, self.policy)
                new = self._new_row(row, {**cells, **self.rounds.said.get(number, {})})
                rows.append(new)
                changed = {n: cell for n, cell in cells.items() if cell != "" and n in new.values}
            else:
                continue
            if changed:
                self.rounds.note(written(number, changed, columns, self.now))
        return writes, rows

    def _said(self, number: str) -> list[CellWrite]:
        """Give the writes of the staff's cells that rules filled, over what stood there when the planning began."""
        before, said = self.rounds.begun.get(number), self.rounds.said.get(number)
        if not (before and said):
            return []
        differing = {name: cell for name, cell in said.items() if before.raw(name) != cell}
        return writes_of(before, differing, self.policy)

    def _numbering(self, number: str) -> CellWrite:
        row = self.typed[number]
        return CellWrite(TICKETS, "", "ticket_no", "", number, True, row.position, row.fingerprint)

    def _placed(self, number: str, writes: Iterable[CellWrite]) -> list[CellWrite]:
        """Give a ticket's writes; where another row bears the number too, with the place of its own, and guarded.

        A sort may lead them into the other row, which only its content then tells from this one.
        """
        position = self.index.places.get(number)
        if position is None:
            return list(writes)
        return [write._replace(position=position, guarded=True) for write in writes]

    def _put_back(self) -> Iterator[CellWrite]:
        """Yield what says in each row that isn't its number's which it had, or that it is a copy."""
        columns = self.policy.schema.tab(TICKETS).by_key
        for one in self.misnamed:
            if one.number not in self.rounds.lost:
                continue
            row = Ticket(self.rounds.record(one.number), one.cells, self.layout, self.policy)
            if marks := tuple(one.marks(row, self.policy)):
                yield from marks
                shown = {mark.column: mark.new for mark in marks}
                self.rounds.note(written(one.number, shown, columns, self.now))
        yield from copies.marks(self.index, self.table, self.policy)

    def _new_row(self, row: AppendRow, cells: Mapping[str, Scalar]) -> NewRow:
        """Give a report's row, with all that was known of it where it was appended before."""
        before = self.view.records.get(row.key)
        raw = {name: self.policy.encode(name, value) for name, value in row.values.items()}
        filled = {name: cell for name, cell in cells.items() if cell != ""}
        new = NewRow(TICKETS, row.key, {**(before.seen if before else {}), **raw, **filled})
        return fit(new, self.table, self.policy).row or new

    def _remember(self) -> Memory:
        kept = dict(self.known)
        for number in [number for number in kept if number not in self.rounds.tickets]:
            del kept[number]
        moved = {event.ticket_no for event in self.rounds.events}
        for number, asked in self.rounds.asked.items():
            row = None if number in moved else self.index.rows.get(number)
            ticket, line = self.rounds.tickets[number], self.pictures[number].line
            kept[number] = Remembered(ticket, row, asked.wake, line, asked.watches)
        before = self.memory.quarrels if self.memory else {}
        still = {no: why for no, why in before.items() if no in kept.keys() - self.rounds.asked}
        quarrels = {**still, **self.rounds.quarrels}
        version, columns = self.policy.version, self.layout.columns
        return Memory(kept, version, columns, self.index.twice, self.books, quarrels)
