"""A spreadsheet in memory: tabs, rows by a stable id, and the styles that cells share.

A committed book is never changed. A request edits a copy that shares every untouched row
(`Book.draft`, `Sheet.own`), and the copy takes the book's place once SQLite has it: readers need
no lock, a refused request leaves no trace, and memory is never ahead of the disk.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime

from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.rowlist import Rows
from sheetflow.localsheets.shapes import Json

PLAIN = 0


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell's formula as typed, with its leading ``=``."""

    text: str


Value = float | int | str | bool | Formula | None


@dataclass(slots=True)
class Row:
    """One row: values and style numbers by column, both cut after the last that says something.

    Changed only through a sheet that owns it (`Sheet.own`). `formulas` says whether a formula was ever
    entered, so that the many rows without one are read and moved without looking; `foreign`, whether one needs the
    calculator, None until somebody looked.
    """

    id: int
    values: list[Value] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    hidden: bool = False
    height: int | None = None
    revision: int = 0
    formulas: bool = False
    foreign: bool | None = None

    def value(self, column: int) -> Value:
        """Return what was entered in a column, None for an empty cell."""
        return self.values[column] if column < len(self.values) else None

    def style(self, column: int) -> int:
        """Return the number of a column's style, `PLAIN` where nothing was set."""
        return self.styles[column] if column < len(self.styles) else PLAIN

    def put(self, column: int, value: Value) -> None:
        """Enter a value; None empties the cell."""
        values = self.values
        if column < len(values):
            values[column] = value
        elif value is not None:
            values.extend([None] * (column - len(values)))
            values.append(value)
        if isinstance(value, Formula):
            self.formulas = True
            self.foreign = None
        while values and values[-1] is None:
            values.pop()

    def put_style(self, column: int, style: int) -> None:
        """Give a cell a style."""
        styles = self.styles
        if column < len(styles):
            styles[column] = style
        elif style != PLAIN:
            styles.extend([PLAIN] * (column - len(styles)))
            styles.append(style)
        while styles and styles[-1] == PLAIN:
            styles.pop()

    def twin(self) -> Row:
        """Return a copy that may be changed."""
        return Row(
            self.id,
            list(self.values),
            list(self.styles),
            self.hidden,
            self.height,
            self.revision,
            self.formulas,
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column's width in pixels (None: the default 100) and whether somebody hid it."""

    width: int | None = None
    hidden: bool = False


@dataclass(slots=True)
class Sheet:
    """One tab. `properties` holds what isn't counted: title, hidden, colour, frozen panes.

    `parts` holds the lists beside the grid under their API names: conditionalFormats, filterViews,
    protectedRanges, merges, rowGroups, columnGroups, bandedRanges, and the single basicFilter. `fresh` tells a
    new tab from the draft of one that stands, also where both have the same id.
    """

    id: int
    properties: Json
    rows: Rows[Row]
    columns: list[Column]
    next_row_id: int
    parts: Json = field(default_factory=dict)
    order_revision: int = 0
    head_revision: int = 0
    owned: dict[int, Row] = field(default_factory=dict)
    reordered: bool = False
    fresh: bool = True

    @property
    def title(self) -> str:
        """Return the tab's name."""
        return str(self.properties["title"])

    def own(self, index: int) -> Row:
        """Return the row at an index for changing; its committed twin stays as it is."""
        row = self.rows.at(index)
        if row.id not in self.owned:
            row = self.owned[row.id] = row.twin()
            self.rows.put(index, row)
        return row

    def new_rows(self, count: int) -> list[Row]:
        """Return empty rows with ids never used before in this tab."""
        first = self.next_row_id
        self.next_row_id += count
        self.reordered = True
        return [Row(first + offset) for offset in range(count)]

    def draft(self) -> Sheet:
        """Return a copy for one request; its parts may be replaced, not changed in place."""
        return replace(
            self,
            properties=dict(self.properties),
            rows=self.rows.draft(),
            columns=list(self.columns),
            parts=dict(self.parts),
            owned={},
            reordered=False,
            fresh=False,
        )


class Styles:
    """The formats, validations and notes of one spreadsheet, each kept once under a number.

    Numbers only grow and never change their meaning, so rows may share them across revisions.
    """

    def __init__(self, known: dict[int, Json]) -> None:
        """Start from what the file holds."""
        self.by_id: dict[int, Json] = {PLAIN: {}, **known}
        self.numbers = {_canonical(style): number for number, style in self.by_id.items()}

    def number(self, style: Json) -> int:
        """Return the number of a style, a new one for a style never seen."""
        key = _canonical(style)
        known = self.numbers.get(key)
        if known is None:
            known = self.numbers[key] = len(self.by_id)
            self.by_id[known] = style
        return known


def _canonical(style: Json) -> str:
    return json.dumps(style, sort_keys=True, ensure_ascii=False)


@dataclass(slots=True)
class Book:
    """One spreadsheet at one revision; `sheets` is in tab order.

    `drive` is what Drive keeps of it under Drive's names: permissions, comments, parents, description, trashed …
    """

    id: str
    properties: Json
    sheets: dict[int, Sheet]
    styles: Styles
    named_ranges: list[Json]
    metadata: list[Json]
    revision: int
    created_at: datetime
    changed_at: datetime
    drive: Json = field(default_factory=dict)
    tabs_revision: int = 0
    edited: set[int] = field(default_factory=set)
    memo: dict[str, object] = field(default_factory=dict)

    def draft(self) -> Book:
        """Return a copy for one request."""
        return replace(
            self,
            properties=dict(self.properties),
            sheets=dict(self.sheets),
            named_ranges=list(self.named_ranges),
            metadata=list(self.metadata),
            drive=dict(self.drive),
            edited=set(),
            memo={},
        )

    def sheet(self, sheet_id: int) -> Sheet:
        """Return a tab for reading; 400 "No grid with id" when there is none."""
        try:
            return self.sheets[sheet_id]
        except KeyError:
            raise invalid(f"No grid with id: {sheet_id}") from None

    def edit(self, sheet_id: int) -> Sheet:
        """Return a tab of this draft for changing."""
        sheet = self.sheet(sheet_id)
        if sheet_id not in self.edited:
            sheet = self.sheets[sheet_id] = sheet.draft()
            self.edited.add(sheet_id)
        return sheet
