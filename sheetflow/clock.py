"""What happens when: the only user of `schedule`. Cycle, outbox and housekeeping, each in its own time.

A job that fails is logged with its reason, shown on the health page, tried again, and never stops the others.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import schedule

from sheetflow.bell import Bell
from sheetflow.errors import SheetflowError
from sheetflow.ports import Clock, Ledger

_logger = logging.getLogger(__name__)

#: Seconds between two looks at whether another process has rung; a look is one small read of the ledger.
LISTEN_SECONDS = 1.0


class SystemClock:
    """The machine's time; implements `ports.Clock`."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A time that only moves when it is told to; implements `ports.Clock`."""

    def __init__(self, at: datetime) -> None:
        """Begin at an aware instant."""
        self.at = at

    def now(self) -> datetime:
        """Give the instant it was last set to."""
        return self.at


class RunningClock:
    """The machine's time moved to another beginning; implements `ports.Clock`."""

    def __init__(self, started_at: datetime) -> None:
        """Begin at an aware instant, and run on from there."""
        self._ahead = started_at - datetime.now(UTC)

    def now(self) -> datetime:
        """Give the present instant of this clock."""
        return datetime.now(UTC) + self._ahead


@dataclass(frozen=True)
class Job:
    """Something done again and again; `every` in seconds.

    `until_next`, where it is given, is asked after each time for the seconds until the next, in place of `every`.
    """

    name: str
    every: float
    work: Callable[[], object]
    until_next: Callable[[], float] | None = None


class Worker:
    """Runs the jobs one after another in one thread, until it is stopped.

    `wake` starts the first job at once, and so does `bell.ring` in any process, within a second.
    """

    def __init__(self, jobs: Sequence[Job], ledger: Ledger, clock: Clock) -> None:
        """Plan the jobs; the first is the cycle, which everything else follows."""
        self._rung = Bell(ledger)
        self._jobs, self._ledger, self._clock = jobs, ledger, clock
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._schedule = schedule.Scheduler()
        for job in jobs:
            self._plan(job, job.every)

    def wake(self) -> None:
        """Ask for a cycle at once; many asks before it starts are one."""
        self._bell.set()

    def stop(self) -> None:
        """End after the job that is running."""
        self._stopping.set()
        self._bell.set()

    def run_all(self) -> None:
        """Do every job once, in order."""
        for job in self._jobs:
            self._run(job)

    def run(self) -> None:
        """Work until stopped; the outbox follows a woken cycle, so that a notice doesn't wait for its own turn."""
        self.run_all()
        while not self._stopping.is_set():
            if self._bell.wait(self._until_next()) or self._rung.rings(self._clock.now()):
                self._bell.clear()
                if not self._stopping.is_set():
                    self.run_all()
            self._schedule.run_pending()

    def _plan(self, job: Job, seconds: float) -> None:
        self._schedule.clear(job.name)
        # schedule counts in timedeltas, so a part of a second does; its own annotation says int only.
        self._schedule.every(cast(int, seconds)).seconds.do(self._run, job).tag(job.name)

    def _until_next(self) -> float:
        return min(LISTEN_SECONDS, max(0.0, self._schedule.idle_seconds or 0.0))

    def _run(self, job: Job) -> None:
        error = ""
        try:
            job.work()
        except SheetflowError as fault:
            error = str(fault)
            _logger.warning("job %s: %s", job.name, fault)
        except Exception as fault:  # whatever it is, the other jobs go on
            error = f"{type(fault).__name__}: {fault}"
            _logger.exception("job %s failed", job.name)
        try:
            self._ledger.job_ran(job.name, self._clock.now(), error)
        except SheetflowError:
            _logger.exception("the ledger can't note the run of %s", job.name)
        if job.until_next is not None:
            self._plan(job, self._wait_of(job, job.until_next))

    def _wait_of(self, job: Job, until_next: Callable[[], float]) -> float:
        try:
            return until_next()
        except Exception:  # whatever it is, the job comes again
            _logger.exception("nobody knows when %s comes again", job.name)
            return job.every
