"""The spreadsheet as one call gave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sheetflow.model.cell import Scalar


@dataclass(frozen=True, slots=True)
class Table:
    """One tab as read: where each column stands, and its rows below the header, ragged, in sheet order.

    `columns` maps a column's key to its index; a column whose header is missing is absent and named in `problems`.
    `own` maps the headers of people's own columns to theirs.
    """

    tab: str
    columns: Mapping[str, int]
    rows: Sequence[Sequence[Scalar]]
    problems: tuple[str, ...] = ()
    own: Mapping[str, int] = field(default_factory=dict)

    def cell(self, position: int, column: str) -> Scalar:
        """Give a raw cell by row position (0 is the first row below the header); outside the row it is empty."""
        index = self.columns.get(column)
        row = self.rows[position]
        return row[index] if index is not None and index < len(row) else ""


@dataclass(frozen=True, slots=True)
class FormTab:
    """The tab into which a Form puts its answers, as read: its header first, raw cells, ragged rows."""

    sheet_id: int
    title: str
    rows: Sequence[Sequence[Scalar]]


@dataclass(frozen=True, slots=True)
class Reading:
    """All live tabs as one call gave them; `digest` is equal when nothing changed in `tables` since another reading.

    `forms` are the tabs of answers, which are no tabs of ours: they are read and never written.
    """

    tables: Mapping[str, Table]
    digest: str
    forms: tuple[FormTab, ...] = ()
