"""Small documents by name, and each scheduled job's last run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar, cast

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT compiles for SQLite as well

from sheetflow.ledger.database import Database
from sheetflow.ledger.tables import jobs, kept
from sheetflow.model import Json
from sheetflow.ports import JobState

T = TypeVar("T")


class SqlKept:
    """Keeps the promise of ports.Ledger about kept documents and jobs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, name: str, document: Json) -> None:
        """Store a small document under a name (board, last run, token), replacing the last."""
        entry = insert(kept).values(name=name, document=document)
        put = entry.on_conflict_do_update(
            index_elements=[kept.c.name], set_={"document": entry.excluded.document}
        )
        with self._database.writing() as connection:
            connection.execute(put)

    def kept(self, name: str) -> Json:
        """Give the document last kept under the name, or None."""
        with self._database.reading() as connection:
            found = connection.execute(select(kept.c.document).where(kept.c.name == name))
            return cast("Json", found.scalar())

    def amend(self, name: str, change: Callable[[Json], tuple[Json, T]]) -> T:
        """Replace a kept document by what `change` makes of it, while nobody else can; gives what it says besides."""
        held = select(kept.c.document).where(kept.c.name == name).with_for_update()
        empty = insert(kept).values(name=name, document=None).on_conflict_do_nothing()
        with self._database.writing() as connection:
            connection.execute(empty)  # so that there is a row to hold, the first time too
            document, said = change(cast("Json", connection.execute(held).scalar()))
            connection.execute(update(kept).where(kept.c.name == name).values(document=document))
            return said

    def job_ran(self, name: str, at: datetime, error: str = "") -> None:
        """Note a scheduled job's last run for the health page."""
        entry = insert(jobs).values(name=name, ran_at=at, error=error)
        put = entry.on_conflict_do_update(
            index_elements=[jobs.c.name],
            set_={"ran_at": entry.excluded.ran_at, "error": entry.excluded.error},
        )
        with self._database.writing() as connection:
            connection.execute(put)

    def jobs(self) -> list[JobState]:
        """Give every job's last run."""
        with self._database.reading() as connection:
            return [JobState(*row) for row in connection.execute(select(jobs).order_by("name"))]
