"""Whose row is this? The share of what a ticket's row is known to show that a row shows.

A number can be typed over or deleted; what stands beside it tells the ticket all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sheetflow.model import Scalar
from sheetflow.record import TicketRecord

#: A row and a record that share neither of these are strangers; what they share in all decides.
MARKS = ("reported_at", "phone")

#: More than this share of the cells makes a row a ticket's; of several tickets the likest has it.
HALF = 0.5


def likeness(cells: Sequence[Scalar], record: TicketRecord, columns: Mapping[str, int]) -> float:
    """Give the share of what stood in a record's row that this row shows, or 0 where most of ours differs.

    A customer's next report shares what people wrote, and nothing of ours.
    """
    if record.shown and _share(cells, record.shown, columns) <= HALF:
        return 0.0
    return _share(cells, {**record.seen, **record.shown}, columns)


class Owners:
    """Absent tickets to whom rows may belong, each to one row; found by a mark, so that no row is held against all."""

    def __init__(self, columns: Mapping[str, int], records: Mapping[str, TicketRecord]) -> None:
        self._columns, self._records = columns, dict(records)
        self._marked: dict[tuple[str, Scalar], list[str]] = {}
        for number, record in records.items():
            for name in MARKS:
                if (cell := record.stands(name)) != "":
                    self._marked.setdefault((name, cell), []).append(number)

    def claim(self, cells: Sequence[Scalar], *, above: float = HALF) -> str:
        """Give the ticket whose row this is most likely, which then has it; "" when it is nobody's.

        It has to be liker than `above`, which a ticket may be that bears the row's number.
        """
        number, share = self.likest(cells)
        if share <= max(above, HALF):
            return ""
        del self._records[number]
        return number

    def likest(self, cells: Sequence[Scalar]) -> tuple[str, float]:
        """Give the ticket that a row is likest and how like it is, without giving it the row."""
        likely = {
            number: likeness(cells, self._records[number], self._columns)
            for number in self._candidates(cells)
        }
        number = max(likely, key=likely.__getitem__, default="")
        return number, likely.get(number, 0.0)

    def _candidates(self, cells: Sequence[Scalar]) -> Iterator[str]:
        for name in MARKS:
            at = self._columns.get(name, -1)
            if 0 <= at < len(cells):
                found = self._marked.get((name, cells[at]), ())
                yield from (number for number in found if number in self._records)


def _share(
    cells: Sequence[Scalar], stood: Mapping[str, Scalar], columns: Mapping[str, int]
) -> float:
    known = [
        (columns[name], cell) for name, cell in stood.items() if cell != "" and name in columns
    ]
    same = sum(1 for at, cell in known if at < len(cells) and cells[at] == cell)
    return same / len(known) if known else 1.0
