"""The spreadsheet as staff have it open all day: its tabs and headers are looked up once, its cells each time."""

from __future__ import annotations

from dataclasses import dataclass, field

import gspread

from tests.end_to_end.desk import Desk, header


@dataclass
class OpenSheet(Desk):
    """A desk whose people don't ask again for what nobody renames in a scenario."""

    _tabs: dict[str, gspread.Worksheet] = field(default_factory=dict)
    _headers: dict[str, list[str]] = field(default_factory=dict)

    def tab(self, key: str = "tickets") -> gspread.Worksheet:
        """Give a tab as people have it open."""
        if key not in self._tabs:
            self._tabs[key] = super().tab(key)
        return self._tabs[key]

    def column(self, key: str, tab: str = "tickets") -> int:
        """Give the number of a column, by its header."""
        if tab not in self._headers:
            self._headers[tab] = header(self, tab)
        label = self.house.schema.tab(tab).column(key).label.of(self.house.language)
        return self._headers[tab].index(label) + 1

    def shown(self, number: str, column: str) -> str:
        """Give a ticket's cell as staff read it."""
        at = self.column(column) - 1
        [row] = [row for row in self.tab().get_values() if row[0] == number]
        return str(row[at])
