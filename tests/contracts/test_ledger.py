"""Opening, leases, kept documents and jobs, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from sheetflow.errors import Refused
from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.ledger.tables import METADATA
from sheetflow.model import Json
from sheetflow.ports import JobState, Ledger
from tests.contracts.ledger_builders import DAY, NOW, REPORT, later

pytestmark = pytest.mark.contract

MINUTE = timedelta(minutes=1)


def test_it_is_the_ledger_that_the_runner_and_the_pages_expect(ledger: SqlLedger) -> None:
    promised: Ledger = ledger  # mypy reads this
    assert all(
        callable(getattr(promised, name)) for name in vars(Ledger) if not name.startswith("_")
    )


def test_its_tables_are_what_the_migrations_make(ledger: SqlLedger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with ledger.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_it_opens_as_it_was_left(opened: Callable[[], SqlLedger]) -> None:
    first = opened()
    first.accept(REPORT, at=NOW, day=DAY)
    first.keep("board", {"columns": ["今天"]})
    first.close()

    again = opened()

    assert [report.values for report in again.pending_reports()] == [REPORT]
    assert again.kept("board") == {"columns": ["今天"]}


def test_processes_that_start_together_make_the_tables_once(ledger_url: str) -> None:
    with ThreadPoolExecutor(4) as starting:
        ledgers = list(starting.map(open_ledger, [ledger_url] * 4))

    for number, ledger in enumerate(ledgers):
        assert ledger.reserve_number(DAY, key=f"row {number}") == f"WX20260306{number + 1:03d}"
        ledger.close()


def test_threads_may_open_a_ledger_each(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path / f'{number}.db'}" for number in range(8)]
    with ThreadPoolExecutor(8) as starting:
        for ledger in starting.map(open_ledger, urls):
            assert ledger.records() == {}
            ledger.close()


def test_a_ledger_of_a_newer_version_is_refused_and_left_alone(
    ledger: SqlLedger, ledger_url: str
) -> None:
    ledger.keep("board", "newer")
    with ledger.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(Refused, match=r"newer sheetflow: its tables are at 9999.*Start the newer"):
        open_ledger(ledger_url)

    assert ledger.kept("board") == "newer"


def test_one_holder_has_a_lease_until_it_runs_out(ledger: SqlLedger) -> None:
    assert ledger.lease("cycle", "a", NOW, MINUTE)
    assert not ledger.lease("cycle", "b", later(seconds=59), MINUTE)
    assert ledger.lease("other", "b", NOW, MINUTE)

    assert ledger.lease("cycle", "b", later(seconds=60), MINUTE)
    assert not ledger.lease("cycle", "a", later(seconds=61), MINUTE)


def test_its_holder_renews_a_lease(ledger: SqlLedger) -> None:
    ledger.lease("cycle", "a", NOW, MINUTE)
    assert ledger.lease("cycle", "a", later(seconds=50), MINUTE)

    assert not ledger.lease("cycle", "b", later(seconds=70), MINUTE)


def test_only_its_holder_gives_a_lease_back(ledger: SqlLedger) -> None:
    ledger.lease("cycle", "a", NOW, MINUTE)
    ledger.release("cycle", "b")
    assert not ledger.lease("cycle", "b", NOW, MINUTE)

    ledger.release("cycle", "a")
    assert ledger.lease("cycle", "b", NOW, MINUTE)


def test_of_all_who_ask_at_once_one_gets_the_lease(opened: Callable[[], SqlLedger]) -> None:
    ledgers = [opened() for _ in range(4)]
    with ThreadPoolExecutor(4) as asking:
        got = list(asking.map(lambda i: ledgers[i].lease("cycle", f"{i}", NOW, MINUTE), range(4)))

    assert got.count(True) == 1


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"rows": [1, 2.5, True, None, "张*"], "": {}}, id="nested"),
        pytest.param([], id="empty list"),
        pytest.param("", id="empty text"),
        pytest.param(0, id="zero"),
        pytest.param(None, id="nothing"),
    ],
)
def test_a_kept_document_comes_back(ledger: SqlLedger, document: Json) -> None:
    ledger.keep("board", {"older": 1})
    ledger.keep("board", document)
    ledger.keep("token", "another")

    assert ledger.kept("board") == document


def test_what_was_never_kept_is_nothing(ledger: SqlLedger) -> None:
    assert ledger.kept("board") is None


def test_a_document_is_amended_by_one_at_a_time(opened: Callable[[], SqlLedger]) -> None:
    def count(document: Json) -> tuple[Json, int]:
        done = int(str(document or 0)) + 1
        return done, done

    ledgers = [opened() for _ in range(4)]
    with ThreadPoolExecutor(4) as asking:
        said = list(asking.map(lambda i: ledgers[i % 4].amend("pings", count), range(40)))

    assert sorted(said) == list(range(1, 41))
    assert ledgers[0].kept("pings") == 40


def test_an_amendment_that_fails_leaves_the_document_as_it_was(ledger: SqlLedger) -> None:
    ledger.keep("pings", {"good": 1})
    with pytest.raises(ZeroDivisionError):
        ledger.amend("pings", lambda _: (None, 1 // 0))

    assert ledger.kept("pings") == {"good": 1}


def test_each_job_shows_its_last_run_and_why_it_failed(ledger: SqlLedger) -> None:
    ledger.job_ran("outbox", NOW, "the mail server is away")
    ledger.job_ran("cycle", NOW, "SpreadsheetNotFound")
    ledger.job_ran("cycle", later(minutes=1))

    assert ledger.jobs() == [
        JobState("cycle", later(minutes=1), ""),
        JobState("outbox", NOW, "the mail server is away"),
    ]
