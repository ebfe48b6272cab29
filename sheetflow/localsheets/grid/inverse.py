"""What undoes a set of edits, as another set: each with the text it expects, so that nobody else's work goes.

typed "x" over "a"   ->  {"row": 12, "column": 3, "old": "x", "value": "a"}
inserted row 40      ->  {"delete": 40, "old": []}
deleted row 12       ->  {"insert": 1, "before": 13, "like": {"values": …, "styles": …}}
"""

from __future__ import annotations

from typing import Any

from sheetflow.localsheets.book import Formula, Row, Value
from sheetflow.localsheets.shapes import Json


def stored(value: Value) -> Any:
    """Return a cell's value as JSON; a formula as ``{"f": "=…"}``."""
    return {"f": value.text} if isinstance(value, Formula) else value


def restored(value: Any) -> Value:
    """Return the value that `stored` wrote; ValueError for anything else."""
    if isinstance(value, dict) and isinstance(value.get("f"), str) and value["f"].startswith("="):
        return Formula(value["f"])
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise ValueError(value)


class Inverse:
    """Notes what a set does, edit by edit, and gives the set that undoes it."""

    def __init__(self, order: list[int]) -> None:
        """Begin with the rows' ids as they stood before the set."""
        self.order = order
        self.inserted: list[int] = []
        self.whole = True
        self._cells: list[Json] = []
        self._deleted: dict[int, Json] = {}

    def cell(self, row: int, column: int, *, before: Value, kept: Json | None, shows: str) -> None:
        """Note a written cell: what it held, the format it had if that changed, what it shows now."""
        undone: Json = {"row": row, "column": column, "old": shows, "value": stored(before)}
        self._cells.append(undone if kept is None else {**undone, "format": kept})

    def deleted(self, row: Row) -> None:
        """Note a deleted row."""
        if row.id in self.inserted:
            self.inserted.remove(row.id)
        else:
            values = [stored(value) for value in row.values]
            self._deleted[row.id] = {"values": values, "styles": list(row.styles)}

    def edits(self, shows: dict[int, list[str]]) -> list[Json] | None:
        """Return the undoing edits, None after a sort; `shows` is what the inserted rows show at the end."""
        if not self.whole:
            return None
        fresh = {row: -place for place, row in enumerate(self._returning(), start=1)}
        before = set(self.order)
        cells = [
            {**cell, "row": fresh.get(cell["row"], cell["row"])}
            for cell in reversed(self._cells)
            if cell["row"] in before
        ]
        deletes = [{"delete": row, "old": shows[row]} for row in self.inserted]
        return [self._insert(row) for row in self._returning()] + cells + deletes

    def _returning(self) -> list[int]:
        return [row for row in self.order if row in self._deleted]

    def _insert(self, row: int) -> Json:
        below = self.order[self.order.index(row) + 1 :]
        before = next((one for one in below if one not in self._deleted), None)
        return {"insert": 1, "before": before, "like": self._deleted[row]}
