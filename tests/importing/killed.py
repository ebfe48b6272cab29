"""A process that imports a file and is killed at a named point, by SIGKILL, so that nothing is tidied up."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.importing.desk import open_desk

#: Where it dies, each at the named call's given time: (object, method, before or after it).
POINTS = {
    "before-the-first-number": ("ledger", "reserve_number", "before", 1),
    "after-a-number": ("ledger", "reserve_number", "after", 3),
    "before-the-first-batch-is-recorded": ("ledger", "begin", "before", 1),
    "recorded-and-not-appended": ("ledger", "begin", "after", 1),
    "appended-and-not-confirmed": ("store", "apply", "after", 1),
    "between-two-batches": ("ledger", "finish", "after", 1),
    "second-batch-recorded-and-not-appended": ("ledger", "begin", "after", 2),
    "second-batch-appended-and-not-confirmed": ("store", "apply", "after", 2),
    "when-all-is-done": ("ledger", "finish", "after", 2),
}


def deadly(method: Callable[..., Any], when: str, time: int) -> Callable[..., Any]:
    """Give a method that kills its process before or after it is called for the so-manieth time."""
    called = 0

    def call(*args: Any, **options: Any) -> Any:
        nonlocal called
        called += 1
        if when == "before" and called == time:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = method(*args, **options)
        if called == time:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return call


def import_and_die(folder: Path, spreadsheet_id: str, point: str, history: bool) -> None:
    """Import `big.csv` of the folder until the point is reached."""
    desk = open_desk(folder, spreadsheet_id)
    part, name, when, time = POINTS[point]
    owner = getattr(desk, part)
    setattr(owner, name, deadly(getattr(owner, name), when, time))
    desk.carry_out(desk.planned_file(folder / "big.csv", history=history))
