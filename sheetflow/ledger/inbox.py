"""Customers' reports: on disk with their number before anything else happens."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from sheetflow.ledger.database import Database
from sheetflow.ledger.numbers import digest, next_number, number_for
from sheetflow.ledger.tables import inbox
from sheetflow.ledger.types import encode
from sheetflow.model import Report
from sheetflow.ports import Acceptance, KeyReused
from sheetflow.rows.index import PREFIX

#: 128 bits: nobody finds a status page by trying.
_TOKEN_BYTES = 16

#: Reports whose row isn't in the sheet yet, oldest first.
_PENDING = (
    select(inbox.c.ticket_no, inbox.c.received_at, inbox.c.report)
    .where(inbox.c.placed_at.is_(None))
    .order_by(inbox.c.received_at, inbox.c.ticket_no)
)

#: A report has its row; when it was first seen stays.
_PLACE = (
    update(inbox)
    .where(inbox.c.ticket_no == bindparam("no"), inbox.c.placed_at.is_(None))
    .values(placed_at=bindparam("at"))
)


class SqlInbox:
    """Keeps the promise of ports.Inbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(
        self, values: Mapping[str, str], *, at: datetime, day: date, key: str | None = None
    ) -> Acceptance:
        """Store a report and give its number; the same key and report give the same answer.

        Raises KeyReused when the key came with another report. `day` is the desk's date, for the number.
        """
        report = dict(values)
        seal = digest(encode(sorted(report.items())))
        with self._database.writing() as connection:
            if key is None:
                return _store(connection, next_number(connection, day), report, seal, at)
            ticket_no, new = number_for(connection, day, f"report {key}")
            if new:
                return _store(connection, ticket_no, report, seal, at)
            return _repeat(connection, ticket_no, seal)

    def pending_reports(self) -> list[Report]:
        """Give the accepted reports whose row isn't confirmed in the sheet yet, oldest first."""
        with self._database.reading() as connection:
            return [Report(*row) for row in connection.execute(_PENDING)]

    def placed(self, ticket_nos: Iterable[str], at: datetime) -> None:
        """Note that these reports have their rows."""
        rows = [{"no": ticket_no, "at": at} for ticket_no in ticket_nos]
        if rows:
            with self._database.writing() as connection:
                connection.execute(_PLACE, rows)

    def ticket_of(self, token: str) -> str | None:
        """Give the number that a status page's token belongs to."""
        with self._database.reading() as connection:
            return connection.execute(
                select(inbox.c.ticket_no).where(inbox.c.token == token)
            ).scalar()

    def token_of(self, ticket_no: str) -> str | None:
        """Give the token of a ticket's status page; None for one that came without the form."""
        with self._database.reading() as connection:
            return connection.execute(
                select(inbox.c.token).where(inbox.c.ticket_no == ticket_no)
            ).scalar()

    def reserve_number(self, day: date, *, key: str, prefix: str = PREFIX) -> str:
        """Give a number, prefix + day + serial, the same for the same key, never one given before."""
        with self._database.writing() as connection:
            return number_for(connection, day, f"row {key}", prefix)[0]


def _store(
    connection: Connection, ticket_no: str, report: dict[str, str], seal: str, at: datetime
) -> Acceptance:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    connection.execute(
        insert(inbox).values(
            ticket_no=ticket_no, received_at=at, report=report, digest=seal, token=token
        )
    )
    return Acceptance(ticket_no, token, repeated=False)


def _repeat(connection: Connection, ticket_no: str, seal: str) -> Acceptance:
    first = connection.execute(
        select(inbox.c.digest, inbox.c.token).where(inbox.c.ticket_no == ticket_no)
    ).one()
    if first.digest != seal:
        raise KeyReused(
            f"Idempotency-Key: it came before with another report, {ticket_no}. "
            "Send a new key with a new report."
        )
    return Acceptance(ticket_no, first.token, repeated=True)
