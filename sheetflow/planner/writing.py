"""What the rules asked for, as cells of rows that are there and rows to append; each is noted with its ticket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sheetflow.asked import Asked
from sheetflow.bookkeeping import arriving, entry_writes
from sheetflow.model import AppendRow, CellWrite, NewRow, Scalar, Table
from sheetflow.planner import archived
from sheetflow.planner.finding import Found
from sheetflow.planner.marking import marks
from sheetflow.planner.offering import STAFF, offers
from sheetflow.planner.projection import (
    Picture,
    encoded,
    strays,
    wanted,
    writes_of,
    written,
)
from sheetflow.planner.rounds import Rounds
from sheetflow.planner.unfolding import Unfolding
from sheetflow.rows import copies
from sheetflow.rows.index import TICKETS
from sheetflow.rows.unplaced import fit, owing, owner_of
from sheetflow.tickets import Ticket


@dataclass(frozen=True)
class Writing:
    """The rounds that were run on the desk that was found, and the picture of each ticket that was planned."""

    found: Found
    rounds: Rounds
    pictures: Mapping[str, Picture]

    @property
    def unfolding(self) -> Unfolding:
        """Give the tickets as they are by now."""
        return self.rounds.unfolding

    def all(self) -> tuple[list[CellWrite], list[NewRow]]:
        """Give every cell to be written and every row to be appended."""
        cells, rows = [*self._system_cells()], [*self._arriving()]
        for number, asked in self.rounds.asked.items():
            if number in self.found.index.rows:
                cells += self._row_cells(number)
                continue
            row = self.rounds.rows.get((TICKETS, number))
            if row and number not in self.found.typed:
                rows.append(self._new_row(row, asked))
        return cells, rows

    def _system_cells(self) -> Iterator[CellWrite]:
        """Yield what doesn't come from a ticket that was planned: numbers, strays, marks, entries, drop-downs."""
        found, policy = self.found, self.found.policy
        for number, row in found.typed.items():
            at = row.position, row.fingerprint
            yield CellWrite(TICKETS, "", "ticket_no", "", number, True, *at)
        yield from strays(found.table, policy)
        yield from self._put_back()
        yield from entry_writes(found.books, self.rounds.entries, policy)
        yield from offers(found.view.reading.tables.get(STAFF), policy)
        yield from marks(found.view.reading.tables, self.rounds.entries, policy, found.books)

    def _put_back(self) -> Iterator[CellWrite]:
        """Yield what says in each row that isn't its number's which it had, or that it is a copy."""
        found = self.found
        for one in found.misnamed:
            if one.number not in found.lost:
                continue
            record = self.unfolding.record(one.number)
            row = Ticket(record, one.cells, found.layout, found.policy)
            if marks := tuple(one.marks(row, found.policy)):
                yield from marks
                self._note(one.number, {mark.column: mark.new for mark in marks})
        yield from copies.marks(found.index, found.table, found.policy)
        yield from archived.marks(found.index, found.table, found.view.records, found.policy)

    def _arriving(self) -> Iterator[NewRow]:
        """Yield the rows for tabs beside 工单, and those that are on their way, as far as their columns are there."""
        found, policy = self.found, self.found.policy
        coming = [*found.waited, *found.view.pending, *self.rounds.new_rows()]
        return self._placed(list(arriving(coming, self.rounds.entries, policy)))

    def _placed(self, rows: Iterable[NewRow]) -> Iterator[NewRow]:
        """Yield rows as they can be appended now; note with the ticket that each is, or names, what it still owes."""
        found = self.found
        for row in {(row.tab, row.key): row for row in rows}.values():
            owner, name = owner_of(row), f"{row.tab}/{row.key}"
            if owner not in self.unfolding.tickets and owner not in self.unfolding.lost:
                yield row
                continue
            record = self.unfolding.record(owner)
            owed = record.owed if row.tab == TICKETS else {}
            table = found.view.reading.tables.get(row.tab, Table(row.tab, {}, ()))
            fitted = fit(replace(row, values={**owed, **row.values}), table, found.policy)
            if fitted.kept != record.unplaced.get(name, {}):
                self.unfolding.note(owing(name, owner, fitted.kept, found.now))
            if fitted.row:
                yield fitted.row

    def _row_cells(self, number: str) -> Iterator[CellWrite]:
        """Yield the cells of a ticket's row that are to show something else."""
        ticket, picture = self.unfolding.tickets[number], self.pictures[number]
        if picture.differing:
            writes = writes_of(ticket, picture.differing, self.found.policy)
            yield from self._in_place(number, writes)
        yield from self._in_place(number, self._said(number))
        self._note(number, {**picture.differing, **picture.left})

    def _said(self, number: str) -> list[CellWrite]:
        """Give the writes of the staff's cells that rules filled, over what stood there when the planning began."""
        before, said = self.unfolding.begun.get(number), self.unfolding.said.get(number)
        if not (before and said):
            return []
        differing = {name: cell for name, cell in said.items() if before.raw(name) != cell}
        return writes_of(before, differing, self.found.policy)

    def _in_place(self, number: str, writes: Iterable[CellWrite]) -> Iterable[CellWrite]:
        """Give a ticket's writes; where another row bears the number too, with the place of its own, and guarded.

        A sort may lead them into the other row, which only its content then tells from this one.
        """
        position = self.found.index.places.get(number)
        if position is None:
            return writes
        return [write._replace(position=position, guarded=True) for write in writes]

    def _new_row(self, row: AppendRow, asked: Asked) -> NewRow:
        """Give a report's row, with all that was known of it where it was appended before."""
        found, policy = self.found, self.found.policy
        cells = encoded(wanted(self.unfolding.tickets[row.key], asked, policy), policy)
        said = self.unfolding.said.get(row.key, {})
        filled = {name: cell for name, cell in {**cells, **said}.items() if cell != ""}
        before = found.view.records.get(row.key)
        raw = {name: policy.encode(name, value) for name, value in row.values.items()}
        new = NewRow(TICKETS, row.key, {**(before.seen if before else {}), **raw, **filled})
        new = fit(new, found.table, policy).row or new
        ours = {name: cell for name, cell in cells.items() if cell != "" and name in new.values}
        self._note(row.key, ours)
        return new

    def _note(self, number: str, cells: Mapping[str, Scalar]) -> None:
        """Note with a ticket that these cells of its row are ours now."""
        if cells:
            columns = self.found.policy.schema.tab(TICKETS).by_key
            self.unfolding.note(written(number, cells, columns, self.found.now))
