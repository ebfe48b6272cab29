"""Bringing a database's tables up to date."""

from __future__ import annotations

import threading

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from sheetflow.errors import Refused

#: alembic keeps what it is at in its module: two threads with a ledger each would mix them up.
_ALONE = threading.Lock()

#: Any number of our own: processes that start together take turns here. PostgreSQL's manual, 13.3.5.
_TURN = text("SELECT pg_advisory_xact_lock(7349201)")


def migrate(connection: Connection) -> None:
    """Apply the migrations that the database hasn't seen.

    Raises Refused when it has seen one that this version doesn't know: a newer sheetflow made it.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_TURN)
    config = _config(connection)
    scripts = ScriptDirectory.from_config(config)
    found, newest = (
        MigrationContext.configure(connection).get_current_revision(),
        scripts.get_current_head(),
    )
    if found == newest:
        return
    if found not in {None, *(script.revision for script in scripts.walk_revisions())}:
        raise Refused(
            f"The ledger was made by a newer sheetflow: its tables are at {found}, this version knows them up to "
            f"{newest}. Start the newer version, or put a backup from before it in the ledger's place."
        )
    with _ALONE:
        command.upgrade(config, "head")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "sheetflow.ledger:migrations")
    config.attributes["connection"] = connection
    return config
