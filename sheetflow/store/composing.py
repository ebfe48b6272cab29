"""The batch that carries a plan, or puts back what an earlier one covered: what is copied, written, and comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sheetflow.model import Conflict, Language, NewRow, Reading, Scalar, Table, Writes
from sheetflow.schema import Schema
from sheetflow.store import footprint as feet
from sheetflow.store import requests as ask
from sheetflow.store.aims import Aim, take_aim
from sheetflow.store.appending import Appending, appending
from sheetflow.store.batch import Batch, Scratch, rewrite, write_plain
from sheetflow.store.guarded import mark_settled, write_guarded
from sheetflow.store.reading import Place
from sheetflow.store.scratch import ROW, Trace
from sheetflow.store.tables import Tables

#: System cells by the grid's (row, column), per tab.
Cells: TypeAlias = Mapping[int, Mapping[tuple[int, int], Scalar]]


@dataclass(frozen=True, slots=True)
class Composer:
    """Builds batches for one reading of a spreadsheet; `tables` says where its tabs lie."""

    tables: Tables
    schema: Schema
    language: Language
    reading: Reading

    def plan(
        self, writes: Writes, scratch: Scratch, *, call: str
    ) -> tuple[Batch, tuple[Conflict, ...]]:
        """Build the batch of a plan, and tell the writes whose rows are gone. Records before it are needed no more."""
        batch, places = Batch(scratch), self.tables.places
        aims = take_aim(writes.cells, self.reading, places, self.schema)
        rows = self._appendings(writes.rows)
        self._write(batch, _Laid(call, 0, aims.guarded, aims.plain, rows))
        for page in writes.pages:
            table = self.tables.table(page.tab, self.reading)
            if table is not None and page.tab in places:
                rewrite(batch, page, table, places[page.tab])
        batch.requests += [request for one in rows.values() for request in one.requests]
        astray = tuple(Conflict(write, "", "", put_back=True) for write in aims.astray)
        return batch, astray

    def putting_back(
        self, aims: Sequence[Aim], closed: Iterable[Trace], scratch: Scratch, *, call: str
    ) -> Batch:
        """Build a batch that pays debts and marks those that nothing can pay; it writes below records still needed."""
        batch = Batch(scratch)
        self._write(batch, _Laid(call, scratch.used, aims))
        mark_settled(batch, closed)
        return batch

    def _appendings(self, rows: Iterable[NewRow]) -> Mapping[str, Appending]:
        by_tab: dict[str, list[NewRow]] = {}
        for row in rows:
            by_tab.setdefault(row.tab, []).append(row)
        found: dict[str, Appending] = {}
        for tab, new in by_tab.items():
            table, place = self.tables.table(tab, self.reading), self.tables.places.get(tab)
            if table is None or place is None:
                continue
            made = appending(
                new,
                table,
                place,
                self.schema.tab(tab),
                language=self.language,
                where=self.tables.whereabouts(self.reading),
            )
            if made.rows:
                found[tab] = made
        return found

    def _write(self, batch: Batch, laid: _Laid) -> None:
        """Copy, write guarded and plain cells, copy again; what is used of the scratch tab before `first` stays."""
        scratch, places = batch.scratch, self.tables.places
        batch.left = self._footprints(laid)
        if not batch.left:
            return
        if scratch.used > laid.first:
            used = ask.area(scratch.sheet_id, (laid.first + 1, scratch.used + 1), (0, None))
            batch.requests.append(ask.fill(used))
        widths = [feet.room(places[left.tab]) for left in batch.left]
        widths += [len(row) for one in laid.appended.values() for row in one.rows]
        batch.make_room(batch.left[-1].slot + batch.left[-1].size, ROW + max(widths))
        for left in batch.left:
            rows = laid.appended[left.tab].rows if left.tab in laid.appended else ()
            batch.requests += feet.before(left, places[left.tab], scratch.sheet_id, rows)
        write_guarded(batch, laid.guarded, call=laid.call, first=laid.first)
        write_plain(batch, laid.plain)
        for left in batch.left:
            batch.requests += feet.after(left, places[left.tab], scratch.sheet_id)
            batch.answer.append(feet.header_range(left, places[left.tab], scratch.title))

    def _footprints(self, laid: _Laid) -> list[feet.Footprint]:
        found: list[feet.Footprint] = []
        slot = laid.first + len(laid.guarded)
        for tab, rows in laid.rows(self.tables.places).items():
            table = self.tables.table(tab, self.reading) or Table(tab, {}, ())
            more = laid.appended.get(tab)
            left = feet.footprint(
                self.tables.places[tab],
                tab,
                {**table.own, **table.columns},
                rows,
                call=laid.call,
                slot=slot,
                guarded=(aim.column for aim in laid.guarded if aim.write.tab == tab),
                appended=len(more.rows) if more else 0,
            )
            found.append(left)
            slot += left.size
        return found


@dataclass(frozen=True, slots=True)
class _Laid:
    """What a call writes into rows, with the slot of the scratch tab from which on it leaves its records."""

    call: str
    first: int
    guarded: Sequence[Aim]
    plain: Cells = field(default_factory=dict)
    appended: Mapping[str, Appending] = field(default_factory=dict)

    def rows(self, places: Mapping[str, Place]) -> Mapping[str, Mapping[int, set[int]]]:
        """Give the columns written in each row of the grid, by tab; of a tab that only grows, none."""
        names = {place.sheet_id: tab for tab, place in places.items()}
        found: dict[str, dict[int, set[int]]] = {tab: {} for tab in self.appended}
        for aim in self.guarded:
            found.setdefault(aim.write.tab, {}).setdefault(aim.row, set()).add(aim.column)
        for sheet_id, cells in self.plain.items():
            for row, column in cells:
                found.setdefault(names[sheet_id], {}).setdefault(row, set()).add(column)
        return found
