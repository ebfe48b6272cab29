"""The worker does its jobs in their order and time; one that fails is noted, tried again, and stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from sheetflow.clock import FixedClock, Job, RunningClock, SystemClock, Worker
from sheetflow.errors import Unavailable
from sheetflow.ledger import SqlLedger, open_ledger

NOW = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)

#: So many seconds don't pass while a test runs.
NEVER = 86_400.0


@pytest.fixture
def ledger() -> Iterator[SqlLedger]:
    ledger = open_ledger("sqlite://")
    yield ledger
    ledger.close()


def worker(ledger: SqlLedger, *jobs: Job) -> Worker:
    return Worker(jobs, ledger, FixedClock(NOW))


def broken() -> None:
    raise Unavailable("Google Sheets doesn't answer; it is tried again.")


def noted(ledger: SqlLedger) -> dict[str, str]:
    """Give what the health page shows: each job's last error."""
    return {state.name: state.error for state in ledger.jobs()}


def test_jobs_are_done_in_their_order(ledger: SqlLedger) -> None:
    done: list[str] = []
    names = ("cycle", "outbox", "housekeeping")
    worker(ledger, *(Job(name, NEVER, lambda n=name: done.append(n)) for name in names)).run_all()
    assert done == ["cycle", "outbox", "housekeeping"]
    assert noted(ledger) == dict.fromkeys(names, "")
    assert {state.ran_at for state in ledger.jobs()} == {NOW}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Unavailable("The sheet is away."), "The sheet is away."),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
    ],
    ids=["of-the-surroundings", "of-ours"],
)
def test_a_job_that_fails_is_noted_with_its_reason_and_stops_no_other(
    ledger: SqlLedger, caplog: pytest.LogCaptureFixture, fault: Exception, said: str
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise fault

    jobs = Job("cycle", NEVER, fail), Job("outbox", NEVER, lambda: done.append("outbox"))
    with caplog.at_level(logging.WARNING):
        worker(ledger, *jobs).run_all()
    assert done == ["outbox"]
    assert noted(ledger) == {"cycle": said, "outbox": ""}
    assert "job cycle" in caplog.text
    ours = not isinstance(fault, Unavailable)
    assert ("Traceback" in caplog.text) == ours, (
        "what isn't a fault of the program is told in its sentence alone"
    )


def test_a_job_that_failed_is_tried_again_and_its_error_goes_when_it_succeeds(
    ledger: SqlLedger,
) -> None:
    faults = [Unavailable("away"), Unavailable("away")]

    def work() -> None:
        if faults:
            raise faults.pop()

    one = worker(ledger, Job("cycle", NEVER, work))
    one.run_all()
    one.run_all()
    assert noted(ledger) == {"cycle": "away"}
    one.run_all()
    assert noted(ledger) == {"cycle": ""}


def test_a_ledger_that_cannot_note_a_run_stops_nothing(
    ledger: SqlLedger, caplog: pytest.LogCaptureFixture
) -> None:
    class Full(SqlLedger):
        def job_ran(self, name: str, at: datetime, error: str = "") -> None:
            raise Unavailable("The ledger is busy.")

    done: list[str] = []
    jobs = Job("cycle", NEVER, broken), Job("outbox", NEVER, lambda: done.append("outbox"))
    Worker(jobs, Full(ledger.database), FixedClock(NOW)).run_all()
    assert done == ["outbox"]
    assert "can't note the run of cycle" in caplog.text


def ended(one: Worker) -> bool:
    """Run a worker in a thread of its own, as a server does, and say whether it came to its end."""
    thread = Thread(target=one.run, daemon=True)
    thread.start()
    thread.join(timeout=30)
    return not thread.is_alive()


def test_it_begins_at_once_and_ends_after_the_job_that_is_running(ledger: SqlLedger) -> None:
    done: list[str] = []
    stop: list[Callable[[], None]] = []

    def cycle() -> None:
        done.append("cycle")
        stop[0]()
        done.append("to its end")

    one = worker(ledger, Job("cycle", NEVER, cycle))
    stop.append(one.stop)
    assert ended(one)
    assert done == ["cycle", "to its end"]


def test_a_wake_starts_a_cycle_at_once_and_the_outbox_follows(ledger: SqlLedger) -> None:
    done: list[str] = []
    act: list[Worker] = []

    def outbox() -> None:
        done.append("outbox")
        if len(done) == 2:
            act[0].wake()
            act[0].wake()
        else:
            act[0].stop()

    act.append(
        worker(
            ledger,
            Job("cycle", NEVER, lambda: done.append("cycle")),
            Job("outbox", NEVER, outbox),
        )
    )
    assert ended(act[0])
    assert done == ["cycle", "outbox", "cycle", "outbox"]


def test_a_job_comes_again_when_its_time_has_come(ledger: SqlLedger) -> None:
    done: list[int] = []
    act: list[Worker] = []

    def work() -> None:
        done.append(1)
        if len(done) == 3:
            act[0].stop()

    act.append(worker(ledger, Job("cycle", 0.01, work)))
    assert ended(act[0])
    assert len(done) == 3


def test_a_job_that_says_when_it_comes_again_is_asked_after_each_time(ledger: SqlLedger) -> None:
    done: list[str] = []
    waits = [0.01, 0.01, NEVER]
    act: list[Worker] = []

    def other() -> None:
        if done == ["cycle"] * 3:
            act[0].stop()

    cycle = Job("cycle", NEVER, lambda: done.append("cycle"), until_next=lambda: waits.pop(0))
    act.append(worker(ledger, cycle, Job("other", 0.01, other)))
    assert ended(act[0])
    assert waits == []


def test_a_fault_in_saying_when_stops_nothing(
    ledger: SqlLedger, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []
    jobs = (
        Job("cycle", NEVER, lambda: done.append("cycle"), until_next=lambda: 1 / 0),
        Job("outbox", NEVER, lambda: done.append("outbox")),
    )
    worker(ledger, *jobs).run_all()
    assert done == ["cycle", "outbox"]
    assert "nobody knows when cycle comes again" in caplog.text


def test_a_running_clock_goes_on_from_where_it_was_set() -> None:
    clock = RunningClock(NOW)
    first, second = clock.now(), clock.now()
    assert NOW <= first <= second < NOW + timedelta(minutes=5)


def test_the_systems_clock_is_aware() -> None:
    assert SystemClock().now().utcoffset() == timedelta()
