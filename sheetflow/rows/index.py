"""Where each ticket stands in the sheet as read: rows by number, rows without one, numbers that stand twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sheetflow.model import Scalar, Table

#: The tab whose rows are tickets.
TICKETS = "tickets"

#: P2 S1: the prefix of the desk's ticket numbers.
PREFIX = "WX"

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
    """The tickets tab by number; `twice` are numbers that more than one row bears, of which the upper counts.

    `places` are the positions of the rows that count where a number doesn't tell, `copies` those of the others with
    the number, `mistaken` those of rows that bear another ticket's number, with that and the one they had.
    """

    rows: Mapping[str, Sequence[Scalar]]
    typed: tuple[TypedRow, ...]
    twice: frozenset[str]
    places: Mapping[str, int] = field(default_factory=dict)
    mistaken: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    copies: Mapping[int, str] = field(default_factory=dict)


def read_index(table: Table) -> Index:
    """Give the index of the tickets tab; without a number column no row is a ticket."""
    at = table.columns.get("ticket_no", -1)
    rows: dict[str, Sequence[Scalar]] = {}
    twice: set[str] = set()
    waiting: list[tuple[int, Sequence[Scalar]]] = []
    for position, cells in enumerate(table.rows):
        number = str(cells[at]).strip() if 0 <= at < len(cells) else ""
        if number and number in rows:
            twice.add(number)
        elif number:
            rows[number] = cells
        elif at >= 0 and any(table.cell(position, name) != "" for name in TELLING):
            waiting.append((position, cells))
    return Index(rows, typed_rows(waiting), frozenset(twice))


def typed_rows(
    rows: Iterable[tuple[int, Sequence[Scalar]]], *, where: str = ""
) -> tuple[TypedRow, ...]:
    """Give rows without a number, each with a digest of its cells; rows alike to the letter are told by their order.

    `where` names a tab other than 工单, whose rows are told apart from those there.
    """
    found: list[TypedRow] = []
    seen: dict[str, int] = {}
    for position, cells in rows:
        trimmed = list(cells)
        while trimmed and trimmed[-1] == "":
            trimmed.pop()
        digest = hashlib.sha256(json.dumps(trimmed, ensure_ascii=False).encode()).hexdigest()[:24]
        seen[digest] = seen.get(digest, 0) + 1
        again = "" if seen[digest] == 1 else f"#{seen[digest]}"
        found.append(TypedRow(position, cells, f"{where}{digest}{again}"))
    return tuple(found)
