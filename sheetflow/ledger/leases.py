"""Leases: who may do what alone, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT compiles for SQLite as well

from sheetflow.ledger.database import Database
from sheetflow.ledger.tables import leases


class SqlLeases:
    """Keeps the promise of ports.Ledger about leases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lease(self, name: str, holder: str, now: datetime, duration: timedelta) -> bool:
        """Take or renew a lease; False when another holds it and it hasn't run out."""
        wish = insert(leases).values(name=name, holder=holder, until=now + duration)
        take = wish.on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={"holder": wish.excluded.holder, "until": wish.excluded.until},
            where=or_(leases.c.holder == wish.excluded.holder, leases.c.until <= now),
        ).returning(leases.c.holder)
        with self._database.writing() as connection:
            return connection.execute(take).first() is not None

    def release(self, name: str, holder: str) -> None:
        """Give a lease back; nothing happens when another holds it."""
        held = delete(leases).where(leases.c.name == name, leases.c.holder == holder)
        with self._database.writing() as connection:
            connection.execute(held)

    def holder(self, name: str) -> tuple[str, datetime] | None:
        """Give who took a lease last, and until when."""
        with self._database.reading() as connection:
            held = select(leases.c.holder, leases.c.until).where(leases.c.name == name)
            found = connection.execute(held).first()
            return (found.holder, found.until) if found else None
