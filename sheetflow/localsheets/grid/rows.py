"""The rows of one tab as a page shows them, kept as JSON until they or their colours change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sheetflow.localsheets.bands import Bands
from sheetflow.localsheets.book import Formula, Row, Sheet
from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.grid.colours import dependence
from sheetflow.localsheets.grid.looks import look
from sheetflow.localsheets.griddata import layered
from sheetflow.localsheets.highlights import Highlights
from sheetflow.localsheets.rendering import Renderer
from sheetflow.localsheets.shapes import Json

Coloured = dict[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as shown: the revision it shows, the tick at which it last looked different, its JSON.

    `body` is what doesn't depend on rules; `coloured` are the numbers of looks that rules give, by column.
    """

    revision: int
    tick: int
    body: str
    coloured: Coloured

    @property
    def text(self) -> str:
        """Return the row's JSON."""
        if not self.coloured:
            return self.body + "}"
        return f'{self.body},"c":{json.dumps(self.coloured, separators=(",", ":"))}}}'


class Looks:
    """The looks of one spreadsheet's cells, each under a number that stays."""

    def __init__(self) -> None:
        """Begin with none."""
        self.all: list[Json] = []
        self._numbers: dict[str, int] = {}

    def number(self, format_: Json) -> int | None:
        """Return the number of a format's look, None for a plain one."""
        found = look(format_)
        if not found:
            return None
        key = json.dumps(found, sort_keys=True)
        if key not in self._numbers:
            self._numbers[key] = len(self.all)
            self.all.append(found)
        return self._numbers[key]


class TabRows:
    """What a page has been shown of one tab."""

    def __init__(self, looks: Looks) -> None:
        """Begin with nothing shown."""
        self.looks = looks
        self.shown: dict[int, Shown] = {}
        self._depends: tuple[Any, ...] = ()
        self._revision = -1

    def refresh(self, of: Calculation, sheet: Sheet, tick: int) -> bool:
        """Work out again what may look different now; say whether anything does.

        Rows below the last one with a value aren't coloured.
        """
        depends = dependence(of, sheet)
        if (depends, of.book.revision) == (self._depends, self._revision):
            return False
        everything = depends != self._depends
        writer = RowWriter(of, sheet, self.looks)
        before, self.shown = self.shown, {}
        changed = len(before) != len(sheet.rows)
        for index, row in enumerate(sheet.rows):
            known = before.get(row.id)
            same = known is not None and known.revision == row.revision and not row.formulas
            if known is not None and same and not everything:
                self.shown[row.id] = known
                continue
            body = known.body if known is not None and same else writer.body(row, index)
            coloured = writer.coloured(row, index)
            if known is not None and (known.body, known.coloured) == (body, coloured):
                self.shown[row.id] = Shown(row.revision, known.tick, body, coloured)
            else:
                self.shown[row.id] = Shown(row.revision, tick, body, coloured)
                changed = True
        self._depends, self._revision = depends, of.book.revision
        return changed


class RowWriter:
    """Writes rows of one tab as the page's JSON.

    ``{"id": 12, "v": ["WX…", "已派工"], "s": {"1": 0}, "c": {"1": 2}, "n": {"0": "note"}, "f": {"4": "=NOW()"},
    "h": 1}``: shown texts; numbers of looks by column, own ones (`s`) and those of rules (`c`), which go
    before; notes; formulas; whether the row is hidden.
    """

    def __init__(self, of: Calculation, sheet: Sheet, looks: Looks) -> None:
        """Prepare for a tab at a moment."""
        self.of = of
        self.sheet = sheet
        self.looks = looks
        self.styles = of.book.styles.by_id
        self.renderer = Renderer(of.book)
        self.highlights = Highlights.of(of, sheet)
        self.bands = Bands(of.book, sheet)
        self._own: dict[int, int | None] = {}

    def body(self, row: Row, index: int) -> str:
        """Return a row's JSON without its rules' colours and its closing bracket."""
        shown: Json = {"id": row.id}
        if texts := self._values(row, index):
            shown["v"] = texts
        looks = {
            column: number
            for column, style in enumerate(row.styles)
            if style and (number := self._own_look(style)) is not None
        }
        notes = {
            column: self.styles[style]["note"]
            for column, style in enumerate(row.styles)
            if style and "note" in self.styles[style]
        }
        formulas = {
            column: value.text
            for column, value in enumerate(row.values if row.formulas else ())
            if isinstance(value, Formula)
        }
        shown |= {
            name: found for name, found in (("s", looks), ("n", notes), ("f", formulas)) if found
        }
        if row.hidden:
            shown["h"] = 1
        return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))[:-1]

    def _values(self, row: Row, index: int) -> list[str]:
        formatted, value, sheet = self.renderer.formatted, self.of.value, self.sheet
        inferred = self.of.inferred
        return [
            formatted(
                value(sheet, index, column), row.style(column), inferred(sheet, index, column)
            )
            for column in range(self.of.reach(sheet, index))
        ]

    def coloured(self, row: Row, index: int) -> Coloured:
        """Return the numbers of the looks that bands and rules give a row's cells, with the cells' own."""
        numbers: Coloured = {}
        if not row.values:
            return numbers
        ruled, banded = self.highlights.row(index), self.bands.row(index)
        for column in {**ruled, **banded}:
            own = self.styles[row.style(column)].get("userEnteredFormat", {})
            band, rule = banded.get(column, {}), ruled.get(column, {})
            number = self.looks.number(layered(band, own, rule))
            if number is not None:
                numbers[column] = number
        return numbers

    def _own_look(self, style: int) -> int | None:
        if style not in self._own:
            entered = self.styles[style].get("userEnteredFormat", {})
            self._own[style] = self.looks.number(entered)
        return self._own[style]
