"""Where each ticket stands in the sheet as read: rows by number, rows without one, numbers that stand twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetflow.model import Scalar, Table

#: A typed row becomes a ticket when one of these is there (WORKFLOW.md, "Rows that people move about").
TELLING = ("customer_name", "phone", "fault")


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row that staff typed and that has no number yet; the fingerprint tells it again wherever it moves."""

    position: int
    cells: Sequence[Scalar]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Index:
    """The tickets tab by number; `twice` are numbers that more than one row bears, of which the upper counts."""

    rows: Mapping[str, Sequence[Scalar]]
    typed: tuple[TypedRow, ...]
    twice: frozenset[str]


def read_index(table: Table) -> Index:
    """Give the index of the tickets tab; without a number column no row is a ticket."""
    at = table.columns.get("ticket_no", -1)
    rows: dict[str, Sequence[Scalar]] = {}
    typed: list[TypedRow] = []
    twice: set[str] = set()
    prints: dict[str, int] = {}
    for position, cells in enumerate(table.rows):
        number = str(cells[at]).strip() if 0 <= at < len(cells) else ""
        if number and number in rows:
            twice.add(number)
        elif number:
            rows[number] = cells
        elif at >= 0 and any(table.cell(position, name) != "" for name in TELLING):
            typed.append(TypedRow(position, cells, _fingerprint(cells, prints)))
    return Index(rows, tuple(typed), frozenset(twice))


def _fingerprint(cells: Sequence[Scalar], seen: dict[str, int]) -> str:
    """Give a digest of a row's cells; rows alike to the letter are told apart by their order."""
    trimmed = list(cells)
    while trimmed and trimmed[-1] == "":
        trimmed.pop()
    digest = hashlib.sha256(json.dumps(trimmed, ensure_ascii=False).encode()).hexdigest()[:24]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}#{seen[digest]}"
