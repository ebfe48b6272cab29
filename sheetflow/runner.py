"""One cycle: read, settle, plan, record, apply. One read and at most one write, whatever the number of tickets.

    Runner(store, ledger, clock, office).cycle() -> Summary(read=40, planned=2, changes=11, notices=1, …)

Record before apply (ARCHITECTURE.md, invariant 5): a run is on disk before its batch is sent, and stays open until a
later read shows what became of it, so that a kill at any point loses nothing and repeats nothing.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sheetflow import settling
from sheetflow.board import document
from sheetflow.digest import digests
from sheetflow.errors import Problem
from sheetflow.index import read_index
from sheetflow.known import Known
from sheetflow.lost import Lost, find_lost, problems, unnoticed
from sheetflow.model import Language, NewRow, Reading, Report, Table, Verdict, Writes
from sheetflow.plan import Plan, View
from sheetflow.planner import plan
from sheetflow.policy import Policy
from sheetflow.ports import Clock, Ledger, Outdated, Run, Store
from sheetflow.projection import TICKETS
from sheetflow.record import TicketRecord, fold
from sheetflow.rounds import Rule
from sheetflow.schema import Schema
from sheetflow.settings_tabs import read_policy
from sheetflow.summary import Summary, summary_of

_log = logging.getLogger(__name__)

#: How long a worker that died keeps others out.
LEASE = timedelta(seconds=90)


@dataclass(frozen=True)
class Office:
    """How this desk runs: its schema, rules, language, zone, and the switches of this installation."""

    schema: Schema
    rules: Sequence[Rule]
    language: Language
    zone: ZoneInfo
    automatic: bool | None = None
    max_changes: int = 500
    desk_url: str = ""
    strict: bool = False


class Runner:
    """Keeps one spreadsheet; the lease keeps every other worker off it."""

    def __init__(
        self, store: Store, ledger: Ledger, clock: Clock, office: Office, *, holder: str = ""
    ) -> None:
        """Take the ports; nothing is read before the first cycle.

        `holder` names who has the lease, where something else proves that nobody of that name is alive: then a
        killed worker's lease goes on as this one's. Without it every worker is another.
        """
        self._store, self._ledger, self._clock, self._office = store, ledger, clock, office
        self._holder = holder or secrets.token_hex(8)
        self._state: Known | None = None

    @property
    def policy(self) -> Policy | None:
        """Give the policy of the last cycle."""
        return self._state.policy if self._state else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Give what the last cycle found wrong with headers, settings and rows."""
        return (*self._state.problems, *self._state.lost) if self._state else ()

    def record_of(self, ticket_no: str) -> TicketRecord | None:
        """Give a ticket's record as the last cycle left it."""
        return self._state.records.get(ticket_no) if self._state else None

    def edited_at(self, ticket_no: str) -> datetime | None:
        """Give when somebody last changed the ticket's row, as far as this runner has seen."""
        return self._state.edited.get(ticket_no) if self._state else None

    def digests(self) -> int:
        """Put today's digests into the outbox once their hour has come; gives how many notices were due."""
        state, now = self._state, self._clock.now()
        if state is None or state.policy is None or state.memory is None:
            return 0
        notices = digests(state.memory.lines(), state.policy, now)
        if notices:
            self._note(Run(secrets.token_hex(8), now, Writes(), notices=notices))
        return len(notices)

    def keeps(self) -> bool:
        """Say whether this is the worker that keeps the spreadsheet and sends the mails; takes or renews the lease."""
        return self._ledger.lease("worker", self._holder, self._clock.now(), LEASE)

    def cycle(self) -> Summary:
        """Do what has to be done now. Raises Unavailable or Refused when the spreadsheet can't be read."""
        began = self._clock.now()
        before = dict(self._store.calls)
        if not self.keeps():
            self.forget()
            return Summary("standby")
        try:
            summary = self._caught_up(began)
        except Exception:
            # What was planned may not have been recorded: the next cycle begins with what the ledger says.
            self.forget()
            raise
        used = {kind: count - before.get(kind, 0) for kind, count in self._store.calls.items()}
        spent = (self._clock.now() - began) / timedelta(milliseconds=1)
        return summary._replace(
            reads=used.get("read", 0), writes=used.get("write", 0), milliseconds=int(spent)
        )

    def forget(self) -> None:
        """Read the ledger again at the next cycle: somebody else has recorded something."""
        self._state = None

    def stop(self) -> None:
        """Give the lease back, so that the next worker needn't wait."""
        self._ledger.release("worker", self._holder)

    def _caught_up(self, now: datetime) -> Summary:
        """Run a cycle, and once more if somebody recorded something between its look and its plan."""
        try:
            return self._cycle(now)
        except Outdated:
            self.forget()
            return self._cycle(now)

    def _cycle(self, now: datetime) -> Summary:
        state = self._state = self._state or Known()
        reading = self._store.read()
        self._learn(state)
        unsettled = self._settle(state, reading, now)
        reports = self._waiting(reading, now)
        policy = self._policy(state, reading)
        rows = sum(len(table.rows) for table in reading.tables.values())
        if not reports and not unsettled and state.quiet(reading, policy, now):
            self._store.heartbeat(now)
            return Summary("idle", read=rows)
        lost, missed = self._lost(state, reading, (*reports, *unsettled.rows), policy)
        view = View(
            reading,
            state.records,
            reports,
            unsettled.columns,
            self._numbers(state, reading, now, lost.emptied),
            unsettled.rows,
            missed,
            lost.renamed,
        )
        outcome = plan(
            view,
            now,
            policy,
            rules=self._office.rules,
            memory=state.memory,
            strict=self._office.strict,
            max_changes=self._office.max_changes,
        )
        made = outcome.plan
        if made.refused:
            state.problems = (*state.problems, made.refused)
            return Summary("refused", read=rows, planned=made.planned)
        state.policy, state.memory, state.digest = policy, outcome.memory, reading.digest
        self._ledger.keep("board", document(outcome.memory.lines(), policy, now))
        verdict = self._carry_out(made, state, reading, now) if made else None
        return summary_of(made, verdict, rows=rows)

    def _learn(self, state: Known) -> None:
        """Take in what others recorded: an act on a page, an import, another worker.

        It is looked for after the sheet was read, so that no row is there whose ticket isn't known.
        """
        newest = self._ledger.newest_event()
        if newest != state.newest:
            state.newest, state.records, state.memory = newest, self._ledger.records(), None

    def _settle(self, state: Known, reading: Reading, now: datetime) -> settling.Unsettled:
        """Close the runs that the sheet shows as done, and name what is still open."""
        found = settling.compare(self._ledger.open_runs(), reading, state.records)
        for run_id, conflicts in found.closed.items():
            self._ledger.finish(run_id, now, confirmed=True, conflicts=conflicts)
        return found

    def _waiting(self, reading: Reading, now: datetime) -> tuple[Report, ...]:
        """Give the reports without a row, and note those that have got theirs."""
        pending = self._ledger.pending_reports()
        if not pending:
            return ()
        rows = read_index(_tickets(reading)).rows
        placed = [report.ticket_no for report in pending if report.ticket_no in rows]
        if placed:
            self._ledger.placed(placed, now)
        return tuple(report for report in pending if report.ticket_no not in rows)

    def _policy(self, state: Known, reading: Reading) -> Policy:
        office = self._office
        policy, problems = read_policy(
            office.schema,
            reading.tables,
            language=office.language,
            zone=office.zone,
            automatic=office.automatic,
            last=state.policy,
            desk_url=office.desk_url,
        )
        headers = [
            Problem(table.tab, text, "")
            for table in reading.tables.values()
            for text in table.problems
        ]
        if policy is not state.policy:
            state.settings = tuple(problems)
        state.problems = (*headers, *state.settings)
        return policy

    def _lost(
        self, state: Known, reading: Reading, due: Iterable[Report | NewRow], policy: Policy
    ) -> tuple[Lost, frozenset[str]]:
        """Give what became of tickets whose number is nowhere, and those that two reads running have missed."""
        table = _tickets(reading)
        expected = {one.ticket_no if isinstance(one, Report) else one.key for one in due}
        lost = find_lost(read_index(table), table.columns, state.records, expected)
        before, state.absent = state.absent, unnoticed(lost, state.records)
        missed = before & state.absent
        known = lost.gone - state.absent | missed
        state.lost = problems(known, lost, policy)
        return lost, missed

    def _numbers(
        self, state: Known, reading: Reading, now: datetime, had: Mapping[str, str]
    ) -> Mapping[str, str]:
        """Reserve a number for each typed row that hasn't changed since the last cycle, unless it `had` one."""
        prints = frozenset(row.fingerprint for row in read_index(_tickets(reading)).typed)
        last = state.typed or frozenset(map(str, self._kept_prints()))
        if prints != last:
            self._ledger.keep("typed_rows", sorted(prints))
        state.typed = prints
        day = now.astimezone(self._office.zone).date()
        ready = sorted(prints & last)
        return {
            mark: had.get(mark) or self._ledger.reserve_number(day, key=f"row:{mark}")
            for mark in ready
        }

    def _kept_prints(self) -> Sequence[object]:
        kept = self._ledger.kept("typed_rows")
        return kept if isinstance(kept, list) else ()

    def _carry_out(
        self, made: Plan, state: Known, reading: Reading, now: datetime
    ) -> Verdict | None:
        """Record the run, then apply it; only a read shows whether it arrived, so it stays open until then."""
        run = Run(
            run_id=secrets.token_hex(8),
            at=now,
            writes=made.writes,
            events=made.events,
            records=made.records,
            notices=made.notices,
            reports=made.reports,
        )
        self._begin(run)
        state.records.update(made.records)
        state.edited.update(
            {event.ticket_no: now for event in made.events if event.kind == "edited"}
        )
        if not made.writes:
            self._ledger.finish(run.run_id, now, confirmed=True)
            return None
        verdict = self._store.apply(made.writes, run_id=run.run_id, reading=reading)
        if verdict.state != "done":
            state.memory = None
            _log.warning("batch %s: %s", run.run_id, verdict.state)
            self._tell(verdict, state, now)
        elif not made.writes.cells:
            # Rows and pages can't go astray; whether a sort led cells into other rows, only the next read shows.
            self._ledger.finish(run.run_id, now, confirmed=True)
        return verdict

    def _tell(self, verdict: Verdict, state: Known, now: datetime) -> None:
        """Put into the tickets' histories what a batch met, and into their rows what it couldn't put back."""
        policy, records = state.policy, state.records
        if policy and (events := settling.told(verdict.conflicts, records, policy, now)):
            self._note(Run(secrets.token_hex(8), now, Writes(), events))
            for event in events:
                records[event.ticket_no] = fold(records[event.ticket_no], event)

    def _note(self, run: Run) -> None:
        """Record what needs no writing."""
        self._begin(run)
        self._ledger.finish(run.run_id, run.at, confirmed=True)

    def _begin(self, run: Run) -> None:
        """Record a run, and count its events as known: any other number next time is somebody else's."""
        self._ledger.begin(run)
        if self._state:
            self._state.newest += len(run.events)


def _tickets(reading: Reading) -> Table:
    return reading.tables.get(TICKETS, Table(TICKETS, {}, ()))
