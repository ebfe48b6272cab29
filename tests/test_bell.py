"""Whoever rings, in whatever process, brings the next cycle forward; a burst brings one, and nothing is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from sheetflow.bell import GAP, Bell, ring
from sheetflow.clock import FixedClock, Job, Worker
from sheetflow.errors import Unavailable
from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.model import Json

NOW = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
NEVER = 86_400.0


@pytest.fixture
def ledgers(tmp_path: Path) -> Iterator[tuple[SqlLedger, SqlLedger]]:
    """Give the ledger as two processes have it open."""
    both = [open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") for _ in range(2)]
    yield both[0], both[1]
    for one in both:
        one.close()


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def times(bell: Bell, first: int, last: int) -> list[int]:
    """Ask each second, and give when it rang."""
    return [second for second in range(first, last) if bell.rings(after(second))]


def test_a_ring_in_another_process_is_heard_once(ledgers: tuple[SqlLedger, SqlLedger]) -> None:
    pages, worker = ledgers
    ring(pages, NOW)
    bell = Bell(worker)
    assert times(bell, 0, 10) == []
    ring(pages, after(10))
    assert times(bell, 10, 60) == [10]


def test_a_burst_is_one_cycle_and_its_last_ring_another(
    ledgers: tuple[SqlLedger, SqlLedger],
) -> None:
    bell, rung = Bell(ledgers[1]), []
    for second in range(12):
        ring(ledgers[0], after(second))
        ring(ledgers[0], after(second))
        rung += times(bell, second, second + 1)
    assert rung == [0, 5, 10]
    assert timedelta(seconds=5) == GAP
    assert times(bell, 12, 60) == [15]


def test_who_rings_after_a_cycle_of_the_same_instant_began_gets_another(
    ledgers: tuple[SqlLedger, SqlLedger],
) -> None:
    bell = Bell(ledgers[1])
    for _ in range(2):
        ring(ledgers[0], NOW)
        bell.rings(NOW)
    assert times(bell, 0, 60) == [5]


def test_a_ring_may_ask_for_a_second_cycle_when_more_will_have_been_typed(
    ledgers: tuple[SqlLedger, SqlLedger],
) -> None:
    bell = Bell(ledgers[1])
    ring(ledgers[0], NOW, again=timedelta(seconds=10))
    assert times(bell, 0, 60) == [0, 10]


class Away(SqlLedger):
    """A ledger whose database is away for as long as it is said to be."""

    away = False

    def keep(self, name: str, document: Json) -> None:
        self._ask()
        super().keep(name, document)

    def kept(self, name: str) -> Json:
        self._ask()
        return super().kept(name)

    def _ask(self) -> None:
        if self.away:
            raise Unavailable("The ledger doesn't answer. Start its server.")


def test_a_ledger_that_is_away_wakes_nobody_and_stops_nobody(
    ledgers: tuple[SqlLedger, SqlLedger], caplog: pytest.LogCaptureFixture
) -> None:
    ledger = Away(ledgers[1].database)
    bell = Bell(ledger)
    ring(ledgers[0], NOW)
    ledger.away = True
    assert not bell.rings(NOW)
    ring(ledger, NOW)
    assert "nobody was woken" in caplog.text
    ledger.away = False
    assert bell.rings(NOW)


def test_a_worker_whose_ledger_is_rung_elsewhere_begins_a_cycle(
    ledgers: tuple[SqlLedger, SqlLedger],
) -> None:
    pages, ledger = ledgers
    done: list[str] = []

    def cycle() -> None:
        done.append("cycle")
        if len(done) == 2:
            worker.stop()
        else:
            ring(pages, NOW)

    worker = Worker([Job("cycle", NEVER, cycle)], ledger, FixedClock(NOW))
    thread = Thread(target=worker.run, daemon=True)
    thread.start()
    thread.join(timeout=30)
    assert done == ["cycle", "cycle"]
