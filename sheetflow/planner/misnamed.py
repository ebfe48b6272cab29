"""Rows whose number was typed over: each is left alone, and says which number it had.

WORKFLOW.md, "Rows that people move about".    WX1's row under WX9  ->  `problem`: 单号原来是WX1,请改回
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sheetflow.model import CellWrite, Scalar
from sheetflow.policy import Policy
from sheetflow.rows.index import TICKETS, Index
from sheetflow.rows.lost import put_back, taken
from sheetflow.tickets import Ticket


class Misnamed(NamedTuple):
    """A row under the number `found` instead of its own; its position where that is another ticket's."""

    position: int
    found: str
    number: str
    cells: Sequence[Scalar]

    def marks(self, row: Ticket, policy: Policy) -> Iterator[CellWrite]:
        """Yield the writes that say so in the row, where everybody looks too; what people wrote there is left."""
        lone = self.position < 0
        said = policy.say(put_back(self.number) if lone else taken(self.found, self.number))
        key = self.found if lone else ""
        for column in ("next_action", "problem"):
            stands = row.raw(column)
            ours = stands in ("", row.record.shown.get(column, ""))
            if column in row.layout.columns and ours and stands != said:
                yield CellWrite(TICKETS, key, column, stands, said, True, self.position)


def misnamed(
    index: Index, renamed: Mapping[str, str], rows: Sequence[Sequence[Scalar]]
) -> tuple[Misnamed, ...]:
    """Give the rows under a number that nobody has, `renamed`, and those under another ticket's."""
    alone = [Misnamed(-1, found, number, index.rows[found]) for found, number in renamed.items()]
    taken_up = [
        Misnamed(at, found, number, rows[at]) for at, (found, number) in index.mistaken.items()
    ]
    return (*alone, *taken_up)
