"""Rows whose number was typed over: each is left alone, and says which number it had.

WORKFLOW.md, "Rows that people move about".    WX1's row under WX9  ->  `problem`: 单号原来是WX1,请改回
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sheetflow.index import TICKETS, Index
from sheetflow.lost import put_back, taken
from sheetflow.model import CellWrite, Scalar
from sheetflow.policy import Policy
from sheetflow.tickets import Ticket


class Misnamed(NamedTuple):
    """A row under the number `found` instead of its own; its position where that is another ticket's."""

    position: int
    found: str
    number: str
    cells: Sequence[Scalar]

    def mark(self, row: Ticket, policy: Policy) -> CellWrite | None:
        """Give the write that says so in the row; what people wrote there themselves is left."""
        if "problem" not in row.layout.columns:
            return None
        lone = self.position < 0
        why = put_back(self.number) if lone else taken(self.found, self.number)
        stands, said = row.raw("problem"), policy.say(why)
        if stands == said or stands not in ("", row.record.shown.get("problem", "")):
            return None
        key = self.found if lone else ""
        return CellWrite(TICKETS, key, "problem", stands, said, True, self.position)


def misnamed(
    index: Index, renamed: Mapping[str, str], rows: Sequence[Sequence[Scalar]]
) -> tuple[Misnamed, ...]:
    """Give the rows under a number that nobody has, `renamed`, and those under another ticket's."""
    alone = [Misnamed(-1, found, number, index.rows[found]) for found, number in renamed.items()]
    taken_up = [
        Misnamed(at, found, number, rows[at]) for at, (found, number) in index.mistaken.items()
    ]
    return (*alone, *taken_up)
