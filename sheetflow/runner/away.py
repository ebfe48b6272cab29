"""While the sheet can't be read clocks run on: their warnings and breaches leave, and say when it was last read.

ARCHITECTURE.md, invariant 6. They are planned from the ledger, which has every row as it was last seen, so that nothing
is taken for somebody's edit. Of that plan nothing but these notices is recorded: what else is to be done the next plan
finds when the sheet is back, and their once-keys keep it from announcing them again.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sheetflow.levels import KEPT, counting
from sheetflow.model import Notice, Reading, Scalar, Table
from sheetflow.plan import View
from sheetflow.planner import plan
from sheetflow.policy import Policy
from sheetflow.ports import Ledger
from sheetflow.record import TicketRecord, instant
from sheetflow.rows.index import TICKETS
from sheetflow.runner.known import Known
from sheetflow.runner.office import SETTINGS, Office
from sheetflow.settings_tabs import POLICY_TABS, stored

#: The kept document of the last cycle, which a start without the sheet goes by too.
LAST_RUN = "last_run"


@dataclass(frozen=True)
class Away:
    """The desk at an instant at which the sheet can't be read."""

    state: Known
    ledger: Ledger
    office: Office
    now: datetime

    def notices(self) -> tuple[Notice, ...]:
        """Give the warnings and breaches that are due and haven't been let go; none where no sheet was ever read."""
        self.state.learn(self.ledger)
        policy = self._policy()
        if policy is None:
            return ()
        outcome = plan(
            self._view(policy),
            self.now,
            # Whom dispatch would send isn't sent before the sheet is back: the report goes on waiting.
            replace(policy, dispatch="suggest" if policy.automatic else policy.dispatch),
            rules=self.office.rules,
            memory=self.state.away,
            strict=self.office.strict,
            max_changes=sys.maxsize,
        )
        self.state.away = outcome.memory
        due = [one for one in outcome.plan.notices if one.clock and not one.after_write]
        return tuple(self.dated(one) for one in due if one.once not in self.state.let_go)

    def dated(self, notice: Notice) -> Notice:
        """Give a notice that says when the sheet was last read."""
        policy, at = self.state.policy, self._read_at()
        if policy is None or at is None:
            return notice
        facts = {**notice.facts, "sheet_read_at": policy.moment(at, self.now)}
        return replace(notice, facts=facts)

    def _policy(self) -> Policy | None:
        """Give the last cycle's policy, after a start that of the settings tabs as they were last read."""
        state = self.state
        if state.policy is None and (kept := self._kept(SETTINGS)):
            tables = {
                tab: Table(tab, stored["columns"], stored["rows"])
                for tab, stored in kept["tables"].items()
            }
            read, state.settings = self.office.policy(tables, self.office.last_good(kept))
            state.policy = counting(read, self.ledger.kept(KEPT))
        return state.policy

    def _view(self, policy: Policy) -> View:
        """Give the rows on which clocks may run as they were last seen, and the reports that wait for a row."""
        columns = policy.schema.tab(TICKETS).by_key
        running = [
            record
            for record in self.state.records.values()
            if record.status != "closed" and not (record.imported or record.missing)
        ]
        rows = [[_cell(record, name) for name in columns] for record in running]
        table = Table(TICKETS, {name: at for at, name in enumerate(columns)}, rows)
        reports = tuple(self.ledger.pending_reports())
        return View(Reading({TICKETS: table}, ""), self.state.records, reports)

    def _read_at(self) -> datetime | None:
        if self.state.read_at is None:
            found = [kept["at"] for name in (SETTINGS, LAST_RUN) if (kept := self._kept(name))]
            self.state.read_at = max(map(instant, found), default=None)
        return self.state.read_at

    def _kept(self, name: str) -> Mapping[str, Any] | None:
        kept = self.ledger.kept(name)
        return kept if isinstance(kept, Mapping) else None


def settings_of(reading: Reading, policy: Policy, now: datetime) -> dict[str, Any]:
    """Give the settings tabs, and which of their rows count, as a document to be kept."""
    tables = {
        tab: {"columns": dict(table.columns), "rows": [list(row) for row in table.rows]}
        for tab, table in reading.tables.items()
        if tab in POLICY_TABS
    }
    return {"at": now.isoformat(), "tables": tables, "good": stored(policy)}


def _cell(record: TicketRecord, column: str) -> Scalar:
    return record.ticket_no if column == "ticket_no" else record.stands(column)
