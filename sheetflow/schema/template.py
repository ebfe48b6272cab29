"""A formula with names of columns and choices in place of addresses and labels.

Template('=AND({status}={status:completed},{revisit_by}<={now})').formula(
    at={"status": "B", "revisit_by": "AX"}.__getitem__, label=lambda column, choice: "已完成", cells={"now": "$Z$1"})
-> '=AND($B2="已完成",$AX2<=$Z$1)'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_HOLE = re.compile(r"\{([a-z0-9_]+)(?::([a-z0-9_]+))?\}")

#: Names that aren't columns: the helper cell with NOW(), and the heartbeat (GOOGLE_SHEETS.md "Highlights").
CELLS = ("now", "last_run")


@dataclass(frozen=True)
class Template:
    """A formula template: `{column}` is that column's cell in the row, `{column:choice}` a label, `{now}` a cell."""

    source: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Name every column that the formula looks at, in order of appearance."""
        names = (name for name, choice in self._holes() if not choice and name not in CELLS)
        return tuple(dict.fromkeys(names))

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Give every choice whose label the formula compares with, as (column, choice)."""
        return tuple((name, choice) for name, choice in self._holes() if choice)

    def formula(
        self,
        at: Callable[[str], str],
        *,
        label: Callable[[str, str], str],
        cells: Mapping[str, str],
        row: int = 2,
    ) -> str:
        """Give the formula for one row: `at` gives a column's letters, `label` a choice's label, `cells` addresses."""

        def filled(hole: re.Match[str]) -> str:
            name, choice = hole.group(1), hole.group(2)
            if choice:
                return '"{}"'.format(label(name, choice).replace('"', '""'))
            return cells[name] if name in CELLS else f"${at(name)}{row}"

        return _HOLE.sub(filled, self.source)

    def _holes(self) -> list[tuple[str, str]]:
        return _HOLE.findall(self.source)
