"""What the ledger says when its database can't, and that nothing is half-written then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

from sheetflow.errors import Refused, SheetflowError, Unavailable
from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.model import CellWrite
from tests.contracts.ledger_builders import DAY, NOW, REPORT, notice, run
from tests.contracts.ledger_builders import event as happened

pytestmark = pytest.mark.contract


def fill_the_disk(ledger: SqlLedger, *, pages_left: int) -> None:
    """Let SQLite meet the end of its disk so many pages further on."""

    def limit(connection: Any, _: ConnectionPoolEntry) -> None:
        [[used]] = connection.execute("PRAGMA page_count").fetchall()
        connection.execute(f"PRAGMA max_page_count = {used + pages_left}").close()

    ledger.database.close()
    event.listen(ledger.database.engine, "connect", limit)


@pytest.mark.parametrize("pages_left", [0, 1, 3])
def test_on_a_full_disk_nothing_is_half_written_and_later_it_goes_on(
    tmp_path: Path, pages_left: int
) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    ledger = open_ledger(url)
    accepted = ledger.accept(REPORT, at=NOW, day=DAY)
    before = run("run-1", happened("reported"), notice())
    ledger.begin(before)
    fill_the_disk(ledger, pages_left=pages_left)

    much = [happened("noted", text="长" * 9000) for _ in range(9)]
    for _ in range(2):
        with pytest.raises(
            Refused, match=r"disk of the ledger .*ledger\.db is full.*Free some space"
        ):
            ledger.begin(run("run-2", *much, notice("breach/2")))
        with pytest.raises(Refused, match="is full"):
            ledger.accept({"fault": "长" * 90_000}, at=NOW, day=DAY)
    assert [one.run_id for one in ledger.open_runs()] == ["run-1"]
    ledger.close()

    freed = open_ledger(url)
    assert len(freed.events()) == 1
    assert [one.once for one in freed.due(NOW)] == ["dispatch/1"]
    assert [one.ticket_no for one in freed.pending_reports()] == [accepted.ticket_no]
    assert freed.accept(REPORT, at=NOW, day=DAY).ticket_no == "WX20260306002"
    freed.begin(run("run-2", *much, notice("breach/2")))
    freed.close()


def test_a_full_disk_at_the_first_start_leaves_no_half_ledger(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"

    def limit(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA max_page_count = 9").close()

    event.listen(Engine, "connect", limit)
    try:
        with pytest.raises(Refused, match="is full"):
            open_ledger(url)
    finally:
        event.remove(Engine, "connect", limit)

    ledger = open_ledger(url)
    assert ledger.records() == {}
    ledger.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param("ledger.db", "no address of SQLite or PostgreSQL. Write sqlite:", id="path"),
        pytest.param("mysql://x:geheim@host/name", "no address", id="another database"),
        pytest.param("", "no address", id="nothing"),
        pytest.param("sqlite:////no/such/folder/ledger.db", "Let its folder exist", id="no folder"),
        pytest.param("sqlite:////dev", "Let its folder exist", id="a folder"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(address: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        open_ledger(address)

    assert "geheim" not in str(refused.value)


def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer,\n" * 99)

    with pytest.raises(Refused, match=r"damaged or no ledger. Put the last backup in its place"):
        open_ledger(f"sqlite:///{path}")

    assert path.read_text() == "Dear customer,\n" * 99


def test_a_server_that_is_away_may_come_back() -> None:
    with pytest.raises(
        Unavailable, match=r"desk:\*\*\*@127.0.0.1:1/desk doesn't answer.*Start its"
    ):
        open_ledger("postgresql://desk:geheim@127.0.0.1:1/desk")


def test_a_server_that_has_no_such_database_refuses(postgres: str) -> None:
    with pytest.raises(Refused, match=r'database "nosuch" does not exist.*SHEETFLOW_DATABASE_URL'):
        open_ledger(postgres.replace("/postgres?", "/nosuch?"))


def test_a_connection_that_was_cut_is_told_and_the_next_act_has_a_new_one(
    postgres_url: str,
) -> None:
    ledger = open_ledger(postgres_url)
    cut = text("SELECT pg_terminate_backend(pg_backend_pid())")

    with (
        pytest.raises(Unavailable, match="doesn't answer"),
        ledger.database.writing() as connection,
    ):
        connection.execute(cut)
    assert ledger.accept(REPORT, at=NOW, day=DAY).ticket_no == "WX20260306001"

    idle = ledger.database.engine.connect()
    [[pid]] = idle.execute(text("SELECT pg_backend_pid()"))
    idle.close()
    with psycopg.connect(postgres_url) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert ledger.accept(REPORT, at=NOW, day=DAY).ticket_no == "WX20260306002"
    ledger.close()


@pytest.mark.parametrize(
    ("state", "kind", "said"),
    [
        pytest.param("53100", Refused, "Free some space", id="disk full"),
        pytest.param("53200", Unavailable, "busy", id="out of memory"),
        pytest.param("40P01", Unavailable, "busy", id="deadlock"),
        pytest.param("57P03", Unavailable, "doesn't answer", id="starting up"),
        pytest.param("42501", Refused, "refuses us: no right", id="no right"),
    ],
)
def test_what_postgresql_says_is_told(
    postgres_url: str, state: str, kind: type[SheetflowError], said: str
) -> None:
    ledger = open_ledger(postgres_url)
    raised = f"DO $$ BEGIN RAISE EXCEPTION 'no right' USING ERRCODE = '{state}'; END $$"

    with pytest.raises(kind, match=said), ledger.database.writing() as connection:
        connection.exec_driver_sql(raised)
    ledger.close()


def test_an_error_of_ours_tells_nothing_of_customers() -> None:
    ledger = open_ledger("sqlite://")
    write = CellWrite("tickets", "WX2023901", "phone", "138-0000-0001", "138-0000-0002")
    ledger.begin(run("run-1", write))

    with pytest.raises(IntegrityError) as error:
        ledger.begin(run("run-1", write))

    assert "138" not in str(error.value)
    ledger.close()
