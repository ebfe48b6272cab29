"""Runs: what a cycle decided is on disk before any of it is applied, and closed when its outcome is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from sheetflow.ledger import events, outbox, writes
from sheetflow.ledger.database import Database
from sheetflow.ledger.tables import runs
from sheetflow.model import Conflict, Writes
from sheetflow.ports import Run

#: Runs that were begun and not finished, oldest first.
_OPEN = (
    select(runs.c.run_id, runs.c.begun_at, runs.c.writes, runs.c.reports)
    .where(runs.c.finished_at.is_(None))
    .order_by(runs.c.id)
)

#: A finished run's writes are in the sheet or will never be: the log keeps what happened, not the cells.
_NO_WRITES = writes.dump(Writes())


class SqlRuns:
    """Keeps the promise of ports.Ledger about runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, run: Run) -> None:
        """Record events, records, notices and planned writes in one transaction, before any of them is applied.

        Notices whose once-key is known already are left as they are. Notices `after_write` wait for `finish`.
        Raises Outdated when a record was planned on older events than are stored: nothing is recorded then.
        """
        with self._database.writing() as connection:
            connection.execute(
                insert(runs).values(
                    run_id=run.run_id,
                    begun_at=run.at,
                    writes=writes.dump(run.writes),
                    reports=list(run.reports),
                )
            )
            events.append(connection, run.run_id, run.events, run.records)
            outbox.enqueue(connection, run.run_id, run.at, run.notices)

    def finish(
        self, run_id: str, at: datetime, *, confirmed: bool, conflicts: Sequence[Conflict] = ()
    ) -> None:
        """Close a run: release its waiting notices when confirmed, cancel those of tickets in conflict.

        Unconfirmed, they go on waiting, and leave with the next confirmed run that plans them again. To finish a run
        twice, or one that is unknown, changes nothing.
        """
        with self._database.writing() as connection:
            if not _close(connection, run_id, at, confirmed, conflicts):
                return
            outbox.drop_waiting(connection, run_id, {met.write.key for met in conflicts})
            if confirmed:
                outbox.release_waiting(connection, run_id)

    def open_runs(self) -> list[Run]:
        """Give runs that were begun and not finished, oldest first, with their writes and reports."""
        with self._database.reading() as connection:
            return [
                Run(run.run_id, run.begun_at, writes.load(run.writes), reports=tuple(run.reports))
                for run in connection.execute(_OPEN)
            ]


def _close(
    connection: Connection,
    run_id: str,
    at: datetime,
    confirmed: bool,
    conflicts: Sequence[Conflict],
) -> bool:
    """Close the run if it is open, and say whether it was."""
    closed = connection.execute(
        update(runs)
        .where(runs.c.run_id == run_id, runs.c.finished_at.is_(None))
        .values(
            finished_at=at,
            confirmed=confirmed,
            writes=_NO_WRITES,
            conflicts=[_told(met) for met in conflicts],
        )
    )
    return closed.rowcount == 1


def _told(met: Conflict) -> list[Any]:
    return [list(met.write), met.found, met.found_key, met.put_back]
