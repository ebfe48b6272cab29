"""How much one plan may change: a sorted column or a cleared tab must not be answered with thousands of writes.

GOOGLE_SHEETS.md, "Safe writing", 7.    501 cells of rows that we have written before, 500 allowed  ->  a Problem
"""

from __future__ import annotations

from collections.abc import Iterable

from sheetflow.errors import Problem
from sheetflow.model import CellWrite
from sheetflow.plan import View
from sheetflow.policy import Policy
from sheetflow.rows.index import TICKETS


def too_many(writes: Iterable[CellWrite], view: View, policy: Policy, most: int) -> Problem | None:
    """Say why a plan with these writes may not be applied, None where it may."""
    changed = sum(1 for write in writes if _counts(write, view) and not _small(write, policy))
    if changed <= most:
        return None
    return Problem(
        "tickets",
        f"this cycle would change {changed} cells of existing rows, more than max_changes ({most})",
        "Nothing was written. Was a column sorted alone, or a tab cleared? Undo that, or raise SHEETFLOW_MAX_CHANGES",
    )


def _counts(write: CellWrite, view: View) -> bool:
    """Say whether a write counts against max_changes.

    The first ones to a row and those begun before were decided then; our own sentence may grow a day older.
    """
    record = view.records.get(write.key)
    if record is None or not record.shown or write.column in view.unsettled.get(write.key, ()):
        return False
    return write.column != "next_action" or record.shown.get(write.column, "") != write.old


def _small(write: CellWrite, policy: Policy) -> bool:
    """Say whether a write takes nothing from anybody: it completes what staff typed, or nobody sees a difference.

    Rows that were read as displayed and put back have lost the seconds of each of their times.
    """
    if write.tab != TICKETS:
        return False
    column = write.column
    if policy.column(column).written_by == "staff":
        return True
    return policy.display(column, write.old) == policy.display(column, write.new)
