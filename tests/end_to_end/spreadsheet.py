"""A spreadsheet that was just set up from the schema, without a worker: what it shows is its own formulas' doing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gspread import Client, Spreadsheet
from gspread.http_client import HTTPClient

from sheetflow.clock import FixedClock
from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.model import Language, Scalar
from sheetflow.schema import Schema, load
from sheetflow.serials import to_serial
from sheetflow.store import provision
from tests.end_to_end.looks import Look, looks_of_row
from tests.store.desk import SHANGHAI, new_client, new_spreadsheet

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SCHEMA = load(ROOT / "sheet_schema.yaml", profile="stove")

#: Cells by column; a choice by its key, a time by how far it is from now.
Cells = Mapping[str, str | timedelta]
HOUR = timedelta(hours=1)


@dataclass
class Sheet:
    """One spreadsheet that was just set up, and the time that it goes by."""

    people: Spreadsheet
    language: Language
    clock: FixedClock
    system: Client
    headers: dict[str, list[str]] = field(default_factory=dict)

    def header(self, tab: str) -> list[str]:
        """Give a tab's header as it stands there; read once."""
        if tab not in self.headers:
            self.headers[tab] = self.people.worksheet(self.title(tab)).row_values(1)
        return self.headers[tab]

    def title(self, tab: str) -> str:
        """Give the title of a tab."""
        return SCHEMA.tab(tab).label.of(self.language)

    def column(self, tab: str, key: str) -> int:
        """Give the index of a column by its header."""
        return self.header(tab).index(SCHEMA.tab(tab).column(key).label.of(self.language))

    def put(self, tab: str, cells: Cells) -> None:
        """Let these be the only cells of the first row below the header."""
        values: list[Scalar] = [""] * len(self.header(tab))
        for key, cell in cells.items():
            values[self.column(tab, key)] = self._shown(tab, key, cell)
        self.people.values_update(
            f"'{self.title(tab)}'!A2", {"valueInputOption": "RAW"}, {"values": [values]}
        )

    def looks(self, tab: str, columns: tuple[str, ...]) -> dict[str, Look]:
        """Give how cells of the first row below the header look."""
        row = self.row(tab, 2)
        return {key: row[self.column(tab, key)] for key in columns}

    def row(self, tab: str, number: int) -> list[Look]:
        """Give how the cells of a row look."""
        return looks_of_row(self.people, self.title(tab), number)

    def _shown(self, tab: str, key: str, cell: str | timedelta) -> Scalar:
        if isinstance(cell, timedelta):
            return to_serial(self.clock.at + cell, SHANGHAI)
        labels = SCHEMA.tab(tab).column(key).choice_labels
        return labels[cell].of(self.language) if cell in labels else cell


@contextmanager
def new_sheet(folder: Path, language: Language, schema: Schema = SCHEMA) -> Iterator[Sheet]:
    """Set a spreadsheet up in a folder."""
    clock = FixedClock(NOON)
    sheets = LocalSheets(folder / "workbook.sqlite", now=clock.now)
    key = new_spreadsheet(sheets, timeZone=SHANGHAI.key)
    system, _, _ = new_client(sheets)
    provision(system, key, schema, language=language, zone=SHANGHAI)
    people: Any = local_client(sheets, actor="people", http_client=HTTPClient)
    yield Sheet(people.open_by_key(key), language, clock, system)
    sheets.close()
