"""What a settings tab is read from, and the cells of one row of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sheetflow.model import Language, Table, Text, Value
from sheetflow.policy import Policy
from sheetflow.schema import Schema


@dataclass(frozen=True)
class Sources:
    """What policy is read from, and what stands in for a wrong row."""

    schema: Schema
    tables: Mapping[str, Table]
    language: Language
    zone: ZoneInfo
    last: Policy | None = None


@dataclass(frozen=True)
class CellProblem:
    """Why a settings row can't be used: the column, what was found, and what to write."""

    column: str
    found: Text
    remedy: Text


Cells = dict[str, Any]


def word(cells: Cells, column: str) -> str:
    """Give a cell as text, several words between semicolons."""
    found: Value = cells.get(column)
    if isinstance(found, tuple):
        return ";".join(found)
    return "" if found is None else str(found).strip()


def words(cells: Cells, column: str) -> tuple[str, ...]:
    """Give a cell as several words."""
    found = cells.get(column)
    if isinstance(found, tuple):
        return found
    return (str(found),) if found else ()
