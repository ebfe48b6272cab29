"""One branch of several: it opens, works and fails in threads of its own, and tries again until it stands.

Whatever keeps it from opening is told on the front page, and holds up nobody else.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from sheetflow.bootstrap.counting import kept_calls
from sheetflow.bootstrap.doctor import vitals_of
from sheetflow.bootstrap.house import House, open_house
from sheetflow.bootstrap.working import Work
from sheetflow.errors import SheetflowError
from sheetflow.finding import Finding, Level, alike
from sheetflow.model import Json, Text
from sheetflow.ports import Clock, JobState
from sheetflow.settings import Settings
from sheetflow.vitals import JOBS, cycles

_logger = logging.getLogger(__name__)

#: Seconds until a branch that didn't open is tried again: two reads a minute of a spreadsheet that isn't shared yet.
AGAIN_SECONDS = 60.0

#: Seconds that an end waits for all that are still opening or at work, for a call of Google may take longer; gunicorn
#: ends a worker by force after ten (serving.py).
PATIENCE_SECONDS = 5.0

_WORK = Text("运行", "Work")


class Opened(Protocol):
    """What stands when a branch is open."""

    house: House

    def stop(self) -> None:
        """Ask the work to end, without waiting for it."""

    def close(self, patience: float | None = None) -> bool:
        """Stop the work and close the house, and say so; leave it open where the work takes longer than that."""


T = TypeVar("T", bound=Opened)


class Branch(Generic[T]):
    """Opens a branch in the background and keeps it; `opened` is None until then, and `fault` says why.

    `tried` is set when that was tried once; `calls` are those counted before, None until somebody has looked.
    """

    def __init__(self, settings: Settings, open_: Callable[[], T]) -> None:
        """Begin to open."""
        self.settings, self._open = settings, open_
        self.opened: T | None = None
        self.fault = Text("正在打开", "It is just opening")
        self.calls: Json = None
        self.tried, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(
            target=self._keep_trying, name=f"open {settings.branch}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end, without waiting for it."""
        self._stopping.set()
        if self.opened is not None:
            self.opened.stop()

    def close(self, patience: float = PATIENCE_SECONDS) -> None:
        """Stop trying, and close what is open; what takes longer than so many seconds ends with the process."""
        self.stop()
        until = time.monotonic() + patience
        self._thread.join(patience)
        if self.opened is not None and not self.opened.close(max(0.0, until - time.monotonic())):
            _logger.warning(
                "branch %s still awaits an answer and is left: what was sent is looked up at the next start",
                self.settings.branch,
            )

    def finding(self) -> tuple[Finding, datetime | None]:
        """Say how it is, and when its sheet was read last."""
        if self.opened is None:
            level: Level = "fault" if self.tried.is_set() else "note"
            return Finding("cycles", level, _WORK, self.fault), None
        house = self.opened.house
        try:
            found = next(cycles(vitals_of(house)))
            failed = [job for job in house.ledger.jobs() if job.error]
            last = house.ledger.kept("last_run")
        except SheetflowError as fault:
            return Finding("ledger", "fault", _WORK, alike(str(fault))), None
        if failed and found.level != "fault":
            found = Finding("cycles", "fault", _WORK, _told(failed))
        return found, _at(last)

    def _keep_trying(self) -> None:
        while not self._stopping.is_set():
            try:
                self.opened = self._open()
                return
            except SheetflowError as fault:
                self.fault = Text(fault.zh or str(fault), str(fault))
                _logger.warning("branch %s doesn't open: %s", self.settings.branch, fault)
            except Exception as fault:  # whatever it is, the other branches go on
                self.fault = alike(type(fault).__name__)
                _logger.exception("branch %s doesn't open", self.settings.branch)
            finally:
                self._count()
                self.tried.set()
            self._stopping.wait(AGAIN_SECONDS)

    def _count(self) -> None:
        """Look how many calls were made so far, those of the try that failed just now among them."""
        if self.opened is None:
            with suppress(SheetflowError, OSError):
                self.calls = kept_calls(self.settings)


class Keeper:
    """One open house with its worker and no pages."""

    def __init__(self, settings: Settings, *, clock: Clock | None = None) -> None:
        """Open the house and begin to work. Raises BadInput, Refused or Unavailable."""
        self._opened = ExitStack()
        try:
            self.house = self._opened.enter_context(open_house(settings, clock))
            self.house.prepare()
            self._working = Work(self.house)
        except BaseException:
            self._opened.close()
            raise

    def stop(self) -> None:
        """Ask the worker to end, without waiting for it."""
        self._working.stop()

    def close(self, patience: float | None = None) -> bool:
        """Stop the worker after the job that is running, and close the house unless that takes longer."""
        ended = self._working.ended(patience)
        if ended:
            self._opened.close()
        return ended


def close_all(branches: Collection[Branch[T]]) -> None:
    """Stop all at once, and close those that have ended by the time that an end waits for."""
    for one in branches:
        one.stop()
    until = time.monotonic() + PATIENCE_SECONDS
    for one in branches:
        one.close(max(0.0, until - time.monotonic()))


def _told(failed: Sequence[JobState]) -> Text:
    """Name the jobs that failed, each with its error."""
    names = [JOBS.get(job.name, alike(job.name)) for job in failed]
    pairs = list(zip(names, failed, strict=True))
    return Text(
        "; ".join(f"{name.zh}没做成({job.error})" for name, job in pairs),
        "; ".join(f"{name.en} failed ({job.error})" for name, job in pairs),
    )


def _at(document: Json) -> datetime | None:
    at = document.get("at") if isinstance(document, dict) else None
    return datetime.fromisoformat(str(at)) if at else None
