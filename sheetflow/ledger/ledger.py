"""The ledger as one: every noun's tables behind the protocol ports.Ledger."""

from __future__ import annotations

from sheetflow.ledger.database import Database
from sheetflow.ledger.events import SqlEvents
from sheetflow.ledger.inbox import SqlInbox
from sheetflow.ledger.kept import SqlKept
from sheetflow.ledger.leases import SqlLeases
from sheetflow.ledger.migrate import migrate
from sheetflow.ledger.outbox import SqlOutbox
from sheetflow.ledger.refold import refold
from sheetflow.ledger.runs import SqlRuns


class SqlLedger(SqlInbox, SqlOutbox, SqlEvents, SqlRuns, SqlLeases, SqlKept):
    """Keeps the promise of ports.Ledger on SQLite or PostgreSQL; threads may share one, processes open their own."""

    def __init__(self, database: Database) -> None:
        """Stand on a database whose tables are up to date."""
        super().__init__(database)
        self.database = database

    def close(self) -> None:
        """Close the database; everything that was promised is on disk already."""
        self.database.close()


def open_ledger(url: str) -> SqlLedger:
    """Open the ledger at a URL and bring its tables and records up to date, whole or not at all.

    ``sqlite:////srv/desk/ledger.db``, ``postgresql://desk:secret@db/desk``, or ``sqlite://`` for one in memory.
    Raises Refused when it can't be opened or was made by a newer sheetflow, Unavailable when it doesn't answer.
    """
    database = Database(url)
    try:
        with database.writing() as connection:
            migrate(connection)
            refold(connection)
    except BaseException:
        database.close()
        raise
    return SqlLedger(database)
