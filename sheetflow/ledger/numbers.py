"""Ticket numbers: WX + day + serial, allocated in the database, never given twice."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from sqlalchemy import Connection, exists, select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT compiles for SQLite as well

from sheetflow.ledger.tables import inbox, last_seen, number_series, numbers
from sheetflow.rows.index import PREFIX


def next_number(connection: Connection, day: date, prefix: str = PREFIX) -> str:
    """Give the day's next number, ``WX20260306001``; a number that some ticket bears already is passed over.

    Concurrent callers wait for each other at the day's row. A number whose transaction fails was never given.
    """
    series = f"{prefix}{day:%Y%m%d}"
    first = insert(number_series).values(series=series, last=1)
    take = first.on_conflict_do_update(
        index_elements=[number_series.c.series], set_={"last": number_series.c.last + 1}
    ).returning(number_series.c.last)
    while True:
        ticket_no = f"{series}{connection.execute(take).scalar_one():03d}"
        if not _borne(connection, ticket_no):
            return ticket_no


def number_for(
    connection: Connection, day: date, key: str, prefix: str = PREFIX
) -> tuple[str, bool]:
    """Give the key's number and whether it is new.

    The key is claimed before a number is taken, so that of two at once the second waits here and takes none.
    """
    claim = {"key_digest": digest(key), "ticket_no": None}
    claimed = connection.execute(
        insert(numbers).values(claim).on_conflict_do_nothing().returning(numbers.c.key_digest)
    ).first()
    mine = numbers.c.key_digest == claim["key_digest"]
    if claimed is None:
        return str(connection.execute(select(numbers.c.ticket_no).where(mine)).scalar_one()), False
    ticket_no = next_number(connection, day, prefix)
    connection.execute(update(numbers).where(mine).values(ticket_no=ticket_no))
    return ticket_no, True


def digest(text: str) -> str:
    """Give the SHA-256 of a text in hex: of one length, and silent about what a caller put into a key."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _borne(connection: Connection, ticket_no: str) -> bool:
    """Say whether a ticket bears this number, be it an imported or a typed one."""
    bearer = exists().where(last_seen.c.ticket_no == ticket_no)
    report = exists().where(inbox.c.ticket_no == ticket_no)
    return bool(connection.execute(select(bearer | report)).scalar_one())
