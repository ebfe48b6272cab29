"""One database, SQLite or PostgreSQL: how it is opened, read and written."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from sheetflow.errors import Refused
from sheetflow.ledger.faults import told
from sheetflow.ledger.types import encode

#: How long a process waits for another's write to SQLite: longer than any of ours takes, shorter than a cycle.
_BUSY_SECONDS = 30.0

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class Database:
    """Transactions on one database, each whole or not at all; threads may share it.

    SQLite: a file in WAL mode, readers beside one writer at a time, on disk (synchronous FULL) when a transaction
    ends. A database in memory (``sqlite://``) has one connection, which takes turns.
    """

    def __init__(self, address: str) -> None:
        """Prepare the database at a URL such as ``sqlite:////srv/desk/ledger.db``; nothing is opened yet."""
        url = _url(address)
        self.at = url.render_as_string(hide_password=True)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        in_memory = self.is_sqlite and url.database in (None, "", ":memory:")
        self.engine = _engine(url, is_sqlite=self.is_sqlite, in_memory=in_memory)
        self._writer = self.engine.execution_options(sheetflow_begin="BEGIN IMMEDIATE")
        turn = threading.RLock()
        self._write_turn: AbstractContextManager[Any] = turn if self.is_sqlite else nullcontext()
        self._read_turn: AbstractContextManager[Any] = turn if in_memory else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database."""
        with told(self.at), self._read_turn, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are on disk when the block ends, or gone when it raises."""
        with told(self.at), self._write_turn, self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections that nobody uses just now."""
        self.engine.dispose()


def _url(address: str) -> URL:
    try:
        url = make_url(address)
        return url.set(drivername=_DRIVERS[url.drivername])
    except (ArgumentError, NoSuchModuleError, KeyError):
        raise Refused(
            "SHEETFLOW_DATABASE_URL: this is no address of SQLite or PostgreSQL. "
            "Write sqlite:////folder/ledger.db or postgresql://user:password@host/name."
        ) from None


def _engine(url: URL, *, is_sqlite: bool, in_memory: bool) -> Engine:
    # Parameters stay out of errors and logs: they hold customers' names and phones.
    common: dict[str, Any] = {"json_serializer": encode, "hide_parameters": True}
    if not is_sqlite:
        # In UTC whatever the server thinks, and a connection that died meanwhile is replaced before it is used.
        return create_engine(
            url, pool_pre_ping=True, connect_args={"options": _in_utc(url)}, **common
        )
    if in_memory:
        common["poolclass"] = StaticPool
    connect = {"timeout": _BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, connect_args=connect, **common)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _in_utc(url: URL) -> str:
    given = url.query.get("options", "")
    return f"{given if isinstance(given, str) else ' '.join(given)} -c timezone=UTC".strip()


def _prepare(connection: Any, _: object) -> None:
    """Let SQLAlchemy's BEGIN be the only one, and a commit be on disk when it returns."""
    connection.isolation_level = None
    # Of several that open a new file at once one turns it to WAL, for good; the others needn't.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode=WAL").close()
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """Take SQLite's one write lock at once when writing: a reader that turns writer midway may be refused."""
    connection.exec_driver_sql(connection.get_execution_options().get("sheetflow_begin", "BEGIN"))
