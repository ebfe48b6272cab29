"""The worker of one spreadsheet: what it does in a cycle, and whether it is the one to do it."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta

from sheetflow import asked, conflicts, copied
from sheetflow.board import document
from sheetflow.digest import digests
from sheetflow.errors import Act, Problem, Refused, SheetflowError, Unavailable
from sheetflow.figures import Period, cases_of, evening, figures, report_page
from sheetflow.low_stock import low_stock
from sheetflow.model import Reading, Text, Verdict, Writes
from sheetflow.plan import Plan
from sheetflow.planner import plan
from sheetflow.planner.pages import unlike
from sheetflow.policy import Policy
from sheetflow.ports import Clock, Ledger, Outdated, Store
from sheetflow.record import TicketRecord
from sheetflow.runner.answers import Answers
from sheetflow.runner.away import Away, settings_of
from sheetflow.runner.journal import Journal
from sheetflow.runner.known import Known
from sheetflow.runner.look import Look
from sheetflow.runner.office import SETTINGS, Office
from sheetflow.summary import Summary, summary_of

_log = logging.getLogger(__name__)

#: How long a worker that died keeps others out.
LEASE = timedelta(seconds=90)


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
        self._digested: set[str] = set()

    @property
    def policy(self) -> Policy | None:
        """Give the policy of the last cycle."""
        return self._state.policy if self._state else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Give what the last cycle found wrong with headers, settings and rows, and what was covered of late."""
        return (*self.standing, *self.overwritten())

    @property
    def standing(self) -> tuple[Problem, ...]:
        """Give what the last cycle found wrong with headers, settings and rows, which stands until it is mended."""
        state = self._state
        if state is None:
            return ()
        quarrels = state.memory.quarrels if state.memory else {}
        left = asked.problems(quarrels, state.policy) if state.policy else ()
        books = state.memory.books.values() if state.memory else ()
        doubled = copied.problems(books, state.policy) if state.policy else ()
        return (*state.problems, *state.lost, *state.asked, *left, *doubled)

    def overwritten(self, since: datetime | None = None) -> tuple[Problem, ...]:
        """Give what of people's was covered, since then or of late, in rows of no ticket that is known."""
        if self.policy is None:
            return ()
        document, now = self._ledger.kept(conflicts.OVERWRITTEN), self._clock.now()
        return conflicts.problems(document, self.policy, now, since=since)

    @property
    def seen(self) -> str:
        """Give the digest of the sheet as it was last planned; another one says that somebody has changed something."""
        return self._state.digest if self._state else ""

    @property
    def waits(self) -> bool:
        """Say whether the next read is awaited, because of something that the last one found half done."""
        return self._state is None or self._state.waits

    def due_at(self, now: datetime) -> datetime | None:
        """Give when something falls due after now, for which the sheet should be read."""
        return self._state.due_at(now) if self._state else None

    def record_of(self, ticket_no: str) -> TicketRecord | None:
        """Give a ticket's record as the last cycle left it."""
        return self._state.records.get(ticket_no) if self._state else None

    def digests(self) -> int:
        """Put today's digests, and what is low on parts, into the outbox once their hour has come.

        Gives how many notices were due.
        """
        state, now = self._state, self._clock.now()
        memory = (state.away or state.memory) if state else None
        if state is None or state.policy is None or memory is None:
            return 0
        policy, records = state.policy, (ticket.record for ticket in memory.tickets.values())
        notices = (
            *digests(
                memory.board(policy, now),
                policy,
                now,
                lambda: evening(cases_of(state.records.values(), policy), policy, now),
                told=self._digested,
            ),
            *low_stock(memory.books, records, policy, now),
        )
        if state.away:
            away = Away(state, self._ledger, self._office, now)
            notices = tuple(away.dated(notice) for notice in notices)
        if notices:
            Journal(self._ledger, state, now).note(notices=notices)
        self._digested |= {notice.once for notice in notices}
        return len(notices)

    def report(self) -> bool:
        """Write the figures of the month so far into their tab where they have changed; says whether they had."""
        state, now = self._state, self._clock.now()
        if state is None or state.policy is None or state.away or not self.keeps():
            return False
        policy, period = state.policy, Period.month_of(now, self._office.zone)
        found = figures(cases_of(state.records.values(), policy), period, policy, now)
        reading = self._store.read()
        pages = unlike(reading, report_page(found, period, policy))
        if pages:
            journal = Journal(self._ledger, state, now)
            run = journal.begin(Plan(Writes(pages=pages)))
            verdict = self._store.apply(run.writes, run_id=run.run_id, reading=reading)
            journal.tell(verdict.conflicts, policy, again=True)  # of a batch before, settled now
            journal.close(run)  # made anew in an hour anyway, whatever became of this
        return bool(pages)

    def keeps(self) -> bool:
        """Say whether this is the worker that keeps the spreadsheet and sends the mails; takes or renews the lease."""
        return self._ledger.lease("worker", self._holder, self._clock.now(), LEASE)

    def cycle(self) -> Summary:
        """Do what has to be done now.

        Raises Unavailable or Refused when the spreadsheet can't be read, after letting warnings and breaches go.
        """
        began = self._clock.now()
        before = dict(self._store.calls)
        if not self.keeps():
            self.forget()
            return Summary("standby")
        try:
            reading = self._read()
        except (Unavailable, Refused) as fault:
            self._go_on_without(fault, began)
            raise
        try:
            summary = self._caught_up(reading, began)
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

    def _read(self) -> Reading:
        """Read the sheet; before that, end what a batch began whose verdict may not have been heard."""
        state = self._state = self._state or Known()
        if state.doubt:
            open_runs = self._ledger.open_runs()
            # Rows too: one that fell across a moved column stands there, and is taken out again before it counts.
            writes = {run.run_id: run.writes for run in open_runs}
            runs = [
                no for no, one in writes.items() if one.rows or any(c.guarded for c in one.cells)
            ]
            state.met = self._store.settle(runs) if runs else ()
            state.doubt = False
        return self._store.read()

    def _go_on_without(self, fault: SheetflowError, now: datetime) -> None:
        """Let warnings and breaches leave while the sheet can't be read, and note why it can't."""
        state = self._state = self._state or Known()
        notices = Away(state, self._ledger, self._office, now).notices()
        if notices:
            Journal(self._ledger, state, now).note(notices=notices)
            state.let_go |= {notice.once for notice in notices}
        self._note_away(Text(fault.zh, str(fault)), now, fault.act)

    def _note_away(self, why: Text, now: datetime, act: Act) -> None:
        """Keep for the pages since when, and why, the sheet can't be read or written."""
        said = {"at": now.isoformat(), "why": why.en, "zh": why.zh, "act": act}
        self._ledger.keep("away", said)

    def _caught_up(self, reading: Reading, now: datetime) -> Summary:
        """Run a cycle, and once more if somebody recorded something between its look and its plan."""
        try:
            return self._cycle(reading, now)
        except Outdated:
            self.forget()
            return self._cycle(self._read(), now)

    def _cycle(self, reading: Reading, now: datetime) -> Summary:
        state = self._state = self._state or Known()
        state.read(now)
        # Looked for after the sheet was read, so that no row is there whose ticket isn't known.
        state.learn(self._ledger)
        look = Look(reading, state, self._ledger, self._office, now)
        policy = look.policy()
        if state.met:
            Journal(self._ledger, state, now).tell(state.met, policy, again=True)
            state.met = ()
        Answers(reading.forms, state, self._ledger, self._office, now).take()
        unsettled, reports = look.unsettled(), look.reports()
        rows = sum(len(table.rows) for table in reading.tables.values())
        if not reports and not unsettled and state.quiet(reading, policy, now):
            self._store.heartbeat(now)
            return Summary("idle", read=rows)
        outcome = plan(
            look.view(reports, unsettled, policy),
            now,
            policy,
            rules=self._office.rules,
            memory=state.memory,
            strict=self._office.strict,
            max_changes=self._office.max_changes,
        )
        made = outcome.plan
        for where, why in made.quarrels.items():
            _log.error("rules disagree, left alone: %s: %s", where, why)
        if made.refused:
            state.problems = (*state.problems, made.refused)
            return Summary("refused", read=rows, planned=made.planned)
        if policy is not state.policy:
            self._ledger.keep(SETTINGS, settings_of(reading, policy, now))
        state.policy, state.memory, state.digest = policy, outcome.memory, reading.digest
        state.turns_at = outcome.memory.turns_at(policy, now)
        self._ledger.keep("board", document(outcome.memory.board(policy, now), policy, now))
        verdict = self._carry_out(made, policy, state, reading, now) if made else None
        return summary_of(made, verdict, rows=rows)

    def _carry_out(
        self, made: Plan, policy: Policy, state: Known, reading: Reading, now: datetime
    ) -> Verdict | None:
        """Record the run, then apply it; only a read shows whether it arrived, so it stays open until then."""
        journal = Journal(self._ledger, state, now)
        run = journal.begin(made)
        if not made.writes:
            journal.close(run)
            return None
        try:
            verdict = self._store.apply(made.writes, run_id=run.run_id, reading=reading)
        except Refused as fault:
            self._note_away(Text(fault.zh, str(fault)), now, "write")
            raise
        if verdict.why.en:
            self._note_away(verdict.why, now, "write")
        if verdict.state != "done":
            state.memory, state.doubt = None, verdict.state == "unknown"
            _log.warning("batch %s: %s", run.run_id, f"{verdict.state} {verdict.why.en}".rstrip())
            journal.tell(verdict.conflicts, policy)
        elif not made.writes.cells:
            # Rows and pages can't go astray; whether a sort led cells into other rows, only the next read shows.
            journal.close(run)
        return verdict
