"""Processes beside each other and processes that die at any moment, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

import pytest

from sheetflow import record
from sheetflow.ledger import SqlLedger
from tests.contracts.ledger_builders import DAY, NOW, REPORT
from tests.contracts.ledger_processes import take_numbers
from tests.processes import PROCESSES

pytestmark = pytest.mark.contract

ROOT = Path(__file__).parents[2]


def worker(url: str, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.contracts.ledger_processes", url, name],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_amid_work(process: subprocess.Popen[str], after: int) -> list[tuple[str, ...]]:
    """Kill -9 a worker some promises later, wherever it is then; give all promises that it made."""
    assert process.stdout is not None
    with process.stdout as promises:
        made = [promises.readline() for _ in range(after)]
        process.kill()
        made += promises.readlines()
    process.wait()
    return [tuple(line.split()) for line in made if line.endswith("\n")]


def let_commits_end(ledger: SqlLedger) -> None:
    """Wait until the server has carried out the last word of the dead."""
    with ledger.database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE inbox, runs")


@pytest.mark.parametrize("seed", range(2))
def test_what_was_promised_outlives_a_kill_and_nothing_is_half_there(
    ledger_url: str, opened: Callable[[], SqlLedger], seed: int
) -> None:
    chance = Random(seed)
    workers = [worker(ledger_url, name) for name in ("one", "other")]
    promised = [kept for one in workers for kept in kill_amid_work(one, chance.randint(5, 30))]

    ledger = opened()
    let_commits_end(ledger)
    accepted = {report.ticket_no for report in ledger.pending_reports()}
    states = {str(one["once"]): one["state"] for one in ledger.outbox(limit=10_000)}
    runs = Counter(one.ticket_no.rpartition("-")[0] for one in ledger.events())
    open_runs = {one.run_id: one for one in ledger.open_runs()}
    assert {number for kind, number in promised if kind == "accepted"} <= accepted
    assert {run_id for kind, run_id in promised if kind == "begun"} <= runs.keys()
    assert not {run_id for kind, run_id in promised if kind == "finished"} & open_runs.keys()

    assert set(runs.values()) == {3}
    assert len(states) == 2 * len(runs)
    for run_id in runs:
        left = "waiting" if run_id in open_runs else "due"
        assert (states[f"{run_id}/1"], states[f"{run_id}/2"]) == (left, left)
    for one in open_runs.values():
        assert one.writes.cells[0].new == one.run_id
        assert set(one.reports) <= accepted
    assert ledger.records() == {one.ticket_no: record.fold(None, one) for one in ledger.events()}

    serials = sorted(int(number[len("WX20260306") :]) for number in accepted)
    assert serials == list(range(1, len(serials) + 1))
    after = ledger.accept(REPORT, at=NOW, day=DAY).ticket_no
    assert after == f"WX20260306{len(serials) + 1:03d}"


def test_processes_beside_each_other_get_a_number_each_and_one_for_a_key(ledger_url: str) -> None:
    shared = [f"shared {number}" for number in range(10)]
    keys = [[*shared, *(f"{name} {number}" for number in range(20))] for name in "abc"]
    with ProcessPoolExecutor(3, mp_context=PROCESSES) as processes:
        a, b, c = processes.map(take_numbers, [ledger_url] * 3, keys)

    assert {key: a[key] for key in shared} == {key: b[key] for key in shared}
    assert {key: a[key] for key in shared} == {key: c[key] for key in shared}
    assert sorted((a | b | c).values()) == [f"WX20260306{serial:03d}" for serial in range(1, 71)]
