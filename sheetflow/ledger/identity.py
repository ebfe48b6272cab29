"""What tells this ledger from every other."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT compiles for SQLite as well

from sheetflow.ledger.tables import kept

#: Its name among the kept documents.
_NAME = "ledger_id"


def ledger_id(connection: Connection) -> str:
    """Give the ledger's own name, made up once: two desks, or demonstration and real one, never share it."""
    made_up = insert(kept).values(name=_NAME, document=secrets.token_hex(8))
    connection.execute(made_up.on_conflict_do_nothing())
    return str(connection.execute(select(kept.c.document).where(kept.c.name == _NAME)).scalar_one())
