"""Calculating formulas in a process apart, within a deadline.

A job that isn't answered in time, or takes its process with it, is repeated block by block until the formula is
found that did it; that one is left out from then on, the others are calculated.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from sheetflow.localsheets.formulas.kinds import ErrorValue

Place = tuple[int, int, int]
"""The index of a tab, a row, a column."""

WORKER = Path(__file__).with_name("worker.py")
SECONDS = 3.0
PATIENCE = 10
"""On a busy machine a second of the processor takes many; so many are waited for before the process is ended.

Of `SECONDS` at least: there the start of the process takes its time, too, and that is no formula's fault.
"""

FORMULAS_A_SECOND = 200
BLOCKS = 16
MOST_STOPPED = 5
KEPT_ANSWERS = 8
KEPT_STOPPED = 256


@dataclass(frozen=True)
class Job:
    """Tabs by title, cells with values, formulas as the calculator reads them; `repeatable` without chance."""

    tabs: list[str]
    cells: dict[Place, Any]
    formulas: dict[Place, str]
    repeatable: bool = True

    def text(self, blocks: list[int], seconds: float) -> bytes:
        """Return the job as the calculating process reads it."""
        message = {
            "formulas": [[*place, text] for place, text in self.formulas.items()],
            "blocks": blocks,
            "seconds": seconds,
        }
        return f"{self._constant},{_as_json(message)[1:]}\n".encode()

    @cached_property
    def _constant(self) -> str:
        """Return the long part of the text, which is the same for all blocks; without its closing bracket."""
        cells = [[*place, _sent(value)] for place, value in self.cells.items()]
        return _as_json({"tabs": self.tabs, "cells": cells})[:-1]

    def without(self, places: set[Place]) -> Job:
        """Return the job without some formulas."""
        left = {place: text for place, text in self.formulas.items() if place not in places}
        return replace(self, formulas=left)


@dataclass(frozen=True)
class Answer:
    """What every formula came to, and the cells that arrays filled; and the formulas that were stopped."""

    values: dict[Place, Any]
    stopped: set[Place] = field(default_factory=set)


def _as_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _sent(value: Any) -> Any:
    return {"error": value.shown} if isinstance(value, ErrorValue) else value


def _received(value: Any) -> Any:
    return ErrorValue(value["error"]) if isinstance(value, dict) else value


class Calculator:
    """Owns the calculating process: started when first needed, again after it was stopped. Safe across threads."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        """Prepare; `seconds` of the processor is what one formula, or a book with few of them, may take."""
        self.seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._too_slow: OrderedDict[str, None] = OrderedDict()

    def answer(self, job: Job) -> Answer:
        """Return the values of a job's formulas; it never raises for a formula."""
        with self._lock:
            key = sha256(job.text([], 0)).digest()
            known = self._answers.get(key)
            if known is None:
                known = self._without_stopped(job)
                if job.repeatable:
                    self._answers[key] = known
                    while len(self._answers) > KEPT_ANSWERS:
                        self._answers.popitem(last=False)
            return known

    def close(self) -> None:
        """End the calculating process, if there is one; the next job starts another."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.communicate()

    def _without_stopped(self, job: Job) -> Answer:
        """Leave out what was too slow before, then whatever is found to be."""
        stopped = {place for place, text in job.formulas.items() if text in self._too_slow}
        while len(stopped) < len(job.formulas):
            rest = job.without(stopped)
            values, _ = self._run(rest, [len(rest.formulas)])
            if values is not None:
                return Answer(values, stopped)
            culprit = self._culprit(rest)
            if culprit is None or len(stopped) >= MOST_STOPPED:
                stopped = set(job.formulas)
            else:
                stopped.add(culprit)
                self._remember(rest.formulas[culprit])
        return Answer({}, stopped)

    def _remember(self, text: str) -> None:
        """Keep a formula from being tried again until it is changed, or many others were stopped."""
        self._too_slow[text] = None
        while len(self._too_slow) > KEPT_STOPPED:
            self._too_slow.popitem(last=False)

    def _culprit(self, job: Job) -> Place | None:
        """Return the first formula of a job that failed that isn't calculated in time; None when now all are."""
        start, end = 0, len(job.formulas)
        while end - start > 1:
            step = -(-(end - start) // BLOCKS)
            ends = [*range(start + step, end, step), end]
            values, at = self._run(job, [start, *ends] if start else ends)
            if values is not None:
                return None
            start, end = at, min([one for one in ends if one > at], default=end)
        return list(job.formulas)[start]

    def _run(self, job: Job, blocks: list[int]) -> tuple[dict[Place, Any] | None, int]:
        """Return the values, or None and the first formula of the block that wasn't calculated."""
        process = self._running()
        reached = 0
        try:
            if process.stdin is None:
                return None, reached
            seconds = self.seconds + len(job.formulas) / FORMULAS_A_SECOND
            process.stdin.write(job.text(blocks, seconds))
            process.stdin.flush()
            while line := self._line(process, max(seconds, SECONDS) * PATIENCE):
                told = json.loads(line)
                if "values" in told:
                    return {(t, r, c): _received(value) for t, r, c, value in told["values"]}, 0
                reached = told["at"]
        except OSError:
            pass
        self.close()
        return None, reached

    def _line(self, process: subprocess.Popen[bytes], patience: float) -> bytes:
        """Return the next line; an empty one when the process ended, which it must after so many seconds."""
        watch = threading.Timer(patience, process.kill)
        watch.daemon = True
        watch.start()
        try:
            return process.stdout.readline() if process.stdout else b""
        finally:
            watch.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the calculating process: a new one for one that ended, or after a fork."""
        process = self._process
        if process is not None and (self._owner != os.getpid() or process.poll() is not None):
            self.close()
            process = None
        if process is None:
            process = self._process = subprocess.Popen(
                [sys.executable, "-P", str(WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._owner = os.getpid()
        return process


CALCULATOR = Calculator()
"""The one of this process; without formulas that need it, it never starts anything."""

atexit.register(CALCULATOR.close)
