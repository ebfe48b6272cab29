"""What one cycle did, in numbers: for the command `once`, the health page and /metrics."""

from __future__ import annotations

from typing import NamedTuple

from sheetflow.model import Verdict
from sheetflow.plan import Plan


class Summary(NamedTuple):
    """What one cycle did; `outcome` is idle, done, conflict, unknown, lost, refused or standby."""

    outcome: str
    read: int = 0
    planned: int = 0
    changes: int = 0
    events: int = 0
    notices: int = 0
    reads: int = 0
    writes: int = 0
    milliseconds: int = 0


def summary_of(made: Plan, verdict: Verdict | None, *, rows: int) -> Summary:
    """Give the summary of a plan and of what became of its batch, on a sheet of so many rows."""
    writes = made.writes
    changes = len(writes.cells) + len(writes.rows) + len(writes.pages)
    return Summary(
        verdict.state if verdict else "done" if made else "idle",
        rows,
        made.planned,
        changes,
        len(made.events),
        len(made.notices),
    )
