"""A process that has just started and plans on what it finds: it knows nothing but the files."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from sheetflow.bootstrap import DESK
from tests.end_to_end.desk import open_desk
from tests.processes import PROCESSES

#: How it ends when it found something to do; whatever else went wrong ends with another.
SOMETHING_TO_DO = 3


def nothing_is_left(folder: Path, at: datetime, which: str = DESK) -> bool:
    """Say whether a process of its own finds nothing to plan at this instant."""
    process = PROCESSES.Process(target=_plan, args=(folder, at, which))
    process.start()
    process.join()
    assert process.exitcode in (0, SOMETHING_TO_DO)
    return process.exitcode == 0


def _plan(folder: Path, at: datetime, which: str) -> None:
    with open_desk(folder, at=at, which=which) as desk:
        sys.exit(0 if desk.is_settled() else SOMETHING_TO_DO)
