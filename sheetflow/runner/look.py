"""One look at the sheet and the ledger: everything that the next plan is made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from sheetflow import settling
from sheetflow.bookkeeping import tabs_of
from sheetflow.errors import Problem
from sheetflow.keyless import keys_in, waiting
from sheetflow.levels import KEPT, asked, counting, proposed, stored
from sheetflow.model import NewRow, Reading, Report, Table
from sheetflow.plan import View
from sheetflow.policy import Policy
from sheetflow.ports import Ledger
from sheetflow.rows import copies
from sheetflow.rows.doubles import index_of
from sheetflow.rows.index import PREFIX, TICKETS, read_index
from sheetflow.rows.lost import Lost, find_lost, problems, unnoticed
from sheetflow.runner.known import Known
from sheetflow.runner.office import SETTINGS, Office
from sheetflow.settling import Unsettled
from sheetflow.unannounced import unannounced


@dataclass(frozen=True)
class Look:
    """A reading, beside what is known already and what the ledger says by now."""

    reading: Reading
    state: Known
    ledger: Ledger
    office: Office
    now: datetime

    def unsettled(self) -> Unsettled:
        """Close the runs that the sheet shows as done, and name what is still open."""
        columns = self.office.schema.tab(TICKETS).by_key
        found = settling.compare(self.ledger.open_runs(), self.reading, self.state.records, columns)
        for run_id, conflicts in found.closed.items():
            self.ledger.finish(run_id, self.now, confirmed=True, conflicts=conflicts)
        return found

    def reports(self) -> tuple[Report, ...]:
        """Give the reports without a row, and note those that have got theirs."""
        pending = self.ledger.pending_reports()
        if not pending:
            return ()
        rows = read_index(self._tickets).rows
        placed = [report.ticket_no for report in pending if report.ticket_no in rows]
        if placed:
            self.ledger.placed(placed, self.now)
        return tuple(report for report in pending if report.ticket_no not in rows)

    def policy(self) -> Policy:
        """Give the policy that counts, and note what is wrong with headers and settings, or waits to be confirmed."""
        state, tables = self.state, self.reading.tables
        last = state.as_read or self.office.last_good(self.ledger.kept(SETTINGS))
        read, found = self.office.policy(tables, last)
        headers = [Problem("", text, "") for table in tables.values() for text in table.problems]
        if read is not state.as_read:
            state.settings = found
        policy = self._counting(read)
        guessed = unannounced(policy, self.now)
        state.problems = (*headers, *state.settings, *state.waiting, *guessed)
        return policy

    def _counting(self, read: Policy) -> Policy:
        """Give the policy as read, with the levels that somebody has confirmed; the first ever read need nobody."""
        state, kept = self.state, self.ledger.kept(KEPT)
        if kept is None:
            kept = stored(read.levels)
            self.ledger.keep(KEPT, kept)
        if state.policy and read is state.as_read and kept == state.levels:
            return state.policy
        policy = counting(read, kept)
        waits = proposed(state.records.values(), policy, read)
        state.waiting = (asked(waits, policy),) if waits else ()
        state.as_read, state.levels = read, kept
        return policy

    def view(self, reports: tuple[Report, ...], unsettled: Unsettled, policy: Policy) -> View:
        """Give what is to be planned, with numbers for typed rows and what became of missing tickets."""
        lost, missed = self._lost((*reports, *unsettled.rows), policy)
        return View(
            self.reading,
            self.state.records,
            reports,
            unsettled.columns,
            self._numbers(lost.emptied),
            unsettled.rows,
            missed,
            lost.renamed,
        )

    def _lost(self, due: Iterable[Report | NewRow], policy: Policy) -> tuple[Lost, frozenset[str]]:
        """Give what became of tickets whose number is nowhere, and those that two reads running have missed."""
        state, table = self.state, self._tickets
        expected = {one.ticket_no if isinstance(one, Report) else one.key for one in due}
        index = index_of(table, state.records)
        lost = find_lost(index, table.columns, state.records, expected)
        absent = unnoticed(lost, state.records)
        missed = absent & self._last("absent_rows", state.absent, absent)
        state.absent = absent
        known = lost.gone - state.absent | missed
        state.lost = (*problems(known, lost, policy), *copies.problems(index, policy))
        return lost, missed

    def _numbers(self, had: Mapping[str, str]) -> Mapping[str, str]:
        """Reserve a number for each typed row that hasn't changed since the last cycle, unless it `had` one."""
        prefixes = {row.fingerprint: PREFIX for row in read_index(self._tickets).typed}
        for tab in tabs_of(self.office.schema):
            if table := self.reading.tables.get(tab.key):
                prefixes |= {row.fingerprint: tab.numbered for row in waiting(tab, table)}
        prints = frozenset(prefixes)
        last = self._last("typed_rows", self.state.typed, prints)
        self.state.typed = prints
        day = self.now.astimezone(self.office.zone).date()
        # In the order in which they stand: of two rows typed without a time, the upper came first.
        ready = [mark for mark in prefixes if mark in last]
        taken = self._taken() if ready else frozenset()
        return {
            mark: had.get(mark) or self._reserved(mark, prefixes[mark], day, taken)
            for mark in ready
        }

    def _reserved(self, mark: str, prefix: str, day: date, taken: Collection[str]) -> str:
        """Reserve a number, the same for the same row until it stands there; then a row like it gets one of its own."""
        for again in count(1):
            key = f"row:{day}:{mark}:{again}"
            number = self.ledger.reserve_number(day, key=key, prefix=prefix)
            if number not in taken:
                return number
        raise AssertionError("numbers never end")

    def _taken(self) -> frozenset[str]:
        """Give all numbers that stand in a tab."""
        found = set(read_index(self._tickets).rows)
        for tab in tabs_of(self.office.schema):
            if table := self.reading.tables.get(tab.key):
                found.update(keys_in(tab, table))
        return frozenset(found)

    def _last(self, name: str, known: frozenset[str], fresh: frozenset[str]) -> frozenset[str]:
        """Give what the read before this one found, be it another process's; the next one gets what is `fresh`."""
        kept = None if known else self.ledger.kept(name)
        last = frozenset(map(str, kept)) if isinstance(kept, list) else known
        if fresh != last:
            self.ledger.keep(name, sorted(fresh))
        return last

    @property
    def _tickets(self) -> Table:
        return self.reading.tables.get(TICKETS, Table(TICKETS, {}, ()))
