"""What a cycle decided goes on record, before any of it is applied."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sheetflow import conflicts
from sheetflow.model import Conflict, Event, Notice, Writes
from sheetflow.plan import Plan
from sheetflow.policy import Policy
from sheetflow.ports import Ledger, Run
from sheetflow.record import fold
from sheetflow.runner.known import Known


@dataclass(frozen=True)
class Journal:
    """One cycle's entries in the ledger; what is known follows them."""

    ledger: Ledger
    state: Known
    now: datetime

    def begin(self, made: Plan) -> Run:
        """Record a plan as a run that stays open."""
        run = Run(
            run_id=secrets.token_hex(8),
            at=self.now,
            writes=made.writes,
            events=made.events,
            records=made.records,
            notices=made.notices,
            reports=made.reports,
        )
        self._record(run)
        self.state.records.update(made.records)
        return run

    def close(self, run: Run) -> None:
        """Close a run of which nothing is left to be seen in the sheet."""
        self.ledger.finish(run.run_id, self.now, confirmed=True)

    def note(self, *, events: tuple[Event, ...] = (), notices: tuple[Notice, ...] = ()) -> None:
        """Record what needs no writing."""
        run = Run(secrets.token_hex(8), self.now, Writes(), events, notices=notices)
        self._record(run)
        self.close(run)

    def tell(self, met: Iterable[Conflict], policy: Policy, *, again: bool = False) -> None:
        """Put into the tickets' histories what a batch met, and into their rows what it couldn't put back.

        Of what no ticket can tell, the health page does. `again` when it may have been told before: then what has been
        told since the oldest run that is still open is left out.
        """
        met, records = tuple(met), self.state.records
        since = self._since() if again else None
        events = conflicts.told(met, records, policy, self.now)
        if since is not None:
            events = tuple(event for event in events if not self._stands(event, since))
        if events:
            self.note(events=events)
        for event in events:
            records[event.ticket_no] = fold(records[event.ticket_no], event)
        if others := conflicts.ownerless(met, records):
            keep = partial(conflicts.kept, met=others, now=self.now, since=since)
            self.ledger.amend(conflicts.OVERWRITTEN, lambda document: (keep(document), None))

    def _since(self) -> datetime:
        return min((run.at for run in self.ledger.open_runs()), default=self.now)

    def _stands(self, event: Event, since: datetime) -> bool:
        """Say whether a ticket's history has the like of an event since then."""
        return any(
            (one.kind, one.values) == (event.kind, event.values) and one.at >= since
            for one in self.ledger.events(event.ticket_no)
        )

    def _record(self, run: Run) -> None:
        """Record a run, and count its events as known: any other number next time is somebody else's."""
        self.ledger.begin(run)
        self.state.newest += len(run.events)
