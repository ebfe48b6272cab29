"""What a finished ticket's row says about itself: its status, its times, the outcome of the call back.

P2's record: end 2023-10-01 11:30, 已修复, 回访记录 「满意,运行正常」  ->  已结单, 回访结果 满意, completed at 11:30
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from sheetflow.columns import folded
from sheetflow.importing.columnmap import ColumnMap
from sheetflow.model import Scalar
from sheetflow.policy import Policy
from sheetflow.revisits import ENDS

#: Between the outcome and the words of a note on the call back.
_CLAUSES = re.compile(r"[,，。;；、!！\s]+")

#: Results that leave work open, and the status that goes with them (WORKFLOW.md, "Status follows facts").
_OPEN_RESULTS = {"parts_wait": "parts_wait", "not_fixed": "assistance"}

#: Our columns whose time is the time of an event.
_EVENTS = {
    "departed_at": ("departed_at",),
    "arrived_at": ("arrived_at",),
    "work_started_at": ("work_started_at", "arrived_at"),
    "work_ended_at": ("work_ended_at", "completed_at"),
    "beyond_desk_at": ("beyond_desk_at",),
}


class UnknownStatus(ValueError):
    """A status word that neither the schema nor the map knows."""


def status_of(word: str, cells: Mapping[str, Scalar], mapped: ColumnMap, policy: Policy) -> str:
    """Give the status that a word of theirs means, or, without one, that the row's cells speak for.

    Raises UnknownStatus for a word that nobody knows: a guess would hide work, or open what is done.
    """
    if word.strip():
        key = mapped.words.get(folded(word))
        key = key or policy.column("status").choice_keys.get(folded(word))
        if key is None:
            raise UnknownStatus(word)
        return key
    return _from_cells(cells, policy) or mapped.otherwise or "new"


def _from_cells(cells: Mapping[str, Scalar], policy: Policy) -> str:
    result = _choice("result", cells, policy)
    ended = _time("work_ended_at", cells, policy) is not None
    if result == "given_up":
        return "closed"
    if result in _OPEN_RESULTS:
        return _OPEN_RESULTS[result]
    if "result" in cells and (ended or result):
        return "closed" if _choice("revisit_result", cells, policy) in ENDS else "completed"
    if _time("work_started_at", cells, policy) is not None:
        return "on_site"
    return "dispatched" if "technician" in cells else ""


def revisit_result(cells: Mapping[str, Scalar], policy: Policy) -> str | None:
    """Give the label of the outcome that a note on the call back begins with, where nobody filled it in."""
    if "revisit_result" in cells or "revisit_note" not in cells:
        return None
    column = policy.column("revisit_result")
    for clause in _CLAUSES.split(str(cells["revisit_note"])):
        if key := column.choice_keys.get(folded(clause)):
            return policy.say(column.choice_labels[key])
    return None


def close_reason(status: str, cells: Mapping[str, Scalar], policy: Policy) -> str | None:
    """Give why a filed ticket was filed where nobody says: 归档, or 客户放弃 after that result."""
    if status != "closed" or "close_reason" in cells:
        return None
    gave_up = _choice("result", cells, policy) == "given_up"
    return policy.say(policy.label(f"close_reason.{'given_up' if gave_up else 'filed'}"))


def stamps_of(
    status: str, cells: Mapping[str, Scalar], said: Mapping[str, datetime], policy: Policy
) -> dict[str, datetime]:
    """Give when each step happened: as the file's columns for it say, else as the work's times do.

    The call back has no time of its own in most files; then it counts as made when the work ended, not as missed.
    """
    stamps = {**dict(_happened(cells, policy)), **said}
    if status not in ("completed", "closed"):
        stamps.pop("completed_at", None)
    completed = stamps.get("completed_at")
    if completed and _choice("revisit_result", cells, policy) in ENDS:
        stamps.setdefault("revisited_at", completed)
    return stamps


def _happened(cells: Mapping[str, Scalar], policy: Policy) -> Iterator[tuple[str, datetime]]:
    times = {column: _time(column, cells, policy) for column in _EVENTS}
    for column, at in times.items():
        for name in _EVENTS[column] if at else ():
            if at and (name == column or times.get(name) is None):
                yield name, at


def _choice(column: str, cells: Mapping[str, Scalar], policy: Policy) -> str:
    found = policy.decoders[column](cells.get(column, ""))
    return found if isinstance(found, str) else ""


def _time(column: str, cells: Mapping[str, Scalar], policy: Policy) -> datetime | None:
    found = policy.decoders[column](cells.get(column, ""))
    return found if isinstance(found, datetime) else None
